"""New pictures: from words, or from a picture file."""

from __future__ import annotations

import asyncio
import hashlib

from bot.errors import BadInput
from bot.studio.outcome import Drawing
from bot.studio.studio import Request, Studio, accept, in_words
from bot.studio.uploads import picture_size, read_upload
from bot.understanding import flags, interpret
from bot.understanding.intent import Edit
from bot.understanding.normalise import clean


@in_words
async def imagine(studio: Studio, request: Request, text: str) -> Drawing:
    """Start a conversation from a prompt with flags."""
    intent = interpret.imagine(text)
    recipes = await asyncio.to_thread(studio.planner.imagine, intent.prompt, intent.parameters)
    return await accept(studio, request, intent, recipes, text=text, described=intent.prompt)


@in_words
async def edit(studio: Studio, request: Request, data: bytes, text: str) -> Drawing:
    """Start a conversation by changing a picture file."""
    limits = studio.planner.limits
    instruction, parameters = flags.parse(clean(text))
    if not instruction:
        raise BadInput("error.empty_instruction")
    if len(instruction) > limits.max_prompt_length:
        raise BadInput("error.prompt_too_long", limit=limits.max_prompt_length, length=len(instruction))
    png = await asyncio.to_thread(
        read_upload, data, max_pixels=limits.max_upload_pixels, max_bytes=limits.max_upload_bytes
    )
    plan = (instruction, hashlib.sha256(png).hexdigest(), *picture_size(png), parameters)
    recipes = await asyncio.to_thread(studio.planner.upload, *plan)
    intent = Edit(instruction=instruction, parameters=parameters)
    return await accept(studio, request, intent, recipes, text=text, described=instruction, uploads=(png,))
