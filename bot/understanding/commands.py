"""Exact commands in English and Japanese: a message is one as a whole, or several of them, or none.

Beside a command there may be pleasantries, and a reason for it: "ugh no, go back", "more steps, it looks mushy".
"""

from __future__ import annotations

import dataclasses
import re

from bot.understanding import asides, english, japanese, meanings, selecting, settings_in_words
from bot.understanding.chatter import is_chatter
from bot.understanding.intent import Adjust, GoTo, Intent, Redo, Reroll, Undo, Upscale, Vary
from bot.understanding.normalise import bare, shadow
from bot.understanding.references import leading
from bot.understanding.settings_in_words import NEW_SEED
from bot.understanding.typos import mended

LONGEST = 140
"""Characters of the longest message that can be a command."""
_CLAUSES = 6
_CHOOSES = re.compile(
    r"\b(?:go|back|take|pick|keep|choose|select|restore|revert|return|it is|winner|use|bring|better"
    r"|preferred|liked|voted|nicer)\b"
    "|戻|もど|決|選|採用|進め|キープ|にし|にする|よかった|良かった"
)
_FACTOR = re.compile(r"(?<![\w.])\d{1,3}(?= ?[x×]\b| ?times\b| ?倍)|(?<=\bx)\d{1,3}\b|\b(?:double|quadruple)\b")
_LOOSE = re.compile(
    r"^(?:(?:my|our|the) (?:[a-z]{1,15} ){1,2}(?:wants?|needs?|would like|would love|asks?|asked|is asking|are asking"
    r"|demands?|begs?|begged|insists?)(?: (?:to see|to have|for|on))? )"
    r"|[ ,]+(?:bot|dear|mate|bro|bruh|dude|man|pal|buddy|friend|friends|guys|lads|boss|sir|love|folks|chief|fam)$"
)
"""Who wants it, and whom it is said to."""
_DICE = re.compile("seed|シード|乱数")


def match(message: str, pictures: int | None = None, versions: int = 1) -> Intent | None:
    """The command that ``message`` is, or None; "2枚目、アップスケール" carries its picture.

    ``pictures``: of the turn that is answered, None where that is not known; ``versions``: up to that turn. Raises
    BadInput where it is a command with a value out of range: "count 1000", "upscale 100x".
    """
    if len(message) > LONGEST:
        return None
    which, wish = leading(message)
    intent = _whole(wish, pictures, versions) if which is not None else None
    if isinstance(intent, Vary | Upscale | Adjust) and intent.picture is None:
        return dataclasses.replace(intent, picture=which)
    return _whole(message, pictures, versions) or _clauses(message, pictures, versions)


def factor(text: str) -> int:
    """How many times larger ``text``, which asks for an enlargement, wants it: "bigger, 4x", 「4倍で」; 2 unsaid.

    Raises BadInput: error.upscale_factor(factor, allowed).
    """
    found = _FACTOR.search(shadow(text[:LONGEST]))
    return meanings.factor(found[0]) if found else meanings.FACTORS[0]


def _whole(message: str, pictures: int | None, versions: int) -> Intent | None:
    text = bare(shadow(message))
    if not text:
        return None
    intent = _read(text, pictures, versions)
    if intent is None and (plain := _LOOSE.sub("", text)) not in ("", text):
        intent = _read(plain, pictures, versions)
    if intent is None and text.isascii() and (right := mended(text)) != text:
        intent = _read(right, pictures, versions)
    return intent


def _read(text: str, pictures: int | None, versions: int) -> Intent | None:
    rules = english.RULES if text.isascii() else japanese.RULES
    form = text if text.isascii() else text.replace(" ", "")
    for pattern, meaning in rules:
        if found := pattern.fullmatch(form):
            return meaning(found)
    return selecting.read(text, pictures, versions) or settings_in_words.read(text)


def _clauses(message: str, pictures: int | None, versions: int) -> Intent | None:
    """The command of a message that is one but for pleasantries and reasons."""
    said: list[Intent] = []
    reason = weak = False
    parts = asides.split(message)
    if not parts or len(parts) > _CLAUSES or parts == [message]:
        return None
    for part in parts:
        text = bare(shadow(part))
        if not text or is_chatter(part) or asides.is_filler(text):
            continue
        if command := _whole(part, pictures, versions):
            weak = weak or asides.is_weak(text) or (isinstance(command, GoTo) and not _CHOOSES.search(text))
            said.append(Adjust(parameters=NEW_SEED) if command == Reroll() and _DICE.search(text) else command)
        elif asides.is_reason(text) or asides.is_reason(shadow(part).strip(" '\"-")):
            reason = True
        else:
            return None
    return None if not said or (reason and weak) else _together(said)


def _together(said: list[Intent]) -> Intent | None:
    """What several commands come to: settings add up, steps back too."""
    settings = [each for each in said if isinstance(each, Adjust)]
    others = [each for each in said if not isinstance(each, Adjust | Reroll)]
    if not others:
        if not settings:
            return said[0]
        parameters = settings[0].parameters
        for each in settings[1:]:
            parameters = settings_in_words.joined(parameters, each.parameters)
        return Reroll() if parameters == NEW_SEED else Adjust(parameters=parameters)
    if settings:
        return None
    if all(isinstance(each, Undo) for each in others):
        return Undo(times=sum(each.times for each in others if isinstance(each, Undo)))
    places = [each for each in others if not isinstance(each, Undo)]
    kinds = {type(each) for each in places}
    if len(kinds) == 1 and len(set(places)) == 1 and kinds <= {GoTo, Redo, Vary, Upscale}:
        return places[0] if len(places) == len(others) or kinds == {GoTo} else None
    return None
