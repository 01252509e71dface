"""A turn's pictures as files to be sent: as they are kept, or re-encoded where a platform takes only smaller ones."""

from __future__ import annotations

import asyncio

from bot.studio.studio import Studio, in_words
from generator import provenance
from storage import Turn

Sent = tuple[str, bytes]
"""(file name's suffix, bytes)"""


@in_words
async def files(studio: Studio, turn: Turn, most: int) -> tuple[Sent, ...]:
    """Each picture in at most ``most`` bytes. The originals stay as they are."""
    kept = [await studio.storage.pictures.read(turn.person, picture.sha256) for picture in turn.pictures]
    return tuple([await fitted(png, most) for png in kept])


async def fitted(png: bytes, most: int) -> Sent:
    if len(png) <= most:
        return "png", png
    return "webp", await asyncio.to_thread(provenance.shrunk, png, most)
