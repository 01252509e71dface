"""Taking a request on: conversation, turn and job come to be in one transaction, once for each request key."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from generator.recipe import Recipe
from storage import rows
from storage.errors import Missing
from storage.gallery import has_file
from storage.limits import UNLIMITED, Limits, take
from storage.models import ConversationRow, JobRow, PictureRow, PlaceRow, ServerRow, SourceRow, TurnRow, now
from storage.records import Accepted, Place
from storage.text import canonical_json, clean, clean_json


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    key: str
    conversation: int | None
    place: Place | None
    parent: int | None
    parent_picture: int | None
    text: str
    action: str
    intent: Mapping[str, Any]
    recipes: tuple[Recipe, ...]
    limits: Limits = UNLIMITED

    def __post_init__(self) -> None:
        if not self.recipes:
            raise ValueError("a job needs a recipe")
        if self.parent_picture is not None and self.parent is None:
            raise ValueError("parent_picture needs a parent")

    @property
    def sources(self) -> set[str]:
        return {sha256 for recipe in self.recipes for sha256 in (recipe.source, recipe.mask) if sha256 is not None}


async def accept(
    session: AsyncSession, viewer: int, request: Request, uploaded: Iterable[str], process: str
) -> Accepted:
    await rows.own_person(session, viewer)
    key = clean(request.key)
    known = await session.scalar(select(TurnRow).where(TurnRow.person_id == viewer, TurnRow.request_key == key))
    if known is not None:
        return await _repeated(session, known)
    sources = request.sources
    for sha256 in sources.difference(uploaded):
        if not await has_file(session, viewer, sha256):
            raise Missing(f"file {sha256}")
    conversation = await _conversation(session, viewer, request)
    place = request.place or (await rows.conversation(session, conversation)).place
    columns = await _columns(session, place)
    asked_at = now()
    await take(session, viewer, columns["server_id"], request.limits, asked_at)
    turn = TurnRow(
        conversation_id=conversation.id,
        person_id=viewer,
        parent_id=request.parent,
        parent_picture=request.parent_picture,
        request_key=key,
        text=clean(request.text),
        action=clean(request.action),
        intent=canonical_json(clean_json(request.intent)),
        recipes=f"[{','.join(recipe.to_json() for recipe in request.recipes)}]",
    )
    session.add(turn)
    await session.flush()
    session.add_all(SourceRow(turn_id=turn.id, sha256=sha256) for sha256 in sources.union(uploaded))
    session.add(PlaceRow(turn_id=turn.id, parent=place.parent and clean(place.parent), **columns))
    session.add(JobRow(turn_id=turn.id, process=process, created_at=asked_at))
    await session.flush()
    record = await rows.turn(session, turn)
    return Accepted(turn=record, job=record.job, repeated=False)


async def _repeated(session: AsyncSession, known: TurnRow) -> Accepted:
    if known.deleted_at is not None:
        raise Missing(f"turn {known.id}")
    record = await rows.turn(session, known)
    return Accepted(turn=record, job=record.job, repeated=True)


async def _conversation(session: AsyncSession, viewer: int, request: Request) -> ConversationRow:
    """The request's conversation: the named one, else the parent's, else a new one."""
    parent = None if request.parent is None else await _parent(session, viewer, request.parent, request.parent_picture)
    if request.conversation is not None:
        row = await rows.own_conversation(session, viewer, request.conversation)
        if parent is not None and parent.conversation_id != row.id:
            raise Missing(f"turn {parent.id} in conversation {row.id}")
        return row
    if parent is not None:
        return await session.get_one(ConversationRow, parent.conversation_id)
    if request.place is None:
        raise ValueError("a new conversation needs a place")
    row = ConversationRow(person_id=viewer, **await _columns(session, request.place))
    session.add(row)
    await session.flush()
    return row


async def _parent(session: AsyncSession, viewer: int, parent: int, position: int | None) -> TurnRow:
    row = await rows.own_turn(session, viewer, parent)
    if position is not None:
        drawn = exists().where(PictureRow.turn_id == row.id, PictureRow.position == rows.possible(position))
        if not await session.scalar(select(drawn)):
            raise Missing(f"picture {position} of turn {parent}")
    return row


async def _columns(session: AsyncSession, place: Place) -> dict[str, Any]:
    platform, channel = clean(place.platform), clean(place.channel)
    server = None if place.server is None else await _server(session, platform, clean(place.server))
    return {"server_id": server, "platform": platform, "channel": channel}


async def _server(session: AsyncSession, platform: str, handle: str) -> int:
    query = select(ServerRow).where(ServerRow.platform == platform, ServerRow.handle == handle)
    row = await session.scalar(query)
    if row is None:
        row = ServerRow(platform=platform, handle=handle)
        session.add(row)
        await session.flush()
    return row.id
