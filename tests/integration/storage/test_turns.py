from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from storage import Place, Storage, Turn
from storage.errors import Missing
from tests.integration.storage.making import ask, chain, draw, recipe, run


async def undo(kept: Storage, viewer: int) -> Turn:
    head = await kept.turns.latest(viewer)
    assert head.parent is not None
    return await kept.conversations.move_head(viewer, head.conversation, head.parent)


async def redo(kept: Storage, viewer: int) -> Turn:
    head = await kept.turns.latest(viewer)
    assert head.redo is not None
    return await kept.conversations.move_head(viewer, head.conversation, head.redo)


def ids(turns: tuple[Turn, ...]) -> list[int]:
    return [turn.id for turn in turns]


async def test_redo_goes_back_to_where_undo_came_from(kept: Storage, me: int) -> None:
    a, b, _ = await chain(kept, me, "a", "b", "c")
    branch = await draw(kept, me, "branch", parent=b)
    await draw(kept, me, "another", parent=a)
    await kept.conversations.move_head(me, a.conversation, branch.id)
    assert (await undo(kept, me)).id == b.id
    assert (await undo(kept, me)).id == a.id
    assert (await redo(kept, me)).id == b.id
    assert (await redo(kept, me)).id == branch.id
    assert (await kept.turns.latest(me)).redo is None


async def test_at_the_root_there_is_nothing_to_undo(kept: Storage, me: int) -> None:
    assert (await draw(kept, me)).parent is None


async def test_a_new_turn_after_an_undo_is_what_redo_leads_to(kept: Storage, me: int) -> None:
    a, _ = await chain(kept, me, "a", "b")
    await undo(kept, me)
    new = await draw(kept, me, "c", parent=a)
    assert (await undo(kept, me)).redo == new.id


async def test_latest_is_the_head_of_the_conversation_used_last(kept: Storage, me: int) -> None:
    first, second = await draw(kept, me), await draw(kept, me)
    await ask(kept, me, "still queued")
    assert (await kept.turns.latest(me)).id == second.id
    await kept.conversations.move_head(me, first.conversation, first.id)
    assert (await kept.turns.latest(me)).id == first.id
    assert (await kept.turns.latest(me, second.conversation)).id == second.id


async def test_latest_at_a_place_is_what_was_asked_for_there(kept: Storage, me: int) -> None:
    here, there = (Place(platform="discord", channel=channel) for channel in ("1", "2"))
    first = await run(kept, await ask(kept, me, place=here))
    second = await run(kept, await ask(kept, me, place=there))
    assert (await kept.turns.latest(me, place=here)).id == first.id
    assert (await kept.turns.latest(me, place=there)).id == second.id
    with pytest.raises(Missing):
        await kept.turns.latest(me, place=Place(platform="discord", channel="3"))


async def test_the_head_cannot_move_to_a_turn_of_another_conversation(kept: Storage, me: int, folder: Path) -> None:
    here, there = await draw(kept, me), await draw(kept, me)
    with pytest.raises(Missing):
        await kept.conversations.move_head(me, here.conversation, there.id)
    with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE heads SET turn_id = ? WHERE conversation_id = ?", (there.id, here.conversation))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE turns SET parent_id = ? WHERE id = ?", (here.id, there.id))


async def test_path_children_and_tree_show_every_branch(kept: Storage, me: int) -> None:
    a, b, c = await chain(kept, me, "a", "b", "c")
    d = await draw(kept, me, "d", parent=a)
    assert ids(await kept.turns.path_to_root(me, c.id)) == [c.id, b.id, a.id]
    assert ids(await kept.turns.path_to_root(me, a.id)) == [a.id]
    assert ids(await kept.turns.children(me, a.id)) == [b.id, d.id]
    assert ids(await kept.turns.children(me, c.id)) == []
    assert [(turn.id, turn.parent) for turn in await kept.turns.tree(me, a.conversation)] == [
        (a.id, None),
        (b.id, a.id),
        (c.id, b.id),
        (d.id, a.id),
    ]


async def test_undo_redo_path_children_and_tree_pass_over_deleted_turns(kept: Storage, me: int) -> None:
    a, b, c, d = await chain(kept, me, "a", "b", "c", "d")
    for turn in (b, c):
        await kept.turns.delete(me, turn.id)
    tip = await kept.turns.get(me, d.id)
    assert (tip.parent, tip.parent_picture) == (a.id, None)
    assert (await undo(kept, me)).id == a.id
    assert (await redo(kept, me)).id == d.id
    assert ids(await kept.turns.path_to_root(me, d.id)) == [d.id, a.id]
    assert ids(await kept.turns.children(me, a.id)) == [d.id]
    assert ids(await kept.turns.tree(me, a.conversation)) == [a.id, d.id]


