"""The bot's process: what ``egaku run`` runs, with the playground where Discord would be.

    EGAKU_DISCORD__TOKEN=… python -m bot.playground.bot ADDRESS [--data DIR] [--config FILE] [--locale en]

It ends when it is told to, and when whoever started it is gone: then its standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import yarl

from bot import heartbeat, logs
from bot.bootstrap import BOT, opened
from bot.errors import EgakuError
from bot.i18n import say
from bot.playground.rest import PREFIX
from bot.run import serve, token_of
from bot.settings import load

if TYPE_CHECKING:
    from bot.settings import Settings


def main() -> int:
    asked = arguments()
    connect_to(asked.address)
    try:
        settings = load(asked.config, data=asked.data)
        logs.configure(settings.log)
        asyncio.run(live(settings))
    except EgakuError as error:
        print(say(error.key, asked.locale, **error.values), file=sys.stderr)
        return 2
    return 0


def connect_to(address: str) -> None:
    """discord.py finds the bridge where it would find Discord."""
    discord.http.Route.BASE = address + PREFIX
    gateway = yarl.URL(address).with_scheme("ws") / "gateway"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway


async def live(settings: Settings) -> None:
    """Until it is told to stop. Raises EgakuError where it cannot begin or go on."""
    token = token_of(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # Ctrl-C is the starter's, who says when to stop.
    threading.Thread(target=_orphaned, args=(loop, stop), daemon=True).start()
    async with heartbeat.watched(), opened(settings, role=BOT) as house:
        await asyncio.to_thread(house.studio.planner.check)
        await serve(house, token, stop)


def _orphaned(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # Not sys.stdin: its lock, held by a thread that waits, would be in the way at exit.
    while os.read(0, 1024):
        pass
    if not loop.is_closed():
        loop.call_soon_threadsafe(stop.set)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.playground.bot")
    parser.add_argument("address")
    parser.add_argument("--locale", default="en")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--config", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
