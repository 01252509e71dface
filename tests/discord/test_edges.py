"""What goes wrong in a chat, and what people then see."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
import os
import re
import sqlite3

import discord
import pytest
from PIL import Image
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

import storage
from bot.attachments import AT_ONCE
from generator.events import Queued
from storage.states import MAX_ATTEMPTS
from tests.discord.test_buttons import told
from tests.discord.world import World, labels, png

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

NEXT = Queued(job=0, position=0, eta=1)


# -- replies that cannot be followed


async def test_a_reply_without_a_ping_is_told_how_once(world: World) -> None:
    first = await world.drawn()
    for text in ("make it blue", "please"):
        world.env.backend.create_message(world.channel.id, world.mia.id, **world.silent_reply(world.mia, text, first))
        await world.env.settle()
    assert "without a ping" in world.last.content and len(world.ours()) == 2
    shown = await world.mia.click(first, label="Refine")
    await world.mia.submit_modal(shown, {"wish": "make it blue"})
    assert world.last.attachments


async def test_a_reply_to_a_deleted_version_says_so(world: World) -> None:
    first = await world.drawn()
    await world.house.studio.storage.turns.delete(1, 1)
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    assert "may have been deleted" in world.last.content and not world.last.attachments


async def test_replies_to_other_people_are_none_of_our_business(world: World) -> None:
    await world.drawn()
    hello = await world.kenji.send(world.channel, "hello")
    await world.mia.send(world.channel, "make it blue", reply_to=hello)
    assert len(world.ours()) == 1


async def test_a_reply_to_words_of_the_bots_is_answered_with_what_to_do(world: World) -> None:
    await world.mia.send(world.channel, f"<@{world.env.backend.bot_user.id}> make it blue")
    await world.mia.send(world.channel, "make it blue", reply_to=world.last)
    assert "Reply to one of my pictures" in world.last.content


async def test_another_bots_reply_starts_nothing(world: World) -> None:
    first = await world.drawn()
    other = world.guild.add_member(world.env.create_user("other", bot=True))
    await other.send(world.channel, "make it blue", reply_to=first)
    assert len([each for each in world.ours() if each.author.id != other.id]) == 1


async def test_editing_or_deleting_ones_reply_changes_nothing(world: World) -> None:
    first = await world.drawn()
    world.gate.shut(NEXT)
    said = await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.placeholder(2)
    await world.mia.edit(said, "make it green")
    await world.mia.delete(said)
    world.gate.open()
    await world.env.settle()
    assert len(world.ours()) == 2 and world.last.attachments and "make it blue" in world.last.content


async def test_a_reply_deleted_before_its_placeholder_still_gets_its_picture(world: World) -> None:
    first = await world.drawn()
    world.gate.shut()
    said = await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.mia.delete(said)
    world.gate.open()
    await world.env.settle()
    assert len(world.ours()) == 2 and world.last.attachments


async def test_a_reply_with_a_picture_changes_that_picture(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first, attachments=[("mine.png", png("red", 200))])
    turn = await world.house.studio.storage.turns.get(1, 2)
    assert turn.parent == 1 and turn.recipes[0].source != turn.pictures[0].sha256 and world.last.attachments
    assert turn.recipes[0].source != (await world.house.studio.storage.turns.get(1, 1)).pictures[0].sha256
    await world.mia.send(world.channel, "undo", reply_to=world.last)
    assert "a red circle" in world.last.content


async def test_a_picture_that_comes_with_chatter_starts_nothing(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "lol", reply_to=first, attachments=[("meme.png", png())])
    assert world.ours() == [first]
    files = [("notes.txt", b"words"), ("mine.png", png("red", 200))]
    await world.mia.send(world.channel, "make it blue", reply_to=first, attachments=files)
    assert world.last.attachments


async def test_a_picture_of_ten_mebibytes_is_taken(world: World) -> None:
    buffer = io.BytesIO()
    Image.frombytes("RGB", (1880, 1880), os.urandom(1880 * 1880 * 3)).save(buffer, "PNG", compress_level=0)
    assert len(buffer.getvalue()) > 10 * 2**20
    await world.mia.slash(world.channel, "edit", image=("large.png", buffer.getvalue()), instruction="make it blue")
    assert world.last.attachments


async def test_talking_about_the_bot_is_not_talking_to_it(world: World) -> None:
    await world.drawn()
    await world.mia.send(world.channel, f"have you seen <@{world.env.backend.bot_user.id}> already?")
    assert len(world.ours()) == 1


async def test_who_was_never_met_is_answered_in_the_language_they_write(world: World) -> None:
    first = await world.drawn()
    await world.kenji.send(world.channel, "3枚目を青くして", reply_to=first)
    assert "3枚目の絵はありません" in world.last.content


# -- what is deleted


async def test_nothing_appears_of_a_version_that_was_deleted_while_it_was_drawn(world: World) -> None:
    first = await world.drawn()
    world.gate.shut(NEXT)
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    placeholder = await world.placeholder(2)
    await world.house.studio.storage.turns.delete(1, 2)
    world.gate.open()
    await world.env.settle()
    assert (await world.house.studio.storage.pictures.history(1)).pictures[0].turn == 1
    assert not world.last.attachments and world.last.id == placeholder.id


async def test_a_placeholder_that_a_moderator_removed_does_not_come_back(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    world.env.backend.delete_message(world.channel.id, placeholder.id)
    world.gate.open()
    await world.env.settle()
    assert world.ours() == []
    assert await world.house.studio.storage.jobs.undelivered() == ()
    assert len((await world.house.studio.storage.pictures.history(1)).pictures) == 1, "it is in the history"


async def test_the_result_of_a_channel_that_vanished_comes_as_a_direct_message(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    world.env.backend.delete_channel(world.channel.id)
    await world.restart()
    world.gate.open()
    await world.env.settle()
    [message] = world.ours(world.mia.user.dm_channel)
    assert message.attachments and "a red circle" in message.content
    await world.mia.user.click(message, label="U1")
    assert "enlarged" in world.ours(world.mia.user.dm_channel)[-1].content


async def test_a_picture_that_was_deleted_before_it_could_be_shown_does_not_appear(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await _ended(world)
    await world.house.studio.storage.turns.delete(1, 1)
    world.env.backend.faults.clear()
    await world.until(lambda: world.bot.delivery.event_of(1) is None)
    assert world.messages() == []


# -- what is not allowed


@pytest.mark.parametrize(
    ("permission", "words"),
    [("attach_files", "Attach Files"), ("send_messages", "Send Messages"), ("view_channel", "View Channel")],
)
async def test_a_missing_permission_is_named_before_anything_is_drawn(
    world: World, permission: str, words: str
) -> None:
    me = world.guild.me
    assert me is not None
    await _forbid(world, permission)
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    assert words in told(result) and world.messages() == []
    assert await world.house.studio.storage.jobs.pending(1) == ()


async def test_a_reply_where_the_bot_may_not_write_is_answered_directly(world: World) -> None:
    first = await world.drawn()
    await _forbid(world, "send_messages")
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    assert len(world.ours()) == 1
    assert "Send Messages" in world.ours(world.mia.user.dm_channel)[-1].content


async def test_where_a_permission_goes_before_the_placeholder_the_asker_gets_the_picture_alone(world: World) -> None:
    world.gate.shut()
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await _accepted(world, 1)
    await _forbid(world, "send_messages")
    world.gate.open()
    await world.env.settle()
    assert result.response is not None and result.response.ephemeral and result.response.attachments
    assert await world.house.studio.storage.posts.of_turn(1, 1) == (), "nobody could find it there again"


async def test_where_a_channel_closes_while_it_draws_the_picture_comes_as_a_direct_message(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    await _forbid(world, "view_channel")
    world.gate.open()
    await world.env.settle()
    assert world.ours(world.mia.user.dm_channel)[-1].attachments


async def test_where_a_thread_is_archived_while_it_draws_the_picture_comes_as_a_direct_message(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    world.env.inject_error("PATCH", f"/channels/{world.channel.id}/messages/*", status=400, code=50083, times=None)
    world.gate.open()
    await world.env.settle()
    assert world.ours(world.mia.user.dm_channel)[-1].attachments


async def _ended(world: World) -> None:
    """An /imagine whose picture is there and cannot be shown."""
    world.gate.shut()
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    world.gate.open()
    async with asyncio.timeout(20):
        while not await world.house.studio.storage.jobs.undelivered():
            await asyncio.sleep(0.05)


async def _accepted(world: World, person: int) -> None:
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(storage.errors.Missing):
                if await world.house.studio.storage.jobs.pending(person):
                    return
            await asyncio.sleep(0.05)


async def _forbid(world: World, permission: str) -> None:
    """Of the bot, in the channel."""
    flag = discord.Permissions(**{permission: True}).value
    me = world.env.backend.bot_user.id
    world.env.backend.set_overwrite(
        world.channel.id, Overwrite(target_id=me, type=OverwriteType.MEMBER, allow=0, deny=flag)
    )
    await world.env.settle()


async def test_where_the_bot_is_no_member_results_come_by_the_interaction(world: World) -> None:
    world.elsewhere.add(world.channel.id)
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle --seed 1")
    assert result.response is not None and not result.response.ephemeral and result.response.attachments
    sent = [each for each in world.env.http_requests if each.path.startswith("/channels/")]
    assert sent == [], "no ordinary message is even tried"
    first = world.last
    shown = await world.mia.click(first, label="Refine")
    await world.mia.submit_modal(shown, {"wish": "make it blue"})
    assert world.last.attachments and "make it blue" in world.last.content
    shown = await world.mia.context_menu(world.channel, "Refine…", first)
    await world.mia.submit_modal(shown, {"wish": "make it green"})
    assert "make it green" in world.last.content
    await world.mia.click(world.last, custom_id="egaku:undo:3")
    assert "a red circle" in world.last.content
    await world.mia.click(first, label="V1")
    assert len(world.last.attachments) == 4


async def test_where_the_bot_is_no_member_a_result_is_deleted_in_place(world: World) -> None:
    world.elsewhere.add(world.channel.id)
    first = await world.drawn()
    before = labels(first)
    await world.mia.click(first, custom_id="egaku:delete:1")
    assert labels(world.last) == ["Delete for good", "Keep it"] and world.last.attachments
    await world.mia.click(world.last, label="Keep it")
    assert labels(world.last) == before
    await world.env.advance_time(5)
    await world.mia.click(world.last, custom_id="egaku:delete:1")
    _forbid_deleting(world)
    await world.mia.click(world.last, label="Delete for good")
    assert world.messages() == []


def _forbid_deleting(world: World) -> None:
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50001, times=None)


# -- what people write


@pytest.mark.parametrize(
    "prompt",
    [
        "@everyone @here a red circle",
        "[click](https://example.org) and [again](https://example.org) a red circle",
        "```\nout of the fence``` `inline` a red circle",
        "\u202eelcric der a\u2066 \u200ba red circle",
        "<t:0> <#1> ||spoiler|| # a red circle",
        "a red circle " + "very " * 700,
    ],
)
async def test_what_people_write_does_nothing_but_stand_there(world: World, prompt: str) -> None:
    message = await world.drawn(prompt)
    assert message.content.count("```") == 2 and len(message.content) <= 2000
    inside = message.content.split("```")[1]
    assert "red circle" in inside or "very" in inside
    assert not any(mark in message.content for mark in "\u202e\u2066\u200b")
    assert not message.mention_everyone and {each.id for each in message.mentions} <= {world.mia.id}
    assert message.attachments


async def test_thirty_requests_of_ten_people_all_arrive_each_in_its_message(world: World) -> None:
    people = [world.guild.add_member(world.env.create_user(f"user{number}")) for number in range(10)]
    world.gate.shut(NEXT)
    for number in range(30):
        await people[number % 10].slash(world.channel, "imagine", prompt=f"a red circle --seed {number} --steps 1")
    await world.placeholder(30)
    assert all(labels(each) == ["Cancel"] for each in world.ours())
    world.gate.open()
    await world.env.settle()
    assert all(len(each.attachments) == 1 for each in world.ours()) and len(world.messages()) == 30
    shown = "\n".join(each.content for each in world.ours())
    for number in range(30):
        by = people[number % 10].id
        card = rf"<@{by}>\n```\na red circle --seed {number} --steps 1\n```\n-# version \d+ · seed {number} ·"
        assert re.search(card, shown)


# -- what breaks off


async def test_a_restart_in_the_middle_goes_on_in_the_same_message(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    await world.bot.delivery.close()
    assert "I'm being restarted" in world.last.content and labels(world.last) == []
    await world.restart()
    world.gate.open()
    await world.env.settle()
    [message] = world.messages()
    assert message.id == placeholder.id and message.attachments
    await world.mia.send(world.channel, "make it blue", reply_to=message)
    assert world.last.attachments and "make it blue" in world.last.content


async def test_a_reply_that_waited_when_the_bot_died_is_carried_out(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: "still being drawn" in world.last.content)
    await world.restart()
    world.gate.open()
    await world.env.settle()
    assert len(world.ours()) == 2 and world.last.attachments and "make it blue" in world.last.content


async def test_a_reply_that_waits_when_the_bot_stops_goes_on_waiting(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: "still being drawn" in world.last.content)
    await world.bot.delivery.close()
    await asyncio.sleep(0.5)
    assert "still being drawn" in world.last.content
    await world.restart()
    world.gate.open()
    await world.env.settle()
    assert len(world.ours()) == 2 and world.last.attachments and "make it blue" in world.last.content


async def test_a_reply_that_waited_for_what_was_deleted_before_the_next_start_is_told_so(world: World) -> None:
    world.gate.shut(NEXT)
    placeholders = []
    for number in (1, 2):
        await world.mia.slash(world.channel, "imagine", prompt="a red circle")
        placeholders.append(await world.placeholder(number))
    await world.mia.send(world.channel, "make it blue", reply_to=placeholders[0])
    await world.until(lambda: "still being drawn" in world.last.content)
    await world.bot.delivery.close()
    await world.house.studio.storage.turns.delete(1, 1)
    await world.restart()
    world.gate.open()
    await world.env.settle()
    assert len(world.ours()) == 3 and "may have been deleted" in world.last.content


async def test_a_reply_that_was_taken_on_before_the_bot_died_is_not_carried_out_twice(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    reply = await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: "still being drawn" in world.last.content)
    kept = world.house.studio.storage
    first = await kept.turns.get(1, 1)
    await kept.jobs.accept(
        1,
        request_key=f"discord:{reply.id}",
        text="make it blue",
        action="edit",
        intent={},
        recipes=first.recipes,
        place=first.place,
    )
    await world.restart()
    world.gate.open()
    await world.env.settle()
    assert [bool(each.attachments) for each in world.ours()] == [True, True]


async def test_what_has_died_with_its_process_too_often_says_so(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    await world.bot.delivery.close()
    jobs = world.house.studio.storage.jobs
    for attempt in range(MAX_ATTEMPTS):
        if attempt:
            await jobs.requeue(1)
        await jobs.start(1)
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other, other:
        other.execute("UPDATE jobs SET process = 'a dead one'")
    world.gate.open()
    await world.restart()
    [message] = world.messages()
    assert "crashed several times" in message.content


async def test_a_message_that_was_sent_but_not_remembered_is_found_again(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    await world.house.studio.storage.posts.remove("discord", str(placeholder.id))
    await world.restart()
    world.gate.open()
    await world.env.settle()
    [message] = world.messages()
    assert message.id == placeholder.id and message.attachments


async def test_while_it_cannot_be_looked_whether_a_message_was_sent_none_is_sent(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    await world.house.studio.storage.posts.remove("discord", str(placeholder.id))
    world.env.inject_error("GET", "/channels/*/messages", status=503, times=None)
    await world.restart()
    world.gate.open()
    async with asyncio.timeout(20):
        while not await world.house.studio.storage.jobs.undelivered():
            await asyncio.sleep(0.05)
    assert [each.id for each in world.messages()] == [placeholder.id]
    world.env.backend.faults.clear()
    await world.env.settle()
    [message] = world.messages()
    assert message.id == placeholder.id and message.attachments


async def test_a_token_that_is_refused_for_a_while_loses_no_result(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=401, times=3)
    message = await world.drawn()
    assert message.attachments and world.ours() == [message]
    assert world.ours(world.mia.user.dm_channel) == []


async def test_what_nobody_carries_is_found_within_minutes(world: World) -> None:
    await world.drawn()
    kept = world.house.studio.storage
    first = await kept.turns.get(1, 1)
    accepted = [
        await kept.jobs.accept(
            1,
            request_key=f"discord:{number}",
            text="make it blue",
            action="edit",
            intent={},
            recipes=first.recipes,
            place=first.place,
        )
        for number in (1, 2)
    ]
    await kept.jobs.start(accepted[1].job.id)
    await kept.jobs.fail(accepted[1].job.id, "internal")
    await world.env.advance_time(70)
    assert len(world.ours()) == 1, "these may be about to begin"
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other, other:
        other.execute("UPDATE jobs SET created_at = '2026-01-01 00:00:00.000000'")
    await world.env.advance_time(70)
    await world.env.settle()
    assert [bool(each.attachments) for each in world.ours()] in ([True, True, False], [True, False, True])
    await world.env.advance_time(70)
    assert len(world.ours()) == 3 and await kept.jobs.undelivered() == ()


async def test_a_bot_that_stops_begins_nothing(world: World) -> None:
    await world.drawn()
    job = (await world.house.studio.storage.turns.get(1, 1)).job
    await world.bot.delivery.close()
    assert not world.bot.delivery.begin(dataclasses.replace(job, delivered_at=None))


async def test_a_result_that_nobody_was_shown_is_posted_at_the_next_start(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await _ended(world)
    world.env.backend.faults.clear()
    await world.restart()
    await world.env.settle()
    assert world.last.attachments and len(world.messages()) == 1


async def test_a_server_error_delays_a_result_and_loses_nothing(world: World) -> None:
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=2)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    [message] = world.messages()
    assert message.attachments and await world.house.studio.storage.jobs.undelivered() == ()


async def test_a_picture_that_stands_there_stays_where_that_cannot_be_noted(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=None)
    world.gate.open()
    async with asyncio.timeout(20):
        while not await world.house.studio.storage.jobs.undelivered():
            await asyncio.sleep(0.05)
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        world.env.backend.faults.clear()
        await world.until(lambda: world.bot.delivery.event_of(1) is None)
    assert world.last.attachments and len(await world.house.studio.storage.jobs.undelivered()) == 1


async def test_a_result_that_discord_does_not_take_at_first_is_sent_again(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, times=2)
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.until(lambda: world.env.backend.faults[0]["times"] == 1)
    world.gate.open()
    await world.env.settle()
    [message] = world.messages()
    assert message.attachments


async def test_a_result_that_discord_never_takes_is_said_to_be_in_the_history(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, times=6)
    world.gate.shut()
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    world.gate.open()
    await world.env.settle()
    [message] = world.messages()
    assert "/history has it" in message.content and not message.attachments
    assert await world.house.studio.storage.jobs.undelivered() == ()
    assert len((await world.house.studio.storage.pictures.history(1)).pictures) == 1


async def test_a_failure_of_the_bots_own_is_told(world: World) -> None:
    world.house.studio.storage.pictures.files.keep = None  # type: ignore[method-assign, assignment]
    result = await world.mia.slash(world.channel, "edit", image=("a.png", png()), instruction="make it blue")
    assert "Something went wrong on my side" in told(result)


async def test_a_reply_that_cannot_be_looked_up_is_answered_all_the_same(world: World) -> None:
    first = await world.drawn()
    database = world.house.studio.storage.people.database
    await database.writer.dispose()
    await database.readers.dispose()
    for file in world.house.settings.data.folder.glob("egaku.db*"):
        file.unlink()
    (world.house.settings.data.folder / "egaku.db").mkdir()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    assert "can't use the data folder" in world.last.content
    hello = await world.kenji.send(world.channel, "hello")
    await world.mia.send(world.channel, "make it blue", reply_to=hello)
    assert len(world.ours()) == 2


async def test_pictures_that_people_send_are_taken_in_a_few_at_a_time(world: World) -> None:
    world.gate.shut(NEXT)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(AT_ONCE):
            await stack.enter_async_context(world.bot.uploads)
        await world.mia.slash(world.channel, "edit", image=("a.png", png()), instruction="make it blue")
        await world.until(lambda: world.bot.uploads._waiters)
        assert world.messages() == []
    await world.placeholder()
    world.gate.open()
    await world.env.settle()
    assert world.last.attachments
