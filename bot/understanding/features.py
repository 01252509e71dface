"""What is counted of a message before it is weighed: words, pieces of words, and the shape of the sentence.

The shape is the sentence with its things blanked out: a word of the parent prompt becomes ``P``, a word of the lexicon
its class, the small words stay, and anything else is ``*``: "no hats please" is ``no GARMENT please``. So a sentence
whose things were never met is still read by how it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.hearing import hold
from bot.understanding.lexicon import classes_en, classes_ja, small_en
from bot.understanding.normalise import is_japanese, shadow

READ = 300
"""Characters looked at: a wish stands at the front."""
_TOKEN = re.compile(
    r"\u0298\d+\u0298|[a-z]+(?:'[a-z]+)?|\d+|[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff々]+|[^\sa-z0-9]"
)
_QUOTED = "\u0298"
_STEM = re.compile(r"(?:'s|s|es|ed|ing)$")


def features(message: str, parent: str) -> Iterator[str]:
    """The features of ``message`` as a reply to a picture of the prompt ``parent`` (which may be empty), some twice.

    Bounded: at most ``READ`` characters of each are looked at.
    """
    text, _ = hold(message[:READ])
    text = shadow(text)
    tokens = [_QUOTED if token[0] == _QUOTED else token for token in _TOKEN.findall(text)]
    japanese = is_japanese(text)
    known = _stems(parent[: 2 * READ])
    yield "ja" if japanese else "en"
    yield f"length {min(len(tokens), 30) // 3}"
    yield "parent" if parent else "no parent"
    if text.endswith("?"):
        yield "asks"
    words = ["^", *tokens, "$"]
    for n in (1, 2, 3):
        yield from (" ".join(words[at : at + n]) for at in range(len(words) - n + 1))
    if not japanese:
        yield from _pieces(tokens)
    else:
        joined = f"^{''.join(tokens)}$"
        for n in (2, 3, 4, 5):
            yield from (f"c {joined[at : at + n]}" for at in range(len(joined) - n + 1))
    shape = ["^", *_shape(tokens, known), "$"]
    for n in (1, 2, 3, 4, 5):
        yield from ("s " + " ".join(shape[at : at + n]) for at in range(len(shape) - n + 1))
    if len(shape) < 10:
        yield "whole " + " ".join(shape)
    said = [token for token in tokens if token[0].isalnum()]
    there = sum(_stem(token) in known for token in said)
    yield f"known {min(there, 3)} {min(len(said) - there, 6)}"


def _pieces(tokens: list[str]) -> Iterator[str]:
    """Pieces of four and five letters, so that a typo leaves most of a word."""
    for token in tokens:
        word = f"<{token}>"
        if token.isalpha() and len(word) > 5:
            for n in (4, 5):
                yield from (f"p {word[at : at + n]}" for at in range(len(word) - n + 1))


def _shape(tokens: list[str], known: frozenset[str]) -> Iterator[str]:
    for token in tokens:
        if token.isascii():
            yield _shape_en(token, known)
        elif "\u3040" <= token[0] <= "\u309f" or not token[0].isalnum():
            yield token
        else:
            yield "P" if token in known else classes_ja(token)


def _shape_en(token: str, known: frozenset[str]) -> str:
    if token.isdigit():
        return "9"
    if not token[0].isalpha() or token in small_en():
        return token
    kind = classes_en(token)
    if _stem(token) in known:
        return f"P{kind}"
    return kind


@lru_cache(maxsize=64)
def _stems(parent: str) -> frozenset[str]:
    return frozenset(_stem(token) for token in _TOKEN.findall(shadow(parent)) if token not in small_en())


def _stem(token: str) -> str:
    return _STEM.sub("", token) if len(token) > 4 else token.removesuffix("s") if len(token) > 3 else token
