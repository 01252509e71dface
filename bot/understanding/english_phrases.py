"""Noun phrases of an English prompt: where one stands, its article, a prompt with one more at its end."""

from __future__ import annotations

import re

from bot.understanding.normalise import LIMIT

_MODIFIERS = 4
"""Words before a noun that are taken for its own."""
BETWEEN = frozenset(
    """with and in on at of by near under over behind beside against from to into onto inside wearing holding carrying
    riding is are was has have while as or but for through around above below between next among amongst
    beyond across along beneath atop outside toward towards off standing sitting walking
    lying running flying looking smiling playing eating drinking reading sleeping dancing jumping leaning""".split()  # noqa: SIM905
)
ARTICLE = r"(?:the|an?|his|her|its|their|that|those|this|these|any|all|every|my|some)\s+"
NOT_THINGS = frozenset("it this that everything him her them one thing picture image photo something anything".split())  # noqa: SIM905


_DEED = re.compile(r"(?<!\ba)(?<!\ban)(?<!\bthe)(?<=[\w'-])\s+\w+ing\s+$", re.IGNORECASE)
"""A word in -ing is an adjective only behind an article: "a ninja throwing stars", "a rowing boat"."""


def phrase(prompt: str, thing: str) -> tuple[int, int] | None:
    """Where the noun phrase with ``thing`` stands, article and adjectives with it."""
    words = thing.split()
    for tail in (words, words[-1:]):
        forms = "|".join(re.escape(form) for form in _forms(" ".join(tail)))
        found = re.search(rf"(?<![\w'-])(?:{forms})(?![\w-])", prompt, re.IGNORECASE)
        if found:
            return _back_over(prompt, found.start()), found.end()
    return None


def _forms(noun: str) -> tuple[str, ...]:
    """A noun, one of it and several."""
    one = (
        noun[:-3] + "y"
        if noun.endswith("ies")
        else noun[:-2]
        if re.search(r"(?:s|x|ch|sh)es$", noun)
        else noun[:-1]
        if re.search(r"[^s]s$", noun)
        else noun
    )
    many = (
        one[:-1] + "ies"
        if re.search(r"[^aeiou]y$", one)
        else one + "es"
        if re.search(r"(?:s|x|ch|sh)$", one)
        else one + "s"
    )
    return tuple(dict.fromkeys((noun, many, one)))


def _back_over(prompt: str, start: int) -> int:
    """From a noun back over its adjectives and its article."""
    for _ in range(_MODIFIERS):
        found = re.search(r"([\w'-]+)\s+$", prompt[max(0, start - 40) : start])
        if found is None or found[1].lower() in BETWEEN or _DEED.search(prompt[max(0, start - 40) : start]):
            break
        start -= len(found[0])
        if re.fullmatch(r"an?|the|his|her|its|their|some|my", found[1], re.IGNORECASE):
            break
    return start


def with_article(place: str) -> str:
    if (
        re.match(
            r"(?:an?|the|outer|some)\s|underwater|space|tokyo|paris|london|mars|snow|rain|fog", place, re.IGNORECASE
        )
        or place[:1].isupper()
    ):
        return place
    return place if place.endswith("s") else f"{an(place)} {place}"


def an(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def appended(prompt: str, words: str) -> str:
    words = words.strip()
    return f"{prompt[: max(0, LIMIT - len(words) - 2)].rstrip(' ,.')}, {words}"


def tidy(prompt: str) -> str:
    prompt = re.sub(r"\s{2,}", " ", prompt)
    prompt = re.sub(r"\s+,", ",", re.sub(r",(?:\s*,)+", ",", prompt))
    return re.sub(r"\s+(?:and|with|in|on|at|wearing|holding)$", "", prompt.strip(" ,"))
