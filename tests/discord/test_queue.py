"""/queue: one's own in pages; everybody's, without their words, for those who manage the server."""

from __future__ import annotations

import discord
import pytest
import simcord

from bot.i18n import say
from generator.events import Queued
from tests.discord.world import World, custom_ids, labels

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

SECRET = "a secret wish"


def told(result: simcord.InteractionResult) -> str:
    assert result.response is not None and result.response.ephemeral
    return result.response.content


def keys(result: simcord.InteractionResult) -> list[str | None]:
    assert result.response is not None
    return custom_ids(result.response.message)


async def queued(world: World, count: int, who: simcord.MemberActor | None = None) -> None:
    """Requests that wait behind the gate."""
    if not world.gate.is_shut:
        world.gate.shut(Queued(job=0, position=3, eta=40))
    before = len(world.ours())
    for number in range(before + 1, before + count + 1):
        await (who or world.mia).slash(world.channel, "imagine", prompt=f"{SECRET} {number}")
        await world.placeholder(number)


async def asked(world: World, who: simcord.MemberActor, words: str, **options: object) -> simcord.InteractionResult:
    result = await who.slash(world.channel, "queue", **options)
    await world.until(lambda: result.response and words in told(result))
    return result


async def opened(world: World) -> None:
    world.gate.open()
    await world.env.settle()


@pytest.fixture
def yuki(world: World) -> simcord.MemberActor:
    """Manages the server."""
    role = world.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("yuki"), roles=[role])


async def test_a_long_queue_has_pages_that_stay_where_they_are(world: World) -> None:
    await queued(world, 7)
    result = await asked(world, world.mia, f"{SECRET} 5")
    assert "and 2 more" in told(result) and f"{SECRET} 6" not in told(result)
    assert keys(result)[5:] == ["egaku:queue:5"]
    assert result.response is not None
    await world.mia.click(result.response, custom_id="egaku:queue:5")
    await world.until(lambda: f"{SECRET} 7" in told(result))
    assert keys(result) == ["egaku:cancel:6:5", "egaku:cancel:7:5", "egaku:queue:0"]
    await world.mia.click(result.response, custom_id="egaku:cancel:6:5")
    await world.until(lambda: keys(result) == ["egaku:cancel:7:5", "egaku:queue:0"])
    await world.mia.click(result.response, custom_id="egaku:cancel:7:5")
    await world.until(lambda: f"{SECRET} 1" in told(result))
    assert len(keys(result)) == 5, "nothing is left on that page: the first one is shown"
    await opened(world)


async def test_those_who_manage_the_server_see_everybodys_without_words(
    world: World, yuki: simcord.MemberActor
) -> None:
    assert "Nobody" in told(await yuki.slash(world.channel, "queue", everyone=True))
    await queued(world, 1)
    await queued(world, 1, world.kenji)
    result = await asked(world, yuki, "under way", everyone=True)
    shown = told(result)
    assert f"<@{world.mia.id}>" in shown and f"<@{world.kenji.id}>" in shown
    assert "3 before this one" in shown and "demo × 1" in shown and "<t:" in shown
    assert SECRET not in shown
    assert keys(result) == ["egaku:stop:1", "egaku:stop:2"]
    await opened(world)


async def test_nobody_else_sees_them_nor_may_press_what_those_see(world: World, yuki: simcord.MemberActor) -> None:
    await queued(world, 1)
    refused = await asked(world, world.kenji, "may manage this server", everyone=True)
    assert keys(refused) == []
    world.locales[world.kenji.id] = "ja"
    await asked(world, world.kenji, say("error.not_a_manager", "ja"), everyone=True)
    direct = await world.kenji.user.slash("queue", everyone=True)
    await world.until(lambda: direct.response and direct.response.content == say("error.not_a_manager", "ja"))
    result = await asked(world, yuki, "under way", everyone=True)
    assert result.response is not None
    [role] = [each.id for name, each in world.guild.roles.items() if name == "keepers"]
    world.env.backend.remove_member_role(world.guild.id, yuki.id, role)
    pressed = await yuki.click(result.response, custom_id="egaku:stop:1")
    await world.until(lambda: pressed.followups and "may manage" in pressed.followups[-1].content)
    await opened(world)
    assert world.last.attachments


async def test_they_may_stop_any_and_its_owner_is_told_who_did(world: World, yuki: simcord.MemberActor) -> None:
    await queued(world, 3)
    world.locales[world.mia.id] = "ja"
    result = await asked(world, yuki, "under way", everyone=True)
    assert result.response is not None
    await yuki.click(result.response, custom_id="egaku:stop:2")
    await world.until(lambda: keys(result) == ["egaku:stop:1", "egaku:stop:3"])
    await world.until(lambda: say("card.stopped", "en") in world.ours()[1].content)
    await yuki.click(world.ours()[2], label="Cancel")
    await world.until(lambda: say("card.stopped", "en") in world.ours()[2].content)
    await opened(world)
    assert [len(each.attachments) for each in world.ours()] == [1, 0, 0]
    assert labels(world.last)[0].endswith("Try again")


async def test_they_stop_nothing_of_another_server(world: World, yuki: simcord.MemberActor) -> None:
    other = world.env.create_guild("Elsewhere")
    channel = other.create_text_channel("drawing")
    mia = other.add_member(world.mia.user)
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await mia.slash(channel, "imagine", prompt=SECRET)
    await world.until(lambda: world.ours(channel))
    await queued(world, 1)
    result = await asked(world, yuki, "under way", everyone=True)
    assert keys(result) == ["egaku:stop:2"]
    await opened(world)
    assert world.ours(channel)[0].attachments
