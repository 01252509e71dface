"""Jobs: a turn's work, from its acceptance to its one end. The steps between states are those of states.py."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from generator.recipe import Recipe
from storage import rows
from storage.accepting import Request, accept
from storage.database import Database, whole
from storage.errors import NotCancellable, StaleJob, translated
from storage.gallery import Gallery
from storage.limits import UNLIMITED, Limits, settle
from storage.models import JobRow, PictureRow, PlaceRow, TurnRow, now
from storage.pictures import Blob
from storage.presence import Presence
from storage.records import Accepted, Drawn, Job, Place, Turn
from storage.states import MAX_ATTEMPTS, TRANSITIONS, UNFINISHED, WORKER_DIED, State
from storage.text import SEARCHABLE, clean, folded
from storage.tree import move_head


@dataclasses.dataclass(frozen=True, slots=True)
class Jobs:
    database: Database
    gallery: Gallery
    presence: Presence

    # For a viewer. What is not there, was deleted, or is not theirs raises Missing.

    @whole
    async def accept(
        self,
        viewer: int,
        *,
        request_key: str,
        text: str,
        action: str,
        intent: Mapping[str, Any],
        recipes: Sequence[Recipe],
        conversation: int | None = None,
        place: Place | None = None,
        parent: int | None = None,
        parent_picture: int | None = None,
        uploads: Sequence[bytes] = (),
        limits: Limits = UNLIMITED,
    ) -> Accepted:
        """Write a turn and its queued job, in ``conversation``, else in the parent's, else in a new one at ``place``.

        ``place`` is where the turn is asked; left out, where its conversation began.
        The viewer's ``request_key`` makes it safe to ask twice: the second time gives what the first one made.
        ``uploads`` are PNGs that recipes name as source or mask and that the viewer has no picture of yet. Raises
        Missing also for a source that is neither uploaded nor the viewer's, and where the first request's turn was
        deleted; ValueError without a recipe, or without a place where one is needed; Limited where ``limits`` leave no
        room for it.
        """
        request = Request(
            key=request_key,
            conversation=conversation,
            place=place,
            parent=parent,
            parent_picture=parent_picture,
            text=text,
            action=action,
            intent=intent,
            recipes=tuple(recipes),
            limits=limits,
        )
        blobs: list[Blob] = [(png, None) for png in uploads]
        uploaded = await self._keep(blobs)
        try:
            async with self.database.writing() as session:
                await self._keep_again(blobs, uploaded)
                return await accept(session, viewer, request, uploaded, self.presence.name)
        except Exception:
            await self._forget(uploaded)
            raise

    @whole
    async def get(self, viewer: int, job: int) -> Job:
        async with self.database.reading() as session:
            return await rows.job(session, await rows.own_job(session, viewer, job))

    @whole
    async def of_turn(self, viewer: int, turn: int) -> Job:
        async with self.database.reading() as session:
            return (await rows.turn(session, await rows.own_turn(session, viewer, turn))).job

    @whole
    async def pending(self, viewer: int) -> tuple[Job, ...]:
        """The viewer's own queued and running jobs, oldest first."""
        async with self.database.reading() as session:
            await rows.own_person(session, viewer)
            return await rows.jobs(session, TurnRow.person_id == viewer, JobRow.state.in_(UNFINISHED))

    @whole
    async def cancel(self, viewer: int, job: int, *, seconds: float = 0.0, by: int | None = None) -> Job:
        """End a queued or running job; once this returns, nothing of it can appear. A second time does no harm.

        ``seconds`` is how long it was drawn for, ``by`` who stops it where that is somebody else, who may. Raises
        NotCancellable where it was done or had failed before.
        """
        async with self.database.writing() as session:
            row = await rows.own_job(session, viewer, job)
            if row.state != State.CANCELLED:
                try:
                    _step(row, State.CANCELLED)
                except StaleJob as error:
                    raise NotCancellable(f"job {job} is {row.state}") from error
                row.stopped_by = None if by == viewer else by
                await settle(session, row, seconds)
            return await rows.job(session, row)

    # For the dispatcher, which acts for nobody and so names no viewer. A job that is not there raises StaleJob.

    @whole
    async def start(self, job: int) -> Job:
        """queued → running, one attempt more."""
        async with self.database.writing() as session:
            return await rows.job(session, _begun(await _any(session, job)))

    @whole
    async def requeue(self, job: int, seconds: float = 0.0, *, attempts: int = MAX_ATTEMPTS) -> Job:
        """running → queued after what drew it died by it; → failed, for good, once it has had as many ``attempts``.

        Where it was still queued, an attempt is counted all the same. ``seconds``: how long it was drawn for in all.
        """
        async with self.database.writing() as session:
            row = await _any(session, job)
            row = _charged(row if row.state == State.RUNNING else _begun(row), attempts)
            if row.state == State.FAILED:
                await settle(session, row, seconds)
            return await rows.job(session, row)

    @whole
    async def release(self, job: int) -> Job:
        """running → queued as if this attempt had not been: it ended by no fault of the job's. Else nothing changes."""
        async with self.database.writing() as session:
            row = await _any(session, job)
            return await rows.job(session, _given_back(row) if row.state == State.RUNNING else row)

    @whole
    async def fail(self, job: int, reason: str, seconds: float = 0.0) -> Job:
        """queued or running → failed, with the generator's word for why, after it was drawn for ``seconds``."""
        async with self.database.writing() as session:
            row = _step(await _any(session, job), State.FAILED)
            row.reason = clean(reason)
            await settle(session, row, seconds)
            return await rows.job(session, row)

    @whole
    async def finish(self, job: int, pictures: Sequence[Drawn], seconds: float = 0.0) -> Turn:
        """running → done: make the files durable, then write the pictures and move the conversation's head here.

        Raises StaleJob, and keeps nothing, where the job was cancelled or its turn deleted meanwhile. After Busy or
        StorageFull the job still runs, and this may be tried again. ``seconds``: how long it was drawn for.
        """
        blobs: list[Blob] = [(picture.png, picture.latents) for picture in pictures]
        hashes = await self._keep(blobs)
        try:
            async with self.database.writing() as session:
                row = _step(await _any(session, job), State.DONE)
                turn = await session.get_one(TurnRow, row.turn_id)
                await self._keep_again(blobs, hashes)
                session.add_all(
                    _picture(turn, position, drawn, sha256)
                    for position, (drawn, sha256) in enumerate(zip(pictures, hashes, strict=True), start=1)
                )
                await move_head(session, turn)
                await settle(session, row, seconds)
                await session.flush()
                return await rows.turn(session, turn)
        except StaleJob:
            await self._forget(hashes)
            raise

    @whole
    async def delivered(self, job: int) -> Job:
        """Note that the user has been shown the job's end. The first time counts."""
        async with self.database.writing() as session:
            row = await _any(session, job)
            if row.ended_at is None:
                raise StaleJob(f"job {job} has not ended")
            row.delivered_at = row.delivered_at or now()
            return await rows.job(session, row)

    @whole
    async def unfinished(
        self, platform: str | None = None, *, but: Collection[int] = (), before: datetime.datetime | None = None
    ) -> tuple[Job, ...]:
        """The queued jobs that nobody draws, oldest first; now they are ours. Ours that are drawn are named in ``but``.

        What a dead process was running may have been its death: that is charged, and a third time it fails for good.
        What this one has let go of is queued again. ``platform``: asked for there; ``before``: accepted before then.
        """
        async with self.database.writing() as session:
            query = select(JobRow.process).where(JobRow.state.in_(UNFINISHED)).distinct()
            processes = set(await session.scalars(query)) - {self.presence.name}
            others = await asyncio.to_thread(lambda: {name for name in processes if self.presence.alive(name)})
            left = (JobRow.state.in_(UNFINISHED), JobRow.process.not_in(others), *_of(platform, but, before))
            for row in await session.scalars(select(JobRow).where(*left, JobRow.state == State.RUNNING)):
                back = _given_back if row.process == self.presence.name else _charged
                back(row)
            await session.flush()
            taken = update(JobRow).where(*left).values(process=self.presence.name)
            await session.execute(taken.execution_options(synchronize_session=False))
            return await rows.jobs(session, *left)

    @whole
    async def undelivered(
        self,
        platform: str | None = None,
        *,
        but: Collection[int] = (),
        before: datetime.datetime | None = None,
        limit: int | None = None,
    ) -> tuple[Job, ...]:
        """Ended jobs whose end nobody has been shown, oldest first, at most ``limit``; else as ``unfinished``. Those
        that can be shown nowhere are not among them: they are kept.py's."""
        async with self.database.reading() as session:
            ended = (JobRow.ended_at.is_not(None), JobRow.delivered_at.is_(None), JobRow.kept_at.is_(None))
            return await rows.jobs(session, *ended, *_of(platform, but, before), limit=limit)

    async def _keep(self, blobs: list[Blob]) -> list[str]:
        with translated():
            return await self.database.in_thread(self.gallery.files.keep, blobs) if blobs else []

    async def _keep_again(self, blobs: list[Blob], hashes: list[str]) -> None:
        """Under the writer's lock: a sweep may have taken a file of equal content while no row named it."""
        if not await self.database.in_thread(self.gallery.files.have, hashes):
            await self._keep(blobs)

    async def _forget(self, hashes: list[str]) -> None:
        if hashes:
            await self.gallery.sweep(hashes)


