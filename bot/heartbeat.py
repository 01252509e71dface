"""A file that stays young as long as the bot is alive and connected: what a health check without a port looks at."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import discord

_log = structlog.get_logger(__name__)

NAME = "connected"
INTERVAL = 15.0
"""Seconds. The image's health check takes a file that is a minute old for a failure: a few beats may be lost."""


def connected(bot: discord.Client) -> bool:
    """Whether Discord's events arrive now. ``is_ready`` alone would stay true while the connection is lost."""
    return bot.is_ready() and bot.ws.open


@contextlib.asynccontextmanager
async def beating(folder: Path, alive: Callable[[], bool], *, interval: float = INTERVAL) -> AsyncIterator[None]:
    """Touch the file in ``folder`` every ``interval`` seconds in which ``alive`` says so; it is gone afterwards.

    The beats come from the event loop: where that stands still, they stop.
    """
    file = folder / NAME
    beats = asyncio.create_task(_beat(file, alive, interval))
    try:
        yield
    finally:
        beats.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beats
        file.unlink(missing_ok=True)


async def _beat(file: Path, alive: Callable[[], bool], interval: float) -> None:
    while True:
        if alive():
            try:
                await asyncio.to_thread(file.touch)
            except OSError:
                _log.warning("the heartbeat could not be written", file=str(file), exc_info=True)
        await asyncio.sleep(interval)
