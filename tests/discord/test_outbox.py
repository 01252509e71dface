"""Every result arrives once, somewhere: what happens where it cannot stand where it was asked for."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.errors import BackendError
from simcord.backend.models import Overwrite
from simcord.enums import ChannelType, OverwriteType
from simcord.http import router

import storage
from bot.cards import Attached
from bot.i18n import say
from bot.writing import Writing
from generator.events import Finished, Queued
from tests.discord.test_buttons import told
from tests.discord.world import MEANS, World, labels

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

NEXT = Queued(job=0, position=0, eta=1)


def thread(world: World, kind: ChannelType = ChannelType.PUBLIC_THREAD) -> simcord.ChannelHandle:
    """In the channel; everybody is in it from now on. Returns the channel around it."""
    around = world.channel
    made = world.env.backend.create_thread(around.id, "comic", world.mia.id, type=kind)
    world.channel = simcord.ChannelHandle(world.env, world.guild, made)
    return around


async def waiting(world: World) -> discord.Message:
    """The placeholder of a picture that is drawn once the gate opens."""
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    return await world.placeholder()


async def opened(world: World) -> None:
    world.gate.open()
    await world.env.settle()


def allow(world: World, channel: simcord.ChannelHandle, **permissions: bool) -> None:
    me = world.env.backend.bot_user.id
    overwrite = Overwrite(
        target_id=me, type=OverwriteType.MEMBER, allow=discord.Permissions(**permissions).value, deny=0
    )
    world.env.backend.set_overwrite(channel.id, overwrite)


def refuse_direct_messages(world: World) -> None:
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)


async def undelivered(world: World) -> int:
    return len(await world.house.studio.storage.jobs.undelivered())


# -- where it stands instead


async def test_in_an_archived_thread_it_stands_in_its_message_once_that_is_open_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = thread(world)
    placeholder = await waiting(world)
    allow(world, around, manage_channels=True)  # simcord asks for it; Discord does not
    path = f"/channels/{world.channel.id}"
    world.env.inject_error("PATCH", f"{path}/messages/*", status=400, code=50083, times=None)
    after(world, monkeypatch, "PATCH", lambda asked: asked == path, world.env.backend.faults.clear)
    await opened(world)
    assert world.last.id == placeholder.id and world.last.attachments and len(world.ours()) == 1
    assert [each.path for each in world.env.http_requests if each.method == "PATCH" and each.path == path] == [path]
    assert world.ours(around) == [] and await undelivered(world) == 0


@pytest.mark.parametrize("japanese", [False, True])
async def test_out_of_a_locked_thread_it_comes_to_the_channel_around_it(world: World, japanese: bool) -> None:
    world.locales[world.mia.id] = "ja" if japanese else "en-US"
    around = thread(world)
    await waiting(world)
    world.env.inject_error("PATCH", f"/channels/{world.channel.id}/messages/*", status=400, code=50083, times=None)
    world.env.inject_error("PATCH", f"/channels/{world.channel.id}", status=403, code=50013, times=None)
    await opened(world)
    [message] = world.ours(around)
    words = say("card.elsewhere", "ja" if japanese else "en", channel=world.channel.id)
    assert message.attachments and words in message.content
    assert world.ours(world.mia.user.dm_channel) == [] and await undelivered(world) == 0
    await world.mia.send(around, "make it blue", reply_to=message)
    assert "make it blue" in world.ours(around)[-1].content and world.ours(around)[-1].attachments


@pytest.mark.parametrize("restarted", [False, True])
async def test_out_of_a_deleted_thread_it_comes_to_the_channel_around_it(world: World, restarted: bool) -> None:
    around = thread(world)
    await waiting(world)
    world.env.backend.delete_channel(world.channel.id)
    if restarted:
        await world.restart()
    await opened(world)
    [message] = world.ours(around)
    assert message.attachments and "a red circle" in message.content
    assert world.ours(world.mia.user.dm_channel) == [] and await undelivered(world) == 0


@pytest.mark.parametrize("code", [50008, 40058])
async def test_where_the_channel_around_takes_no_messages_it_comes_to_its_owner(world: World, code: int) -> None:
    around = thread(world)
    await waiting(world)
    world.env.backend.delete_channel(world.channel.id)
    world.env.inject_error("POST", f"/channels/{around.id}/messages", status=400, code=code, times=None)
    await opened(world)
    [message] = world.ours(world.mia.user.dm_channel)
    assert message.attachments and await undelivered(world) == 0 and not await world.house.studio.storage.kept.of(1)


async def test_what_was_asked_in_a_private_thread_is_shown_to_its_owner_alone(world: World) -> None:
    around = thread(world, ChannelType.PRIVATE_THREAD)
    await waiting(world)
    world.env.backend.delete_channel(world.channel.id)
    await opened(world)
    assert world.ours(around) == []
    [message] = world.ours(world.mia.user.dm_channel)
    assert message.attachments


@pytest.mark.parametrize(("status", "code"), [(429, 30046), (403, 50005)])
async def test_a_message_that_cannot_be_changed_any_more_is_replaced(world: World, status: int, code: int) -> None:
    placeholder = await waiting(world)
    path = f"/channels/{world.channel.id}/messages/{placeholder.id}"
    world.env.inject_error("PATCH", path, status=status, code=code, times=None)
    await opened(world)
    [message] = world.ours()
    assert message.id != placeholder.id and message.attachments and await undelivered(world) == 0
    await world.mia.send(world.channel, "make it blue", reply_to=message)
    assert "make it blue" in world.last.content


async def test_a_replaced_message_of_which_nobody_knows_stays_the_only_one(world: World) -> None:
    placeholder = await waiting(world)
    stuck = f"/channels/{world.channel.id}/messages/{placeholder.id}"
    for method in ("PATCH", "DELETE"):
        world.env.inject_error(method, stuck, status=403, code=50005, times=None)
    await opened(world)
    old, new = world.ours()
    assert old.id == placeholder.id and new.attachments
    with books(world) as other:
        other.execute("DELETE FROM posts")
        other.execute("UPDATE jobs SET delivered_at = NULL")
    await world.restart()
    await world.env.settle()
    assert [each.id for each in world.ours()] == [old.id, new.id] and await undelivered(world) == 0


async def test_files_that_are_too_large_for_discord_are_made_smaller(world: World) -> None:
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=413, code=40005, times=3)
    await world.drawn()
    assert world.last.attachments and await undelivered(world) == 0


async def test_words_that_stand_for_a_picture_are_found_again(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, times=6)
    world.gate.shut()
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await opened(world)
    [message] = world.ours()
    assert "/history has it" in message.content and labels(message)
    with books(world) as other:
        other.execute("DELETE FROM posts")
        other.execute("UPDATE jobs SET delivered_at = NULL")
    await world.restart()
    await world.env.settle()
    [found] = world.ours()
    assert found.id == message.id and found.attachments


@contextlib.contextmanager
def books(world: World) -> Any:
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other, other:
        yield other


# -- what can be shown nowhere


async def kept(world: World) -> None:
    """A picture of mia's that nobody could be shown."""
    placeholder = await waiting(world)
    refuse_direct_messages(world)
    world.env.inject_error("*", f"/channels/{world.channel.id}/messages*", status=403, code=50001, times=None)
    await opened(world)
    assert placeholder.id == world.last.id and not world.last.attachments
    assert await undelivered(world) == 0
    assert len(await world.house.studio.storage.kept.of(1)) == 1
    world.env.backend.faults.clear()
    refuse_direct_messages(world)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("locale", ["en-US", "ja"])
