"""Where an English prompt is set: the place that it says, and another in its stead."""

from __future__ import annotations

import re

from bot.understanding import circumstances, dictionary, lexicon
from bot.understanding.english_phrases import BETWEEN, appended, tidy, with_article
from bot.understanding.lexicon import classes_en

_SPOTS = """sky clouds snow rain fog storm grass sand rock roof rooftop bridge bench windowsill subway train bus square
    platform crossing background backdrop landscape scenery surroundings""".split()  # noqa: SIM905
"""What is no place by itself, but is one to be in, on or at."""
_PLACE = "(?:" + "|".join(filter(str.isascii, (*lexicon.words("place"), *_SPOTS))) + r")(?:e?s)?"
_AT = r"(?:in|on|at|inside|by|near|under|over|through|along|across|outside)"
_ADJECTIVES = rf"(?:(?!(?:{'|'.join(sorted(BETWEEN))})\b)[\w'-]+\s+){{0,3}}"
_HELD = (
    r"(?:\s*\b(?P<held>standing|sitting|lying|walking|running|flying|jumping|dancing|sleeping|floating|kneeling"
    r"|perched)\b)?"
)
_ENDS = rf"(?=\s*(?:[,.]|$)|\s+(?:{'|'.join(sorted(BETWEEN))}|during|where|full|\w+ing|\w+ed|\d)\b)"
"""Behind the last word of a place: in "under a street lamp" there is none."""
_SET_IN = re.compile(
    rf"(?:,\s*)?{_HELD}\s*\b{_AT}\s+(?:(?:an?|the|some|outer)\s+)?{_ADJECTIVES}{_PLACE}\b{_ENDS}"
    rf"(?:\s+at\s+(?:{circumstances.TIME})\b)?|\s+(?:(?:out|in)doors|outside|underwater)\b",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    rf"(?:,\s*)?{_HELD}\s*\b(?:in|on|at|inside|across|through|aboard|against)\s+(?:(?:an?|the|some)\s+)?{_ADJECTIVES}"
    r"(?P<noun>[\w'-]+)\s*(?=,|$)",
    re.IGNORECASE,
)
"""Words for a place that is in no list; what is on somebody, or what somebody is on, is none."""
_NO_PLACE = frozenset(
    ("garment", "body", "colour", "style", "animal", "person", "time", "season", "tone", "layout", "pose")
)
_PLACE_TAG = re.compile(rf"(?:^|,)\s*(?:[\w'-]+\s+){{0,3}}{_PLACE}\s*(?=,|$)", re.IGNORECASE)
_PUT = (
    r"(?:(?:make|put|place|move|set|send|have|take|turn|change|park|want|prefer|like) )?(?:(?:it|him|her|them|this"
    r"|everything|the [\w ]{1,30}?) )?(?:to |be |so it'?s |it'?s |look like |happen |take place |now |standing "
    r"|only |set |same )*"
)
_INSTEAD = re.compile(
    r",?\s+(?:instead(?: of\b.*)?|rather than\b.*|(?:and |but )?not\b.*|for once|this time|please)$", re.IGNORECASE
)
_WHERE = re.compile(
    rf"^{_PUT}(?P<how>in(?:side)?|on|at|under|near|by|into|onto|to|outside)\s+"
    rf"(?P<place>(?:(?:an?|the|outer)\s+)?(?:[\w'-]+\s+){{0,3}}{_PLACE}\b[\w' -]{{0,40}})$",
    re.IGNORECASE,
)
_SOMEWHERE = re.compile(
    rf"^{_PUT}(?P<how>in(?:side)?|on|at|onto|aboard)\s+(?P<place>(?:an?\s+|the\s+)?[\w'-]+(?:\s+[\w'-]+){{0,4}})$",
    re.IGNORECASE,
)
_NO_GROUND = re.compile(
    r"\b(?:background|backdrop|front|sky|wind|light|rain|snow|fog|mist|storm|weather|focus|row|version|mood|air|hands?|way|middle|distance|corner|it|them|that)$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    "|".join(
        (
            rf"\b(?:{'|'.join(filter(str.isascii, lexicon.words('place')))})(?:e?s)?\b",
            r"\b(?:backgrounds?|backdrop|bg)\b",
        )
    ),
    re.IGNORECASE,
)
_AT_A = re.compile(r"\b(?:in|on|at|inside|aboard)\s+(?:an?|the)\s", re.IGNORECASE)
_BEYOND = re.compile(
    r"\b(?:behind|beyond|outside (?:the|his|her) window|in the distance|far away|on the horizon)\b", re.IGNORECASE
)
_TO_PLACE = re.compile(
    r"^(?:make|turn|change|set|switch)?\s*(?:the |a )?(?:back ?ground|backdrop|bg|scenery"
    r"|setting)\s*(?:to|into|be|as|should be|is|:|=|with|a|in)*\s+(?P<place>[\w' -]{1,60})$",
    re.IGNORECASE,
)


def named(text: str) -> bool:
    """Whether ``text`` names a place to be at, and not only a time, a weather, or what is seen behind."""
    if _BEYOND.search(text):
        return False
    if _NAMED.search(text):
        return True
    return _AT_A.search(text) is not None and not _of_a_moment(text)


def _of_a_moment(text: str) -> bool:
    return any(classes_en(word) in ("time", "season", "weather") for word in re.findall(r"[a-z]+", text.lower()))


def moved(prompt: str, text: str) -> str | None:
    """``prompt`` set where ``text`` says; None where it says no place."""
    text = _INSTEAD.sub("", text)
    if found := _WHERE.match(text):
        return placed(prompt, found["how"].lower(), found["place"])
    if found := _TO_PLACE.match(text):
        return placed(prompt, "in", found["place"])
    found = _SOMEWHERE.match(text)
    if found is None or _NO_GROUND.search(found["place"]) or _of_a_moment(text):
        return None
    if classes_en(found["place"].split()[-1].lower()) in _NO_PLACE:
        return None
    return placed(prompt, found["how"].lower(), found["place"])


def placed(prompt: str, how: str, place: str) -> str:
    """``prompt`` with its place, if it says one, put aside for another."""
    words = f"{'in' if how in ('into', 'to', 'inside') else how} {with_article(place.strip())}"
    return appended(unplaced(prompt), words)


def unplaced(prompt: str) -> str:
    """``prompt`` without the place that it says, if it says one."""
    head, comma, rest = prompt.partition(",")
    bare_prompt = _PLACE_TAG.sub("", prompt) if prompt.count(",") > 1 else head + _PLACE_TAG.sub("", comma + rest)
    found = next(reversed(list(_SET_IN.finditer(bare_prompt))), None) or (
        _anywhere(bare_prompt) if bare_prompt == prompt else None
    )
    if found:
        held = f" {found['held']}" if found["held"] else ""
        bare_prompt = bare_prompt[: found.start()] + held + bare_prompt[found.end() :]
    return tidy(bare_prompt) or prompt


def _anywhere(prompt: str) -> re.Match[str] | None:
    return next(
        (each for each in _ANYWHERE.finditer(prompt) if each.start() and _is_place(each["noun"].lower())),
        None,
    )


def _is_place(noun: str) -> bool:
    return classes_en(noun) not in _NO_PLACE and dictionary.subject(noun) not in _NO_PLACE
