"""The bot's lives, and their ends by SIGKILL: at random moments, the start of a life among them."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Mapping
from pathlib import Path

import psutil

from benchmarks.crash.history import Killed
from benchmarks.crash.recorder import Recorder
from bot.playground.bridge import Bridge
from bot.playground.process import BotProcess

LONGEST = 15.0
"""Seconds from a start to the next kill, at most."""
MOST_EVENTS = 80
"""As many things happen before a kill, at most: so kills fall where much goes on."""
SHORTEST_START = 4.0
"""Seconds that a bot takes to be there, at least."""
PATIENCE = 120.0
"""Seconds for a bot to be there, on a machine that has other things to do."""


class Lives:
    """One bot after another on the same data folder."""

    def __init__(self, bridge: Bridge, data: Path, environment: Mapping[str, str]) -> None:
        self._bridge = bridge
        self._data = data
        self._environment = environment
        self._bot: BotProcess | None = None

    async def begin(self) -> None:
        self._bridge.gateway.arrived.clear()
        self._bot = await BotProcess.begin(
            self._bridge.address, self._bridge.token, data=self._data, environment=self._environment
        )

    async def arrived(self) -> None:
        """Raises TimeoutError; RuntimeError where it ended by itself."""
        assert self._bot is not None
        there = asyncio.create_task(self._bridge.gateway.arrived.wait())
        gone = asyncio.create_task(self._bot.ended())
        try:
            await asyncio.wait({there, gone}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                raise RuntimeError(f"the bot ended by itself, with {gone.result()}")
            if not there.done():
                raise TimeoutError("the bot is not there yet")
        finally:
            there.cancel()
            gone.cancel()

    async def kill_bot(self) -> None:
        assert self._bot is not None
        await self._bot.kill()

    def kill_worker(self) -> bool:
        """Whether there was one."""
        assert self._bot is not None
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._bot.process.pid).children():
                if "spawn_main" in " ".join(child.cmdline()):
                    child.kill()
                    return True
        return False

    async def end(self) -> None:
        if self._bot is not None:
            await self._bot.stop()


async def kill_by_chance(lives: Lives, kills: int, recorder: Recorder, chance: random.Random) -> dict[str, int]:
    """So many kills; afterwards there is a bot. Returns how many of each kind there were."""
    done = dict.fromkeys(("bot", "worker", "both", "starting"), 0)
    for _ in range(kills):
        kind = chance.choices(tuple(done), (4, 3, 2, 2))[0]
        if kind == "starting":
            # The life before it has to end, too: that one is not counted.
            recorder.note(Killed("bot, to have one that starts"))
            await lives.kill_bot()
            await lives.begin()
            await asyncio.sleep(chance.uniform(0, SHORTEST_START))
        else:
            await lives.arrived()
            await _a_moment(recorder, chance)
        if kind in {"worker", "both"} and not lives.kill_worker():
            kind = "bot"
        recorder.note(Killed(kind))
        if kind != "worker":
            await lives.kill_bot()
            await lives.begin()
        done[kind] += 1
    await lives.arrived()
    return done


async def _a_moment(recorder: Recorder, chance: random.Random) -> None:
    """Until some things have happened, and a little longer."""
    last = len(recorder.history) + chance.randrange(MOST_EVENTS)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(chance.uniform(1, LONGEST)):
            while len(recorder.history) < last:
                await asyncio.sleep(0.01)
    await asyncio.sleep(chance.uniform(0, 0.3))
