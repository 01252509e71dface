"""Changes to a Japanese prompt, each a small substitution; None where the prompt gives no place for it."""

from __future__ import annotations

import re

from bot.understanding.colours import JAPANESE, STEM, Colour, stems
from bot.understanding.japanese_changes import unplaced
from bot.understanding.wishes import Ground, Recolour, Resize, Swap

_HELD = "\0"
"""Stands for the words about the ground while the rest is changed: no text has it."""
_GROUND = re.compile(
    rf"(?P<what>{JAPANESE}|(?:(?<=[、,\s])|^)[^、,\s]{{1,30}}?の)(?P<rest>背景(?:の(?=.)|に|で|と)?)"
    rf"|背景[はが]{STEM}色?い?"
)
_COLOUR = re.compile(JAPANESE)
_SIZES = ("とても小さな", "小さな", "", "大きな", "とても大きな")
_LEVELS = dict(zip(_SIZES, range(5), strict=True))
_LEVELS |= {"とても小さい": 0, "小さい": 1, "大きい": 3, "とても大きい": 4, "巨大な": 4}
_SIZE = re.compile("|".join(sorted(filter(None, _LEVELS), key=len, reverse=True)))
_THING = re.compile(
    rf"(?:{JAPANESE}|{_SIZE.pattern})*(?P<thing>[^、,。\s{_HELD}のをにがでと]{{1,12}})(?=[、,。{_HELD}]|$)"
)


def ground(prompt: str, wish: Ground) -> str:
    what = wish.ground.japanese if isinstance(wish.ground, Colour) else f"{wish.ground}の"
    found = _GROUND.search(prompt)
    if found is None:
        return f"{unplaced(prompt).rstrip('、。 ')}、{what}背景"
    return prompt[: found.start()] + what + (found["rest"] or "背景") + prompt[found.end() :]


def recolour(prompt: str, wish: Recolour) -> str | None:
    text, held = _hold(prompt)
    found = _COLOUR.search(text)
    if wish.old:
        found = re.search(stems(wish.old), text)
        if found is None:
            return None
    elif wish.thing:
        found = re.search(rf"(?:{JAPANESE})?(?={re.escape(wish.thing)})", text)
        if found is None:
            return None
    start, end = found.span() if found else (_front(text),) * 2
    return (text[:start] + wish.colour.japanese + text[end:]).replace(_HELD, held)


def resize(prompt: str, wish: Resize) -> str | None:
    text, held = _hold(prompt)
    if wish.thing and wish.thing not in text:
        return None
    if wish.thing:
        found = re.search(rf"({_SIZE.pattern})?(?={JAPANESE}{re.escape(wish.thing)}|{re.escape(wish.thing)})", text)
    else:
        found = _SIZE.search(text)
    level = _LEVELS[found[0]] if found else _LEVELS[""]
    start, end = found.span() if found else (_opening(text),) * 2
    size = _SIZES[min(max(level + wish.steps, 0), len(_SIZES) - 1)]
    return (text[:start] + size + text[end:]).replace(_HELD, held)


def swap(prompt: str, wish: Swap) -> str | None:
    text, held = _hold(prompt)
    if wish.new.isascii() or re.search(r"(?<!景)色$", wish.new):
        return None  # 「金色」 is no thing to be put in place of another
    if wish.old:
        start, end = text.find(wish.old), text.find(wish.old) + len(wish.old)
    else:
        found = _THING.match(text, _opening(text))
        start, end = found.span("thing") if found else (-1, -1)
    if start < 0:
        return None
    coloured = re.search(rf"{JAPANESE}$", text[:start])
    if coloured and _COLOUR.match(wish.new):
        start = coloured.start()
    return (text[:start] + wish.new + text[end:]).replace(_HELD, held)


def _hold(prompt: str) -> tuple[str, str]:
    """The prompt with its ground held out, and what was held."""
    found = _GROUND.search(prompt)
    return (prompt[: found.start()] + _HELD + prompt[found.end() :], found[0]) if found else (prompt, "")


def _opening(text: str) -> int:
    """Where the description of the thing begins: behind a ground that is said first."""
    return re.match(rf"{_HELD}?[、,\s]*", text).end()  # type: ignore[union-attr]


def _front(text: str) -> int:
    """Behind the size, where a colour is said."""
    at = _opening(text)
    size = _SIZE.match(text, at)
    return size.end() if size else at
