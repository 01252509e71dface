"""A worker that will not start, and a bot that is told to stop: what whoever waits sees of it."""

from __future__ import annotations

import asyncio

import pytest

from generator.events import Progress, Queued
from tests.discord.world import World

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_a_picture_that_is_being_drawn_when_the_bot_stops_still_comes(world: World) -> None:
    world.gate.shut(Progress(job=0, step=1, of=2))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    await world.until(lambda: "step 1 of 2" in world.last.content)
    closing = asyncio.create_task(world.bot.delivery.close())
    await asyncio.sleep(0.1)
    assert not closing.done()
    world.gate.open()
    await closing
    assert world.last.attachments


async def test_whoever_waits_for_a_worker_that_cannot_start_is_told_and_gets_their_picture(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=1, stalled=True))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    await world.until(lambda: "won't start" in world.last.content)
    world.gate.open()
    await world.env.settle()
    assert world.last.attachments
