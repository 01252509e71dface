"""Over sockets: what was asked is on disk before Discord hears so, and is answered whatever then happens to the bot."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.playground.weather import Cut, Trouble
from tests.e2e.street import Street, finished, living

pytestmark = [pytest.mark.model, pytest.mark.crash, pytest.mark.asyncio(loop_scope="session")]

CALLBACK = "POST .*/callback"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def street(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    async with living(tmp_path_factory.mktemp("data")) as street:
        yield street


def noted(data: Path) -> int:
    with contextlib.closing(sqlite3.connect(data / "egaku.db")) as database:
        return int(database.execute("SELECT count(*) FROM requests").fetchone()[0])


async def test_a_command_is_on_disk_before_discord_hears_of_it_and_drawn_though_the_bot_dies_right_then(
    street: Street,
) -> None:
    on_disk: list[int] = []
    dead = asyncio.Event()

    async def look() -> None:
        on_disk.append(noted(street.data))

    async def kill() -> None:
        assert street.bot is not None
        await street.bot.kill()
        dead.set()

    street.weather(Trouble(CALLBACK, look, times=1), Trouble(CALLBACK, kill, after=True, times=1))
    asked = await street.town.mia.member.slash(street.here, "imagine", prompt="a red circle")
    await asyncio.wait_for(dead.wait(), 30)
    assert on_disk == [1] and street.by_the_bot() == []

    await street.start_bot()
    await street.until(lambda: street.by_the_bot() and finished(street.latest()))
    assert len(street.by_the_bot()) == 1 and "a red circle" in street.latest().content
    await street.until(lambda: noted(street.data) == 0)
    assert asked.response is None, "the private waiting has to go"


async def test_a_command_of_which_discord_did_not_hear_is_not_drawn_by_the_next_bot(street: Street) -> None:
    before, dead = len(street.by_the_bot()), asyncio.Event()

    async def kill() -> None:
        assert street.bot is not None
        await street.bot.kill()
        dead.set()

    # Discord hears nothing: the line was cut.
    street.weather(Trouble(CALLBACK, kill, times=1), Trouble(CALLBACK, Cut(), times=1))
    await street.town.mia.member.slash(street.here, "imagine", prompt="a blue star")
    await asyncio.wait_for(dead.wait(), 30)
    assert noted(street.data) == 1

    await street.start_bot()
    await street.until(lambda: noted(street.data) == 0)
    later = await street.imagine(street.town.kenji, "a green star")
    assert street.by_the_bot()[before:] == [later]
