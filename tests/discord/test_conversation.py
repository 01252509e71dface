"""A picture is asked for, answered, and answered again: one tidy message a request."""

from __future__ import annotations

import discord
import pytest

from generator.events import Progress, Queued
from storage import Place
from tests.discord.world import World, custom_ids, labels, png

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_imagine_becomes_one_message_with_its_picture(world: World) -> None:
    result = await world.mia.slash(world.channel, "imagine", prompt="a red circle --seed 1")
    assert result.ephemeral and result.response is None, "the private waiting has to go"
    [message] = world.messages()
    assert message.author.bot and "a red circle --seed 1" in message.content and "seed 1 · 512 × 512" in message.content
    [picture] = message.attachments
    assert picture.filename == "egaku-1-1.png" and picture.description == "a red circle"
    assert labels(message) == ["U1", "V1", "🔁", "Refine", "↩️", "↪️", "Recipe", "🗑️"]


async def test_a_reply_makes_the_next_version_below_the_reply(world: World) -> None:
    first = await world.drawn()
    said = await world.mia.send(world.channel, "make it blue", reply_to=first)
    assert len(world.messages()) == 3
    assert world.last.reference is not None and world.last.reference.message_id == said.id
    assert world.last.attachments[0].description == "a blue circle"
    await world.mia.send(world.channel, "背景を黄色にして", reply_to=world.last)
    assert "背景を黄色にして" in world.last.content and len(world.ours()) == 3


async def test_a_version_is_known_by_the_number_on_its_card_or_else_by_counting(world: World) -> None:
    first = await world.drawn()
    await world.drawn(who=world.kenji)
    for words in ("make it blue", "make it green"):
        await world.mia.send(world.channel, words, reply_to=first if words.endswith("blue") else world.last)
    green = world.last
    assert "version 4 · " in green.content

    await world.mia.send(world.channel, "go back to version 2", reply_to=green)
    assert "Here is version 3 again" in world.last.content, "2 is somebody else's: her own second one is meant"
    await world.mia.send(world.channel, "version 3, make it purple", reply_to=green)
    assert (await world.house.studio.storage.turns.get(1, 5)).parent == 3


async def test_each_of_several_pictures_has_its_seed_in_the_answer(world: World) -> None:
    two = await world.drawn("a red circle --seed 7 --count 2")
    await world.mia.send(world.channel, "what seed was that?", reply_to=two)
    assert "Their seeds, in this order: 7, 8" in world.last.content


