"""One life of the bot's process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

STOPPING = 20.0
"""Seconds for a graceful stop beside what it lets drawings end in: for Discord, for the worker and its model."""


class BotProcess:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def begin(
        cls,
        address: str,
        token: str,
        *,
        data: Path,
        config: Path | None = None,
        locale: str = "en",
        environment: Mapping[str, str] | None = None,
        module: str = "bot.playground.bot",
    ) -> Self:
        command = [sys.executable, "-m", module, address, "--data", str(data), "--locale", locale]
        if config is not None:
            command += ["--config", str(config)]
        process = await asyncio.create_subprocess_exec(
            *command,
            # A pipe that nobody writes to: when this process ends, however it does, the bot sees it.
            stdin=asyncio.subprocess.PIPE,
            # What it logs is for people; stdout may be read by a program.
            stdout=sys.stderr.fileno(),
            # In the environment and not among the arguments, which every user of this machine can read.
            env={**os.environ, **(environment or {}), "EGAKU_DISCORD__TOKEN": token},
            start_new_session=True,
        )
        return cls(process)

    async def ended(self) -> int:
        """Its exit status, once it has one."""
        return await self.process.wait()

    async def stop(self, grace: float = 20.0) -> int:
        """Gracefully, and if that takes too long, not. ``grace``: its ``worker.grace``, in seconds; as shipped."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            return await asyncio.wait_for(self.process.wait(), grace + STOPPING)
        except TimeoutError:
            await self.kill()
            return await self.process.wait()

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
