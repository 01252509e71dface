"""Jobs: carried from their acceptance to their one end. The state is the database's; the executor only draws."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime
import functools
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Sequence
from typing import TypeVar

import structlog

from bot.studio.dispatch import Dispatcher
from bot.studio.spending import Meter
from bot.studio.studio import in_words
from generator.events import Cancelled, Ending, Event, Failed, Finished, Lost, Reason, Source, Started, Work
from generator.executors.local import Closed
from generator.recipe import Recipe
from generator.schedule import Priority
from storage import Job, State, Storage, Suffix, Turn
from storage.errors import Busy, Missing, NotCancellable, StaleJob, StorageError, StorageFull
from storage.states import MAX_ATTEMPTS

PATIENCE = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0)
"""Seconds before each further try to write down what became of a job, where the database is busy or the disk full."""

T = TypeVar("T")

_log = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Jobs:
    storage: Storage
    dispatcher: Dispatcher
    exact: bool = False
    """Whether pictures are drawn so that they can be drawn again to the bit."""
    attempts: int = MAX_ATTEMPTS
    """How often a job is begun whose worker dies by it."""
    patience: Sequence[float] = PATIENCE
    _meter: Meter = dataclasses.field(default_factory=Meter, repr=False)

    async def draw(self, job: Job) -> AsyncGenerator[Event, None]:
        """Draw an accepted job. Its Ending is yielded once it is on disk, and never Finished for a cancelled job.

        What was drawn is held while the database is busy or the disk full, for as long as ``patience``. Leaving the
        iterator early stops the drawing and gives the job back, at no cost: :meth:`resume` takes it up again. So does
        whatever is raised: generator.executors.local.Closed, and what storage raises where even the ending cannot be
        written. Anything else is a bug, which costs the job an attempt, so that it does not come back for ever.
        """
        started = ended = False
        try:
            async with contextlib.aclosing(self._heard(job)) as events:
                async for heard in events:
                    self._meter.heard(heard)
                    started = started or isinstance(heard, Started)
                    event = await self._written(job, heard)
                    ended = isinstance(event, Ending)
                    if not isinstance(event, Lost):
                        yield event
                    if ended:
                        return
        except (Closed, StorageError):
            raise
        except Exception:
            await self._charge(job)
            raise
        finally:
            self._meter.over(job.id)
            if started and not ended:
                await self._give_back(job)

    @in_words
    async def cancel(self, viewer: int, job: int, *, by: int | None = None) -> None:
        """End a job that has not ended: after this nothing of it appears. Raises Refused where it had ended. ``by``:
        somebody else, who may."""
        await self.storage.jobs.cancel(viewer, job, seconds=self._meter.of(job), by=by)
        self.stop(job)

    def stop(self, job: int) -> None:
        """Stop drawing a job that the database has ended already."""
        self.dispatcher.cancel(job)

    def eta(self, job: int) -> float | None:
        """Seconds until the job is done, as far as is known."""
        return self.dispatcher.eta(job)

    async def drain(self, seconds: float) -> None:
        """Before a stop: begin nothing more, and let what is being drawn end within ``seconds``."""
        await self.dispatcher.drain(seconds)

    def drawn_for(self, job: int) -> float:
        """Seconds of the device that this attempt has had so far."""
        return self._meter.of(job)

    async def resume(
        self, platform: str, under_way: Collection[int] = (), before: datetime.datetime | None = None
    ) -> tuple[Job, ...]:
        """What was asked for on ``platform`` (``before`` then) and nobody draws, ready to be drawn. ``under_way``: what
        this process draws."""
        return await self.storage.jobs.unfinished(platform, but=under_way, before=before)

    async def _heard(self, job: Job) -> AsyncGenerator[Event, None]:
        try:
            turn = await self.storage.turns.get(job.person, job.turn)
        except Missing:
            yield Failed(job=job.id, reason=Reason.SOURCE_UNREADABLE)
            return
        if not turn.job.unfinished:
            yield Cancelled(job=job.id)
            return
        work = Work(
            job=job.id,
            recipes=turn.recipes,
            person=job.person,
            priority=_priority(turn),
            exact=self.exact,
        )
        sources = functools.partial(self._sources, job.person, turn.recipes)
        async with contextlib.aclosing(self.dispatcher.run(work, sources)) as events:
            async for event in events:
                yield event

    async def _written(self, job: Job, event: Event) -> Event:
        """The event as the database has it: what was cancelled meanwhile stays so."""
        jobs = self.storage.jobs
        try:
            match event:
                case Started():
                    await self._insisted(lambda: jobs.start(job.id))
                case Lost():
                    return await self._insisted(lambda: self._lost(job, event))
                case Finished(pictures=pictures):
                    await self._insisted(lambda: jobs.finish(job.id, pictures, self._meter.of(job.id)))
                case Failed(reason=reason):
                    await self._insisted(lambda: jobs.fail(job.id, reason.value, self._meter.of(job.id)))
                case Cancelled():
                    with contextlib.suppress(NotCancellable, Missing):
                        await self._insisted(lambda: jobs.cancel(job.person, job.id))
        except StaleJob:
            self.dispatcher.cancel(job.id)
            return Cancelled(job=job.id)
        return event

    async def _insisted(self, write: Callable[[], Awaitable[T]]) -> T:
        for pause in self.patience:
            try:
                return await write()
            except (Busy, StorageFull) as error:
                _log.warning("a job could not be kept yet", error=type(error).__name__, again_in=pause)
                await asyncio.sleep(pause)
        return await write()

    async def _lost(self, job: Job, event: Lost) -> Event:
        """A death is charged to the job that was alone with it: see ADR 0019."""
        if not event.alone:
            await self.storage.jobs.release(job.id)
            return event
        known = await self.storage.jobs.requeue(job.id, self._meter.of(job.id), attempts=self.attempts)
        if known.state is not State.FAILED:
            return event
        _log.error("a job was given up: its workers died", job=job.id, attempts=known.attempts)
        return Failed(job=job.id, reason=Reason.WORKER_DIED)

    async def _charge(self, job: Job) -> None:
        with contextlib.suppress(StorageError):
            await self.storage.jobs.requeue(job.id, self._meter.of(job.id), attempts=self.attempts)

    async def _give_back(self, job: Job) -> None:
        try:
            await self.storage.jobs.release(job.id)
        except StaleJob:
            pass
        except StorageError as error:
            # It is found again by :meth:`resume`, in this process or in the next one.
            _log.warning("a job could not be given back", job=job.id, error=type(error).__name__)

    async def _sources(self, viewer: int, recipes: Sequence[Recipe]) -> dict[str, Source]:
        """Without what is gone: a picture that needs it fails."""
        sources = {}
        for sha256 in {recipe.source for recipe in recipes if recipe.source}:
            with contextlib.suppress(Missing):
                picture, latents = await self.storage.pictures.read(viewer, sha256), None
                with contextlib.suppress(Missing):
                    latents = await self.storage.pictures.read(viewer, sha256, Suffix.LATENTS)
                sources[sha256] = Source(picture=picture, latents=latents)
        return sources


def _priority(turn: Turn) -> Priority:
    """Somebody looks at the picture that a refinement changes; several at once can wait a little for each other."""
    if len(turn.recipes) > 1:
        return Priority.BATCH
    return Priority.SINGLE if turn.parent is None else Priority.REFINEMENT
