"""Errands that came by an interaction, carried out: the same by the process that heard them and by a later one."""

from __future__ import annotations

import contextlib
import dataclasses
import functools

from bot.attachments import downloaded
from bot.errands import Attached, Edit, Imagine, Press, Refine, Spoken
from bot.errors import NotFound
from bot.interacting import Called, Interacting
from bot.refinement import refine
from bot.sheets import PLATFORM
from bot.studio import imagine
from bot.studio import refine as studio
from bot.understanding import flags
from bot.understanding.intent import Intent, Reroll, Upscale, Vary
from bot.views.keys import Verb
from storage import Post

DRAWING = frozenset({Verb.UPSCALE, Verb.VARY, Verb.REROLL, Verb.AGAIN, Verb.APPLY})
"""Buttons whose presses are errands. Any other may be pressed again where nothing came of it."""


async def ask(asking: Interacting, errand: Spoken) -> None:
    """Note an errand, then carry it out."""
    await asking.bot.inbox.take(asking, errand, functools.partial(carry_out, errand=errand))


async def carry_out(asking: Called, errand: Spoken) -> None:
    asking.may_draw()
    match errand:
        case Imagine(prompt=prompt, options=options, image=image):
            async with asking.bot.uploads if image else contextlib.nullcontext():
                data = await downloaded(asking.bot, image) if image else None
                outcome = await imagine.imagine(asking.studio, asking.request, prompt, flags.given(options), data)
            await asking.show(outcome)
        case Edit(image=image, instruction=instruction):
            await _edit(asking, image, instruction)
        case Refine(message=message, wish=wish):
            await refine(asking, await asking.bot.seen(message), wish)
        case Press():
            await _press(asking, errand)


async def _edit(asking: Called, image: Attached, instruction: str) -> None:
    async with asking.bot.uploads:
        data = await downloaded(asking.bot, image)
        outcome = await imagine.edit(asking.studio, asking.request, data, instruction)
    await asking.show(outcome)


async def _press(asking: Called, press: Press) -> None:
    elsewhere = press.number if press.verb in (Verb.AGAIN, Verb.APPLY) else None
    post = await seen(asking, press.message, press.turn, seen_in=elsewhere)
    if press.verb is Verb.APPLY:
        await refine(asking, post, press.wish, certain=True)
        return
    turn = await studio.seen(asking.studio, post.person, post.turn)
    if press.verb is Verb.AGAIN:
        await asking.show(await studio.remake(asking.studio, asking.request, turn))
        return
    intent, text = _meant(press.verb, press.number)
    await asking.show(await studio.carry_out(asking.studio, asking.request, intent, text, turn))


def _meant(verb: Verb, number: int | None) -> tuple[Intent, str]:
    """What a button asks for, and the words that stand for it in the history."""
    match verb:
        case Verb.UPSCALE:
            return Upscale(picture=number), f"U{number}"
        case Verb.VARY:
            return Vary(picture=number), f"V{number}"
        case Verb.REROLL:
            return Reroll(), "🔁"
    raise AssertionError(f"{verb} asks for no picture")


async def seen(asking: Called, message: int, turn: int, *, seen_in: int | None = None) -> Post:
    """Whose the turn of a button under ``message`` is. A message that is not remembered, as one that only the asker
    sees, has the asker's. ``seen_in``: another one, where they have seen the turn.

    The message itself may show another version by now: what counts is the one that the button was under.
    """
    try:
        return dataclasses.replace(await asking.bot.seen(seen_in or message), turn=turn)
    except NotFound:
        pass
    own = await studio.seen(asking.studio, asking.person.id, turn)
    return Post(
        turn=own.id, person=own.person, platform=PLATFORM, channel=str(asking.call.channel), message=str(message)
    )