async def test_what_is_kept_is_told_at_the_next_contact_once(world: World, restarted: bool, locale: str) -> None:
    world.locales[world.mia.id] = locale
    await kept(world)
    if restarted:
        await world.restart()
    words = say("kept.drawn", locale[:2], count=1)
    assert words not in told(await world.kenji.slash(world.channel, "history"))
    assert words in told(await world.mia.slash(world.channel, "help"))
    if restarted:
        await world.restart()
    assert words not in told(await world.mia.slash(world.channel, "help"))
    history = await world.mia.slash(world.channel, "history")
    assert history.response is not None and history.response.attachments


async def test_who_replies_and_takes_no_direct_message_is_told_below(world: World) -> None:
    first = await world.drawn("a blue star")
    world.env.backend.faults.clear()
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder(2)
    refuse_direct_messages(world)
    world.env.inject_error("*", f"/channels/{world.channel.id}/messages*", status=403, code=50001, times=None)
    await opened(world)
    world.env.backend.faults.clear()
    refuse_direct_messages(world)
    for _ in range(2):
        await world.mia.send(world.channel, "make it green", reply_to=first)
    said = [each.content for each in world.ours()]
    assert said.count(say("kept.drawn", "en", count=1)) == 1
    assert sum("make it green" in each.content and bool(each.attachments) for each in world.ours()) == 2


