from __future__ import annotations

import asyncio

import pytest

from storage import Post, Storage, Turn
from storage.errors import Missing
from tests.integration.storage.making import chain, draw


async def put(kept: Storage, viewer: int, turn: Turn, message: str, *, platform: str = "discord") -> Post:
    return await kept.posts.put(viewer, turn.id, platform=platform, channel="9007199254740993", message=message)


async def test_a_message_tells_whose_turn_it_shows(kept: Storage, me: int) -> None:
    turn = await draw(kept, me)
    post = await put(kept, me, turn, "1")
    assert post == Post(turn=turn.id, person=me, platform="discord", channel="9007199254740993", message="1")
    assert await kept.posts.find("discord", "1") == post


async def test_a_message_that_shows_nothing_of_ours_is_missing(kept: Storage, me: int) -> None:
    await put(kept, me, await draw(kept, me), "1")
    for platform, message in (("discord", "2"), ("terminal", "1"), ("discord", ""), ("discord", "2\0")):
        with pytest.raises(Missing):
            await kept.posts.find(platform, message)


async def test_one_id_on_two_platforms_is_two_messages(kept: Storage, me: int) -> None:
    a, b = await chain(kept, me, "a", "b")
    await put(kept, me, a, "1")
    await put(kept, me, b, "1", platform="elsewhere")
    assert (await kept.posts.find("discord", "1")).turn == a.id
    assert (await kept.posts.find("elsewhere", "1")).turn == b.id


async def test_a_message_shows_what_it_was_last_put_to(kept: Storage, me: int) -> None:
    a, b = await chain(kept, me, "a", "b")
    await put(kept, me, a, "1")
    moved = await put(kept, me, b, "1")
    assert await kept.posts.find("discord", "1") == moved
    assert await kept.posts.of_turn(me, a.id) == ()
    assert await kept.posts.of_turn(me, b.id) == (moved,)


async def test_a_turns_messages_are_told_newest_first(kept: Storage, me: int) -> None:
    a, b = await chain(kept, me, "a", "b")
    for message in ("1", "2", "3"):
        await put(kept, me, a, message)
    await put(kept, me, b, "4")
    await put(kept, me, a, "2")
    assert [post.message for post in await kept.posts.of_turn(me, a.id)] == ["2", "3", "1"]


async def test_a_message_put_many_times_at_once_shows_one_turn(kept: Storage, me: int) -> None:
    turns = await chain(kept, me, "a", "b", "c")
    await asyncio.gather(*(put(kept, me, turn, "1") for turn in turns * 5))
    shown = [post for turn in turns for post in await kept.posts.of_turn(me, turn.id)]
    assert shown == [await kept.posts.find("discord", "1")]


async def test_nobody_can_take_a_message_that_shows_anothers_turn(kept: Storage, me: int, stranger: int) -> None:
    post = await put(kept, me, await draw(kept, me), "1")
    with pytest.raises(Missing):
        await put(kept, stranger, await draw(kept, stranger), "1")
    assert await kept.posts.find("discord", "1") == post


async def test_a_message_that_is_gone_shows_nothing(kept: Storage, me: int) -> None:
    turn = await draw(kept, me)
    await put(kept, me, turn, "1")
    for _ in range(2):
        await kept.posts.remove("discord", "1")
        with pytest.raises(Missing):
            await kept.posts.find("discord", "1")
    assert await kept.posts.of_turn(me, turn.id) == ()


async def test_deleting_a_turn_tells_its_messages_and_forgets_them(kept: Storage, me: int) -> None:
    a, b, c = await chain(kept, me, "a", "b", "c")
    for number, turn in enumerate((a, b, b, c)):
        await put(kept, me, turn, str(number))
    for turn, messages in ((b, ["2", "1"]), (c, ["3"])):  # the first leaves a tombstone, the second nothing
        deleted = await kept.turns.delete(me, turn.id)
        assert [post.message for post in deleted.posts] == messages
        for message in messages:
            with pytest.raises(Missing):
                await kept.posts.find("discord", message)
    assert (await kept.posts.find("discord", "0")).turn == a.id
