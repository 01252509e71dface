"""Whether the bot is alive, and whether it can take work: what a supervisor asks."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Awaitable, Callable

from storage.errors import StorageError

KEPT = 5.0
"""Seconds that an answer about the disk is good for: asking writes to it."""
_PATIENCE = 2.0

Answer = dict[str, bool]
"""What was looked at, and whether it is well."""


@dataclasses.dataclass
class Health:
    """``alive`` and ``ready`` are the worker's; ``write`` raises StorageError where nothing can be kept."""

    alive: Callable[[], bool]
    ready: Callable[[], bool]
    connected: Callable[[], bool]
    write: Callable[[], Awaitable[None]]
    _asking: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock, init=False)
    _writable: bool = dataclasses.field(default=False, init=False)
    _good_until: float = dataclasses.field(default=float("-inf"), init=False)

    def lives(self) -> Answer:
        """Restarting would help where one of these is not well. That it answers at all says that the loop runs."""
        return {"loop": True, "worker": self.alive()}

    async def serves(self) -> Answer:
        """Whether people get their pictures now. What is not well may become so by itself."""
        return {"discord": self.connected(), "storage": await self._can_write(), "worker": self.ready()}

    async def _can_write(self) -> bool:
        async with self._asking:
            if time.monotonic() >= self._good_until:
                self._writable = await self._tried()
                self._good_until = time.monotonic() + KEPT
            return self._writable

    async def _tried(self) -> bool:
        try:
            await asyncio.wait_for(self.write(), _PATIENCE)
        except (StorageError, TimeoutError):
            return False
        return True
