"""What was found, how bad it is, and what to do about it."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping

from bot.errors import EgakuError
from bot.i18n import say


class Level(enum.StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It works, and may not for long, or not as well as it could."""
    ERROR = "error"


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """``key`` has two sentences in the catalogues: what was found, and, unless all is well, a remedy."""

    name: str
    """What was looked at: the same in every language, for programs."""
    level: Level
    key: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def found(self, locale: str) -> str:
        return say(f"doctor.{self.key}.found", locale, **_spoken(self.values, locale))

    def remedy(self, locale: str) -> str:
        """Empty where nothing is to be done."""
        if self.level is Level.OK:
            return ""
        return say(f"doctor.{self.key}.remedy", locale, **_spoken(self.values, locale))


def ok(name: str, key: str, /, **values: object) -> Finding:
    return Finding(name, Level.OK, key, values)


def warning(name: str, key: str, /, **values: object) -> Finding:
    return Finding(name, Level.WARNING, key, values)


def error(name: str, key: str, /, **values: object) -> Finding:
    return Finding(name, Level.ERROR, key, values)


def _spoken(values: Mapping[str, object], locale: str) -> dict[str, object]:
    """An error among the values is said in the reader's language."""
    return {
        name: say(value.key, locale, **value.values) if isinstance(value, EgakuError) else value
        for name, value in values.items()
    }


def gibibytes(size: int) -> str:
    return f"{size / 2**30:.1f}"
