"""How much people may ask for, as they notice it: in the channel, in a direct message, by a role, after a restart."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import simcord

from bot.settings import Data, RoleLimits, Settings
from generator.events import Queued
from tests.discord.conftest import quick
from tests.discord.world import World

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

FRIENDLY = 424242424242424242
"""A server where everybody has more."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shipped = quick()
    friends = RoleLimits(id=FRIENDLY, at_once=3, a_day=0)
    limits = shipped.limits.model_copy(update={"at_once": 1, "a_day": 2, "roles": (friends,)})
    return shipped.model_copy(update={"data": Data(folder=tmp_path / "data"), "limits": limits})


def told(result: simcord.InteractionResult) -> str:
    assert result.response is not None and result.response.ephemeral
    return result.response.content


def midnight(text: str) -> bool:
    """Whether the time in ``text`` is the coming midnight, UTC."""
    [mark] = re.findall(r"<t:(\d+):R>", text)
    now = datetime.datetime.now(datetime.UTC)
    until = datetime.datetime.fromtimestamp(int(mark), datetime.UTC)
    return until.time() == datetime.time() and now < until <= now + datetime.timedelta(days=1)


async def test_whoever_has_used_up_the_day_is_told_when_it_goes_on_wherever_they_ask(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    words = told(await world.mia.slash(world.channel, "imagine", prompt="a cat"))
    assert "your 2 request(s) of today" in words and midnight(words)
    await world.mia.send(world.channel, "make it green", reply_to=first)
    assert "of today" in world.last.content and not world.last.attachments
    world.locales[world.mia.id] = "ja"
    pressed = await world.mia.click(first, custom_id="egaku:vary:1:1")
    words = pressed.followups[-1].content
    assert "今日の 2 件を使い切りました" in words and midnight(words)
    assert (await world.drawn("a blue star", world.kenji)).attachments, "others still may"


async def test_the_day_is_as_used_up_in_a_direct_message_and_after_a_restart(world: World) -> None:
    await world.mia.user.slash("imagine", prompt="a red circle")
    await world.mia.user.send_dm("make it blue")
    assert world.ours(world.mia.user.dm_channel)[-1].attachments
    await world.restart()
    assert midnight(told(await world.mia.user.slash("imagine", prompt="a cat")))
    assert midnight(told(await world.mia.slash(world.channel, "imagine", prompt="a cat")))


async def test_whoever_has_enough_under_way_is_told_when_the_next_place_is_free(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=40))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    refused = await world.mia.slash(world.channel, "imagine", prompt="a blue star")
    await world.until(lambda: refused.response and "under way" in told(refused))
    assert "You have 1 request(s) under way" in told(refused) and "/queue" in told(refused)
    await world.mia.click(world.last, label="Cancel")
    await world.until(lambda: "Cancelled" in world.last.content)
    again = await world.mia.slash(world.channel, "imagine", prompt="a blue star")
    await world.placeholder(2)
    world.gate.open()
    await world.env.settle()
    assert world.last.attachments and again.response is None
    assert (await world.drawn("what was cancelled did not count")).attachments
    assert "of today" in told(await world.mia.slash(world.channel, "imagine", prompt="a cat"))


async def test_a_role_has_other_limits_on_its_own_server_alone(world: World) -> None:
    friendly = world.env.create_guild("Friends", id=FRIENDLY)
    channel = friendly.create_text_channel("drawing")
    mia = friendly.add_member(world.mia.user)
    for number in range(3):
        await mia.slash(channel, "imagine", prompt=f"a red circle --seed {number}")
    first = world.ours(channel)[0]
    await mia.send(channel, "make it blue", reply_to=first)
    assert [len(each.attachments) for each in world.ours(channel)] == [1, 1, 1, 1]
    assert "of today" in told(await world.mia.slash(world.channel, "imagine", prompt="a cat"))
