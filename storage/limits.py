"""How much people and servers may ask for: at once, and on one day. A day is UTC's.

Whether there is room is decided where the job is inserted, under the writer's lock, so that of two who race for the
last place one gets it. What was used is kept in rows: it outlives every restart.
"""

from __future__ import annotations

import dataclasses
import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, exists, select, true, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import Limited
from storage.models import UNFINISHED_JOBS, JobRow, PersonDayRow, PlaceRow, ServerDayRow, TurnRow, now


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What may be had; 0 is as much as one likes."""

    at_once: int = 0
    """Requests that are waiting or being drawn."""
    a_day: int = 0
    """Requests."""
    gpu_seconds: int = 0
    """Of drawing, a day. It is known only afterwards: what was accepted before it was used up is drawn to its end."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    person: Allowance = Allowance()
    """The asker's, wherever they ask."""
    server: Allowance = Allowance()
    """Everybody's together on the server where it is asked."""


UNLIMITED = Limits()


@dataclasses.dataclass(frozen=True, slots=True)
class _Account:
    whose: str
    """"person" or "server"."""
    days: Table
    owner: str
    """The column of ``days`` that has ``id``."""
    id: int
    theirs: ColumnElement[bool]
    """Of jobs: whether it is theirs."""

    def on(self, day: datetime.date) -> tuple[ColumnElement[bool], ...]:
        return self.days.c[self.owner] == self.id, self.days.c.day == day


def _accounts(person: int, server: int | None) -> tuple[_Account, ...]:
    asked = exists().where(TurnRow.id == JobRow.turn_id, TurnRow.person_id == person)
    accounts = [_Account("person", _table(PersonDayRow), "person_id", person, asked)]
    if server is not None:
        there = exists().where(PlaceRow.turn_id == JobRow.turn_id, PlaceRow.server_id == server)
        accounts.append(_Account("server", _table(ServerDayRow), "server_id", server, there))
    return tuple(accounts)


def _table(row: type[PersonDayRow] | type[ServerDayRow]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


async def take(session: AsyncSession, person: int, server: int | None, limits: Limits, at: datetime.datetime) -> None:
    """Count one request of ``at``, before its job is written. Raises Limited where there is no room for it."""
    accounts = _accounts(person, server)
    for account, allowed in zip(accounts, (limits.person, limits.server), strict=False):
        await _demand_room(session, account, allowed.at_once)
        if not await _use(session, account, at, requests=1, most=allowed):
            raise await _used_up(session, account, allowed, at)


async def settle(session: AsyncSession, job: JobRow, seconds: float = 0.0) -> None:
    """A job has ended: give its request back where it never began, and count the ``seconds`` that it was drawn for."""
    if job.attempts and not seconds:
        return
    query = select(TurnRow.person_id, PlaceRow.server_id).join(PlaceRow, PlaceRow.turn_id == TurnRow.id)
    person, server = (await session.execute(query.where(TurnRow.id == job.turn_id))).one()
    for account in _accounts(person, server):
        if not job.attempts:
            used = (*account.on(_day(job.created_at)), account.days.c.requests > 0)
            await session.execute(update(account.days).where(*used).values(requests=account.days.c.requests - 1))
        if seconds:
            await _use(session, account, now(), gpu_ms=round(seconds * 1000))


async def _demand_room(session: AsyncSession, account: _Account, at_once: int) -> None:
    if not at_once:
        return
    jobs = tuple(await session.scalars(select(JobRow.id).where(sql(UNFINISHED_JOBS), account.theirs)))
    if len(jobs) >= at_once:
        raise Limited(account.whose, "at_once", at_once, jobs=jobs)


async def _use(
    session: AsyncSession,
    account: _Account,
    at: datetime.datetime,
    *,
    requests: int = 0,
    gpu_ms: int = 0,
    most: Allowance = UNLIMITED.person,
) -> bool:
    """Whether there was that much left of the day; where there was not, nothing is counted."""
    days, day = account.days, _day(at)
    new = insert(days).values({account.owner: account.id, "day": day, "requests": requests, "gpu_ms": gpu_ms})
    room = [days.c.requests < most.a_day] if most.a_day else []
    room += [days.c.gpu_ms < most.gpu_seconds * 1000] if most.gpu_seconds else []
    counted = await session.scalar(
        new.on_conflict_do_update(
            index_elements=[account.owner, "day"],
            set_={"requests": days.c.requests + requests, "gpu_ms": days.c.gpu_ms + gpu_ms},
            where=and_(true(), *room),
        ).returning(days.c.requests)
    )
    if counted == requests:
        # The first of the day. Yesterday's stays, for what is given back to it.
        over = days.c.day < day - datetime.timedelta(days=1)
        await session.execute(delete(days).where(days.c[account.owner] == account.id, over))
    return counted is not None


async def _used_up(session: AsyncSession, account: _Account, allowed: Allowance, at: datetime.datetime) -> Limited:
    day = _day(at)
    used = (await session.execute(select(account.days).where(*account.on(day)))).one()
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC) + datetime.timedelta(days=1)
    if allowed.a_day and used.requests >= allowed.a_day:
        return Limited(account.whose, "a_day", allowed.a_day, until=midnight)
    return Limited(account.whose, "gpu_seconds", allowed.gpu_seconds, until=midnight)


def _day(at: datetime.datetime) -> datetime.date:
    return at.astimezone(datetime.UTC).date()
