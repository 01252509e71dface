from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

import storage
from storage import Accepted, Place, State, Storage, Suffix
from storage.errors import Missing
from tests.integration.storage.making import TERMINAL, ask, draw, drawn, recipe, sha256


async def accept_upload(kept: Storage, viewer: int, png: bytes, *, key: str = "upload") -> Accepted:
    return await kept.jobs.accept(
        viewer,
        request_key=key,
        text="/edit photo.png make it blue",
        action="edit",
        intent={},
        recipes=[recipe("make it blue", source=sha256(png))],
        place=TERMINAL,
        uploads=[png],
    )


async def test_a_request_accepted_twice_with_one_key_is_one_turn_and_one_job(kept: Storage, me: int) -> None:
    first = await ask(kept, me, key="message 1")
    again = await ask(kept, me, "something else", key="message 1")
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.turn, again.job) == (first.turn, first.job)
    assert len(await kept.turns.tree(me, first.turn.conversation)) == 1


async def test_a_key_seen_again_after_the_end_tells_of_the_end(kept: Storage, me: int) -> None:
    first = await ask(kept, me, key="message 1")
    await kept.jobs.cancel(me, first.job.id)
    assert (await ask(kept, me, key="message 1")).job.state is State.CANCELLED


async def test_two_people_may_use_the_same_key(kept: Storage, me: int, stranger: int) -> None:
    mine = await ask(kept, me, key="1")
    theirs = await ask(kept, stranger, key="1")
    assert not theirs.repeated
    assert theirs.turn.id != mine.turn.id


async def test_a_hundred_requests_at_once_are_a_hundred_turns_and_repeated_ones_none(kept: Storage, me: int) -> None:
    accepted = await asyncio.gather(*(ask(kept, me, key=str(number % 80)) for number in range(100)))
    assert len({one.turn.id for one in accepted}) == 80
    assert sum(one.repeated for one in accepted) == 20
    assert len(await kept.jobs.unfinished()) == 80


async def test_a_turn_keeps_what_was_asked(kept: Storage, me: int) -> None:
    recipes = (recipe("赤い丸", seed=2**63 - 1), recipe("赤い丸", seed=0))
    accepted = await kept.jobs.accept(
        me,
        request_key="k",
        text="赤い\0丸",
        action="imagine",
        intent={"prompt": "赤い丸\0", "parameters": {"count": 2, "negative": ["text"]}},
        recipes=recipes,
        place=Place(platform="discord", channel="9007199254740993", server="175928847299117063"),
    )
    turn = await kept.turns.get(me, accepted.turn.id)
    assert turn == accepted.turn
    assert (turn.text, turn.action, turn.recipes) == ("赤い丸", "imagine", recipes)
    assert turn.intent == {"prompt": "赤い丸", "parameters": {"count": 2, "negative": ["text"]}}
    assert [text for text in turn.recipes_json] == [made.to_json() for made in recipes]
    assert (turn.job.state, turn.job.attempts, turn.pictures) == (State.QUEUED, 0, ())


async def test_a_conversation_knows_where_it_is_held(kept: Storage, me: int) -> None:
    place = Place(platform="discord", channel="9007199254740993", server="175928847299117063")
    turns = [
        (
            await kept.jobs.accept(
                me, request_key=key, text="x", action="imagine", intent={}, recipes=[recipe()], place=place
            )
        ).turn
        for key in ("1", "2")
    ]
    first, second = [await kept.conversations.of_turn(me, turn.id) for turn in turns]
    assert first.id != second.id
    assert first.place == second.place == place
    assert first.head is None


async def test_a_turn_and_its_job_know_where_it_was_asked(kept: Storage, me: int) -> None:
    channel = Place(platform="discord", channel="9007199254740993", server="175928847299117063")
    message = Place(platform="discord", channel="2")
    first = (await ask(kept, me, place=channel)).turn
    elsewhere = (await ask(kept, me, "make it blue", recipe(), place=message, conversation=first.conversation)).turn
    nowhere_said = (await ask(kept, me, "make it red", recipe(), conversation=first.conversation)).turn
    assert [turn.place for turn in (first, elsewhere, nowhere_said)] == [channel, message, channel]
    assert [job.place for job in await kept.jobs.unfinished()] == [channel, message, channel]
    assert [turn.job.place for turn in await kept.turns.tree(me, first.conversation)] == [channel, message, channel]
    assert (await kept.conversations.of_turn(me, elsewhere.id)).place == channel


async def test_a_refinement_joins_its_parents_conversation(kept: Storage, me: int) -> None:
    first = await draw(kept, me)
    second = (await ask(kept, me, "make it blue", parent=first)).turn
    assert (second.conversation, second.parent, second.parent_picture) == (first.conversation, first.id, 1)


