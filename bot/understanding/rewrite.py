"""The prompt of a picture as it should be after an edit: for models without an edit sibling, and as its description."""

from __future__ import annotations

import dataclasses
import re
from typing import Protocol, TypeVar

from bot.understanding import clauses, english_changes, english_prompt, japanese_changes, japanese_prompt, pixels
from bot.understanding.dictionary import english
from bot.understanding.kinds import kind as kind_of
from bot.understanding.normalise import LIMIT, bare, clean, is_japanese, shadow
from bot.understanding.translate import to_english
from bot.understanding.wishes import LONGEST, Ground, Mirror, Recolour, Resize, Swap, Wish, read

Named = TypeVar("Named", Recolour, Resize)


class Prompts(Protocol):
    """The changes that a language's prompts can take; None where there is no place for one. Two modules are this."""

    def ground(self, prompt: str, wish: Ground) -> str: ...
    def recolour(self, prompt: str, wish: Recolour) -> str | None: ...
    def resize(self, prompt: str, wish: Resize) -> str | None: ...
    def swap(self, prompt: str, wish: Swap) -> str | None: ...


def new_prompt(parent_prompt: str, instruction: str) -> str:
    """``parent_prompt`` with ``instruction`` carried out, in the parent's language; at most ``LIMIT`` characters.

    Each wish is put where the prompt has a place for it, and what contradicts it is struck out. What is not understood
    is added behind a comma, so that nothing asked for is dropped; but a thing that shall be gone is never named.
    Deterministic, never raises.
    """
    prompt, instruction = clean(parent_prompt), clean(instruction)
    if not prompt:
        return instruction[:LIMIT]
    if len(instruction) > LONGEST:
        return _added(prompt, instruction)
    wishes, others = read(instruction)
    if wishes and not others and (whole := _all_granted(prompt, wishes)) is not None:
        return whole[:LIMIT]
    parts = clauses.split(instruction).wishes
    for clause in parts:
        prompt = _changed(prompt, clause)
    return prompt[:LIMIT]


def unwanted(instruction: str) -> tuple[str, ...]:
    """The things that ``instruction`` asks to be gone: for the negative prompt of a model that redraws."""
    if len(instruction) > LONGEST:
        return ()
    found = (
        _removed(bare(shadow(clause))) for clause in clauses.split(instruction).wishes if kind_of(clause) == "remove"
    )
    return tuple(dict.fromkeys(thing for thing in found if thing))


def _removed(clause: str) -> str | None:
    if is_japanese(clause):
        thing = japanese_changes.removed(clause.replace(" ", ""))
        return (english(thing) or thing) if thing else None
    return english_changes.removed(clause)


def _all_granted(prompt: str, wishes: list[Wish]) -> str | None:
    for wish in wishes:
        granted = _granted(prompt, wish)
        if granted is None:
            return None
        prompt = granted
    return prompt


def _changed(prompt: str, clause: str) -> str:
    """``prompt`` after one wish of several."""
    if pixels.read(clause) is not None:
        return prompt
    wishes, others = read(clause)
    if wishes and not others and (granted := _all_granted(prompt, wishes)) is not None:
        return granted
    kind = kind_of(clause, prompt)
    if is_japanese(prompt):
        text = bare(shadow(clause)).replace(" ", "") if is_japanese(clause) else clause
        changed = japanese_changes.changed(prompt, text, kind) if is_japanese(clause) else None
    else:
        said = to_english(clause) if is_japanese(clause) else _plain(clause)
        changed = english_changes.changed(prompt, said, kind_of(said, prompt)) if said else None
        if changed is None and said and is_japanese(clause):
            wishes, others = read(said)
            changed = _all_granted(prompt, wishes) if wishes and not others else None
    if changed is not None:
        return changed
    return prompt if kind == "remove" or _DENIES.search(clause) else _added(prompt, clause)


_POLITENESS = re.compile(
    r"^(?:\[[^\]]{1,40}\]\s*|(?:please|pls|plz|kindly|hi|hey|hello|ok|okay|so|now|also|then|and|but"
    r"|just|maybe|i|we|you|they|to|someone|somebody|anyone|anybody|can|could|would|will|need|want|like"
    r"|love|wanna|'d|would like|possible|is it|is there|any way|be able|have|possibly|what if"
    r"|how about|what about|let's|lets|should|try|do you mind|would it be|yes|yeah|nice|cool|great|lol"
    r"|wait|actually)\b(?=[\s,.!:])[\s,.!:]*){1,12}(?=\w)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:don'?t|do not|dont|not|no|without|never|less|too)\b|ない|なし|すぎ|過ぎ", re.IGNORECASE)
"""Words that would call up in a prompt what they deny."""


def _plain(clause: str) -> str:
    """A wish without what is only polite about it, in its own spelling."""
    said = clause.strip(" .,!?")
    while (opening := _POLITENESS.match(said)) and opening.end():
        said = said[opening.end() :]
    return re.sub(r"[\s,]*(?:please|pls|plz|thanks|thx|too|as well|lol|now)$", "", said, flags=re.IGNORECASE)


def _granted(prompt: str, wish: Wish) -> str | None:
    japanese = is_japanese(prompt)
    language: Prompts = japanese_prompt if japanese else english_prompt
    match wish:
        case Mirror():
            return prompt
        case Ground(ground=str(place)) if japanese is place.isascii():
            said = english(place) if not japanese else None
            return None if said is None else english_changes.placed(prompt, "in", said)
        case Ground():
            return language.ground(prompt, wish)
        case Recolour():
            return language.recolour(prompt, _in(wish, japanese))
        case Resize():
            return language.resize(prompt, _in(wish, japanese))
        case Swap():
            return language.swap(prompt, wish)


def _in(wish: Named, japanese: bool) -> Named:
    """A thing named in the other language cannot be found in the prompt: it is taken for the one thing there is."""
    if wish.thing is None or japanese is not wish.thing.isascii():
        return wish
    return dataclasses.replace(wish, thing=None)


def _added(prompt: str, words: str) -> str:
    comma = "、" if is_japanese(prompt) else ", "
    words = words.strip(" 、,。")
    return prompt[: max(0, LIMIT - len(words) - len(comma))].rstrip(" .,、。") + comma + words[:LIMIT]
