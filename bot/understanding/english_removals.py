"""What shall be gone from an English prompt, and the prompt without it."""

from __future__ import annotations

import re

from bot.understanding.english_phrases import ARTICLE, NOT_THINGS, phrase, tidy

_LINK = re.compile(
    r"(?:,?\s+and|,|\s+with|(?:\s+(?:standing|sitting|lying|walking|leaning|hanging|resting))?\s+(?:"
    r"wearing|holding|carrying|riding|in|on|at|under|over|near|beside|behind|by|against|next to"
    r"|in front of|surrounded by|covered in|full of|made of|and|of))\s*$",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    rf"^(?:please )?(?:remove|delete|erase|get rid of|lose|take (?:off|out|away)|ditch|drop|no more|no"
    rf"|without|minus|hide|cut out|subtract|crop out|edit out|eliminate|wipe|clear|strip)\s+(?:all\s+"
    rf"|any\s+|both\s+)*(?:of\s+)?(?:{ARTICLE})?(?P<thing>[\w' -]{{1,60}}?)(?:\s+(?:from|in|on|off|out"
    rf"|away|please|pls|completely|entirely|behind|at|by|near|next|that|which|altogether"
    rf"|instead)\b.*)?$"
    rf"|^(?:take|get|have|put) (?:{ARTICLE})(?P<off>[\w' -]{{1,40}}?)\s+(?:off|out|away)$|^(?:i "
    rf"|we )?(?:don'?t|do not|dont) (?:want|need|like)\s+(?:{ARTICLE})?(?P<unwanted>[\w' -]{{1,40}})$"
    rf"|^(?:{ARTICLE})(?P<gone>[\w' -]{{1,40}}?) (?:should|has to|needs to|must|can) (?:go(?: away)?"
    rf"|be (?:removed|gone|deleted))$|^(?:he|she|it|they) (?:shouldn'?t|should not) (?:have|wear"
    rf"|be wearing) (?:{ARTICLE})?(?P<worn>[\w' -]{{1,40}})$"
    rf"|^(?:make|have) (?:it|him|her|them|the [\w ]{{1,20}}) (?P<less>[a-z]+)less$",
    re.IGNORECASE,
)


_SCENE = re.compile(
    r"(?:\w+ing\s+|\w+s\s+)?(?:in|on|at|by|near|inside|along|across)\s+(?=(?:an?|the)\s+\w+(?:\s+\w+)*)", re.IGNORECASE
)
"""What is left of "two players on a court" without the players."""


def removed(clause: str) -> str | None:
    """What ``clause`` asks to be gone."""
    found = _REMOVE.match(clause.strip())
    thing = next((word for word in found.groups() if word), None) if found else None
    return None if thing is None or thing.lower() in NOT_THINGS else thing.strip()


def strike(prompt: str, thing: str) -> str | None:
    """``prompt`` without ``thing`` and what goes with it; None where it is not in it, or is all there is."""
    span = phrase(prompt, thing)
    if span is None or not prompt[: span[0]].strip(" ,"):
        return None if span is None else _strike_opening(prompt, span)
    start, end = span
    before, after = prompt[:start], prompt[end:]
    if quoted := re.match(r"""\s*(?:saying|reading|that says)?\s*(?:'[^']{1,80}'|"[^"]{1,80}")""", after):
        after = after[quoted.end() :]
    link = _LINK.search(before)
    if link and link[0].strip(" ,").lower() not in ("and", "") and (joined := re.match(r",?\s+and\s+", after)):
        return tidy(before + " " + after[joined.end() :])
    return tidy((before[: link.start()] if link else before) + after)


def _strike_opening(prompt: str, span: tuple[int, int]) -> str | None:
    """A thing that a list of tags begins with, or a scene that it stood in."""
    after = prompt[span[1] :].lstrip()
    if prompt[: span[1]].endswith("s") and (scene := _SCENE.match(after)):
        return tidy(after[scene.end() :])
    return tidy(after[1:]) if after.startswith(",") and after.count(",") > 1 else None
