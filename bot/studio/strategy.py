"""Which way a change goes, and why: by the edit model, by redrawing, or several wishes at once from the first picture.

Each edit draws a copy of a copy. Where a chain has grown to the operator's threshold, its instructions are merged and
drawn in one edit from the picture that the chain began with (the drift guard).
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence

from bot.understanding.merging import merged
from generator.recipe import Task
from storage import Turn

LONGEST = 300
"""Characters of a merged instruction: an encoder of 77 tokens reads no more."""


class Way(enum.StrEnum):
    EDIT = "edit"
    MERGED = "merged"
    REDRAW = "redraw"
    PIXELS = "pixels"


class Why(enum.StrEnum):
    LATENTS = "latents"
    """The edit model goes on from what the last picture was decoded from: nothing is lost on the way."""
    DRIFT = "drift"
    NO_EDIT_MODEL = "no_edit_model"
    EXACT = "exact"
    """Pixels can be changed exactly as was said."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    way: Way
    why: Why
    instruction: str
    root: int = 0
    """How many turns above the answered one the picture is taken from."""

    def as_json(self) -> dict[str, str]:
        return {"way": self.way.value, "why": self.why.value}


def chosen(path: Sequence[Turn], instruction: str, *, edits: bool, merge_after: int) -> Strategy:
    """``path``: the answered turn and its ancestors, up to the first. ``edits``: the model has an edit sibling.

    ``merge_after``: edits in a row after which they are merged, this one included; 0 never.
    """
    if not edits:
        return Strategy(way=Way.REDRAW, why=Why.NO_EDIT_MODEL, instruction=instruction)
    chain = _chain(path)
    if merge_after and len(chain) + 1 >= merge_after:
        whole = merged([*chain, instruction])
        if len(whole) <= LONGEST:
            return Strategy(way=Way.MERGED, why=Why.DRIFT, instruction=whole, root=len(chain))
    return Strategy(way=Way.EDIT, why=Why.LATENTS, instruction=instruction)


def _chain(path: Sequence[Turn]) -> list[str]:
    """The instructions of the edits in a row that end with the answered turn, oldest first."""
    found: list[str] = []
    for turn in path:
        instruction = turn.intent.get("instruction")
        plain = not turn.intent.get("parameters") and turn.recipes[0].task is Task.EDIT and len(turn.recipes) == 1
        if turn.action != "edit" or not instruction or not plain or turn.parent is None:
            break
        found.append(str(instruction))
    return found[::-1]
