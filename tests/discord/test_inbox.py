"""What is asked is noted before it is taken on, and answered by whichever bot lives."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator

import pytest
import simcord
import sqlalchemy
from simcord.backend.errors import BackendError

from bot.attachments import AT_ONCE
from bot.client import Bot
from bot.errands import Call, Imagine, Manner, Press, Remove, Written, to_json
from bot.permissions import Reach
from bot.views.keys import Verb
from generator.events import Queued
from storage.errors import Missing
from tests.discord.test_buttons import told
from tests.discord.test_outbox import after
from tests.discord.world import World, png

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

NEXT = Queued(job=0, position=0, eta=1)
WAITS = "still being drawn"


def noted(world: World) -> list[str]:
    """Every errand that is not answered yet, oldest first."""
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other:
        return [errand for (errand,) in other.execute("SELECT errand FROM requests ORDER BY id")]


def tries(world: World) -> list[int]:
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other:
        return [number for (number,) in other.execute("SELECT tries FROM requests")]


def change(world: World, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other, other:
        other.execute(statement)


@contextlib.asynccontextmanager
async def held(bot: Bot) -> AsyncIterator[None]:
    """Whoever brings a picture is taken on, and waits until then."""
    async with contextlib.AsyncExitStack() as all_of_them:
        for _ in range(AT_ONCE):
            await all_of_them.enter_async_context(bot.uploads)
        yield


async def waiting_dialog(world: World) -> simcord.InteractionResult:
    """A wish from the dialog about a picture that waits behind the gate."""
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    opened = await world.mia.context_menu(world.channel, "Refine…", await world.placeholder())
    result = await world.mia.submit_modal(opened, {"wish": "make it blue"})
    await world.until(lambda: WAITS in told(result))
    return result


async def ended(world: World) -> None:
    """Until everybody is answered and has their picture."""
    world.gate.open()
    await world.until(lambda: not noted(world))
    await world.env.settle()


def a_call(world: World, *, manner: Manner = Manner.DRAWS) -> Call:
    """Of an interaction that Discord has sent, and of which it has heard nothing."""
    record = world.env.backend.new_interaction(2, world.channel.id, world.mia.id, world.guild.id)
    return Call(
        id=record.id,
        application=world.env.backend.application_id,
        token=record.token,
        manner=manner,
        reach=Reach.HERE,
        person=world.mia.id,
        name="mia",
        locale="en-US",
        roles=frozenset(),
        channel=world.channel.id,
        server=world.guild.id,
        around=None,
        reply_to=None,
    )


# -- what is noted, and for how long


async def test_nothing_is_kept_of_what_was_answered(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.mia.send(world.channel, "nice!", reply_to=first)
    await world.mia.send(world.channel, "what seed was that?", reply_to=first)
    await world.mia.click(first, label="V1")
    await world.mia.slash(world.channel, "imagine", prompt="a red circle --steps many")
    assert noted(world) == []


async def test_nothing_that_was_written_is_noted_of_a_message(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: WAITS in world.last.content)
    [errand] = noted(world)
    assert "blue" not in errand
    await ended(world)


async def test_what_was_said_to_somebody_else_is_never_noted(world: World) -> None:
    hello = await world.kenji.send(world.channel, "hello")
    await world.mia.send(world.channel, "make it blue", reply_to=hello)
    with contextlib.closing(sqlite3.connect(world.house.settings.data.folder / "egaku.db")) as other:
        # Where SQLite keeps the last id it gave.
        assert other.execute("SELECT seq FROM sqlite_sequence WHERE name = 'requests'").fetchall() == []


@pytest.mark.parametrize(("locale", "words"), [("en-US", "couldn't note"), ("ja", "書きとめられなかった")])
async def test_what_cannot_be_noted_is_refused_in_words_and_not_done(world: World, locale: str, words: str) -> None:
    world.locales[world.mia.id] = locale
    await world.drawn()
    with contextlib.closing(
        sqlite3.connect(world.house.settings.data.folder / "egaku.db", isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        world.gate.shut(NEXT)
        result = await world.mia.slash(world.channel, "imagine", prompt="a blue star")
        await world.until(lambda: words in told(result))
        other.execute("ROLLBACK")
    await ended(world)
    assert len(world.ours()) == 1 and words in told(result)


async def test_a_message_that_comes_twice_is_heard_once(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    said = await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: WAITS in world.last.content)
    there = world.bot.get_channel(world.channel.id)
    assert there is not None
    world.bot.dispatch("message", await there.fetch_message(said.id))  # type: ignore[union-attr]
    await asyncio.sleep(0.5)
    assert len(world.ours()) == 2
    await ended(world)
    assert len(world.ours()) == 2 and all(each.attachments for each in world.ours())


async def test_what_is_being_seen_to_is_not_taken_up_by_whoever_looks_for_what_is_left(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: WAITS in world.last.content)
    await world.env.advance_time(61)
    await asyncio.sleep(0.5)
    assert len(world.ours()) == 2
    await ended(world)
    assert len(world.ours()) == 2 and all(each.attachments for each in world.ours())


# -- after a death


async def test_a_command_that_was_taken_on_is_carried_out_by_the_next_bot(world: World) -> None:
    world.gate.shut(NEXT)
    async with held(world.bot):
        result = await world.mia.slash(world.channel, "imagine", prompt="a red circle", image=("mine.png", png()))
        await world.until(lambda: noted(world) and result.deferred)
        await world.restart()
    await ended(world)
    [message] = world.messages()
    assert message.attachments and "a red circle" in message.content
    assert result.response is None, "the private waiting has to go"
    assert (await world.house.studio.storage.turns.get(1, 1)).recipes[0].source is not None


async def test_an_edit_whose_picture_is_gone_by_then_is_told_so(world: World) -> None:
    world.gate.shut(NEXT)
    async with held(world.bot):
        result = await world.mia.slash(world.channel, "edit", image=("mine.png", png()), instruction="make it blue")
        await world.until(lambda: noted(world) and result.deferred)
        world.env.backend.cdn._blobs.clear()
        await world.restart()
    await ended(world)
    assert "couldn't fetch your picture" in told(result) and world.messages() == []


async def test_a_wish_from_the_dialog_that_waits_for_its_picture_survives_a_restart(world: World) -> None:
    result = await waiting_dialog(world)
    await world.restart()
    await ended(world)
    assert len(world.messages()) == 2 and world.last.attachments and "make it blue" in world.last.content
    assert told(result) == "", "the private waiting has to go"


async def test_a_wish_outlives_any_number_of_stops_in_good_order(world: World) -> None:
    result = await waiting_dialog(world)
    change(world, "UPDATE requests SET tries = 4")
    await world.bot.inbox.leave()
    await world.restart()
    await ended(world)
    assert len(world.messages()) == 2 and world.last.attachments and told(result) == ""


async def test_a_wish_in_japanese_is_answered_in_japanese_by_the_next_bot(world: World) -> None:
    world.locales[world.mia.id] = "ja"
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="赤い丸")
    opened = await world.mia.context_menu(world.channel, "Refine…", await world.placeholder())
    result = await world.mia.submit_modal(opened, {"wish": "青くして"})
    await world.until(lambda: "描いている途中" in told(result))
    await world.house.studio.storage.turns.delete(1, 1)
    await world.restart()
    await ended(world)
    assert "削除" in told(result)


async def test_a_line_in_a_direct_conversation_that_waits_survives_a_restart(world: World) -> None:
    user, direct = world.mia.user, world.mia.user.dm_channel
    world.gate.shut(NEXT)
    await user.slash("imagine", prompt="a red circle")
    await world.until(lambda: world.ours(direct))
    await user.send_dm("make it blue")
    await world.until(lambda: WAITS in world.ours(direct)[-1].content)
    await world.restart()
    await ended(world)
    first, second = world.ours(direct)
    assert first.attachments and second.attachments and "make it blue" in second.content


async def test_words_that_come_when_the_interaction_has_died_are_told_privately(world: World) -> None:
    result = await waiting_dialog(world)
    await world.house.studio.storage.turns.delete(1, 1)
    world.env.backend.clock.advance(16 * 60)
    await world.restart()
    await ended(world)
    [aside] = world.ours(world.mia.user.dm_channel)
    assert aside.content.startswith(f"<#{world.channel.id}>: ") and "deleted" in aside.content
    assert WAITS in told(result) and len(world.messages()) == 1


async def test_a_wish_whose_message_was_deleted_meanwhile_is_dropped_with_what_was_said_of_it(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    said = await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: WAITS in world.last.content)
    world.bot.inbox.close()
    await world.mia.delete(said)
    await world.restart()
    await ended(world)
    assert len(world.ours()) == 1 and world.last.attachments and "red" in world.last.content


async def test_what_discord_never_heard_was_taken_on_is_dropped(world: World) -> None:
    errand = Imagine(call=a_call(world), prompt="a red circle", options={}, image=None)
    await world.house.studio.storage.requests.heard("discord", str(errand.call.id), to_json(errand))
    await world.restart()
    await ended(world)
    assert world.messages() == []


async def test_a_press_under_a_message_that_is_gone_is_carried_out(world: World) -> None:
    first = await world.drawn()
    call = a_call(world, manner=Manner.PRESSES)
    errand = Press(call=call, verb=Verb.VARY, turn=1, number=1, message=first.id)
    await world.house.studio.storage.requests.heard("discord", str(call.id), to_json(errand))
    await world.restart()
    await ended(world)
    assert len(world.ours()) == 2 and len(world.last.attachments) == 4


async def test_a_press_of_which_discord_never_heard_that_it_was_taken_on_is_dropped(world: World) -> None:
    first = await world.drawn()
    call = a_call(world, manner=Manner.PRESSES)
    errand = Press(call=call, verb=Verb.VARY, turn=1, number=1, message=first.id)
    await world.house.studio.storage.requests.heard("discord", str(call.id), to_json(errand))
    world.env.inject_error("GET", "/webhooks/*/*/messages/*", status=404, code=10015)
    await world.restart()
    await ended(world)
    assert world.ours() == [first]


async def test_while_discord_cannot_be_asked_a_request_is_kept(world: World) -> None:
    result = await waiting_dialog(world)
    world.env.inject_error("GET", "/webhooks/*/*/messages/*", status=503, times=None)
    await world.restart()
    world.gate.open()
    await world.env.settle()
    assert len(noted(world)) == 1 and len(world.messages()) == 1 and WAITS in told(result)
    world.env.backend.faults.clear()
    await world.env.advance_time(61)
    await ended(world)
    assert len(world.messages()) == 2 and world.last.attachments and told(result) == ""


async def test_a_request_that_processes_died_with_is_given_up_in_words(world: World) -> None:
    world.gate.shut(NEXT)
    async with held(world.bot):
        result = await world.mia.slash(world.channel, "imagine", prompt="a red circle", image=("mine.png", png()))
        await world.until(lambda: noted(world) and result.deferred)
        change(world, "UPDATE requests SET process = 'a dead one', tries = 5")
        await world.restart()
    await ended(world)
    assert "Something went wrong" in told(result) and world.messages() == []


async def test_where_the_bot_is_no_member_the_answer_gets_its_picture_after_a_restart_too(world: World) -> None:
    world.elsewhere.add(world.channel.id)
    world.env.inject_error("*", f"/channels/{world.channel.id}/messages*", status=403, code=50001, times=None)
    world.gate.shut(NEXT)
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.until(lambda: result.response and "Next in line" in result.response.content)
    assert len(noted(world)) == 1
    await world.restart()
    await ended(world)
    assert result.response is not None and result.response.attachments and "version 1" in result.response.content
    assert world.ours(world.mia.user.dm_channel) == []


async def test_once_its_answer_has_died_such_a_picture_comes_directly(world: World) -> None:
    world.elsewhere.add(world.channel.id)
    world.env.inject_error("*", f"/channels/{world.channel.id}/messages*", status=403, code=50001, times=None)
    world.gate.shut(NEXT)
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.until(lambda: result.response and "Next in line" in result.response.content)
    await world.env.advance_time(16 * 60)
    await world.restart()
    await ended(world)
    [direct] = world.ours(world.mia.user.dm_channel)
    assert direct.attachments


async def test_a_suspect_that_waits_for_its_picture_keeps_no_other_waiting(world: World) -> None:
    await waiting_dialog(world)
    async with held(world.bot):
        await world.mia.slash(world.channel, "imagine", prompt="a blue star", image=("mine.png", png()))
        await world.until(lambda: len(noted(world)) == 2)
        change(world, "UPDATE requests SET process = 'a dead one', tries = 2")
        await world.restart()
    await world.until(lambda: len(world.messages()) == 2)
    assert "a blue star" in world.last.content and tries(world) == [0], "the wish still waits"
    await ended(world)
    assert len(world.messages()) == 3 and world.last.attachments


async def test_a_suspect_that_cannot_be_answered_yet_is_not_charged_with_it(world: World) -> None:
    world.gate.shut(NEXT)
    async with held(world.bot):
        result = await world.mia.slash(world.channel, "imagine", prompt="a red circle", image=("mine.png", png()))
        await world.until(lambda: noted(world) and result.deferred)
        change(world, "UPDATE requests SET process = 'a dead one', tries = 4")
        world.env.inject_error("GET", "/webhooks/*", status=503, times=None)
        await world.restart()
    for _ in range(3):
        await world.env.advance_time(61)
        await world.env.settle()
    world.env.backend.faults.clear()
    await world.env.advance_time(61)
    await ended(world)
    assert len(world.messages()) == 1 and told(result) == ""


async def test_what_was_answered_and_could_not_be_struck_out_is_not_done_again(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    change(world, "CREATE TABLE ballast (blob)")
    change(
        world,
        "CREATE TRIGGER full BEFORE DELETE ON requests BEGIN INSERT INTO ballast VALUES (zeroblob(100000000)); END",
    )
    async with world.house.studio.storage.requests.database.writing() as session:
        await session.execute(sqlalchemy.text("PRAGMA max_page_count = 2000"))
    before = len(world.ours())
    await world.mia.send(world.channel, "undo", reply_to=world.last)
    await world.env.settle()
    assert len(world.ours()) == before + 1 and len(noted(world)) == 1
    change(world, "DROP TRIGGER full")
    await world.env.advance_time(61)
    await ended(world)
    assert len(world.ours()) == before + 1


async def test_a_wish_that_waits_is_not_what_processes_die_of(world: World) -> None:
    await waiting_dialog(world)
    change(world, "UPDATE requests SET process = 'a dead one', tries = 3")
    await world.restart()
    await world.until(lambda: tries(world) == [0])
    await ended(world)
    assert len(world.messages()) == 2 and world.last.attachments


async def test_nobody_is_answered_after_days(world: World) -> None:
    result = await waiting_dialog(world)
    change(world, "UPDATE requests SET heard_at = '2020-01-01'")
    await world.restart()
    await ended(world)
    assert WAITS in told(result) and len(world.messages()) == 1


async def test_what_another_version_has_noted_is_dropped(world: World) -> None:
    await world.house.studio.storage.requests.heard("discord", "1", '{"kind":"fax","words":"a red circle"}')
    errand = Written(channel=1, message=2, roles=frozenset())
    await world.house.studio.storage.requests.heard("discord", "2", to_json(errand))
    await world.restart()
    await ended(world)
    assert world.messages() == []


# -- what was deleted


async def deleted_by_a_dead_bot(world: World, *, unnoted: bool, messages: tuple[tuple[int, int], ...]) -> None:
    """It died between the deletion and the removal of what shows it."""
    first = await world.house.studio.storage.turns.get(1, 1)
    asked = int(first.job.request.removeprefix("discord:"))
    errand = Remove(
        person=1,
        turn=1,
        channel=world.channel.id,
        asked=asked,
        unnoted=unnoted,
        messages=messages,
        question=0,
    )
    await world.house.studio.storage.requests.heard("discord", "remove-1", to_json(errand))
    await world.house.studio.storage.turns.delete(1, 1)
    await world.restart()
    await ended(world)


async def test_the_next_bot_removes_what_shows_a_deleted_version(world: World) -> None:
    first = await world.drawn()
    await deleted_by_a_dead_bot(world, unnoted=False, messages=((world.channel.id, first.id),))
    assert world.ours() == []


async def test_the_next_bot_removes_what_was_sent_of_a_deleted_version_and_nobody_noted(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    await world.house.studio.storage.posts.remove("discord", str(placeholder.id))
    await deleted_by_a_dead_bot(world, unnoted=True, messages=())
    assert world.ours() == []


async def test_the_next_bot_deletes_what_was_to_be_deleted(world: World) -> None:
    first = await world.drawn()
    post = ((world.channel.id, first.id),)
    errand = Remove(person=1, turn=1, channel=world.channel.id, asked=None, unnoted=False, messages=post, question=0)
    await world.house.studio.storage.requests.heard("discord", "remove-1", to_json(errand))
    await world.restart()
    await ended(world)
    assert world.ours() == []
    with pytest.raises(Missing):
        await world.house.studio.storage.turns.get(1, 1)


@pytest.mark.parametrize(("locale", "words"), [("en-US", "1 message(s)"), ("ja", "メッセージ 1 件は")])
async def test_messages_that_cannot_be_removed_now_are_removed_later(world: World, locale: str, words: str) -> None:
    world.locales[world.mia.id] = locale
    asked = await world.mia.click(await world.drawn(), custom_id="egaku:delete:1")
    assert asked.response is not None
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=503, times=None)
    await world.mia.click(asked.response, custom_id="egaku:erase:1")
    assert words in told(asked) and "Discord" in told(asked) and len(world.ours()) == 1
    world.env.backend.faults.clear()
    await world.env.advance_time(61)
    await ended(world)
    assert world.ours() == []


# -- words that answer a message


async def test_a_picture_takes_the_place_of_words_whose_answer_was_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    lost: list[int] = []

    def lose() -> None:
        if not lost:
            lost.append(1)
            raise BackendError(503, 0, "Service Unavailable")

    after(world, monkeypatch, "POST", lambda path: path.endswith("/messages"), lose)
    await world.mia.send(world.channel, "make it blue", reply_to=placeholder)
    await world.until(lambda: WAITS in world.last.content)
    await ended(world)
    assert lost and ["make it blue" in each.content for each in world.ours()] == [False, True]


@pytest.mark.parametrize("struck", [True, False])
async def test_a_picture_takes_the_place_of_words_that_a_dead_bot_has_told(world: World, struck: bool) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    reply = await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: WAITS in world.last.content)
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
    if struck:
        await kept.requests.answered("discord", str(reply.id))
    words = world.last.id
    await world.restart()
    await ended(world)
    assert [bool(each.attachments) for each in world.ours()] == [True, True] and world.last.id == words


async def test_every_message_that_answers_one_has_a_nonce_made_of_it(world: World) -> None:
    first = await world.drawn()
    said = await world.mia.send(world.channel, "undo", reply_to=first)
    [*_, told] = [each for each in world.env.http_requests if each.path.endswith("/messages") and each.method == "POST"]
    assert told.json is not None and (told.json["nonce"], told.json["enforce_nonce"]) == (str(said.id), True)
