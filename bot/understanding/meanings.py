"""What a matched command means: from the groups of a rule to an Intent."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.errors import BadInput
from bot.understanding import loosely
from bot.understanding.intent import GoTo, Intent, Place, Redo, Reroll, Undo, Upscale, Vary
from bot.understanding.references import number, picture

FACTORS = (2, 4)
"""Enlargement by an upscale, from … to."""
SUBTLE, STRONG = 0.35, 0.8
"""Strength of a variation that was asked to be subtle, or strong."""

_MULTIPLES = {"double": 2, "two": 2, "倍": 2, "triple": 3, "three": 3, "quadruple": 4, "four": 4}

Found = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Found], Intent]]


def undo(found: Found) -> Undo:
    return Undo(times=_times(found))


def redo(found: Found) -> Redo:
    return Redo(times=_times(found))


def turn(found: Found) -> GoTo:
    of = found.groupdict().get("of")
    return GoTo(turn=int(found["turn"]), picture=int(of) if of else None)


def first(_: Found) -> GoTo:
    return GoTo(place=Place.FIRST)


def latest(_: Found) -> GoTo:
    return GoTo(place=Place.LATEST)


def vary(found: Found) -> Vary:
    how, which = found.groupdict().get("how"), picture(found)
    many = loosely.count(found.string).count
    return Vary(
        picture=which,
        count=many if many != which else None,
        strength=None if not how else SUBTLE if how in ("subtle", "弱め") else STRONG,
    )


def reroll(_: Found) -> Reroll:
    return Reroll()


def upscale(found: Found) -> Upscale:
    """Raises BadInput as :func:`factor` does."""
    groups = found.groupdict()
    said = next((groups[name] for name in ("factor", "twice", "four") if groups.get(name)), "2")
    return Upscale(picture=picture(found), factor=factor(said))


def factor(said: str) -> int:
    """4, "four", "quadruple". Raises BadInput: error.upscale_factor(factor, allowed)."""
    times = _MULTIPLES.get(said) or int(said)
    if not FACTORS[0] <= times <= FACTORS[1]:
        raise BadInput("error.upscale_factor", factor=times, allowed=f"{FACTORS[0]} … {FACTORS[1]}")
    return times


def _times(found: Found) -> int:
    said = found.groupdict().get("times")
    return max(1, number(said) if said else found.string.count("ctrl"))
