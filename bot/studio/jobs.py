"""Jobs: carried from their acceptance to their one end. The state is the database's; the executor only draws."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncGenerator, Sequence

from bot.studio.studio import in_words
from generator.events import Cancelled, Event, Failed, Finished, Reason, Source, Started, Work
from generator.executors.local import LocalExecutor
from generator.recipe import Recipe
from generator.schedule import Priority
from storage import Job, State, Storage, Suffix, Turn
from storage.errors import Missing, NotCancellable, StaleJob


@dataclasses.dataclass(frozen=True, slots=True)
class Jobs:
    storage: Storage
    executor: LocalExecutor
    exact: bool = False
    """Whether pictures are drawn so that they can be drawn again to the bit."""

    async def draw(self, job: Job) -> AsyncGenerator[Event, None]:
        """Draw an accepted job. Its Ending is yielded once it is on disk, and never Finished for a cancelled job.

        Leaving the iterator early stops the drawing and leaves the job unfinished: :meth:`resume` takes it up again.
        Raises generator.executors.local.Closed, and what storage raises where even the ending cannot be written.
        """
        try:
            turn = await self.storage.turns.get(job.person, job.turn)
            sources = await self._sources(job.person, turn.recipes)
        except Missing:
            yield await self._fail(job, Reason.SOURCE_UNREADABLE)
            return
        work = Work(
            job=job.id,
            recipes=turn.recipes,
            sources=sources,
            person=job.person,
            priority=_priority(turn),
            exact=self.exact,
        )
        async with contextlib.aclosing(self.executor.run(work)) as events:
            async for event in events:
                yield await self._written(job, event)

    @in_words
    async def cancel(self, viewer: int, job: int) -> None:
        """End a job that has not ended: after this nothing of it appears. Raises Refused where it had ended."""
        await self.storage.jobs.cancel(viewer, job)
        await self.stop(job)

    async def stop(self, job: int) -> None:
        """Stop drawing a job that the database has ended already."""
        self.executor.cancel(job)

    async def resume(self) -> tuple[Job, ...]:
        """At start-up: what a dead process left unfinished, ready to be drawn."""
        jobs = []
        for job in await self.storage.jobs.unfinished():
            queued = await self.storage.jobs.requeue(job.id) if job.state is State.RUNNING else job
            if queued.state is State.QUEUED:
                jobs.append(queued)
        return tuple(jobs)

    async def _written(self, job: Job, event: Event) -> Event:
        """The event as the database has it: what was cancelled meanwhile stays so."""
        try:
            match event:
                case Started():
                    await self._started(job)
                case Finished(pictures=pictures):
                    await self.storage.jobs.finish(job.id, pictures)
                case Failed(reason=reason):
                    return await self._fail(job, reason)
                case Cancelled():
                    await self._cancelled(job)
        except StaleJob:
            self.executor.cancel(job.id)
            return Cancelled(job=job.id) if isinstance(event, Finished) else event
        return event

    async def _started(self, job: Job) -> None:
        """A second Started is the job's next attempt, after its worker died."""
        known = await self.storage.jobs.get(job.person, job.id)
        if known.state is State.RUNNING:
            await self.storage.jobs.requeue(job.id)
        await self.storage.jobs.start(job.id)

    async def _fail(self, job: Job, reason: Reason) -> Event:
        try:
            await self.storage.jobs.fail(job.id, reason.value)
        except StaleJob:
            return Cancelled(job=job.id)
        return Failed(job=job.id, reason=reason)

    async def _cancelled(self, job: Job) -> None:
        with contextlib.suppress(NotCancellable, Missing):
            await self.storage.jobs.cancel(job.person, job.id)

    async def _sources(self, viewer: int, recipes: Sequence[Recipe]) -> dict[str, Source]:
        sources = {}
        for sha256 in {recipe.source for recipe in recipes if recipe.source}:
            picture = await self.storage.pictures.read(viewer, sha256)
            try:
                latents = await self.storage.pictures.read(viewer, sha256, Suffix.LATENTS)
            except Missing:
                latents = None
            sources[sha256] = Source(picture=picture, latents=latents)
        return sources


def _priority(turn: Turn) -> Priority:
    """Somebody looks at the picture that a refinement changes; several at once can wait a little for each other."""
    if len(turn.recipes) > 1:
        return Priority.BATCH
    return Priority.SINGLE if turn.parent is None else Priority.REFINEMENT
