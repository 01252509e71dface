"""The prompt of a picture as it should be after an edit: for models without an edit sibling, and as its description."""

from __future__ import annotations

import dataclasses
import re
from typing import Protocol, TypeVar

from bot.understanding import (
    clauses,
    displacing,
    english_changes,
    english_phrases,
    english_places,
    english_postures,
    english_prompt,
    english_removals,
    japanese_changes,
    japanese_prompt,
    lemmas,
    lettering,
    mentions,
    opposites,
    pixels,
    preferring,
    recolouring,
)
from bot.understanding.colours import Colour
from bot.understanding.dictionary import english
from bot.understanding.kinds import kind as kind_of
from bot.understanding.kinds import kinds as kinds_of
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
    instruction = lemmas.as_in(prompt, instruction)
    wishes, others = read(instruction)
    if wishes and not others and (whole := _all_granted(prompt, wishes)) is not None:
        return whole[:LIMIT]
    parts = clauses.split(instruction).wishes
    if len(parts) == 2 and any(map(_OPPOSES.search, parts)) and (swapped := _opposed(prompt, instruction.strip(" .!"))):
        return swapped[:LIMIT]
    kinds = (
        [kind_of(part, prompt) for part in parts] if len(parts) > 1 and kind_of(instruction, prompt) == "text" else []
    )
    if kinds and set(kinds) == {"text"} and (lettered := _lettered(prompt, instruction)) is not None:
        return lettered[:LIMIT]
    if (better := _preferred(prompt, instruction, len(parts))) is not None:
        return better[:LIMIT]
    parent = prompt
    for place, clause in enumerate(parts):
        if not _SAME.fullmatch(clause):
            prompt = _changed(prompt, _told(parent, clause, parts[:place]))
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
    return english_removals.removed(clause)


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
    if kind == "add" and _NONE.match(clause):
        kind = "remove"
    if kind == "add" and _TURNS.match(clause) and (swapped := displacing.swapped(prompt, clause)) is not None:
        return swapped
    if (kind == "text" or lettering.corrected(prompt, clause)) and (lettered := _lettered(prompt, clause)) is not None:
        return lettered
    if mentions.in_japanese(prompt):
        text = bare(shadow(clause)).replace(" ", "") if is_japanese(clause) else clause
        changed = japanese_changes.changed(prompt, text, kind) if is_japanese(clause) else None
    else:
        said = to_english(clause) if is_japanese(clause) else _plain(clause)
        changed = english_changes.changed(prompt, said, kind_of(said, prompt)) if said else None
        if changed is None and said and is_japanese(clause):
            wishes, others = read(said)
            changed = _all_granted(prompt, wishes) if wishes and not others else None
    if changed is not None:
        begun = prompt.rstrip(" .,、。")
        return opposites.settle(begun, clause, kind) + changed[len(begun) :] if changed.startswith(begun) else changed
    return _otherwise(prompt, clause, kind)


def _otherwise(prompt: str, clause: str, kind: str) -> str:
    """``prompt`` after a wish that no pattern has: what it contradicts goes, and its words are added."""
    if kind in ("recolour", "attribute") and (recoloured := recolouring.recoloured(prompt, clause)) is not None:
        return opposites.settle(recoloured, clause, kind)
    if kind != "remove" and (swapped := displacing.swapped(prompt, clause, kind)) is not None:
        return swapped
    if kind == "replace" and (swapped := displacing.of_its_kind(prompt, clause)) is not None:
        return swapped
    if _BARE.match(clause):
        return _added(opposites.settle(prompt, clause, kind), clause)
    if kind == "remove" or displacing.complains(clause):
        thing = displacing.unwanted(prompt, clause)
        struck = _struck(prompt, thing) if thing else None
        return opposites.settle(prompt, clause, kind) if struck is None else struck
    settled = opposites.settle(prompt, clause, kind)
    if kind == "background" and _names_place(clause):
        settled = (japanese_changes if mentions.in_japanese(prompt) else english_places).unplaced(settled)
    return settled if _DENIES.search(clause) else _added(settled, clause)


def _lettered(prompt: str, text: str) -> str | None:
    without = lettering.unlettered(prompt, text)
    return lettering.relettered(prompt, text) if without is None else without


def _told(prompt: str, clause: str, before: tuple[str, ...]) -> str:
    """A wish that something shall be gone, with the thing that was named before it for "it" or "them"."""
    if not before or _POINTS.search(clause) is None:
        return clause
    earlier = " . ".join(before)
    named = [each for each in mentions.said_in(prompt, earlier) if not _BESIDE.search(earlier[: each.said[0]])]
    return f"remove the {prompt[named[-1].start : named[-1].end]}" if named else clause


def _opposed(prompt: str, instruction: str) -> str | None:
    """``prompt`` after a wish that names in two parts what shall not be and what shall."""
    kind = kind_of(instruction, prompt)
    if kind == "pose" and not is_japanese(instruction):
        return english_postures.rather(prompt, instruction)
    return displacing.swapped(prompt, instruction, kind)


def _preferred(prompt: str, instruction: str, parts: int) -> str | None:
    """``prompt`` with one thing for another, where that is all that ``instruction`` wishes in all its parts."""
    if is_japanese(instruction) or mentions.in_japanese(prompt) or parts > _FEW:
        return None
    said = kinds_of(instruction, prompt)
    if kind_of(instruction, prompt) != "replace" or not set(said) <= {"replace", "remove", "add"}:
        return None
    return preferring.preferred(prompt, instruction) if displacing.swapped(prompt, instruction) is None else None


