"""How it stands with the whole, for whoever runs it: numbers of everybody's, nothing of anybody's."""

from __future__ import annotations

import dataclasses

from sqlalchemy import func, select, text

from storage.database import Database, whole
from storage.models import JobRow
from storage.records import Load
from storage.states import UNFINISHED, State


@dataclasses.dataclass(frozen=True, slots=True)
class Overview:
    database: Database

    @whole
    async def load(self) -> Load:
        """What is under way."""
        query = select(JobRow.state, func.count(), func.min(JobRow.created_at))
        async with self.database.reading() as session:
            found = await session.execute(query.where(JobRow.state.in_(UNFINISHED)).group_by(JobRow.state))
            by_state = {state: (count, oldest) for state, count, oldest in found}
        queued, oldest = by_state.get(State.QUEUED, (0, None))
        return Load(queued=queued, running=by_state.get(State.RUNNING, (0, None))[0], oldest=oldest)

    @whole
    async def write(self) -> None:
        """Write, durably, a number that stands there already: raises what the next job would meet."""
        async with self.database.writing() as session:
            number = await session.scalar(text("PRAGMA user_version"))
            await session.execute(text(f"PRAGMA user_version = {int(number or 0)}"))
