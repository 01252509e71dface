"""Japanese words of pictures and their English: for models that read English only, and for prompts in the other
language. A word has one English here, the one that says most in a prompt; ``dictionary.txt`` has them by subject."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.understanding import colours, lemmas
from bot.understanding.lexicon import classes_ja

_OF = re.compile(r"(.{1,12})の(.{1,12})")
_COLOURED = re.compile(rf"({colours.JAPANESE})(.+)")
_PARTS = frozenset(("background", "face", "hands", "eyes", "hair"))
LONGEST = 12
"""Characters of the longest Japanese word."""


@cache
def entries() -> Mapping[str, str]:
    """The English of each Japanese spelling."""
    found: dict[str, str] = {}
    text = (resources.files("bot.understanding") / "dictionary.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        for entry in () if line.startswith("#") else line.split("|"):
            spellings, _, said = entry.partition(" ")
            for spelling in spellings.split("/"):
                found.setdefault(spelling, said)
    return found


_SUBJECTS = {
    "animals": "animal",
    "people": "person",
    "garments": "garment",
    "body": "body",
    "plants": "plant",
    "places": "place",
}


@cache
def _subjects() -> Mapping[str, str]:
    """The class of a Japanese word, by the heading that it stands below."""
    found: dict[str, str] = {}
    subject = ""
    for line in (resources.files("bot.understanding") / "dictionary.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            subject = _SUBJECTS.get(line.split()[1], "thing" if line == "# things" else "")
        elif subject:
            found.update((name, subject) for entry in line.split("|") for name in entry.partition(" ")[0].split("/"))
    return found


def subject(noun: str) -> str:
    """What a noun of either language names: an animal, a person, a garment …; ``*`` where that is not known."""
    for name in japanese_of(noun) if noun.isascii() else (noun,):
        known = _subjects().get(name) or classes_ja(name)
        if known not in ("字", "カ"):
            return known
    return "*"


@cache
def _named() -> Mapping[str, tuple[str, ...]]:
    """The Japanese spellings of each English noun, be there one or several."""
    found: dict[str, tuple[str, ...]] = {}
    for japanese, said in entries().items():
        found[one(said)] = (*found.get(one(said), ()), japanese)
    return found


def one(noun: str) -> str:
    """One of what an English noun names, in small letters."""
    noun = noun.lower()
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if re.search(r"(?:s|x|ch|sh)es$", noun):
        return noun[:-2]
    return noun[:-1] if re.search(r"[^s]s$", noun) else noun


def english(word: str) -> str | None:
    """The English of a Japanese noun, with its colour or the noun that it belongs to; None where it is not known."""
    word = word.strip()
    if word in entries():
        return entries()[word]
    if word.isascii():
        return word or None
    if known := _in_another_spelling(word):
        return known
    if (found := _COLOURED.fullmatch(word)) and (thing := english(found[2])):
        return f"{colours.named(found[1]).english} {thing}"
    if (found := _OF.fullmatch(word)) and (of := english(found[1])) and (thing := english(found[2])):
        return f"{thing} of the {of}" if thing in _PARTS else f"{of} {thing}"
    return None


def _in_another_spelling(word: str) -> str | None:
    """A word in short kana has to be spelled so here: 「つる」 is a crane, a vine and a string of a bow."""
    if (said := lemmas.keys(word)) is None:
        return None
    by_lemma, by_reading = spellings()
    heard = len(word) > 2 and lemmas.in_kana(word)
    return by_lemma.get(said.lemma) or (by_reading.get(said.reading) if heard else None) or None


@cache
def spellings() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The English of each lemma and of each reading, empty where there are several. The first time it takes long."""
    by_lemma: dict[str, str] = {}
    by_reading: dict[str, str] = {}
    for word, said in entries().items():
        if found := lemmas.keys(word):
            for known, key in ((by_lemma, found.lemma), (by_reading, found.reading)):
                known[key] = said if known.get(key, said) == said else ""
    return by_lemma, by_reading


def japanese_of(words: str) -> tuple[str, ...]:
    """The Japanese names of an English noun."""
    return _named().get(one(words), ())
