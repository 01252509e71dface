"""Recipes in words that their model reads: what is Japanese is translated for one that reads English only.

The dictionary first, then a translation model, then the language model, each where there is one and where those before
it had no whole answer. Without any, and after their time, the words go on as they are. The turn keeps the original.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.understanding import translating
from bot.understanding.normalise import is_japanese
from bot.understanding.translate import things_in_english, to_english
from generator.language.protocol import Translate
from generator.recipe import Recipe

if TYPE_CHECKING:
    from bot.studio.studio import Studio


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    ask: Callable[[Translate, float], Awaitable[str | None]]
    """English, or None within the seconds given; that of :class:`generator.language.executor.LanguageExecutor`."""
    seconds: float
    """What one text may take, the language model's try included."""

    async def english(self, piece: str, seconds: float) -> str | None:
        said = await self.ask(Translate(text=piece), seconds)
        return translating.checked(said, piece) if said else None


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    recipes: tuple[Recipe, ...]
    original: str | None = None
    """Their prompt as it was before it was translated, where it was."""


async def planned(studio: Studio, plan: Callable[[], tuple[Recipe, ...]], *, own: bool = True) -> Planned:
    """What ``plan`` gives, read by its model. ``own``: its prompt has nobody's words but the viewer's; others a
    language model is not shown."""
    recipes = await asyncio.to_thread(plan)
    prompt, negative = recipes[0].prompt, recipes[0].negative_prompt
    if recipes[0].model not in studio.planner.english:
        return Planned(recipes)
    if is_japanese(negative) and (things := things_in_english(negative)):
        recipes = tuple(recipe.but(negative_prompt=things) for recipe in recipes)
    if not translating.unread(prompt):
        return Planned(recipes)
    said = to_english(prompt) or await _by_models(studio, prompt, own)
    return Planned(tuple(recipe.but(prompt=said) for recipe in recipes), prompt) if said else Planned(recipes)


_Says = Callable[[str, float], Awaitable[str | None]]


async def _by_models(studio: Studio, text: str, own: bool) -> str | None:
    models = [each for each in (studio.translator, studio.adviser if own else None) if each is not None]
    apart = translating.apart(text)
    if not models or apart is None:
        return None
    until = time.monotonic() + models[0].seconds
    for model in models:
        pieces = await _all(apart.pieces, model.english, until)
        if pieces and (whole := translating.together(apart, pieces)):
            return whole
    return None


async def _all(pieces: tuple[str, ...], english: _Says, until: float) -> list[str] | None:
    """None as soon as one of them has no English, or there is no time left."""
    said: list[str] = []
    for piece in pieces:
        left = until - time.monotonic()
        translated = (await english(piece, left) if left > 0 else None) if is_japanese(piece) else piece
        if translated is None:
            return None
        said.append(translated)
    return said
