"""The nursery's bots, from outside: one life after another, and the point that lies in wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from benchmarks.crash.stepping import How
from bot.playground.bridge import Bridge

PATIENCE = 60.0
"""Seconds for what has to come, on a machine that has other things to do."""
LOOK_EVERY = 0.02


class Nursery:
    """One bot after another, each a fork of a process that has everything imported."""

    def __init__(self, process: asyncio.subprocess.Process, bridge: Bridge, data: Path) -> None:
        self._process = process
        self._bridge = bridge
        self._data = data
        self._pid = 0
        self.died = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, bridge: Bridge, data: Path, *, log: bool = False) -> AsyncIterator[Nursery]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.crash.nursery", bridge.address, "--data", str(data)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=None if log else asyncio.subprocess.DEVNULL,
            env={**os.environ, "EGAKU_DISCORD__TOKEN": bridge.token},
        )
        nursery = cls(process, bridge, data)
        try:
            await nursery.begin()
            yield nursery
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()
            await nursery._reading

    async def begin(self) -> None:
        """Another life; returns when it is there."""
        assert self._process.stdin is not None
        self.died.clear()
        self._bridge.gateway.arrived.clear()
        self._process.stdin.write(b"begin\n")
        await asyncio.wait_for(self._bridge.gateway.arrived.wait(), PATIENCE)

    async def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        await asyncio.wait_for(self.died.wait(), PATIENCE)

    async def arm(self, at: int, how: How) -> None:
        """From now on the ``at``-th await goes wrong."""
        if self.died.is_set():
            await self.begin()
        for name in ("armed", "fired"):
            (self._data / name).unlink(missing_ok=True)
        (self._data / "arm.json").write_text(json.dumps({"at": at, "how": how}), encoding="utf-8")
        os.kill(self._pid, signal.SIGUSR1)
        await until((self._data / "armed").exists)

    @property
    def fired(self) -> str | None:
        """Where it went wrong."""
        with contextlib.suppress(FileNotFoundError):
            return (self._data / "fired").read_text(encoding="utf-8")
        return None

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            what, pid = line.split()
            if what == b"begun":
                self._pid = int(pid)
            elif int(pid) == self._pid:
                self.died.set()


async def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(LOOK_EVERY)
