"""New pictures: from words, or from a picture file."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import hashlib

from bot.errors import BadInput
from bot.studio import preferences
from bot.studio.outcome import Drawing
from bot.studio.planning import Limits
from bot.studio.studio import Request, Studio, accept, in_words
from bot.studio.translation import planned
from bot.studio.uploads import picture_size, read_upload
from bot.understanding import flags, interpret
from bot.understanding.intent import Edit
from bot.understanding.normalise import clean
from bot.understanding.parameters import Parameters
from storage import Turn


@in_words
async def imagine(
    studio: Studio, request: Request, text: str, asked: Parameters = Parameters(), data: bytes | None = None
) -> Drawing:
    """Start a conversation from a prompt with flags; ``asked`` beside it wins over them. ``data``: a picture file to
    start from."""
    said = interpret.imagine(text)
    usual = preferences.usual(studio.planner, request.viewer.settings, sized=data is None)
    intent = dataclasses.replace(said, parameters=asked.over(said.parameters).over(usual))
    if data is None:
        plan = functools.partial(studio.planner.imagine, intent.prompt, intent.parameters)
        new = await planned(studio, plan)
        return await accept(
            studio, request, intent, new.recipes, text=text, described=intent.prompt, original=new.original
        )
    brought = await asyncio.to_thread(_read, data, studio.planner.limits)
    plan = functools.partial(studio.planner.over, intent.prompt, brought.sha256, *brought.size, intent.parameters)
    new = await planned(studio, plan)
    return await accept(
        studio,
        request,
        intent,
        new.recipes,
        text=text,
        described=intent.prompt,
        uploads=(brought.png,),
        original=new.original,
    )


@in_words
async def edit(studio: Studio, request: Request, data: bytes, text: str, *, seen: Turn | None = None) -> Drawing:
    """Change a picture file: the start of a conversation, or, in answer to the viewer's own turn, its next version."""
    limits = studio.planner.limits
    instruction, parameters = flags.parse(clean(text))
    if not instruction:
        raise BadInput("error.empty_instruction")
    if len(instruction) > limits.max_prompt_length:
        raise BadInput("error.prompt_too_long", limit=limits.max_prompt_length, length=len(instruction))
    brought = await asyncio.to_thread(_read, data, limits)
    asked = parameters.over(preferences.usual(studio.planner, request.viewer.settings, sized=False))
    plan = functools.partial(studio.planner.upload, instruction, brought.sha256, *brought.size, asked)
    new = await planned(studio, plan)
    own = seen if seen is not None and seen.person == request.viewer.id else None
    intent = Edit(instruction=instruction, parameters=parameters)
    return await accept(
        studio,
        request,
        intent,
        new.recipes,
        text=text,
        described=instruction,
        uploads=(brought.png,),
        parent=own,
        original=new.original,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Brought:
    png: bytes = dataclasses.field(repr=False)
    sha256: str
    size: tuple[int, int]


def _read(data: bytes, limits: Limits) -> _Brought:
    """Slow: it decodes, and hashes what may be many megabytes."""
    png = read_upload(data, max_pixels=limits.max_upload_pixels, max_bytes=limits.max_upload_bytes)
    return _Brought(png, hashlib.sha256(png).hexdigest(), picture_size(png))
