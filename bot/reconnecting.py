"""How soon the gateway is tried again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import discord

_FIRST, _LONGEST = 1.0, 30.0
"""Seconds to wait, at most, after the first connection that did not come about, and after many."""
_WELL = 120.0
"""Seconds without another one after which the next is the first again."""


class Backoff:
    """In place of discord.py's, which waits up to 17 minutes in the end and remembers each trouble for 34: here the bot
    is back within half a minute of Discord, or of the network. By chance, so that not everybody comes at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._longest = _FIRST
        self._latest = clock()

    def delay(self) -> float:
        now = self._clock()
        if now - self._latest > _WELL:
            self._longest = _FIRST
        self._latest, longest = now, self._longest
        self._longest = min(2 * longest, _LONGEST)
        return random.uniform(longest / 2, longest)


def soon() -> None:
    """Have every client of this process use it: discord.py has no setting for it."""
    discord.client.ExponentialBackoff = Backoff  # type: ignore[assignment, attr-defined]
