"""The dispatcher: owns the jobs that wait, and feeds the executor only as much as it can use.

What waits is a handful of numbers and its recipes; the pictures that it starts from are read once its turn has come.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Mapping

from bot.studio.fair import Fair, Waiting
from generator.capacity import BUCKETS
from generator.cost import cost, rows_of
from generator.events import Cancelled, Event, Lost, Progress, Queued, Source, Started, Work
from generator.executors.local import Closed, LocalExecutor
from generator.recipe import Task

ROOM = 2 * BUCKETS[-1]
"""Rows that the executor is fed with: two of the largest passes, for it to choose from. In replayed rush hours the mean
wait is within 0.1 % of that with all who wait, and a sixth shorter where hundreds do; with half as many rows a large
model shows the first of a picture eight times as late."""
_LOADED = 2
"""Models that are likely to be loaded: those that were fed last."""
_PACE = 1.0
"""Seconds between two looks at everybody's place and time, at least."""
_NEAR = 10
"""Places from which on each is told; further back, those that are a tenth nearer than the last that was told."""

Sources = Callable[[], Awaitable[Mapping[str, Source]]]


@dataclasses.dataclass(slots=True, eq=False)
class _Job:
    work: Work
    news: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    queued: Queued | None = None
    """Its place, as long as nobody has been told it."""
    told: Queued | None = None
    given: bool = False
    """To the executor, or about to be."""
    started: bool = False
    cancelled: bool = False
    closed: bool = False

    @property
    def over(self) -> bool:
        return self.cancelled or self.closed

    @property
    def rows(self) -> int:
        return sum(map(rows_of, self.work.recipes))


class Dispatcher:
    """Belongs to one event loop."""

    def __init__(self, executor: LocalExecutor) -> None:
        self._executor = executor
        self._fair = Fair()
        self._jobs: dict[int, _Job] = {}
        self._given: dict[int, _Job] = {}
        self._rows = 0
        """Of those that are given."""
        self._loaded: collections.deque[Hashable] = collections.deque(maxlen=_LOADED)
        self._etas: dict[int, float] = {}
        self._looked = float("-inf")
        self._looking: asyncio.TimerHandle | None = None
        self._draining = False
        self._left = asyncio.Event()

    async def run(self, work: Work, sources: Sources) -> AsyncGenerator[Event, None]:
        """As :meth:`LocalExecutor.run`, from the first event asked for. ``work`` comes without its ``sources``, which
        are asked for when it is its turn; what that raises is raised here.

        Raises ValueError: that job is here already; Closed.
        """
        job = self._taken(work)
        try:
            async for queued in self._places_of(job):
                yield queued
            if not job.over:
                work = dataclasses.replace(work, sources=dict(await sources()))
            if not job.over:
                async with contextlib.aclosing(self._executor.run(work)) as events:
                    async for event in events:
                        if job.closed and isinstance(event, Cancelled):
                            raise Closed
                        self._heard(job, event)
                        yield event
                return
            if job.closed:
                raise Closed
            yield Cancelled(job=work.job)
        finally:
            self._gone(job)

    def cancel(self, job: int) -> bool:
        """True: the job's ending is Cancelled, within one step. False: it has ended already, or was never here."""
        known = self._jobs.get(job)
        if known is None:
            return False
        known.cancelled = True
        self._stop(known)
        return True

    def eta(self, job: int) -> float | None:
        """Seconds until the job is done, as far as what was seen so far tells. None: that is not known."""
        if job in self._given:
            return self._executor.eta(job)
        if job in self._jobs and self._now() - self._looked >= _PACE:
            self._look()
        return self._etas.get(job)

    async def drain(self, seconds: float) -> None:
        """Let what is being drawn end within ``seconds``; what still is then goes on. Whoever waits for a job that has
        not begun gets Closed, and so does whoever comes meanwhile."""
        self._draining = True
        try:
            for job in tuple(self._jobs.values()):
                if not job.started:
                    job.closed = True
                    self._stop(job)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while self._jobs:
                        self._left.clear()
                        await self._left.wait()
        finally:
            self._draining = False

    def _taken(self, work: Work) -> _Job:
        if self._draining:
            raise Closed
        if work.job in self._jobs:
            raise ValueError(f"job {work.job} is here already")
        recipe = work.recipes[0]
        waiting = Waiting(
            job=work.job,
            person=work.person,
            model=(recipe.model, recipe.task is Task.EDIT),
            cost=cost(work.recipes),
            priority=work.priority,
        )
        job = self._jobs[work.job] = _Job(work)
        self._fair.add(waiting)
        self._feed()
        self._moved()
        return job

    async def _places_of(self, job: _Job) -> AsyncGenerator[Queued, None]:
        """Until its turn has come, or it is over."""
        while not (job.given or job.over):
            await job.news.wait()
            job.news.clear()
            if job.queued is not None:
                queued, job.queued = job.queued, None
                yield queued

    def _feed(self) -> None:
        while len(self._fair) and self._rows < ROOM and not self._draining:
            waiting = self._fair.next(self._loaded)
            if waiting.model not in self._loaded:
                self._loaded.append(waiting.model)
            job = self._given[waiting.job] = self._jobs[waiting.job]
            self._rows += job.rows
            job.given = True
            job.news.set()

    def _stop(self, job: _Job) -> None:
        job.news.set()
        if job.given:
            self._executor.cancel(job.work.job)

    def _gone(self, job: _Job) -> None:
        number = job.work.job
        del self._jobs[number]
        self._etas.pop(number, None)
        self._fair.remove(number)
        if self._given.pop(number, None) is not None:
            self._rows -= job.rows
        self._left.set()
        self._feed()
        self._moved()

    def _heard(self, job: _Job, event: Event) -> None:
        if isinstance(event, Started | Progress | Lost):
            job.started = not isinstance(event, Lost)
        if not isinstance(event, Progress):
            self._moved()

    # -- what they are told

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _moved(self) -> None:
        """Look at everybody's place soon, in one pass for all that has changed by then."""
        if self._looking is None and len(self._fair):
            pause = max(0.0, self._looked + _PACE - self._now())
            self._looking = asyncio.get_running_loop().call_later(pause, self._tell)

    def _tell(self) -> None:
        self._looking = None
        for position, job in self._look():
            queued = Queued(
                job=job.work.job, position=position, eta=self._etas[job.work.job], stalled=self._executor.ill
            )
            if job.told is None or _differs(job.told, queued):
                job.told = job.queued = queued
                job.news.set()

    def _look(self) -> list[tuple[int, _Job]]:
        """Everybody who waits, with how many go before them.

        Replayed with three times as much asked for as can be drawn, the time is wrong by a third in the median.
        """
        self._looked = self._now()
        ahead = sum(not job.started for job in self._given.values())
        seconds = self._executor.backlog
        found = []
        for position, waiting in enumerate(self._fair.order(), start=ahead):
            job = self._jobs[waiting.job]
            seconds += self._executor.seconds(job.work.recipes)
            self._etas[waiting.job] = seconds
            found.append((position, job))
        return found


def _differs(told: Queued, now: Queued) -> bool:
    """So much that it is worth an edit of a message."""
    moved = abs(told.position - now.position)
    return told.stalled != now.stalled or moved >= (1 if now.position <= _NEAR else max(1, told.position / 10))
