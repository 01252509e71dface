"""A Japanese word in its other spellings: 猫, ねこ and ネコ; 焚き火, 焚火 and たき火; 帽子 and ぼうし.

SudachiPy knows them, which the extra ``ja`` installs. Without it a word is only what it is spelled as.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.understanding.hearing import QUOTED
from bot.understanding.normalise import is_japanese

if TYPE_CHECKING:
    from sudachipy import Dictionary, Tokenizer

LONGEST = 1000
"""Characters of a text that is looked at."""
_MOST_PARTS = 4
_NAMES = frozenset(("名詞", "接頭辞", "接尾辞", "形状詞"))
_GROWS = frozenset(("名詞", "感動詞", "形状詞", "補助記号"))
"""What a word in kana may only seem to end before: the 「っく」 of 「とらっく」, which is no tiger."""
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]+")
_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LONE = re.compile("[\ud800-\udfff]")
"""Surrogates, which have no place in the UTF-8 that is handed over."""
_threads = threading.local()


class Keys(NamedTuple):
    """What the spellings of a word have in common."""

    lemma: str
    reading: str
    """In katakana. Words that are not the same may have the same."""


class _Part(NamedTuple):
    start: int
    end: int
    keys: Keys
    names: bool
    """Whether it can be a part of what a thing is called."""
    grows: bool
    """Whether it may belong to the word in kana beside it."""


class _Word(NamedTuple):
    """Up to ``_MOST_PARTS`` parts in a row."""

    start: int
    end: int
    written: str
    keys: Keys
    names: bool
    single: bool


class _Spellings(NamedTuple):
    """How a prompt writes what it names."""

    words: frozenset[str]
    by_lemma: Mapping[str, str]
    by_reading: Mapping[str, str]
    """Empty where two words have one reading: nobody knows which of them is meant."""


def as_in(prompt: str, text: str) -> str:
    """``text`` with each thing that ``prompt`` has in another spelling spelled as it is there, but for quotations.

    ``text`` itself without the extra, or where either is longer than ``LONGEST``.
    """
    if not (is_japanese(text) and is_japanese(prompt)):
        return text
    pieces: list[str] = []
    at = 0
    for word, spelling in _respelled(text, prompt):
        pieces += (text[at : word.start], spelling)
        at = word.end
    return "".join((*pieces, text[at:]))


def keys(word: str) -> Keys | None:
    """What ``word`` has in common with its other spellings. None without the extra, or where it is no Japanese."""
    parts = _parts(word) if is_japanese(word) else ()
    return _joined(word, parts).keys if parts else None


def in_kana(word: str) -> bool:
    """Whether there is nothing but kana in it, one at least."""
    return _KANA.fullmatch(word) is not None


def _respelled(text: str, prompt: str) -> Iterator[tuple[_Word, str]]:
    quoted = [found.span() for found in QUOTED.finditer(text)]
    there, taken = _spellings(prompt), 0
    for word in _words(text):
        if word.start < taken or any(first <= word.start < last for first, last in quoted):
            continue
        if not is_japanese(word.written) or (word.names and word.written in there.words):
            taken = word.end
        elif spelling := _spelling(word, there):
            taken = word.end
            yield word, spelling


def _spelling(word: _Word, there: _Spellings) -> str | None:
    """By lemma; by reading where one of the two is in kana, and is no short piece of a sentence."""
    if word.names and (found := there.by_lemma.get(word.keys.lemma)):
        return found
    found = there.by_reading.get(word.keys.reading)
    if not found or not (in_kana(word.written) or in_kana(found)):
        return None
    length = len(word.keys.reading)
    return found if length > 2 or (length == 2 and word.names and word.single) else None


@lru_cache(maxsize=128)
def _spellings(prompt: str) -> _Spellings:
    by_lemma: dict[str, str] = {}
    by_reading: dict[str, str] = {}
    named = [word for word in _words(prompt) if word.names]
    for word in named:
        by_lemma.setdefault(word.keys.lemma, word.written)
        alike = by_reading.setdefault(word.keys.reading, word.written) == word.written
        by_reading[word.keys.reading] = word.written if alike else ""
    return _Spellings(frozenset(word.written for word in named), by_lemma, by_reading)


def _words(text: str) -> Iterator[_Word]:
    """What may name a thing, the longest first of those that begin at one place; each as a whole, not half of it."""
    parts = _parts(text)
    for first in range(len(parts)):
        if first and parts[first - 1].grows and in_kana(text[parts[first].start :][:1]):
            continue
        for last in range(min(len(parts), first + _MOST_PARTS), first, -1):
            if last < len(parts) and parts[last].grows and in_kana(text[: parts[last].start][-1:]):
                continue
            said = parts[first:last]
            if all(part.names for part in said) or in_kana(text[said[0].start : said[-1].end]):
                yield _joined(text, said)


def _joined(text: str, parts: tuple[_Part, ...]) -> _Word:
    written = text[parts[0].start : parts[-1].end]
    reading = written.translate(_KATAKANA) if in_kana(written) else "".join(part.keys.reading for part in parts)
    found = Keys(" ".join(part.keys.lemma for part in parts), reading)
    return _Word(
        parts[0].start, parts[-1].end, written, found, all(part.names for part in parts), single=len(parts) == 1
    )


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[_Part, ...]:
    """The morphemes of ``text``; none without the extra, or where ``text`` is too long."""
    tokenizer = _tokenizer()
    if tokenizer is None or len(text) > LONGEST:
        return ()
    found = []
    for each in tokenizer.tokenize(_LONE.sub("?", text)):
        (kind, sort, *_), lemma = each.part_of_speech(), each.normalized_form()
        grows = kind in _GROWS and in_kana(each.surface()) and lemma not in ("なし", "無し")
        names = kind in _NAMES and sort != "数詞"
        found.append(_Part(each.begin(), each.end(), Keys(lemma, each.reading_form()), names, grows))
    return tuple(found)


def _tokenizer() -> Tokenizer | None:
    """This thread's own: one cannot serve two at a time."""
    if not hasattr(_threads, "tokenizer"):
        known = _dictionary()
        _threads.tokenizer = None if known is None else known.tokenizer(mode="A")
    mine: Tokenizer | None = _threads.tokenizer
    return mine


@cache
def _dictionary() -> Dictionary | None:
    try:
        from sudachipy import Dictionary

        return Dictionary(dict="small")
    except ModuleNotFoundError:
        return None
