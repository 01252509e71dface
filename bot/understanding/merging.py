"""Several instructions made one: for drawing from the first picture anew instead of from the latest copy of a copy."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.normalise import is_japanese, shadow
from bot.understanding.wishes import Ground, Recolour, Swap, Wish, read


def merged(instructions: Sequence[str]) -> str:
    """``instructions`` in their order as one; what a later one takes back or says anew is left out of the earlier."""
    slots = [_slot(each) for each in instructions]
    kept = [
        each.strip(" .,;、。")
        for at, each in enumerate(instructions)
        if (slots[at] is None or slots[at] not in slots[at + 1 :])
        and shadow(each) not in map(shadow, instructions[at + 1 :])
    ]
    between = "、" if all(map(is_japanese, kept)) else ", "
    return between.join(filter(None, kept))


def _slot(instruction: str) -> tuple[object, ...] | None:
    """What an instruction sets, if it is one plain wish: a later one that sets the same stands for both."""
    wishes, others = read(instruction)
    return _of(wishes[0]) if len(wishes) == 1 and not others else None


def _of(wish: Wish) -> tuple[object, ...] | None:
    match wish:
        case Recolour(thing=thing, old=None):
            return Recolour, thing
        case Ground():
            return (Ground,)
        case Swap(old=None):
            return (Swap,)
    return None
