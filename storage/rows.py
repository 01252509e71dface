"""From rows to records, and the look-ups that see only what is the viewer's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import Missing
from storage.models import (
    ConversationRow,
    HeadRow,
    JobRow,
    PersonRow,
    PictureRow,
    PlaceRow,
    PostRow,
    ServerRow,
    TurnRow,
)
from storage.records import Conversation, Job, Person, PersonSettings, Picture, Place, Post, Turn
from storage.states import State
from storage.text import canonical_json
from storage.tree import Tombstones

MAX_ID = 2**63 - 1


def possible(number: int) -> int:
    """``number`` if a row could have it as its id: SQLite cannot even ask for others. Raises Missing."""
    if not 0 < number <= MAX_ID:
        raise Missing(f"id {number}")
    return number


async def own_person(session: AsyncSession, viewer: int) -> PersonRow:
    row = await session.get(PersonRow, possible(viewer))
    if row is None:
        raise Missing(f"person {viewer}")
    return row


async def own_conversation(session: AsyncSession, viewer: int, conversation: int) -> ConversationRow:
    mine = ConversationRow.person_id == possible(viewer)
    row = await session.scalar(select(ConversationRow).where(ConversationRow.id == possible(conversation), mine))
    if row is None:
        raise Missing(f"conversation {conversation}")
    return row


async def own_turn(session: AsyncSession, viewer: int, turn: int) -> TurnRow:
    mine = (TurnRow.person_id == possible(viewer), TurnRow.deleted_at.is_(None))
    row = await session.scalar(select(TurnRow).where(TurnRow.id == possible(turn), *mine))
    if row is None:
        raise Missing(f"turn {turn}")
    return row


async def own_job(session: AsyncSession, viewer: int, job: int) -> JobRow:
    mine = TurnRow.person_id == possible(viewer)
    row = await session.scalar(select(JobRow).join(TurnRow).where(JobRow.id == possible(job), mine).with_for_update())
    if row is None:
        raise Missing(f"job {job}")
    return row


def person(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        platform=row.platform,
        handle=row.handle,
        name=row.name,
        locale=row.locale,
        settings=PersonSettings(locale=row.chosen_locale, model=row.chosen_model, size=row.chosen_size),
        created_at=row.created_at,
    )


async def conversation(session: AsyncSession, row: ConversationRow) -> Conversation:
    server = None if row.server_id is None else await session.get_one(ServerRow, row.server_id)
    return Conversation(
        id=row.id,
        person=row.person_id,
        place=_place(row, None if server is None else server.handle),
        head=await session.scalar(select(HeadRow.turn_id).where(HeadRow.conversation_id == row.id)),
        created_at=row.created_at,
        used_at=row.used_at,
    )


def _place(row: ConversationRow | PlaceRow, server: str | None) -> Place:
    parent = row.parent if isinstance(row, PlaceRow) else None
    return Place(platform=row.platform, channel=row.channel, server=server, parent=parent)


async def posts(session: AsyncSession, *conditions: ColumnElement[bool]) -> tuple[Post, ...]:
    """Newest first."""
    query = select(PostRow, TurnRow.person_id).join(TurnRow).where(*conditions).order_by(PostRow.id.desc())
    return tuple(
        Post(turn=row.turn_id, person=person, platform=row.platform, channel=row.channel, message=row.message)
        for row, person in await session.execute(query)
    )


async def job(session: AsyncSession, row: JobRow) -> Job:
    return (await jobs(session, JobRow.id == row.id))[0]


async def jobs(session: AsyncSession, *conditions: ColumnElement[bool], limit: int | None = None) -> tuple[Job, ...]:
    """Oldest first, at most ``limit``."""
    query = select(JobRow, TurnRow, PlaceRow, ServerRow.handle).join(TurnRow, TurnRow.id == JobRow.turn_id)
    query = query.join(PlaceRow, PlaceRow.turn_id == TurnRow.id)
    query = query.outerjoin(ServerRow, ServerRow.id == PlaceRow.server_id)
    found = await session.execute(query.where(*conditions).order_by(JobRow.id).limit(limit))
    return tuple(_job(row, turn, _place(place, server)) for row, turn, place, server in found)


def _job(row: JobRow, turn: TurnRow, place: Place) -> Job:
    return Job(
        id=row.id,
        turn=turn.id,
        conversation=turn.conversation_id,
        person=turn.person_id,
        place=place,
        request=turn.request_key,
        state=State(row.state),
        attempts=row.attempts,
        reason=row.reason,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        delivered_at=row.delivered_at,
        stopped_by=row.stopped_by,
    )


def picture(row: PictureRow) -> Picture:
    return Picture(
        id=row.id,
        turn=row.turn_id,
        position=row.position,
        sha256=row.sha256,
        width=row.width,
        height=row.height,
        seed=row.seed,
        recipe_json=row.recipe,
        recipe_hash=row.recipe_hash,
        has_latents=row.has_latents,
        created_at=row.created_at,
    )


async def turn(session: AsyncSession, row: TurnRow) -> Turn:
    return (await turns(session, [row]))[0]


async def turns(session: AsyncSession, rows: Sequence[TurnRow]) -> tuple[Turn, ...]:
    """The records of living turns, in the rows' order."""
    ids = [row.id for row in rows]
    tombstones = await Tombstones.of(session, {row.conversation_id for row in rows})
    their_jobs = {job.turn: job for job in await jobs(session, JobRow.turn_id.in_(ids))}
    pictures: defaultdict[int, list[Picture]] = defaultdict(list)
    for found in await session.scalars(
        select(PictureRow).where(PictureRow.turn_id.in_(ids)).order_by(PictureRow.turn_id, PictureRow.position)
    ):
        pictures[found.turn_id].append(picture(found))
    return tuple(_turn(row, their_jobs[row.id], tuple(pictures[row.id]), tombstones) for row in rows)


def _turn(row: TurnRow, its_job: Job, pictures: tuple[Picture, ...], tombstones: Tombstones) -> Turn:
    parent = tombstones.living_ancestor(row.parent_id)
    return Turn(
        id=row.id,
        conversation=row.conversation_id,
        person=row.person_id,
        parent=parent,
        parent_picture=row.parent_picture if parent == row.parent_id else None,
        redo=tombstones.living_descendant(row.last_child_id),
        place=its_job.place,
        text=row.text,
        action=row.action,
        intent=json.loads(row.intent),
        recipes_json=tuple(canonical_json(recipe) for recipe in json.loads(row.recipes)),
        pictures=pictures,
        job=its_job,
        created_at=row.created_at,
    )
