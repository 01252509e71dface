"""Ends of jobs that could be shown nowhere: kept until whoever asked is heard of again, and is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select, update

from storage import rows
from storage.database import Database, whole
from storage.models import JobRow, PersonRow, TurnRow, now
from storage.records import Job
from storage.states import State


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    database: Database

    @whole
    async def put(self, job: int) -> None:
        """An ended job can be shown nowhere. One that is gone by now, was shown, or was kept before stays as it is.

        Whoever cancelled theirs has heard of it: that one counts as shown.
        """
        async with self.database.writing() as session:
            row = await session.get(JobRow, job, with_for_update=True)
            if row is None or row.ended_at is None or row.delivered_at is not None:
                return
            row.kept_at = row.kept_at or now()
            if row.state == State.CANCELLED and row.stopped_by is None:
                row.delivered_at = now()

    @whole
    async def people(self, platform: str) -> frozenset[int]:
        """Who has something to be told."""
        query = select(TurnRow.person_id).join(JobRow, JobRow.turn_id == TurnRow.id).where(*_kept())
        query = query.join(PersonRow, PersonRow.id == TurnRow.person_id).where(PersonRow.platform == platform)
        async with self.database.reading() as session:
            return frozenset(await session.scalars(query.distinct()))

    @whole
    async def of(self, viewer: int) -> tuple[Job, ...]:
        """What they have not been told of, oldest first."""
        async with self.database.reading() as session:
            return await rows.jobs(session, TurnRow.person_id == rows.possible(viewer), *_kept())

    @whole
    async def told(self, viewer: int, jobs: Collection[int]) -> None:
        """They have been told of these, which counts as being shown."""
        theirs = exists().where(TurnRow.id == JobRow.turn_id, TurnRow.person_id == viewer).correlate(JobRow)
        noted = update(JobRow).where(JobRow.id.in_(jobs), theirs, *_kept()).values(delivered_at=now())
        async with self.database.writing() as session:
            await session.execute(noted.execution_options(synchronize_session=False))


def _kept() -> tuple[ColumnElement[bool], ...]:
    # With the words of the partial index that it is looked up in.
    return JobRow.ended_at.is_not(None), JobRow.delivered_at.is_(None), JobRow.kept_at.is_not(None)
