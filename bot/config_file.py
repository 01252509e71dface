"""The settings file: which one is meant, and what is in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import BadInput, NotFound

CHOOSES_FILE = "EGAKU_CONFIG"
USUAL = Path("config.toml")


def chosen(named: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file to read: the command line's, the environment's, the usual one; None where there is none."""
    if named is not None:
        return named
    if environ.get(CHOOSES_FILE):
        return Path(environ[CHOOSES_FILE])
    return USUAL if USUAL.exists() else None


def read(file: Path) -> dict[str, Any]:
    """The file's tables. Raises NotFound, BadInput."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise NotFound("error.config_missing", file=file) from None
    except OSError:
        raise BadInput("error.config_unreadable", file=file) from None
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    except tomllib.TOMLDecodeError as error:
        line = _line(str(error)) or data.count(b"\n") + 1
    raise BadInput("error.config_syntax", file=file, line=line)


def _line(message: str) -> int | None:
    """tomllib says "… (at line 3, column 5)" or "… (at end of document)"."""
    _, found, rest = message.rpartition("(at line ")
    return int(rest.partition(",")[0]) if found else None
