from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import discord
import pytest
import pytest_asyncio
from structlog.testing import capture_logs
from yarl import URL

from bot import heartbeat
from bot.playground import bridge
from bot.playground.town import settled
from bot.playground.world import World

TOKEN = "token"


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_file_stays_young_while_the_bot_is_alive_and_goes_with_it(tmp_path: Path) -> None:
    file = tmp_path / heartbeat.NAME
    async with heartbeat.beating(tmp_path, lambda: True, interval=0.01):
        await _until(file.exists)
        first = file.stat().st_mtime_ns
        await _until(lambda: file.stat().st_mtime_ns > first)
    assert not file.exists()


async def test_no_beat_says_of_a_bot_without_connection_that_it_has_one(tmp_path: Path) -> None:
    async with heartbeat.beating(tmp_path, lambda: False, interval=0.01):
        await asyncio.sleep(0.1)
        assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_is_gone_is_told_and_the_bot_goes_on(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with heartbeat.beating(tmp_path / "gone", lambda: True, interval=0.01):
            await _until(lambda: len(logs) > 1)
    assert {entry["log_level"] for entry in logs} == {"warning"}


WATCHED = """
import asyncio, time
from bot import heartbeat

def stuck():
    time.sleep(60)

async def main():
    async with heartbeat.watched(0.5):
        await asyncio.sleep(1)
        print("well", flush=True)
        {then}

asyncio.run(main())
time.sleep(1)
"""


@pytest.mark.parametrize(("then", "status"), [("stuck()", 1), ("pass", 0)])
async def test_a_bot_whose_loop_stands_still_ends_and_says_where_and_another_one_goes_on(
    then: str, status: int
) -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WATCHED.format(then=then), stdout=pipe, stderr=pipe
    )
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert (out, process.returncode) == (b"well\n", status)
    assert (b"in stuck" in err) is bool(status)


@pytest_asyncio.fixture
async def discord_here(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[bridge.Bridge]:
    world = World()
    await world.start()
    async with bridge.opened(settled(world), TOKEN) as opened:
        monkeypatch.setattr(discord.http.Route, "BASE", f"{opened.address}/api/v10")
        gateway = URL(f"ws{opened.address.removeprefix('http')}/gateway")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        yield opened
    await world.shutdown()


async def test_a_bot_counts_as_connected_from_ready_until_its_connection_is_lost(discord_here: bridge.Bridge) -> None:
    async with discord.Client(intents=discord.Intents(guilds=True)) as bot:
        assert not heartbeat.connected(bot)
        await bot.login(TOKEN)
        assert not heartbeat.connected(bot)
        running = asyncio.create_task(bot.connect())
        await bot.wait_until_ready()
        assert heartbeat.connected(bot)

        await discord_here.close()
        await _until(lambda: not heartbeat.connected(bot))
        assert bot.is_ready()

        await bot.close()
        running.cancel()
    assert not heartbeat.connected(bot)
