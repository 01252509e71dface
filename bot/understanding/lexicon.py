"""Words and the class of what each names: colours, garments, places, deeds.

A line of ``classes.txt`` is a class and its words; the first line that has a word decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

_ENDINGS = ("s", "es", "ed", "ing", "d", "er", "ers", "y")


def classes_en(word: str) -> str:
    """The class of an English word, whatever its ending; ``*`` for one that no list has."""
    known = _classes()
    if word in known:
        return known[word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            for form in (stem, f"{stem}e", stem[:-1] if stem[-1] == stem[-2] else stem):
                if form in known:
                    return known[form]
    return "*"


def classes_ja(word: str) -> str:
    """The class of a run of kanji or katakana: its own, else that of the longest known word it ends or begins with."""
    known = _classes()
    for length in range(len(word), 0, -1):
        for part in (word[-length:], word[:length]):
            if part in known:
                return known[part]
    return "字" if "\u3400" <= word[0] <= "\u9fff" else "カ"


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of a class in both languages, the longest first; "_" stands for a space within one."""
    found = [word.replace("_", " ") for word, known in _classes().items() if known == kind]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def small_en() -> frozenset[str]:
    """English words that build a sentence and name nothing."""
    return frozenset(word for word, kind in _classes().items() if kind == "small")


@cache
def _classes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    lines = (resources.files("bot.understanding") / "classes.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        kind, _, words = line.partition(": ")
        for word in words.split():
            found.setdefault(word, kind)
    return found
