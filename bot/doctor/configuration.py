"""The settings: can they be meant, is there a token, and who may read it. The token itself is never shown."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from bot import config_file
from bot.doctor.finding import Finding, error, ok, warning
from bot.errors import EgakuError
from bot.settings import Data, Settings, load, shipped

_FOLDER = "EGAKU_DATA__FOLDER"
_OTHERS = 0o044
"""A file's group, and everybody, may read it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Configuration:
    """What to look at. ``trouble``: the settings are not the operator's, because those cannot be read."""

    settings: Settings
    file: Path | None
    trouble: EgakuError | None = None


def read(config: Path | None, data: Path | None, locale: Literal["en", "ja"] | None) -> Configuration:
    """The operator's settings, else those that Egaku ships with, and the data folder that was meant all the same."""
    file = config_file.chosen(config, os.environ)
    try:
        return Configuration(load(config, data=data, locale=locale), file)
    except EgakuError as trouble:
        settings = shipped()
        changes: dict[str, object] = {"data": _data(file, data, settings.data)}
        if locale is not None:
            changes["defaults"] = settings.defaults.model_copy(update={"locale": locale})
        return Configuration(settings.model_copy(update=changes), file, trouble)


def _data(file: Path | None, named: Path | None, usual: Data) -> Data:
    said: object = named or os.environ.get(_FOLDER)
    with contextlib.suppress(EgakuError, KeyError, TypeError):
        said = said or (config_file.read(file)["data"]["folder"] if file else None)
    with contextlib.suppress(ValueError):
        return Data(folder=Path(said)) if isinstance(said, str | Path) else usual
    return usual


def settings(configuration: Configuration) -> Iterator[Finding]:
    file, trouble = configuration.file, configuration.trouble
    if trouble is not None:
        yield error("settings", "settings_wrong", reason=trouble)
    elif file is None:
        yield ok("settings", "settings_none")
    else:
        yield ok("settings", "settings", file=file)


def token(configuration: Configuration) -> Iterator[Finding]:
    if configuration.trouble is not None:
        return
    discord = configuration.settings.discord
    try:
        there = bool(discord.secret().get_secret_value().strip())
    except (OSError, UnicodeDecodeError):
        yield error("token", "token_file", file=discord.token_file)
        return
    if not there:
        yield warning("token", "token_missing")
    elif (source := _read_from(configuration)) and source.stat().st_mode & _OTHERS:
        yield warning("token", "token_open", file=source)
    else:
        yield ok("token", "token")


def _read_from(configuration: Configuration) -> Path | None:
    """The file that has the token in it, where it is one."""
    discord, file = configuration.settings.discord, configuration.file
    if not discord.token:
        return Path(discord.token_file)
    with contextlib.suppress(EgakuError, AttributeError):
        return file if file and config_file.read(file).get("discord", {}).get("token") else None
    return None