def _names_place(clause: str) -> bool:
    return (japanese_changes.names_place if is_japanese(clause) else english_places.named)(clause)


def _struck(prompt: str, thing: str) -> str | None:
    if mentions.in_japanese(prompt):
        return japanese_changes.strike(prompt, thing)
    if (
        re.search(r"(?:ed|y|ing)$", thing)
        and (bared := re.sub(rf"\b{re.escape(thing)}\s+(?!(?:{_BEHIND})\b)(?=[a-z])", "", prompt)) != prompt
    ):
        return bared  # "a winged cat" once its wings are gone
    return english_removals.strike(prompt, thing)


_POLITENESS = re.compile(
    r"^(?:\[[^\]]{1,40}\]\s*|(?:please|pls|plz|kindly|hi|hey|hello|ok|okay|so|now|also|then|and|but"
    r"|just|maybe|i|we|you|they|to|someone|somebody|anyone|anybody|can|could|would|will|need|want|like"
    r"|love|wanna|'d|would like|possible|is it|is there|any way|be able|have|possibly|what if"
    r"|how about|what about|let's|lets|should|try|do you mind|would it be|yes|yeah|nice|cool|great|lol"
    r"|wait|actually)\b(?=[\s,.!:])[\s,.!:]*){1,12}(?=\w)",
    re.IGNORECASE,
)
_OPPOSES = re.compile(r"^(?:not|less|no)\b|(?:やめ|やめて|やめさせて|じゃない|じゃないです|ではない)$", re.IGNORECASE)
"""One of two parts of a wish that names both what shall not be and what shall: "a train, not a bus"."""
_SAME = re.compile(
    r"(?:the |exact )*same(?: (?:one|thing|again|pic|picture|image|prompt))?|同じ(?:の|やつ)?で?", re.IGNORECASE
)
"""Asks for nothing by itself: "same, but on the moon"."""
_POINTS = re.compile(
    r"\b(?:get rid of|remove|lose|ditch|delete|erase|off with|take|drop|hide|cut|kill|nix|without)\s+"
    r"(?:it|them|that|those|this|these)\b",
    re.IGNORECASE,
)
"""Asks for what was named before to be gone."""
_BESIDE = re.compile(
    r"\b(?:around|in|on|at|behind|near|from|of|under|over|by|with|is|it'?s|are)\s+"
    r"(?:the |an? |his |her )?(?:[\w'-]+\s+)?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:an? |the )?(?:empty|bare|deserted|blank|plain)\s+\w+$", re.IGNORECASE)
"""Tells how a thing shall be without what is on it, and not that the thing shall go."""
_BEHIND = "|".join(sorted(english_phrases.BETWEEN))
_FEW = 3
"""Parts of a message that may all be about one thing in place of another."""
_NONE = re.compile(r"(?:(?:and|but|with)\s+)*(?:no|zero|without)\s+\w", re.IGNORECASE)
_TURNS = re.compile(r"(?:please )?(?:make|turn|change|swap|replace)\b", re.IGNORECASE)
"""Begins a wish for one thing in place of another, whatever else it is taken for."""
_DENIES = re.compile(r"\b(?:don'?t|do not|dont|not|no|without|never|less|too)\b|ない|なし|すぎ|過ぎ", re.IGNORECASE)
"""Words that would call up in a prompt what they deny."""


def _plain(clause: str) -> str:
    """A wish without what is only polite about it, in its own spelling."""
    said = clause.strip(" .,!?")
    while (opening := _POLITENESS.match(said)) and opening.end():
        said = said[opening.end() :]
    return re.sub(r"(?:^|[\s,]+)(?:please|pls|plz|thanks|thx|too|as well|lol|now)$", "", said, flags=re.IGNORECASE)


def _granted(prompt: str, wish: Wish) -> str | None:
    japanese = mentions.in_japanese(prompt)
    language: Prompts = japanese_prompt if japanese else english_prompt
    match wish:
        case Mirror():
            return prompt
        case Ground(ground=str(place)) if japanese is place.isascii():
            said = english(place) if not japanese else None
            return None if said is None else english_places.placed(prompt, "in", said)
        case Ground():
            return language.ground(
                prompt if isinstance(wish.ground, Colour) else opposites.settle(prompt, wish.ground), wish
            )
        case Recolour():
            return language.recolour(prompt, _in(wish, prompt))
        case Resize():
            return language.resize(prompt, _in(wish, prompt))
        case Swap(old=None, new=new) if kind_of(new, prompt) == "style":
            return None  # 「水彩画にして」 puts nothing in the place of the cat.
        case Swap():
            return language.swap(prompt, wish)


def _in(wish: Named, prompt: str) -> Named:
    """A thing in the prompt's own word. One named in the other language and not found is the one thing there is."""
    if wish.thing is None or wish.thing in prompt.lower():
        return wish
    if span := mentions.find(prompt, wish.thing):
        return dataclasses.replace(wish, thing=prompt[span[0] : span[1]])
    return wish if mentions.in_japanese(prompt) is not wish.thing.isascii() else dataclasses.replace(wish, thing=None)


def _added(prompt: str, words: str) -> str:
    comma = "、" if mentions.in_japanese(prompt) else ", "
    words = words.strip(" 、,。")
    return prompt[: max(0, LIMIT - len(words) - len(comma))].rstrip(" .,、。") + comma + words[:LIMIT]
