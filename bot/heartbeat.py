"""Signs of life: a file for a health check without a port, and the end of a bot that gives none any more."""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import sys
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
LIMIT = 120.0
"""Seconds that the event loop may stand still. It never should for a tenth of one."""


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


@contextlib.asynccontextmanager
async def watched(limit: float = LIMIT) -> AsyncIterator[None]:
    """End this process, with status 1 and its threads' stacks on standard error, where its loop stands still so long.

    What watches is no thread of Python's: it also sees what keeps all of those from running.
    """
    beats = asyncio.create_task(_wind(limit))
    try:
        yield
    finally:
        beats.cancel()
        await asyncio.gather(beats, return_exceptions=True)
        faulthandler.cancel_dump_traceback_later()


async def _wind(limit: float) -> None:
    while True:
        faulthandler.dump_traceback_later(limit, exit=True, file=sys.__stderr__ or 2)
        await asyncio.sleep(limit / 10)


async def _beat(file: Path, alive: Callable[[], bool], interval: float) -> None:
    while True:
        if alive():
            try:
                await asyncio.to_thread(file.touch)
            except OSError:
                _log.warning("the heartbeat could not be written", file=str(file), exc_info=True)
        await asyncio.sleep(interval)
