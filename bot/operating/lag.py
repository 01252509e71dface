"""How late the event loop is: what blocks it shows here."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

INTERVAL = 0.1
"""Seconds."""


@contextlib.asynccontextmanager
async def measured(observe: Callable[[float], None], *, interval: float = INTERVAL) -> AsyncIterator[None]:
    """Tell ``observe``, every ``interval`` seconds, by how many seconds the loop came too late to this timer."""
    task = asyncio.create_task(_measure(observe, interval), name="loop-lag")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _measure(observe: Callable[[float], None], interval: float) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + interval
        await asyncio.sleep(interval)
        observe(max(0.0, loop.time() - due))
