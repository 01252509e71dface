"""Replies that waited for a picture when the process died: their waiting message is still there, and so is the wish."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
import structlog

from bot import replies
from bot.i18n import LOCALES, say

if TYPE_CHECKING:
    from bot.client import Bot

_log = structlog.get_logger(__name__)
_LATEST = 100
"""Messages of a channel to look through."""


async def take_up(bot: Bot, channels: Iterable[int]) -> None:
    """Hear the replies again whose waiting messages stand in ``channels``. To be called once the guilds are known."""
    found = []
    for channel in channels:
        try:
            found += await _found(bot, channel)
        except discord.HTTPException:
            _log.warning("a channel could not be looked through", exc_info=True)
    # None waits for another's picture.
    await asyncio.gather(*(replies.heard(bot, asked, standing=waiting.id) for waiting, asked in found))


async def _found(bot: Bot, channel: int) -> list[tuple[discord.Message, discord.Message]]:
    """(what the bot said, what it was said to), oldest first."""
    there = bot.get_channel(channel) or await bot.fetch_channel(channel)
    if not isinstance(there, discord.abc.Messageable):
        return []
    waits = {say("said.waits", locale) for locale in LOCALES}
    found = [
        (message, message.reference.resolved)
        async for message in there.history(limit=_LATEST)
        if message.author == bot.user and message.content in waits and message.reference
    ]
    return [(waiting, asked) for waiting, asked in reversed(found) if isinstance(asked, discord.Message)]