async def test_who_waits_for_a_picture_reads_it_there_and_it_stays(world: World) -> None:
    await kept(world)
    result = await world.mia.slash(world.channel, "imagine", prompt="a blue star")
    assert world.last.attachments and "a blue star" in world.last.content
    assert told(result) == say("kept.drawn", "en", count=1)


async def test_a_telling_that_fails_is_left_to_the_next_contact(world: World) -> None:
    await kept(world)
    world.env.inject_error("POST", "/webhooks/*", status=503, times=1)
    words = say("kept.drawn", "en", count=1)
    assert words not in told(await world.mia.slash(world.channel, "help"))
    assert words in told(await world.mia.slash(world.channel, "help"))


async def test_of_two_contacts_at_once_one_is_told(world: World) -> None:
    await kept(world)
    world.env.backend.faults.clear()
    await world.restart()  # so that nobody has looked yet
    asking = Writing(world.bot, world.last, frozenset())
    asking.person = await world.house.studio.storage.people.get(1)
    await asyncio.gather(*(world.bot.kept.tell(asking) for _ in range(3)))
    assert len(world.ours(world.mia.user.dm_channel)) == 1


async def test_a_failure_that_nobody_could_be_shown_is_told(world: World) -> None:
    await kept(world)
    job = (await world.house.studio.storage.kept.of(1))[0]
    await world.house.studio.storage.kept.told(1, [job.id])
    first = await world.house.studio.storage.turns.get(1, 1)
    failed = await world.house.studio.storage.jobs.accept(
        1, request_key="discord:7", text="x", action="imagine", intent={}, recipes=first.recipes, place=first.place
    )
    await world.house.studio.storage.jobs.fail(failed.job.id, "internal")
    await world.house.studio.storage.kept.put(failed.job.id)
    await world.restart()
    assert say("kept.not_drawn", "en", count=1) in told(await world.mia.slash(world.channel, "help"))


# -- while Discord is away


async def test_results_that_wait_for_discord_are_not_in_memory_and_each_arrives_once(world: World) -> None:
    people = [world.guild.add_member(world.env.create_user(f"user{number}")) for number in range(10)]
    world.gate.shut(NEXT)
    for number in range(30):
        await people[number % 10].slash(world.channel, "imagine", prompt=f"a red circle --seed {number} --steps 1")
    await world.placeholder(30)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=None)
    world.gate.open()
    async with asyncio.timeout(60):
        while await undelivered(world) < 30:
            await asyncio.sleep(0.05)
    held = []
    for _ in range(20):
        await asyncio.sleep(0.02)
        held.append(sum(type(each) in (Attached, Finished) for each in gc.get_objects()))
    # The executor's reader has the latest one in hand until the next comes.
    assert max(held) <= MEANS.at_once and min(held) <= 1
    world.env.backend.faults.clear()
    await world.env.settle()
    assert [len(each.attachments) for each in world.ours()] == [1] * 30 and len(world.messages()) == 30
    assert await undelivered(world) == 0


