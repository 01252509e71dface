"""What people asked and what they saw, in order: all that the judge knows of a run, beside the database."""

from __future__ import annotations

import dataclasses
import enum


class Wish(enum.Enum):
    DRAW = enum.auto()
    """A command, a dialog, a button or a reply that is to bring a picture."""
    ERASE = enum.auto()
    """The answer "yes" to whether a version is to be deleted."""
    OTHER = enum.auto()


class Stage(enum.Enum):
    """What a message of the bot's shows."""

    WAITING = enum.auto()
    """A turn that is under way."""
    DRAWN = enum.auto()
    """A turn's pictures."""
    FAILED = enum.auto()
    CANCELLED = enum.auto()
    PAUSED = enum.auto()
    """That it goes on as soon as the picture, or the bot, is there again."""
    WORDS = enum.auto()
    """Any other words."""


class Words(enum.Enum):
    """What somebody was told in answer to an interaction."""

    DELETED = enum.auto()
    DELETED_BUT = enum.auto()
    """... except for messages that the bot cannot remove."""
    PAUSED = enum.auto()
    OTHER = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """``key``: the interaction's id, or the message's. ``turn``: the button's. ``answerable``: Discord tells the asker
    whether it was taken on, as it does of an interaction and not of a message."""

    key: int
    wish: Wish
    turn: int | None = None
    answerable: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """Discord took the first answer to an interaction: whoever asked knows that it was taken on."""

    key: int


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    key: int
    words: Words


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot's that everybody sees, as it was sent or became. ``to``: the message that it replies to."""

    message: int
    stage: Stage
    turn: int | None = None
    to: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Removed:
    """``with_channel``: nobody removed it, its channel is gone."""

    message: int
    with_channel: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Deleting:
    """The bot itself asked for a message to be removed. Of this and the next the judge makes nothing; readers do."""

    message: str
    status: int


@dataclasses.dataclass(frozen=True, slots=True)
class Killed:
    what: str


Event = Asked | Answered | Told | Shown | Removed | Deleting | Killed


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A turn and its job, as the database has them in the end. ``deleted``: only its place in the tree is left."""

    turn: int
    key: int
    state: str
    reason: str | None = None
    deleted: bool = False
