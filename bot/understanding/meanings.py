"""What a matched command means: from the groups of a rule to an Intent."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.errors import BadInput
from bot.understanding import flags
from bot.understanding.intent import Adjust, GoTo, Intent, Place, Redo, Reroll, Undo, Upscale, Vary
from bot.understanding.references import number, picture

FACTORS = (2, 4)
"""Enlargement by an upscale, from … to."""
SUBTLE, STRONG = 0.35, 0.8
"""Strength of a variation that was asked to be subtle, or strong."""

Found = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Found], Intent]]

_FLAGS_IN_WORDS = {
    **dict.fromkeys(("シード", "シード値"), "seed"),
    **dict.fromkeys(("ステップ", "ステップ数"), "steps"),
    **dict.fromkeys(("アスペクト比", "比率", "aspect ratio"), "ar"),
    **dict.fromkeys(("ガイダンス", "guidance scale"), "guidance"),
    **{
        "枚数": "count",
        "サイズ": "size",
        "強度": "strength",
        "サンプラー": "sampler",
        "image guidance": "image-guidance",
    },
}


def undo(found: Found) -> Undo:
    return Undo(times=_times(found))


def redo(found: Found) -> Redo:
    return Redo(times=_times(found))


def turn(found: Found) -> GoTo:
    of = found.groupdict().get("of")
    return GoTo(turn=int(found["turn"]), picture=int(of) if of else None)


def first(_: Found) -> GoTo:
    return GoTo(place=Place.FIRST)


def previous(_: Found) -> GoTo:
    return GoTo(place=Place.PREVIOUS)


def latest(_: Found) -> GoTo:
    return GoTo(place=Place.LATEST)


def other_picture(found: Found) -> GoTo:
    return GoTo(picture=picture(found))


def vary(found: Found) -> Vary:
    how = found.groupdict().get("how")
    return Vary(picture=picture(found), strength=None if not how else SUBTLE if how in ("subtle", "弱め") else STRONG)


def reroll(_: Found) -> Reroll:
    return Reroll()


def upscale(found: Found) -> Upscale:
    """Raises BadInput: error.upscale_factor(factor, allowed)."""
    factor = int(found.groupdict().get("factor") or FACTORS[0])
    if not FACTORS[0] <= factor <= FACTORS[1]:
        raise BadInput("error.upscale_factor", factor=factor, allowed=f"{FACTORS[0]} … {FACTORS[1]}")
    return Upscale(picture=picture(found), factor=factor)


def parameter(found: Found) -> Intent:
    """One parameter in words, read as the flag that it names. Raises BadInput as :func:`flags.parse` does."""
    groups = {name: text for name, text in found.groupdict().items() if text}
    name = groups.pop("name", None)
    if name is None:
        ((name, value),) = groups.items()
        value = str(number(value)) if name == "count" else value
    else:
        name, value = _FLAGS_IN_WORDS.get(name, name), groups["value"]
    _, parameters = flags.parse(f"--{name} {value}")
    return Adjust(parameters=parameters) if parameters else Reroll()


def _times(found: Found) -> int:
    said = found.groupdict().get("times")
    return max(1, number(said)) if said else 1
