"""The command: every look in turn, whatever the one before came to, and what is printed of it."""

from __future__ import annotations

import functools
import json as codec
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import typer

from bot.doctor import configuration, data, drawing, machine, models
from bot.doctor.configuration import Configuration
from bot.doctor.finding import Finding, Level, error
from bot.i18n import say

Look = Callable[[], Iterable[Finding]]

WELL, ILL, INTERRUPTED = 0, 1, 130

_MARKS = {Level.OK: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.ERROR: ("✗", "red")}


def doctor(
    config: Path | None, folder: Path | None, locale: Literal["en", "ja"] | None, *, json: bool, deep: bool
) -> int:
    """Print what was found. Returns the exit status: 1 where something has to be mended before Egaku works."""
    read = configuration.read(config, folder, locale)
    language = read.settings.defaults.locale
    found: list[Finding] = []
    try:
        for finding in examined(looks(read, deep=deep)):
            found.append(finding)
            if not json:
                _show(finding, language)
    except KeyboardInterrupt:
        return INTERRUPTED
    well = all(finding.level is not Level.ERROR for finding in found)
    if json:
        print(codec.dumps({"findings": [_plain(each, language) for each in found], "ok": well}, ensure_ascii=False))
    else:
        count = sum(finding.level is not Level.OK for finding in found)
        print(say("doctor.well" if not count else "doctor.to_do", language, count=count))
    return WELL if well else ILL


def looks(read: Configuration, *, deep: bool) -> dict[str, Look]:
    """What is looked at, by a name for the case that the look itself fails. What the settings decide beyond the data
    folder is left out where those cannot be read."""
    settings = read.settings
    always: dict[str, Look] = {
        "python": machine.python,
        "settings": functools.partial(configuration.settings, read),
        "token": functools.partial(configuration.token, read),
        "device": functools.partial(machine.device, settings),
        "extras": functools.partial(machine.extras, settings),
        "clock": functools.partial(data.clock, settings.data),
        "data folder": functools.partial(data.folder, settings.data),
        "bot": functools.partial(data.bot, settings.data),
        "disk space": functools.partial(data.space, settings.data),
        "database": functools.partial(data.kept, settings.data),
    }
    if deep:
        always["damage"] = functools.partial(data.damaged, settings.data)
    if read.trouble is not None:
        return always
    chosen: dict[str, Look] = {
        "models": functools.partial(models.models, settings),
        "words": functools.partial(models.words, settings),
    }
    if deep:
        chosen["drawing"] = functools.partial(drawing.drawing, settings)
    return always | chosen


def examined(looks: dict[str, Look]) -> Iterator[Finding]:
    for name, look in looks.items():
        try:
            yield from look()
        # A doctor that falls ill itself says so and goes on: the cause may be what was looked for.
        except Exception as trouble:
            yield error(name, "look_failed", reason=type(trouble).__name__)


def _show(finding: Finding, language: str) -> None:
    mark, colour = _MARKS[finding.level]
    typer.echo(f"{typer.style(mark, fg=colour)} {finding.name}: {finding.found(language)}")
    if remedy := finding.remedy(language):
        typer.echo(f"  → {remedy}")


def _plain(finding: Finding, language: str) -> dict[str, str]:
    return {
        "name": finding.name,
        "level": finding.level.value,
        "found": finding.found(language),
        "remedy": finding.remedy(language),
    }
