"""Pictures that people send."""

from __future__ import annotations

import aiohttp
import discord

from bot.errors import BadInput, Broken

AT_ONCE = 4
"""Pictures that may be fetched and decoded at once: a large one takes some 100 MB meanwhile."""


async def downloaded(attachment: discord.Attachment, most: int) -> bytes:
    """Raises BadInput for a file of more than ``most`` bytes, before it is fetched; Broken where Discord fails."""
    if attachment.size > most:
        raise BadInput("error.picture_too_heavy", limit=f"{most / 2**20:.0f}")
    try:
        return await attachment.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Broken("error.attachment_gone") from error
