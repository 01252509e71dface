"""A turn's recipe: everything that is needed to make it again, in words and as a file."""

from __future__ import annotations

import io
import json

import discord

from bot.i18n import say
from bot.interacting import Interacting
from bot.sheets import QUIET
from bot.studio import refine as studio
from bot.text import fenced, plain, spoken
from bot.views.buttons import view
from bot.views.keys import of_recipe
from generator.recipe import Recipe
from storage import Post, Turn

SHOWN = 1400
"""Characters of the copyable line; the file has everything."""
ORIGINAL = 200
"""Characters of what it was translated from."""


async def tell(asking: Interacting, post: Post) -> None:
    turn = await studio.seen(asking.studio, post.person, post.turn)
    title = "recipe.title_source" if turn.recipes[0].source else "recipe.title"
    shown = "\n".join((say(title, asking.language), fenced(line(turn), SHOWN), _made_by(turn, asking.language)))
    file = discord.File(io.BytesIO(as_json(turn)), f"recipe-{turn.id}.json")
    again = view(of_recipe(turn.id, int(post.message), asking.language))
    await asking.interaction.edit_original_response(
        content=shown, attachments=[file], view=again, allowed_mentions=QUIET
    )


def line(turn: Turn) -> str:
    """The request with every parameter spelt out, to be copied and sent again."""
    recipe = turn.recipes[0]
    said = {
        "--seed": recipe.seed,
        "--count": len(turn.recipes) if len(turn.recipes) > 1 else None,
        "--size": f"{recipe.width}x{recipe.height}",
        "--steps": recipe.steps,
        "--guidance": f"{recipe.guidance:g}",
        "--image-guidance": f"{recipe.image_guidance:g}" if recipe.image_guidance is not None else None,
        "--strength": f"{recipe.strength:g}" if recipe.strength is not None else None,
        "--sampler": recipe.sampler,
        "--model": recipe.model,
        "--no": recipe.negative_prompt or None,
    }
    return " ".join((recipe.prompt, *(f"{flag} {value}" for flag, value in said.items() if value is not None)))


def as_json(turn: Turn) -> bytes:
    return json.dumps([json.loads(recipe) for recipe in turn.recipes_json], ensure_ascii=False, indent=2).encode()


def _made_by(turn: Turn, language: str) -> str:
    recipe: Recipe = turn.recipes[0]
    way = turn.intent.get("way")
    said = f"-# {say(f'way.{way}', language)}\n" if way else ""
    if original := turn.intent.get("original"):
        said += f"-# {spoken('recipe.original', language, original=plain(str(original), ORIGINAL))}\n"
    return f"{said}-# {recipe.task.value} · {recipe.model} {recipe.revision[:12]}"