async def test_a_parent_of_another_conversation_is_missing(kept: Storage, me: int) -> None:
    here, there = await draw(kept, me), await draw(kept, me)
    with pytest.raises(Missing):
        await kept.jobs.accept(
            me,
            request_key="k",
            text="x",
            action="edit",
            intent={},
            recipes=[recipe()],
            conversation=here.conversation,
            parent=there.id,
        )


async def test_a_picture_that_the_parent_has_not_is_missing(kept: Storage, me: int) -> None:
    parent = await draw(kept, me)
    for position in (0, 2, 10**30):
        with pytest.raises(Missing):
            await kept.jobs.accept(
                me,
                request_key="k",
                text="x",
                action="edit",
                intent={},
                recipes=[recipe()],
                parent=parent.id,
                parent_picture=position,
            )


async def test_a_refused_request_leaves_nothing(kept: Storage, me: int) -> None:
    with pytest.raises(Missing):
        await kept.jobs.accept(
            me, request_key="k", text="x", action="edit", intent={}, recipes=[recipe(source="0" * 64)], place=TERMINAL
        )
    with pytest.raises(ValueError, match="place"):
        await kept.jobs.accept(me, request_key="k", text="x", action="imagine", intent={}, recipes=[recipe()])
    with pytest.raises(ValueError, match="recipe"):
        await kept.jobs.accept(me, request_key="k", text="x", action="imagine", intent={}, recipes=[], place=TERMINAL)
    assert await kept.jobs.unfinished() == ()
    with pytest.raises(Missing):
        await kept.conversations.get(me, 1)


async def test_an_uploaded_source_is_kept_for_its_owner_alone(kept: Storage, me: int, stranger: int) -> None:
    await accept_upload(kept, me, b"photo")
    assert await kept.pictures.read(me, sha256(b"photo")) == b"photo"
    with pytest.raises(Missing):
        await kept.pictures.file(stranger, sha256(b"photo"))


async def test_who_brings_a_kept_pictures_very_bytes_starts_from_its_latents_whatever_its_owner_does(
    kept: Storage, me: int, stranger: int
) -> None:
    mine = await draw(kept, me)
    made = drawn(mine.recipes[0])
    await accept_upload(kept, stranger, made.png)
    await kept.turns.delete(me, mine.id)
    assert await kept.pictures.read(stranger, sha256(made.png), Suffix.LATENTS) == made.latents


async def test_nobody_can_start_from_a_picture_that_is_not_theirs(kept: Storage, me: int, stranger: int) -> None:
    theirs = await draw(kept, stranger)
    with pytest.raises(Missing):
        await ask(kept, me, "make it blue", recipe(source=theirs.pictures[0].sha256))


async def test_an_upload_goes_with_its_last_turn(kept: Storage, me: int, stranger: int) -> None:
    mine = await accept_upload(kept, me, b"photo")
    theirs = await accept_upload(kept, stranger, b"photo")
    await kept.turns.delete(me, mine.turn.id)
    file = await kept.pictures.file(stranger, sha256(b"photo"))
    await kept.turns.delete(stranger, theirs.turn.id)
    assert not file.exists()


async def test_an_upload_of_a_refused_request_is_not_kept(kept: Storage, me: int, folder: object) -> None:
    with pytest.raises(Missing):
        await kept.jobs.accept(
            me,
            request_key="k",
            text="x",
            action="edit",
            intent={},
            recipes=[recipe(source=sha256(b"photo"))],
            parent=99,
            uploads=[b"photo"],
        )
    assert not list(kept.folder.rglob("*.png"))


async def test_a_file_of_equal_bytes_survives_the_deletion_that_crosses_its_acceptance(kept: Storage, me: int) -> None:
    for number in range(10):
        first = await accept_upload(kept, me, b"photo", key=f"first {number}")
        _, second = await asyncio.gather(
            kept.turns.delete(me, first.turn.id), accept_upload(kept, me, b"photo", key=f"second {number}")
        )
        assert await kept.pictures.read(me, sha256(b"photo")) == b"photo"
        await kept.turns.delete(me, second.turn.id)


async def test_a_cancelled_callers_request_is_accepted_whole_and_holds_nobody_up(folder: Path) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        for number in range(20):
            task = asyncio.create_task(ask(kept, me, key=str(number)))
            await asyncio.sleep(number / 2000)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        start = time.monotonic()
        await ask(kept, me, key="patient")
        assert time.monotonic() - start < 2
        task = asyncio.create_task(ask(kept, me, key="last"))
        await asyncio.sleep(0.001)
        task.cancel()
    async with storage.open(folder) as kept:
        assert len(await kept.jobs.unfinished()) >= 20
        for key in map(str, range(1, 20)):
            assert (await ask(kept, me, key=key)).repeated
