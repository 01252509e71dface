"""Pictures that people send."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.errands import Attached
from bot.errors import BadInput, Broken

if TYPE_CHECKING:
    from bot.client import Bot

AT_ONCE = 4
"""Pictures that may be fetched and decoded at once: a large one takes some 100 MB meanwhile."""

PATIENCE = 30.0
"""Seconds in which one is fetched: others wait meanwhile."""


async def downloaded(bot: Bot, attached: Attached) -> bytes:
    """Raises BadInput for a file of too many bytes, before it is fetched; Broken where Discord fails or is slow."""
    most = bot.house.studio.planner.limits.max_upload_bytes
    if attached.size > most:
        raise BadInput("error.picture_too_heavy", limit=f"{most / 2**20:.0f}")
    try:
        async with asyncio.timeout(PATIENCE):
            return await bot.http.get_from_cdn(attached.url)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Broken("error.attachment_gone") from error
