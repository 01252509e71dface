"""``egaku run``: the bot on Discord, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
import sys
from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot import heartbeat, logs
from bot.bootstrap import BOT, House, opened, planner
from bot.client import Bot
from bot.errors import BadInput, Broken, EgakuError, Refused
from bot.i18n import say
from bot.operating.health import Health
from bot.operating.server import serving
from bot.permissions import in_words, invitation, missing

if TYPE_CHECKING:
    from bot.settings import Settings


_CLOSED = {4004: "error.token_wrong", 4013: "error.intents", 4014: "error.intents"}
"""What the gateway's close codes mean: https://discord.com/developers/docs/topics/opcodes-and-status-codes."""


def run(settings: Settings) -> int:
    """Returns the exit status once it has stopped in good order. Raises EgakuError where it cannot begin or go on."""
    token = token_of(settings)
    logs.configure(settings.log)
    return asyncio.run(_run(settings, token))


def token_of(settings: Settings) -> str:
    """Raises BadInput where there is none, or its file cannot be read."""
    try:
        token = settings.discord.secret().get_secret_value().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("error.token_file", file=str(settings.discord.token_file)) from error
    if not token:
        raise BadInput("error.token_missing")
    return token


async def _run(settings: Settings, token: str) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await asyncio.to_thread(planner(settings).check)
    async with heartbeat.watched(), opened(settings, role=BOT) as house:
        await serve(house, token, stop, announce=True)
    return 0


async def serve(house: House, token: str, stop: asyncio.Event, *, announce: bool = False) -> None:
    """The bot, connected, until ``stop`` is set. ``announce``: say on the terminal where it is, and how to invite it.

    Raises BadInput, Refused or Broken where Discord does not let it in.
    """
    bot = Bot(house)
    alive = functools.partial(heartbeat.connected, bot)
    house.metrics.connection(alive)
    overview = house.studio.storage.overview
    health = Health(
        alive=lambda: house.executor.is_alive,
        ready=lambda: house.executor.is_ready,
        connected=alive,
        write=overview.write,
    )
    async with (
        serving(house.settings.operating, house.metrics, health, overview),
        bot,
        heartbeat.beating(house.settings.data.folder, alive),
    ):
        with _in_words():
            await _until(stop, bot.login(token))
        if stop.is_set():
            return
        announcing = announce and asyncio.create_task(_announce(bot, house.settings.defaults.locale))
        try:
            with _in_words():
                await _until(stop, bot.connect())
        finally:
            await bot.close()
            if announcing:
                announcing.cancel()
                await asyncio.gather(announcing, return_exceptions=True)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """``work``, broken off by ``stop``. What it raises before that is raised."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        if working.done() and not stop.is_set():
            working.result()
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except EgakuError:
        raise
    except discord.LoginFailure as error:
        raise BadInput("error.token_wrong") from error
    except discord.PrivilegedIntentsRequired as error:
        raise Refused("error.intents") from error
    except discord.ConnectionClosed as error:
        raise Refused(_CLOSED.get(error.code, "error.discord_closed")) from error
    except discord.Forbidden as error:
        raise Refused("error.discord_forbidden") from error
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise Broken("error.discord_unreachable") from error


async def _announce(bot: Bot, language: str) -> None:
    await bot.wait_until_ready()
    name = bot.user.name if bot.user else ""
    print(say("run.connected", language, name=name, count=len(bot.guilds)), flush=True)
    print(say("run.invitation", language, link=invitation(bot.application_id or 0)), flush=True)
    for guild in bot.guilds:
        if lacking := missing(guild.me.guild_permissions, thread=False):
            words = in_words(lacking, language)
            print(say("run.lacking", language, server=guild.name, missing=words), file=sys.stderr, flush=True)
