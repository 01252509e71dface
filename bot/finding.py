"""Where a job's message stands that a dead process has left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import discord

from bot.sheets import PLATFORM, ChannelSheet, Sheet, nonce
from bot.views.keys import PATTERN
from storage import Job

if TYPE_CHECKING:
    from bot.client import Bot

_LATEST = 100
"""Messages of a channel to look through."""


async def where_it_stood(bot: Bot, job: Job) -> tuple[Sheet, ...]:
    """The message that is remembered, else one that was sent but not remembered any more, else a new one. None for a
    job that was not asked for in Discord."""
    if job.place.platform != PLATFORM:
        return ()
    posts = await bot.house.studio.storage.posts.of_turn(job.person, job.turn)
    here = [post for post in posts if post.platform == PLATFORM]
    if here:
        # The oldest: later ones show it again, for instance out of the history.
        return (ChannelSheet(bot, int(here[-1].channel), message=int(here[-1].message)),)
    channel = int(job.place.channel)
    message = await _sent(bot, channel, job.turn)
    return (ChannelSheet(bot, channel, message=message, nonce=nonce(job)),)


async def _sent(bot: Bot, channel: int, turn: int) -> int | None:
    """One of the channel's latest messages, the bot's own, whose buttons are that turn's.

    Discord itself knows a nonce again for some minutes only.
    """
    try:
        async for message in bot.get_partial_messageable(channel).history(limit=_LATEST):
            if message.author == bot.user and turn in _turns(message):
                return message.id
    except discord.HTTPException:
        return None
    return None


def _turns(message: discord.Message) -> set[int]:
    found = (PATTERN.fullmatch(custom_id) for custom_id in _custom_ids(message))
    return {int(each["turn"]) for each in found if each}


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            yield from (child.custom_id for child in row.children if child.custom_id)
