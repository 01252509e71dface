"""Intent: what a message asks for. A closed union without authority: permissions and limits are applied afterwards."""

from __future__ import annotations

import dataclasses
import enum
from typing import ClassVar

from bot.understanding.parameters import Parameters
from bot.understanding.pixels import Pixels
from bot.understanding.questions import Topic


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Change a picture as ``instruction`` says."""

    action: ClassVar[str] = "edit"
    instruction: str
    picture: int | None = None
    """1-based among the replied turn's pictures; None: the first, or the one meant by the reply."""
    parameters: Parameters = Parameters()
    version: int | None = None
    """Of which version, 1-based from the first one of the branch, -1 the one before; None: the one replied to."""
    kinds: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    """What the wishes are about, in their order; read out of ``instruction``."""
    keep: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    """What was asked to stay as it is; part of ``instruction``."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Retouch:
    """Change a picture's pixels, in this order; no model is needed."""

    action: ClassVar[str] = "retouch"
    pixels: tuple[Pixels, ...]
    picture: int | None = None
    version: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Imagine:
    """A new picture."""

    action: ClassVar[str] = "imagine"
    prompt: str
    parameters: Parameters = Parameters()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Vary:
    """More like this one."""

    action: ClassVar[str] = "vary"
    picture: int | None = None
    version: int | None = None
    count: int | None = None
    strength: float | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reroll:
    """The same again with another seed."""

    action: ClassVar[str] = "reroll"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Adjust:
    """The same request with other parameters."""

    action: ClassVar[str] = "adjust"
    parameters: Parameters
    picture: int | None = None
    """Only that one of several, 1-based; None: all of them."""
    version: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Upscale:
    action: ClassVar[str] = "upscale"
    picture: int | None = None
    version: int | None = None
    factor: int = 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    action: ClassVar[str] = "undo"
    times: int = 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Redo:
    action: ClassVar[str] = "redo"
    times: int = 1


class Place(enum.StrEnum):
    """Where in the conversation a "go to" leads when no turn is named."""

    FIRST = "first"
    PREVIOUS = "previous"
    LATEST = "latest"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class GoTo:
    """Back or forth to a turn, a place, or (with neither) another picture of the same turn."""

    action: ClassVar[str] = "goto"
    turn: int | None = None
    place: Place | None = None
    picture: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question about a picture that its recipe answers."""

    action: ClassVar[str] = "answer"
    question: str
    topic: Topic = Topic.RECIPE
    picture: int | None = None
    version: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Unclear: ask back, generate nothing."""

    action: ClassVar[str] = "ask"
    key: str
    """Message key of the question to ask."""
    wish: str | None = None
    """What could be applied as an edit, were it meant as one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """Chatter: no answer, no generation."""

    action: ClassVar[str] = "ignore"


Intent = Edit | Retouch | Imagine | Vary | Reroll | Adjust | Upscale | Undo | Redo | GoTo | Answer | Ask | Ignore
