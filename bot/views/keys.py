"""Which buttons a turn has: pure. A button's custom_id says what it does and to which turn: ``egaku:vary:12:2``."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Sequence

from bot.i18n import say
from generator.recipe import Task
from storage import Turn


class Verb(enum.StrEnum):
    CANCEL = "cancel"
    UPSCALE = "upscale"
    VARY = "vary"
    REROLL = "reroll"
    UNDO = "undo"
    REDO = "redo"
    REFINE = "refine"
    RECIPE = "recipe"
    AGAIN = "again"
    APPLY = "apply"
    DELETE = "delete"
    ERASE = "erase"
    KEEP = "keep"
    """The answers to "really delete it?"."""
    QUEUE = "queue"
    EVERYONE = "everyone"
    """Another page of one's own requests, or of everybody's."""
    STOP = "stop"
    """Somebody else's request, by whoever manages the server."""


class Tone(enum.Enum):
    QUIET = enum.auto()
    INVITING = enum.auto()
    DANGEROUS = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """One button."""

    verb: Verb
    turn: int
    """Of QUEUE and EVERYONE the job behind which the page begins."""
    number: int | None = None
    """1-based picture; of AGAIN the message that shows the turn; in a queue the job behind which the page begins."""
    label: str | None = None
    emoji: str | None = None
    tone: Tone = Tone.QUIET
    disabled: bool = False

    @property
    def custom_id(self) -> str:
        number = "" if self.number is None else f":{self.number}"
        return f"egaku:{self.verb.value}:{self.turn}{number}"


PATTERN = re.compile(rf"egaku:(?P<verb>{'|'.join(Verb)}):(?P<turn>\d{{1,18}})(?::(?P<number>\d{{1,20}}))?")

Rows = tuple[tuple[Key, ...], ...]


def of_unfinished(turn: Turn, language: str) -> Rows:
    return ((Key(Verb.CANCEL, turn.id, label=say("button.cancel", language), emoji="🛑"),),)


def of_result(turn: Turn, language: str) -> Rows:
    numbers = [picture.position for picture in turn.pictures]
    upscales = [Key(Verb.UPSCALE, turn.id, number, label=f"U{number}") for number in numbers]
    varies = [Key(Verb.VARY, turn.id, number, label=f"V{number}") for number in numbers]
    upscaled = turn.recipes[0].task is Task.UPSCALE
    reroll = Key(Verb.REROLL, turn.id, emoji="🔁", disabled=upscaled)
    refine = Key(Verb.REFINE, turn.id, label=say("button.refine", language), emoji="✏️", tone=Tone.INVITING)
    last = (
        Key(Verb.UNDO, turn.id, emoji="↩️", disabled=turn.parent is None),
        Key(Verb.REDO, turn.id, emoji="↪️"),
        Key(Verb.RECIPE, turn.id, label=say("button.recipe", language), emoji="📋"),
        Key(Verb.DELETE, turn.id, emoji="🗑️"),
    )
    if len(numbers) == 1:
        return ((*upscales, *varies, reroll, refine), last)
    return ((*upscales, reroll), (*varies, refine), last)


def of_ended(turn: Turn, language: str) -> Rows:
    """A turn without pictures: it failed or was cancelled."""
    again = Key(Verb.REROLL, turn.id, label=say("button.try_again", language), emoji="🔁")
    upscaled = turn.recipes[0].task is Task.UPSCALE
    return ((*(() if upscaled else (again,)), Key(Verb.DELETE, turn.id, emoji="🗑️")),)


def of_deletion(turn: int, language: str, *, in_place: bool) -> Rows:
    """``in_place``: the question stands in the picture's own message, so that there has to be a way back."""
    erase = Key(Verb.ERASE, turn, label=say("button.erase", language), emoji="🗑️", tone=Tone.DANGEROUS)
    return ((erase, *((Key(Verb.KEEP, turn, label=say("button.keep", language)),) if in_place else ())),)


def of_queue(
    turns: Sequence[int], language: str, *, after: int = 0, last: int | None = None, everyones: bool = False
) -> Rows:
    """One to stop each of ``turns``, and to other pages. ``after``: the job behind which this one begins; ``last``: the
    one with which it ends, where there are more."""
    stop, page = (Verb.STOP, Verb.EVERYONE) if everyones else (Verb.CANCEL, Verb.QUEUE)
    label = say("button.cancel", language)
    stops = tuple(
        Key(stop, turn, after or None, label=f"{label} {number}", emoji="🛑")
        for number, turn in enumerate(turns, start=1)
    )
    first = (Key(page, 0, label=say("button.first", language), emoji="⏮️"),) if after else ()
    further = (Key(page, last, label=say("button.further", language), emoji="▶️"),) if last else ()
    return (stops, first + further) if first or further else (stops,)


def of_offer(turn: int, message: int | None, language: str) -> Rows:
    """``message``: where whoever is asked has seen the turn. The wish itself stands in the question."""
    return ((Key(Verb.APPLY, turn, message, label=say("button.apply", language), emoji="✏️"),),)


def of_recipe(turn: int, message: int, language: str) -> Rows:
    """``message``: where whoever reads the recipe has seen the turn."""
    return ((Key(Verb.AGAIN, turn, message, label=say("button.again", language), emoji="🎨"),),)
