"""Exact commands in English and Japanese: a message is a command as a whole, or not at all."""

from __future__ import annotations

import dataclasses

from bot.understanding import english, japanese, settings_in_words
from bot.understanding.intent import Adjust, Intent, Upscale, Vary
from bot.understanding.normalise import bare, shadow
from bot.understanding.references import leading
from bot.understanding.typos import mended

LONGEST = 100
"""Characters of the longest message that can be a command."""


def match(message: str) -> Intent | None:
    """The command that ``message`` is, or None; "2枚目、アップスケール" carries its picture.

    Raises BadInput where it is one with a value out of range: "count 1000", "upscale 100x".
    """
    if len(message) > LONGEST:
        return None
    which, wish = leading(message)
    intent = _whole(wish) if which is not None else None
    if isinstance(intent, Vary | Upscale | Adjust) and intent.picture is None:
        return dataclasses.replace(intent, picture=which)
    return _whole(message)


def _whole(message: str) -> Intent | None:
    text = bare(shadow(message))
    intent = _read(text)
    if intent is None and text.isascii() and (right := mended(text)) != text:
        intent = _read(right)
    return intent


def _read(text: str) -> Intent | None:
    joined = text.replace(" ", "")
    for rules, form in ((english.RULES, text), (japanese.RULES, joined), (settings_in_words.RULES, text)):
        for pattern, meaning in rules:
            if found := pattern.fullmatch(form):
                return meaning(found)
    if joined != text and not text.isascii():
        return next(
            (meaning(m) for pattern, meaning in settings_in_words.RULES if (m := pattern.fullmatch(joined))), None
        )
    return None
