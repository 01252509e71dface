"""``egaku playground``: the bridge here, the bot in a process of its own, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs
from bot.i18n import say
from bot.playground.bridge import Bridge, opened
from bot.playground.process import BotProcess
from bot.playground.town import settled
from bot.playground.world import World

if TYPE_CHECKING:
    from bot.settings import Settings

RESTART_AFTER = 1.0


def play(settings: Settings, *, config: Path | None, port: int, headless: bool, show: bool) -> int:
    """Returns the exit status. Raises Refused where the port is taken."""
    logs.configure(settings.log)
    return asyncio.run(_Playground(settings, config, headless, show).play(port))


class _Playground:
    def __init__(self, settings: Settings, config: Path | None, headless: bool, show: bool) -> None:
        self._settings = settings
        self._config = config
        self._headless = headless
        self._show = show and not headless

    async def play(self, port: int) -> int:
        stop = asyncio.create_task(_told_to_stop())
        async with _world() as world, opened(settled(world), secrets.token_urlsafe(), port=port) as bridge:
            welcome = asyncio.create_task(self._welcome(bridge))
            bots = asyncio.create_task(self._keep_a_bot(bridge))
            done, pending = await asyncio.wait((stop, bots), return_when=asyncio.FIRST_COMPLETED)
            for task in (welcome, *pending):
                task.cancel()
            await asyncio.gather(welcome, *pending, return_exceptions=True)
            return bots.result() if bots in done else 0

    async def _keep_a_bot(self, bridge: Bridge) -> int:
        """Start the bot, and again whenever it dies. Returns its exit status where it could not even begin."""
        while True:
            bot = await BotProcess.begin(
                bridge.address,
                bridge.token,
                data=self._settings.data.folder,
                config=self._config,
                locale=self._settings.defaults.locale,
                # The port of the settings is the real bot's, which may run beside.
                environment={"EGAKU_OPERATING__PORT": "0"},
            )
            try:
                status = await bot.ended()
            except asyncio.CancelledError:
                await bot.stop(self._settings.worker.grace)
                raise
            if not bridge.gateway.arrived.is_set():
                return status
            self._say("playground.restarted", status=status)
            await asyncio.sleep(RESTART_AFTER)

    async def _welcome(self, bridge: Bridge) -> None:
        self._say("playground.warming")
        await bridge.gateway.arrived.wait()
        if self._headless:
            print(bridge.address, flush=True)
            return
        address = bridge.entrance(self._settings.defaults.locale)
        self._say("playground.address", address=address)
        self._say("playground.hint")
        if self._show and _has_a_screen():
            await asyncio.to_thread(webbrowser.open, address)

    def _say(self, key: str, **values: object) -> None:
        stream = sys.stderr if self._headless else sys.stdout
        print(say(key, self._settings.defaults.locale, **values), file=stream, flush=True)


@contextlib.asynccontextmanager
async def _world() -> AsyncIterator[World]:
    world = World()
    await world.start()
    try:
        yield world
    finally:
        await world.shutdown()


async def _told_to_stop() -> None:
    """A second Ctrl-C ends it at once; the bot sees that too."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    try:
        await told.wait()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _has_a_screen() -> bool:
    """Without one, a browser for the terminal might be found, and would take it over."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