async def _any(session: AsyncSession, job: int) -> JobRow:
    row = await session.get(JobRow, job, with_for_update=True)
    if row is None:
        raise StaleJob(f"job {job} is gone")
    return row


def _of(
    platform: str | None, but: Collection[int], before: datetime.datetime | None
) -> tuple[ColumnElement[bool], ...]:
    conditions: list[ColumnElement[bool]] = []
    if platform is not None:
        asked_there = exists().where(PlaceRow.turn_id == JobRow.turn_id, PlaceRow.platform == platform)
        conditions.append(asked_there.correlate(JobRow))
    if but:
        conditions.append(JobRow.id.not_in(but))
    if before is not None:
        conditions.append(JobRow.created_at < before)
    return tuple(conditions)


def _begun(row: JobRow) -> JobRow:
    _step(row, State.RUNNING).attempts += 1
    row.started_at = now()
    return row


def _charged(row: JobRow, attempts: int = MAX_ATTEMPTS) -> JobRow:
    if row.state == State.RUNNING and row.attempts >= attempts:
        _step(row, State.FAILED).reason = WORKER_DIED
        return row
    return _step(row, State.QUEUED)


def _given_back(row: JobRow) -> JobRow:
    _step(row, State.QUEUED).attempts -= 1
    # The database has a start where there was an attempt, and none where there was none.
    row.started_at = row.started_at if row.attempts else None
    return row


def _step(row: JobRow, state: State) -> JobRow:
    if (State(row.state), state) not in TRANSITIONS:
        raise StaleJob(f"job {row.id} is {row.state} and cannot become {state}")
    row.state = state.value
    if state not in UNFINISHED:
        row.ended_at = now()
    return row


def _picture(turn: TurnRow, position: int, drawn: Drawn, sha256: str) -> PictureRow:
    recipe = drawn.recipe
    return PictureRow(
        turn_id=turn.id,
        person_id=turn.person_id,
        position=position,
        sha256=sha256,
        width=recipe.width,
        height=recipe.height,
        seed=recipe.seed,
        recipe=recipe.to_json(),
        recipe_hash=recipe.hash,
        search=folded(f"{turn.text}\n{recipe.prompt}")[:SEARCHABLE],
        has_latents=drawn.latents is not None,
    )
