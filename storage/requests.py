"""Requests that were heard and not answered yet: durable before anybody is told that they were taken on.

A row stands from the moment at which something was asked until it was answered, whatever with. So what a dead process
had heard is still to be answered by whoever looks next; what was asked is kept no longer than that.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from collections.abc import Collection

from sqlalchemy import ColumnElement, Update, and_, case, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from storage.batching import Batch
from storage.database import Database, whole
from storage.models import RequestRow, now
from storage.presence import Presence
from storage.records import Heard
from storage.text import clean

TOGETHER = 2
"""Deaths that count for all requests of a process alike; a later one for the request that was seen to alone then."""
_NOBODYS = ""
"""The process of what was left in good order."""


@dataclasses.dataclass(frozen=True, slots=True)
class Requests:
    database: Database
    presence: Presence
    batch: Batch

    @whole
    async def heard(self, platform: str, key: str, errand: str) -> bool:
        """Note what is asked, as text that says all of it. False, and nothing is noted, where it was heard before.

        ``key`` is the platform's for this request.
        """
        row = {"platform": clean(platform), "key": clean(key), "errand": clean(errand)}
        ours = {"process": self.presence.name, "heard_at": now(), "tries": 0, "alone": False}
        return bool(await self.batch.execute(insert(RequestRow).values(row | ours).on_conflict_do_nothing()))

    @whole
    async def answered(self, platform: str, key: str) -> None:
        """There is nothing more to do about it, and nothing of it is kept. A second time does no harm."""
        await self.batch.execute(delete(RequestRow).where(*_is(platform, key)))

    @whole
    async def noted(self, platform: str, key: str) -> str | None:
        """The errand of what is not answered yet."""
        async with self.database.reading() as session:
            errand: str | None = await session.scalar(select(RequestRow.errand).where(*_is(platform, key)))
            return errand

    @whole
    async def left(
        self, platform: str, *, but: Collection[str] = (), before: datetime.datetime | None = None
    ) -> tuple[Heard, ...]:
        """What was heard ``before`` then and nobody sees to, oldest first; now it is ours. ``but``: the keys of what
        this process sees to.

        A process that died with a request may have died of it: that is charged to each the first times, and then to the
        one that it saw to alone.
        """
        async with self.database.writing() as session:
            there = [RequestRow.platform == clean(platform), RequestRow.key.not_in(but)]
            there += [RequestRow.heard_at < before] if before is not None else []
            processes = set(await session.scalars(select(RequestRow.process).where(*there).distinct()))
            others = processes - {self.presence.name, _NOBODYS}
            living = await asyncio.to_thread(lambda: {name for name in others if self.presence.alive(name)})
            if processes <= living:
                return ()
            left = [*there, RequestRow.process.not_in(living)]
            died = RequestRow.process.not_in((self.presence.name, _NOBODYS))
            charged = and_(died, or_(RequestRow.tries < TOGETHER, RequestRow.alone))
            tries = RequestRow.tries + case((charged, 1), else_=0)
            taken = update(RequestRow).where(*left).values(process=self.presence.name, tries=tries, alone=False)
            await session.execute(_quietly(taken))
            rows = await session.scalars(select(RequestRow).where(*left).order_by(RequestRow.id))
            return tuple(Heard(key=row.key, errand=row.errand, heard_at=row.heard_at, tries=row.tries) for row in rows)

    @whole
    async def alone(self, platform: str, key: str) -> None:
        """From now on only this one is seen to: if the process dies, it may be of this."""
        await self.batch.execute(_quietly(update(RequestRow).where(*_is(platform, key)).values(alone=True)))

    @whole
    async def harmless(self, platform: str, key: str) -> None:
        """It is not what its processes died of: those before do not count any more."""
        tried = (*_is(platform, key), RequestRow.tries > 0)
        await self.batch.execute(_quietly(update(RequestRow).where(*tried).values(tries=0, alone=False)))

    @whole
    async def leave(self) -> None:
        """Whatever this process has not answered is the next one's, which did not die of it."""
        mine = RequestRow.process == self.presence.name
        left = update(RequestRow).where(mine).values(process=_NOBODYS, alone=False)
        await self.batch.execute(_quietly(left))


def _quietly(change: Update) -> Update:
    """No row of it is in any session, where it would have to be brought up to date."""
    return change.execution_options(synchronize_session=False)


def _is(platform: str, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return RequestRow.platform == clean(platform), RequestRow.key == clean(key)