@pytest.mark.parametrize("code", [0, 40333])
async def test_who_is_kept_away_from_discord_for_a_while_delivers_afterwards(world: World, code: int) -> None:
    placeholder = await waiting(world)
    for method, path in (("*", "/channels/*/messages*"), ("POST", "/users/@me/channels")):
        world.env.inject_error(method, path, status=403, code=code, times=3)
    await opened(world)
    assert world.last.id == placeholder.id and world.last.attachments and len(world.ours()) == 1
    assert await undelivered(world) == 0 and not await world.house.studio.storage.kept.of(1)


# -- once, and not after a deletion


def after(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str, path: Callable[[str], bool], then: Callable[[], None]
) -> None:
    """Let ``then`` happen once Discord has done what such a request asks for, and before it answers."""
    dispatch = router.dispatch

    def dispatched(backend: Any, asked: str, where: str, **rest: Any) -> Any:
        result = dispatch(backend, asked, where, **rest)
        if asked == method and path(where):
            then()
        return result

    monkeypatch.setattr(router, "dispatch", dispatched)


@pytest.mark.parametrize("label", ["V1", "U1"])
async def test_an_answer_that_was_lost_after_it_arrived_makes_no_second_message(
    world: World, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    world.elsewhere.add(world.channel.id)
    first = await world.drawn()
    lost: list[int] = []

    def lose() -> None:
        if len(lost) < 3:
            lost.append(1)
            raise BackendError(502, 0, "Bad Gateway")

    for method in ("POST", "PATCH"):
        after(world, monkeypatch, method, lambda path: path.startswith("/webhooks/"), lose)
    await world.mia.click(first, label=label)
    assert lost and len(world.ours()) == 2 and world.last.attachments


def delete_first_turn(world: World) -> Callable[[], None]:
    """By another process, as far as the bot can tell."""

    async def delete() -> None:
        async with storage.open(world.house.settings.data.folder) as other:
            with contextlib.suppress(storage.errors.Missing):
                await other.turns.delete(1, 1)

    def run() -> None:
        thread = threading.Thread(target=lambda: asyncio.run(delete()))
        thread.start()
        thread.join()

    return run


async def test_what_is_deleted_while_its_first_message_is_sent_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    after(world, monkeypatch, "POST", lambda path: path.endswith("/messages"), delete_first_turn(world))
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.until(lambda: world.bot.delivery.event_of(1) is None)
    await opened(world)
    assert world.ours() == []


async def test_what_is_deleted_while_it_is_sent_to_the_asker_alone_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    world.gate.shut(NEXT)
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.until(lambda: "Next in line" in told(result))
    delete = delete_first_turn(world)

    def deleted() -> None:
        if result.response is not None and "version 1" in result.response.content:
            delete()

    after(world, monkeypatch, "PATCH", lambda path: path.startswith("/webhooks/"), deleted)
    await opened(world)
    ephemeral = [each for each in world.channel.history() if each.flags.ephemeral]
    assert ephemeral == [] and world.ours() == [] and world.ours(world.mia.user.dm_channel) == []


async def test_where_words_give_way_to_a_picture_is_noted_before_anything_is_shown_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: "still being drawn" in world.last.content)
    waits, noted = str(world.last.id), []

    def look() -> None:
        with books(world) as other:
            noted.append(other.execute("SELECT turn_id FROM posts WHERE message = ?", (waits,)).fetchall())

    after(world, monkeypatch, "PATCH", lambda path: path.endswith(waits), look)
    world.gate.open()
    await world.env.settle()
    assert noted[0] == [(2,)] and str(world.last.id) == waits
