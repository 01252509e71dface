"""What those who run a server may see and do there: nobody's words, and no other server's jobs."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import text as sql

from storage import rows
from storage.database import Database, whole
from storage.errors import Missing
from storage.models import UNFINISHED_JOBS, JobRow, PersonRow, PlaceRow, ServerRow, TurnRow
from storage.records import Job, UnderWay
from storage.text import clean

AnySelect = TypeVar("AnySelect", bound=Select[*tuple[Any, ...]])


@dataclasses.dataclass(frozen=True, slots=True)
class Servers:
    """Whoever calls has made sure that the viewer runs the server that is named."""

    database: Database

    @whole
    async def under_way(
        self, platform: str, server: str, *, after: int = 0, limit: int = 5
    ) -> tuple[tuple[UnderWay, ...], int]:
        """The server's unfinished jobs behind job ``after``, oldest first, at most ``limit``; and how many more."""
        behind = (*_of(platform, server), JobRow.id > after)
        everything = _joined(select(JobRow, TurnRow, PersonRow)).where(*behind, sql(UNFINISHED_JOBS))
        async with self.database.reading() as session:
            page = await session.execute(everything.order_by(JobRow.id).limit(limit))
            found = tuple(_under_way(*row) for row in page)
            in_all = select(func.count()).select_from(everything.with_only_columns(JobRow.id).subquery())
            return found, (await session.scalar(in_all) or 0) - len(found)

    @whole
    async def job(self, platform: str, server: str, turn: int) -> Job:
        """The job of a turn that was asked for on the server. Raises Missing for any other turn."""
        async with self.database.reading() as session:
            mine = (*_of(platform, server), TurnRow.id == rows.possible(turn))
            row = await session.scalar(_joined(select(JobRow)).where(*mine))
            if row is None:
                raise Missing(f"turn {turn}")
            return await rows.job(session, row)


def _joined(query: AnySelect) -> AnySelect:
    query = query.select_from(JobRow).join(TurnRow, TurnRow.id == JobRow.turn_id)
    query = query.join(PersonRow, PersonRow.id == TurnRow.person_id)
    return query.join(PlaceRow, PlaceRow.turn_id == TurnRow.id).join(ServerRow, ServerRow.id == PlaceRow.server_id)


def _of(platform: str, server: str) -> tuple[ColumnElement[bool], ...]:
    return ServerRow.platform == clean(platform), ServerRow.handle == clean(server)


def _under_way(job: JobRow, turn: TurnRow, person: PersonRow) -> UnderWay:
    recipes = json.loads(turn.recipes)
    return UnderWay(
        job=job.id,
        turn=turn.id,
        handle=person.handle,
        model=recipes[0]["model"],
        pictures=len(recipes),
        created_at=job.created_at,
    )
