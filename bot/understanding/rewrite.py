"""The prompt of a picture as it should be after an edit: for models without an edit sibling, and as its description."""

from __future__ import annotations

import dataclasses
from typing import Protocol, TypeVar

from bot.understanding import english_prompt, japanese_prompt
from bot.understanding.normalise import LIMIT, clean, is_japanese
from bot.understanding.wishes import Ground, Mirror, Recolour, Resize, Swap, Wish, read

Named = TypeVar("Named", Recolour, Resize)


class Prompts(Protocol):
    """The changes that a language's prompts can take; None where there is no place for one. Two modules are this."""

    def ground(self, prompt: str, wish: Ground) -> str: ...
    def recolour(self, prompt: str, wish: Recolour) -> str | None: ...
    def resize(self, prompt: str, wish: Resize) -> str | None: ...
    def swap(self, prompt: str, wish: Swap) -> str | None: ...


def new_prompt(parent_prompt: str, instruction: str) -> str:
    """``parent_prompt`` with ``instruction`` carried out, in the parent's language; at most ``LIMIT`` characters.

    Colour, ground, size and thing are substituted where the prompt has a place for them; what is not understood is
    added behind a comma, so that nothing asked for is dropped. Deterministic, never raises.
    """
    prompt, instruction = clean(parent_prompt), clean(instruction)
    if not prompt:
        return instruction[:LIMIT]
    wishes, others = read(instruction)
    if not wishes:
        return _added(prompt, instruction)
    for wish in wishes:
        changed = _granted(prompt, wish)
        if changed is None:
            return _added(clean(parent_prompt), instruction)
        prompt = changed
    for other in others:
        prompt = _added(prompt, other)
    return prompt[:LIMIT]


def _granted(prompt: str, wish: Wish) -> str | None:
    japanese = is_japanese(prompt)
    language: Prompts = japanese_prompt if japanese else english_prompt
    match wish:
        case Mirror():
            return prompt
        case Ground(ground=str(place)) if japanese is place.isascii():
            return None
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
    return prompt[: max(0, LIMIT - len(words) - len(comma))].rstrip(" ,、。") + comma + words[:LIMIT]


def unwanted(instruction: str) -> tuple[str, ...]:
    return ()
