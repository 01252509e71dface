"""A simulated Discord in this process, the real bot in it, a real data folder, and one worker with the demo models."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import discord
import pytest
import pytest_asyncio
import simcord
import simcord.interactions

from bot import bootstrap
from bot.client import Bot
from bot.settings import Data, Settings, load
from generator.executors.local import LocalExecutor
from tests.discord.world import AGAIN_AFTER, MEANS, PACE, Env, Gate, World, populated


def quick() -> Settings:
    """The shipped settings, but two steps and often a preview: what is drawn does not matter here."""
    shipped = load()
    demo = shipped.models["demo"].model_copy(update={"steps": 2, "edit_steps": 2})
    worker = shipped.worker.model_copy(update={"preview_interval": 0.1})
    return shipped.model_copy(update={"models": {"demo": demo}, "worker": worker})


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def executor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalExecutor]:
    settings = quick().model_copy(update={"data": Data(folder=tmp_path_factory.mktemp("worker"))})
    async with bootstrap.worker_of(settings) as executor:
        await executor.ready()
        yield executor


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return quick().model_copy(update={"data": Data(folder=tmp_path / "data")})


@pytest_asyncio.fixture(loop_scope="session")
async def gate(executor: LocalExecutor) -> Gate:
    return Gate(executor)


@pytest_asyncio.fixture(loop_scope="session")
async def house(settings: Settings, gate: Gate) -> AsyncIterator[bootstrap.House]:
    async with bootstrap.storage_of(settings) as kept:
        yield bootstrap.furnished(settings, kept, cast(LocalExecutor, gate))


@pytest.fixture
def locales() -> dict[int, str]:
    return {}


@pytest.fixture
def elsewhere() -> set[int]:
    return set()


@pytest.fixture(autouse=True)
def _as_discord_sends_it(monkeypatch: pytest.MonkeyPatch, locales: dict[int, str], elsewhere: set[int]) -> None:
    """Interactions with the user's own language, and of a user's own installation: simcord has neither."""
    sent = simcord.interactions.base_payload

    def payload(backend: Any, *, channel_id: int, user_id: int, **rest: Any) -> tuple[Any, dict[str, Any]]:
        record, made = sent(backend, channel_id=channel_id, user_id=user_id, **rest)
        made["locale"] = locales.get(user_id, "en-US")
        if channel_id in elsewhere:
            made |= {"context": 2, "user": made.pop("member", {}).get("user") or made.get("user")}
            made.pop("guild_id", None)
        return record, made

    monkeypatch.setattr(simcord.interactions, "base_payload", payload)


@pytest_asyncio.fixture(loop_scope="session")
async def env(house: bootstrap.House, gate: Gate) -> AsyncIterator[Env]:
    # No privileged intent is approved: what Discord would hide is hidden.
    bot = Bot(house, pace=PACE, again_after=AGAIN_AFTER, means=MEANS)
    env = Env(bot, approved_intents=discord.Intents(0), settle_timeout=60)
    env.gate = gate
    await env.start()
    yield env
    gate.open()
    await env.shutdown()
    env.raise_errors()


@pytest.fixture
def world(env: Env, house: bootstrap.House, gate: Gate, locales: dict[int, str], elsewhere: set[int]) -> World:
    return populated(env, house, gate, locales, elsewhere)
