"""Every call that takes a viewer, asked by somebody else, answers as if there were nothing."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio

from storage import Job, Picture, Storage, Turn
from storage.errors import Missing
from tests.integration.storage.making import draw, recipe

OF_THE_DISPATCHER = {
    "jobs.start",
    "jobs.release",
    "jobs.requeue",
    "jobs.fail",
    "jobs.finish",
    "jobs.delivered",
    "jobs.unfinished",
    "jobs.undelivered",
    "kept.put",
    "kept.people",
}
OF_A_SERVER = {"servers.under_way", "servers.job"}
OF_NOBODY = {"people.known", "pictures.sweep", "posts.find", "posts.remove"}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclasses.dataclass(frozen=True)
class Things:
    turn: Turn
    picture: Picture
    job: Job


async def accept(kept: Storage, viewer: int, conversation: int | None, parent: int | None) -> object:
    return await kept.jobs.accept(
        viewer,
        request_key=f"k{viewer}",
        text="x",
        action="edit",
        intent={},
        recipes=[recipe()],
        conversation=conversation,
        parent=parent,
    )


Call = Callable[[Storage, int, Things], Awaitable[object]]
CALLS: dict[str, Call] = {
    "conversations.get": lambda kept, viewer, of: kept.conversations.get(viewer, of.turn.conversation),
    "conversations.of_turn": lambda kept, viewer, of: kept.conversations.of_turn(viewer, of.turn.id),
    "conversations.move_head": lambda kept, viewer, of: kept.conversations.move_head(
        viewer, of.turn.conversation, of.turn.id
    ),
    "turns.get": lambda kept, viewer, of: kept.turns.get(viewer, of.turn.id),
    "turns.latest": lambda kept, viewer, of: kept.turns.latest(viewer),
    "turns.latest of a conversation": lambda kept, viewer, of: kept.turns.latest(viewer, of.turn.conversation),
    "turns.latest at a place": lambda kept, viewer, of: kept.turns.latest(viewer, place=of.turn.place),
    "turns.path_to_root": lambda kept, viewer, of: kept.turns.path_to_root(viewer, of.turn.id),
    "turns.children": lambda kept, viewer, of: kept.turns.children(viewer, of.turn.id),
    "turns.tree": lambda kept, viewer, of: kept.turns.tree(viewer, of.turn.conversation),
    "turns.delete": lambda kept, viewer, of: kept.turns.delete(viewer, of.turn.id),
    "posts.put": lambda kept, viewer, of: kept.posts.put(viewer, of.turn.id, platform="chat", channel="1", message="1"),
    "posts.of_turn": lambda kept, viewer, of: kept.posts.of_turn(viewer, of.turn.id),
    "pictures.get": lambda kept, viewer, of: kept.pictures.get(viewer, of.picture.id),
    "pictures.file": lambda kept, viewer, of: kept.pictures.file(viewer, of.picture.sha256),
    "pictures.read": lambda kept, viewer, of: kept.pictures.read(viewer, of.picture.sha256),
    "jobs.get": lambda kept, viewer, of: kept.jobs.get(viewer, of.job.id),
    "jobs.of_turn": lambda kept, viewer, of: kept.jobs.of_turn(viewer, of.turn.id),
    "jobs.cancel": lambda kept, viewer, of: kept.jobs.cancel(viewer, of.job.id),
    "jobs.accept in a conversation": lambda kept, viewer, of: accept(kept, viewer, of.turn.conversation, None),
    "jobs.accept under a turn": lambda kept, viewer, of: accept(kept, viewer, None, of.turn.id),
}
OF_THE_VIEWER_THEMSELVES = {"people.get", "people.change", "pictures.history", "jobs.pending", "kept.of", "kept.told"}


@pytest.fixture
def kept(shared: Storage) -> Storage:
    return shared


@pytest_asyncio.fixture(loop_scope="module")
async def me(kept: Storage, request: pytest.FixtureRequest) -> int:
    return (await kept.people.known("terminal", request.node.name, "Me", "en")).id


@pytest_asyncio.fixture(loop_scope="module")
async def stranger(kept: Storage, request: pytest.FixtureRequest) -> int:
    return (await kept.people.known("discord", request.node.name, "Stranger", "ja")).id


@pytest_asyncio.fixture(loop_scope="module")
async def things(kept: Storage, me: int) -> Things:
    turn = await draw(kept, me)
    return Things(turn=turn, picture=turn.pictures[0], job=turn.job)


@pytest.mark.parametrize("name", CALLS)
async def test_a_stranger_hears_the_same_as_for_what_never_was(
    kept: Storage, me: int, stranger: int, things: Things, name: str
) -> None:
    nothing = Things(
        turn=dataclasses.replace(things.turn, id=10**6, conversation=10**6),
        picture=dataclasses.replace(things.picture, id=10**6, sha256="0" * 64),
        job=dataclasses.replace(things.job, id=10**6),
    )
    kinds = set()
    for viewer, of in ((stranger, things), (10**6, things), (me, nothing)):
        if name in ("turns.latest", "turns.latest at a place") and of is nothing:
            continue
        with pytest.raises(Missing) as caught:
            await CALLS[name](kept, viewer, of)
        kinds.add(type(caught.value))
    assert kinds == {Missing}
    assert await kept.turns.latest(me) == things.turn


@pytest.mark.parametrize("name", CALLS)
async def test_what_was_deleted_is_as_what_never_was(kept: Storage, me: int, things: Things, name: str) -> None:
    await kept.turns.delete(me, things.turn.id)
    with pytest.raises(Missing):
        await CALLS[name](kept, me, things)


async def test_a_history_is_of_the_viewers_own_pictures_alone(
    kept: Storage, me: int, stranger: int, things: Things
) -> None:
    assert [picture.id for picture in (await kept.pictures.history(me)).pictures] == [things.picture.id]
    assert (await kept.pictures.history(stranger, text="circle")).pictures == ()


async def test_every_call_takes_a_viewer_but_the_named_ones(kept: Storage) -> None:
    with_viewer: set[str] = set()
    without: set[str] = set()
    for noun in ("people", "conversations", "turns", "posts", "jobs", "kept", "servers", "pictures"):
        for name, method in inspect.getmembers(getattr(kept, noun), inspect.iscoroutinefunction):
            if not name.startswith("_"):
                viewer = next(iter(inspect.signature(method).parameters), None) == "viewer"
                (with_viewer if viewer else without).add(f"{noun}.{name}")
    assert without == OF_THE_DISPATCHER | OF_A_SERVER | OF_NOBODY
    assert with_viewer == {name.split(" ")[0] for name in CALLS} | OF_THE_VIEWER_THEMSELVES
