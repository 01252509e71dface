"""Changes to an English prompt, each a small substitution; None where the prompt gives no place for it."""

from __future__ import annotations

import re

from bot.understanding.colours import ENGLISH, Colour
from bot.understanding.english_places import unplaced
from bot.understanding.wishes import Ground, Recolour, Resize, Swap

_HELD = "\0"
"""Stands for the words about the ground while the rest is changed: no text has it."""
_GROUND = re.compile(
    r",?\s*\b(?:on|with|against|over|in front of)\s+(?:(?!\b(?:on|with|against|over)\b)[^,]){1,60}?"
    r"\s(?:back ?ground|backdrop)\b"
    r"|,\s*(?:an?\s+)?\w+(?:\s+\w+){0,2}\s+(?:back ?ground|backdrop)\b|\s+with\s+[^,]{1,60}?\s+in the background\b",
    re.IGNORECASE,
)
# "An orange on a table" is a fruit: it is a colour only before another word.
_COLOUR = re.compile(rf"\b(?!orange(?:\s+(?:on|in|at|with|and)\b|\s*(?:[,.{_HELD}]|$))){ENGLISH}\b", re.IGNORECASE)
_SIZES = ("tiny", "small", "", "large", "huge")
_LEVELS = dict(zip(_SIZES, range(5), strict=True)) | {"little": 1, "medium": 2, "big": 3, "giant": 4, "enormous": 4}
_SIZE = re.compile(rf"\b(?:{'|'.join(filter(None, _LEVELS))})\b", re.IGNORECASE)
_OPENING = re.compile(
    r"\s*(?:(?:an?|the)\s+)?(?:(?:photo(?:graph)?|picture|image|painting|drawing|illustration|portrait|render|sketch)\s+of\s+)?"
    r"(?:(?:an?|the|one|my|some)\s+)?",
    re.IGNORECASE,
)
_ADJECTIVES = re.compile(
    r"\b(?:an?|the|his|her|its|their|my|some)\s+"
    r"(?P<own>(?:(?!(?:an?|the|and|or|of|in|on|at|with|by|near|to|from|his|her|its|their)\b)[\w-]+\s+){0,3})$",
    re.IGNORECASE,
)
_AFTER_THE_THING = re.compile(
    rf"\s*(?:\b(?:on|in|at|with|under|over|near|by|of|from|wearing|\w{{3,20}}ing)\b|[,.{_HELD}]|$)", re.IGNORECASE
)
_LONGEST_PHRASE = 5
"""Words before the thing itself, beyond which the last word is no longer taken for it."""


def ground(prompt: str, wish: Ground) -> str:
    if isinstance(wish.ground, Colour):
        words = f" on {_article(wish.ground.english)} {wish.ground.english} background"
    else:
        words = f" with {wish.ground} in the background"
    found = _GROUND.search(prompt)
    return prompt[: found.start()] + words + prompt[found.end() :] if found else unplaced(prompt).rstrip(" .,") + words


def recolour(prompt: str, wish: Recolour) -> str | None:
    text, held = _hold(prompt)
    found = _COLOUR.search(text)
    if wish.old:
        found = re.search(rf"\b{wish.old.english}\b", text, re.IGNORECASE)
        if found is None:
            return None
    elif wish.thing:
        thing = _word(text, wish.thing)
        if thing is None:
            return None
        coloured = [colour for colour in _COLOUR.finditer(text, 0, thing.start()) if _next_to(text, colour, thing)]
        found = coloured[-1] if coloured else None
        start, end = found.span() if found else (thing.start(),) * 2
        return _put(text, start, end, wish.colour.english).replace(_HELD, held)
    start, end = found.span() if found else (_inside(text),) * 2
    return _put(text, start, end, wish.colour.english).replace(_HELD, held)


def resize(prompt: str, wish: Resize) -> str | None:
    text, held = _hold(prompt)
    if wish.thing and _word(text, wish.thing) is None:
        return None
    first, last = _described(text, wish.thing)
    found = _SIZE.search(text, first, last)
    level = _LEVELS[found[0].lower()] if found else _LEVELS[""]
    start, end = found.span() if found else (first,) * 2
    return _put(text, start, end, _SIZES[min(max(level + wish.steps, 0), len(_SIZES) - 1)]).replace(_HELD, held)


def _described(text: str, thing: str | None) -> tuple[int, int]:
    """Where a thing is described: from behind its article on; of the picture as a whole, all of it."""
    named = _word(text, thing) if thing else None
    if named is None:
        return _before_adjectives(text), len(text)
    before = _ADJECTIVES.search(text, 0, named.start())
    return (before.start("own") if before else named.start()), named.end()


def swap(prompt: str, wish: Swap) -> str | None:
    text, held = _hold(prompt)
    found = _word(text, wish.old) if wish.old else _thing(text)
    if found is None or not wish.new.isascii():
        return None
    start, end = found.span()
    coloured = re.search(rf"\b{ENGLISH}\s+$", text[:start], re.IGNORECASE)
    if coloured and _COLOUR.search(wish.new):
        start = coloured.start()
    return _put(text, start, end, wish.new).replace(_HELD, held)


def subject(prompt: str) -> tuple[int, int] | None:
    """Where the thing stands that a prompt begins with."""
    found = _thing(_hold(prompt)[0])
    return found.span() if found else None


def _hold(prompt: str) -> tuple[str, str]:
    """The prompt with its ground held out, and what was held."""
    found = _GROUND.search(prompt)
    return (prompt[: found.start()] + _HELD + prompt[found.end() :], found[0]) if found else (prompt, "")


def _word(text: str, word: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)


def _next_to(text: str, colour: re.Match[str], thing: re.Match[str]) -> bool:
    """Whether at most one word stands between."""
    return re.fullmatch(r"\s+(?:\w{1,20}\s+)?", text[colour.end() : thing.start()]) is not None


def _before_adjectives(text: str) -> int:
    opening = _OPENING.match(text)
    return opening.end() if opening else 0


def _inside(text: str) -> int:
    """Behind the article and the size, where a colour is said."""
    at = _before_adjectives(text)
    size = _SIZE.match(text, at)
    return re.compile(r"\s*").match(text, size.end()).end() if size else at  # type: ignore[union-attr]


def _thing(text: str) -> re.Match[str] | None:
    """The noun of a short phrase at the front: a small red *circle* on …"""
    at = _before_adjectives(text)
    for word in list(re.compile(r"\b[\w'-]+\b").finditer(text, at))[:_LONGEST_PHRASE]:
        if _AFTER_THE_THING.match(text, word.end()):
            return word
    return None


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _put(text: str, start: int, end: int, word: str) -> str:
    """``word`` in place of ``text[start:end]`` (nothing for ""), with the article in front of it put right."""
    before, after = text[:start], text[end:]
    if not word:
        after = after.lstrip(" ")
    elif start == end:
        after = f" {after}"
    changed = word + after
    if article := re.search(r"\b([Aa])n?(\s+)$", before):
        before = before[: article.start()] + article[1] + _article(changed)[1:] + article[2]
    return before + changed
