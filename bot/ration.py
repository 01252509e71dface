"""What many want and only one gets at a time: edits that only tell a place in the queue."""

from __future__ import annotations

import asyncio


class Ration:
    """``pace``: seconds between two turns, at least. Who has waited longest is next."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._lock = asyncio.Lock()
        self._next = 0.0
        """By the loop's clock."""

    async def turn(self, or_else: asyncio.Event) -> bool:
        """True once it is one's turn; False, and nothing is used up, where ``or_else`` happens first."""
        mine, other = asyncio.create_task(self._mine()), asyncio.create_task(or_else.wait())
        try:
            await asyncio.wait((mine, other), return_when=asyncio.FIRST_COMPLETED)
            return mine.done()
        finally:
            mine.cancel()
            other.cancel()

    async def _mine(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._lock:
            await asyncio.sleep(self._next - loop.time())
            self._next = loop.time() + self._pace