async def test_deleting_the_head_moves_it_to_the_parent(kept: Storage, me: int) -> None:
    a, b, c = await chain(kept, me, "a", "b", "c")
    await kept.turns.delete(me, b.id)
    assert (await kept.turns.latest(me)).id == c.id
    deleted = await kept.turns.delete(me, c.id)
    assert (deleted.head, deleted.cancelled, deleted.conversation) == (a.id, None, a.conversation)
    assert (await kept.turns.latest(me)).id == a.id


async def test_deleting_a_root_that_is_the_head_moves_it_to_the_newest_picture(kept: Storage, me: int) -> None:
    a, b = await chain(kept, me, "a", "b")
    await ask(kept, me, "still queued", parent=b)
    await kept.conversations.move_head(me, a.conversation, a.id)
    assert (await kept.turns.delete(me, a.id)).head == b.id
    assert (await kept.turns.latest(me)).id == b.id


async def test_a_deleted_turn_leaves_no_word_behind(kept: Storage, me: int, folder: Path) -> None:
    secret = "a very private 秘密 wish"
    a = await draw(kept, me, secret)
    await draw(kept, me, "make it blue", parent=a)
    await kept.turns.delete(me, a.id)
    with pytest.raises(Missing):
        await kept.turns.get(me, a.id)
    with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection:
        assert not [line for line in connection.iterdump() if "秘密" in line]


async def test_a_conversation_goes_with_its_last_turn(kept: Storage, me: int, folder: Path) -> None:
    a, b, c = await chain(kept, me, "a", "b", "c")
    await kept.turns.delete(me, a.id)
    await kept.turns.delete(me, b.id)
    deleted = await kept.turns.delete(me, c.id)
    assert (deleted.conversation, deleted.head) == (None, None)
    with pytest.raises(Missing):
        await kept.conversations.get(me, a.conversation)
    with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection:
        for table in ("turns", "heads", "jobs", "places", "pictures", "sources", "discards", "conversations"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert not [path for path in (folder / "pictures").rglob("*") if path.is_file()]


async def test_the_id_of_a_deleted_turn_is_never_given_to_another(kept: Storage, me: int) -> None:
    first = await draw(kept, me)
    await kept.turns.delete(me, first.id)
    second = await draw(kept, me)
    assert second.id > first.id
    assert second.job.id > first.job.id
    assert second.pictures[0].id > first.pictures[0].id


async def test_a_file_stays_while_a_living_turn_was_made_from_it(kept: Storage, me: int) -> None:
    a, b = await chain(kept, me, "a", "b")
    await kept.turns.delete(me, a.id)
    source = b.recipes[0].source
    assert source == a.pictures[0].sha256
    file = await kept.pictures.file(me, source)
    await kept.turns.delete(me, b.id)
    assert not file.exists()


async def test_deleting_a_picture_keeps_the_file_that_another_one_shares(kept: Storage, me: int, stranger: int) -> None:
    mine = await draw(kept, me, "same", recipe())
    theirs = await draw(kept, stranger, "same", recipe())
    assert mine.pictures[0].sha256 == theirs.pictures[0].sha256
    await kept.turns.delete(me, mine.id)
    with pytest.raises(Missing):
        await kept.pictures.file(me, mine.pictures[0].sha256)
    file = await kept.pictures.file(stranger, theirs.pictures[0].sha256)
    await kept.turns.delete(stranger, theirs.id)
    assert not file.exists()
    assert not file.with_suffix(".latents.safetensors").exists()


async def test_a_request_whose_turn_became_a_tombstone_does_not_come_back(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me, key="message 1")
    await kept.jobs.start(accepted.job.id)
    first = await kept.jobs.finish(accepted.job.id, [])
    child = await kept.jobs.accept(
        me, request_key="child", text="x", action="imagine", intent={}, recipes=[recipe()], parent=first.id
    )
    await kept.turns.delete(me, first.id)
    with pytest.raises(Missing):
        await ask(kept, me, key="message 1")
    assert (await kept.turns.get(me, child.turn.id)).parent is None


async def test_an_unfinished_child_of_a_deleted_turn_is_still_drawn(kept: Storage, me: int) -> None:
    a = await draw(kept, me)
    child = await ask(kept, me, "make it blue", parent=a)
    await kept.turns.delete(me, a.id)
    await kept.jobs.start(child.job.id)
    assert await kept.pictures.read(me, a.pictures[0].sha256)
    turn = await kept.jobs.finish(child.job.id, [])
    assert (await kept.turns.latest(me)).id == turn.id