async def test_undo_in_words_shows_the_version_before(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.mia.send(world.channel, "undo", reply_to=world.last)
    assert "a red circle" in world.last.content and world.last.attachments
    await world.mia.send(world.channel, "make it green", reply_to=world.last)
    turn = await world.house.studio.storage.turns.get(1, 3)
    assert turn.parent == 1, "it goes on from the version that was shown"


async def test_a_reply_to_an_older_picture_branches_there(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.mia.send(world.channel, "make it green", reply_to=first)
    turns = await world.house.studio.storage.turns.tree(1, 1)
    assert [turn.parent for turn in turns] == [None, 1, 1]


async def test_four_pictures_stand_numbered_in_one_message(world: World) -> None:
    message = await world.drawn("a red circle --count 4")
    assert [each.filename for each in message.attachments] == [f"egaku-1-{number}.png" for number in (1, 2, 3, 4)]
    assert labels(message)[:10] == ["U1", "U2", "U3", "U4", "🔁", "V1", "V2", "V3", "V4", "Refine"]
    await world.mia.send(world.channel, "the 2nd one, make it blue", reply_to=message)
    assert (await world.house.studio.storage.turns.get(1, 2)).parent_picture == 2
    await world.mia.send(world.channel, "the 2nd one", reply_to=message)
    assert "U2" in world.last.content and not world.last.attachments


async def test_the_files_of_one_message_are_together_no_larger_than_a_request(world: World) -> None:
    place = Place(platform="discord", channel=str(world.channel.id), server=str(world.guild.id))
    limits = {count: world.bot.upload_limit(place, count) for count in range(5)}
    assert limits[0] == limits[1] == 10 * 2**20
    assert all(count * limit < 25_000_000 for count, limit in limits.items())


async def test_nothing_is_held_in_memory_for_messages_that_are_done(world: World) -> None:
    first = await world.drawn()
    await world.mia.click(first, label="Refine")
    kept = world.bot._connection._view_store
    assert not kept._views and not kept._modals and not kept._synced_message_views


async def test_the_placeholder_says_position_time_and_progress(world: World) -> None:
    world.gate.shut(Queued(job=0, position=2, eta=30))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    assert "⏳ 2 before this one" in world.last.content
    assert custom_ids(world.last) == ["egaku:cancel:1"] and labels(world.last) == ["Cancel"]
    world.gate.open()
    await world.env.settle()
    [message] = world.messages()
    assert message.attachments and "⏳" not in message.content


async def test_the_placeholder_shows_the_picture_as_it_stands(world: World) -> None:
    world.gate.shut(Progress(job=0, step=3, of=12, preview=png()))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.placeholder()
    assert "▰▰▰▱▱▱▱▱▱▱▱▱ step 3 of 12" in world.last.content
    assert [each.filename for each in world.last.attachments] == ["preview.jpg"]
    world.gate.open()
    await world.env.settle()
    assert [each.filename for each in world.last.attachments] == ["egaku-1-1.png"]


async def test_a_reply_to_a_picture_that_is_being_drawn_waits_for_it(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.send(world.channel, "make it blue", reply_to=await world.placeholder())
    await world.until(lambda: len(world.ours()) == 2)
    assert "still being drawn" in world.last.content
    world.gate.open()
    await world.env.settle()
    first, _, second = world.messages()
    assert first.attachments and second.attachments and "make it blue" in second.content
    assert (await world.house.studio.storage.turns.get(1, 2)).parent == 1


async def test_a_reply_that_cannot_be_told_to_wait_waits_all_the_same(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    await world.mia.send(world.channel, "make it blue", reply_to=placeholder)
    await world.until(lambda: not world.env.backend.faults)

    world.gate.open()
    await world.env.settle()

    assert len(world.ours()) == 2
    assert "make it blue" in world.last.content and world.last.attachments


async def test_a_reply_to_a_picture_that_is_then_cancelled_is_told_so(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    await world.mia.send(world.channel, "make it blue", reply_to=placeholder)
    await world.until(lambda: len(world.ours()) == 2)
    await world.mia.click(placeholder, custom_id="egaku:cancel:1")
    await world.until(lambda: "Cancelled" in world.ours()[0].content)
    world.gate.open()
    await world.env.settle()
    assert "no picture to change here" in world.last.content
    assert "Cancelled" in world.ours()[0].content


async def test_nothing_is_left_of_the_waiting_of_chatter(world: World) -> None:
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    placeholder = await world.placeholder()
    await world.mia.send(world.channel, "nice!", reply_to=placeholder)
    await world.mia.send(world.channel, "lol", reply_to=placeholder, attachments=[("meme.png", png())])
    await world.until(lambda: len(world.ours()) == 3)
    world.gate.open()
    await world.env.settle()
    assert [each.id for each in world.ours()] == [placeholder.id] and world.last.attachments


async def test_chatter_starts_nothing_and_gets_no_answer(world: World) -> None:
    first = await world.drawn()
    for text in ("nice!", "すごい！"):
        await world.mia.send(world.channel, text, reply_to=first)
    assert world.ours() == [first]


async def test_an_unclear_reply_is_asked_back(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "5", reply_to=first)
    assert "not sure what to change" in world.last.content and len(world.ours()) == 2


async def test_everything_is_answered_in_the_askers_language(world: World) -> None:
    world.locales[world.kenji.id] = "ja"
    message = await world.drawn("赤い丸 --seed 1", world.kenji)
    assert "シード 1" in message.content and "直す" in labels(message)
    await world.kenji.send(world.channel, "青くして", reply_to=message)
    assert "シード 1" in world.last.content
    await world.kenji.send(world.channel, "5", reply_to=message)
    assert "どこを変えればよいか" in world.last.content


async def test_a_direct_conversation_needs_no_replies(world: World) -> None:
    user, direct = world.mia.user, world.mia.user.dm_channel
    await user.send_dm("hello, draw something")
    assert "/imagine" in world.ours(direct)[-1].content
    await user.slash("imagine", prompt="a red circle --seed 1")
    await user.send_dm("make it blue")
    assert world.ours(direct)[-1].attachments and "make it blue" in world.ours(direct)[-1].content
    assert (await world.house.studio.storage.turns.get(1, 2)).parent == 1


async def test_a_direct_conversation_goes_on_whatever_was_drawn_elsewhere(world: World) -> None:
    direct = world.mia.user.dm_channel
    await world.mia.user.slash("imagine", prompt="a red circle")
    await world.drawn("a green star")
    await world.mia.user.send_dm("make it blue")
    last = world.ours(direct)[-1]
    assert last.attachments and "make it blue" in last.content
    assert (await world.house.studio.storage.turns.get(1, 3)).parent == 1


async def test_a_line_in_a_direct_conversation_waits_for_the_picture_that_is_being_drawn(world: World) -> None:
    direct = world.mia.user.dm_channel
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.user.slash("imagine", prompt="a red circle")
    await world.until(lambda: world.ours(direct))
    await world.mia.user.send_dm("make it blue")
    await world.until(lambda: "still being drawn" in world.ours(direct)[-1].content)
    world.gate.open()
    await world.env.settle()
    assert world.ours(direct)[-1].attachments and "make it blue" in world.ours(direct)[-1].content


async def test_a_thread_is_a_place_of_its_own(world: World) -> None:
    await world.drawn()
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="studies", type=discord.ChannelType.public_thread)
    handle = next(each for each in world.channel.threads if each.id == thread.id)
    await world.mia.slash(handle, "imagine", prompt="a green star")
    assert world.ours(handle)[-1].attachments and len(world.ours()) == 1
    assert (await world.house.studio.storage.turns.get(1, 2)).place.channel == str(thread.id)


async def test_a_mention_without_a_reply_goes_on_from_ones_latest_picture_here(world: World) -> None:
    await world.mia.send(world.channel, f"<@{world.env.backend.bot_user.id}> make it blue")
    assert "no picture in this channel" in world.last.content
    await world.drawn()
    await world.mia.send(world.channel, f"<@{world.env.backend.bot_user.id}> make it blue")
    assert (await world.house.studio.storage.turns.get(1, 2)).text == "make it blue"
