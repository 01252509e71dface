"""What comes of a request: a picture under way, a turn to show, words, or nothing at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from bot.understanding.intent import Intent
from storage import Job, Turn


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Accepted: turn and job are on disk. Its events come from ``Jobs.watch``."""

    turn: Turn
    job: Job
    intent: Intent
    repeated: bool = False
    """The request's key had been used before: this is what came of it then."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A turn that is there already is the current one now."""

    turn: Turn
    intent: Intent
    picture: int | None = None
    """1-based; None: all of them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words instead of a picture: a message key and its values."""

    key: str
    intent: Intent
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    question: bool = False
    """It waits for an answer."""
    offer: str | None = None
    """What the asker wrote, where it could be applied as an edit of ``turn``: that costs nothing before it is taken."""
    turn: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    intent: Intent


Outcome = Drawing | Shown | Said | Ignored
