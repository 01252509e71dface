"""Turns: the versions of a conversation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rows
from storage.database import Database, whole
from storage.errors import Missing
from storage.gallery import Gallery
from storage.limits import settle
from storage.models import (
    ConversationRow,
    DiscardRow,
    HeadRow,
    JobRow,
    PictureRow,
    PlaceRow,
    PostRow,
    SourceRow,
    TurnRow,
    now,
)
from storage.records import Deleted, Place, Turn
from storage.states import UNFINISHED
from storage.tree import Tombstones, ancestry, move_head


@dataclasses.dataclass(frozen=True, slots=True)
class Turns:
    """Every call raises Missing for what is not there, was deleted, or is not the viewer's."""

    database: Database
    gallery: Gallery

    @whole
    async def get(self, viewer: int, turn: int) -> Turn:
        async with self.database.reading() as session:
            return await rows.turn(session, await rows.own_turn(session, viewer, turn))

    @whole
    async def latest(self, viewer: int, conversation: int | None = None, *, place: Place | None = None) -> Turn:
        """The head of ``conversation``, or of the one whose head the viewer moved last; at ``place``, of those whose
        head was asked for there."""
        query = select(TurnRow).join(HeadRow, HeadRow.turn_id == TurnRow.id)
        query = query.join(ConversationRow, ConversationRow.id == HeadRow.conversation_id)
        query = query.where(ConversationRow.person_id == rows.possible(viewer))
        if conversation is not None:
            query = query.where(ConversationRow.id == rows.possible(conversation))
        if place is not None:
            query = query.join(PlaceRow, PlaceRow.turn_id == HeadRow.turn_id)
            query = query.where(PlaceRow.platform == place.platform, PlaceRow.channel == place.channel)
        query = query.order_by(ConversationRow.used_at.desc(), ConversationRow.id.desc()).limit(1)
        async with self.database.reading() as session:
            row = await session.scalar(query)
            if row is None:
                raise Missing("head")
            return await rows.turn(session, row)

    @whole
    async def path_to_root(self, viewer: int, turn: int) -> tuple[Turn, ...]:
        """``turn``, its parent, and so on to the first."""
        async with self.database.reading() as session:
            row = await rows.own_turn(session, viewer, turn)
            path = await ancestry(session, row.id)
            return await rows.turns(session, [step for step in path if step.deleted_at is None])

    @whole
    async def children(self, viewer: int, turn: int) -> tuple[Turn, ...]:
        """What was made from ``turn``, oldest first."""
        async with self.database.reading() as session:
            row = await rows.own_turn(session, viewer, turn)
            parents = (await Tombstones.of(session, [row.conversation_id])).under(row.id)
            return await _living(session, row.conversation_id, TurnRow.parent_id.in_(parents))

    @whole
    async def tree(self, viewer: int, conversation: int) -> tuple[Turn, ...]:
        """Every turn of ``conversation``, oldest first, so that parents come before children."""
        async with self.database.reading() as session:
            row = await rows.own_conversation(session, viewer, conversation)
            return await _living(session, row.id)

    @whole
    async def delete(self, viewer: int, turn: int, *, drawn_for: Callable[[int], float] = lambda job: 0.0) -> Deleted:
        """Remove a turn, its posts, its pictures, and their files unless another row names them.

        A file stays as long as a living turn was made from it, because that turn's recipe could not be followed
        without it. The turn's unfinished job is gone with it; a head that stood here goes back to the nearest living
        turn above or, where there is none, to the newest one with a picture.
        ``drawn_for``: how many seconds a job was drawn for so far.
        """
        async with self.database.writing() as session:
            row = await rows.own_turn(session, viewer, turn)
            under_way = JobRow.turn_id == row.id, JobRow.state.in_(UNFINISHED)
            if job := await session.scalar(select(JobRow).where(*under_way)):
                await settle(session, job, drawn_for(job.id))
            posts = await rows.posts(session, PostRow.turn_id == row.id)
            await _blank(session, row)
            head = await _leave(session, row)
            remains = await _prune(session, row)
        await self.gallery.sweep()
        conversation = row.conversation_id if remains else None
        return Deleted(cancelled=job.id if job else None, conversation=conversation, head=head, posts=posts)


async def _living(session: AsyncSession, conversation: int, *conditions: ColumnElement[bool]) -> tuple[Turn, ...]:
    query = select(TurnRow).where(TurnRow.conversation_id == conversation, TurnRow.deleted_at.is_(None), *conditions)
    return await rows.turns(session, (await session.scalars(query.order_by(TurnRow.id))).all())


async def _blank(session: AsyncSession, row: TurnRow) -> None:
    """Make ``row`` a tombstone and mark its files for removal."""
    drawn = select(PictureRow.sha256).where(PictureRow.turn_id == row.id)
    started_from = select(SourceRow.sha256).where(SourceRow.turn_id == row.id)
    for sha256 in (await session.scalars(drawn.union(started_from))).all():
        await session.merge(DiscardRow(sha256=sha256))
    for table in (PictureRow, SourceRow, JobRow, PlaceRow, PostRow):
        await session.execute(delete(table).where(table.turn_id == row.id))
    row.text, row.action, row.intent, row.recipes, row.deleted_at = "", "", "{}", "[]", now()
    await session.flush()


async def _leave(session: AsyncSession, row: TurnRow) -> int | None:
    """Move the conversation's head away from ``row`` if it is there. Returns where it is then."""
    head = await session.get(HeadRow, row.conversation_id)
    if head is None or head.turn_id != row.id:
        return None if head is None else head.turn_id
    above = [step for step in await ancestry(session, row.id) if step.deleted_at is None]
    drawn = exists().where(PictureRow.turn_id == TurnRow.id)
    newest = select(TurnRow).where(TurnRow.conversation_id == row.conversation_id, drawn).order_by(TurnRow.id.desc())
    target = above[0] if above else await session.scalar(newest.limit(1))
    if target is None:
        await session.delete(head)
    else:
        await move_head(session, target)
    await session.flush()
    return None if target is None else target.id


async def _prune(session: AsyncSession, row: TurnRow) -> bool:
    """Remove tombstones that hold nothing, from ``row`` upwards. Returns whether the conversation still has a turn."""
    for tombstone in await ancestry(session, row.id):
        has_children = await session.scalar(select(exists().where(TurnRow.parent_id == tombstone.id)))
        if tombstone.deleted_at is None or has_children:
            return True
        remembering = (TurnRow.conversation_id == row.conversation_id, TurnRow.last_child_id == tombstone.id)
        await session.execute(update(TurnRow).where(*remembering).values(last_child_id=None))
        await session.delete(tombstone)
        await session.flush()
    if await session.scalar(select(exists().where(TurnRow.conversation_id == row.conversation_id))):
        return True
    await session.execute(delete(ConversationRow).where(ConversationRow.id == row.conversation_id))
    return False
