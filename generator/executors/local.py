"""The local executor: one supervised worker process, kept fed with works.

Belongs to one event loop. The parent never imports torch and never waits for the worker.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncGenerator, Sequence

import structlog

from generator.events import Cancelled, Ending, Event, Finished, Lost, Progress, Queued, Started, Work
from generator.executors import worker
from generator.executors.pace import Forecast, Kind, Pace
from generator.executors.protocol import Cancel, Ready, WorkerOptions
from generator.executors.supervisor import Main, Supervisor
from generator.executors.watch import Doing
from generator.recipe import Recipe, Task

_log = structlog.get_logger(__name__)

_GIVEN = 64
"""Jobs that the worker has at once: it chooses among them, and they fit into its memory."""
_PACE = 1.0
"""Seconds between two looks at everybody's place and time, at least: each costs as much as there are jobs."""
HANG = 120.0


class Closed(RuntimeError):
    """The executor was closed: the job has no ending and is to be run again some other time."""


@dataclasses.dataclass(slots=True, eq=False)
class _Job:
    work: Work
    events: asyncio.Queue[Event | None] = dataclasses.field(default_factory=asyncio.Queue)
    cancelled: bool = False
    started: bool = False
    told: tuple[int, bool] | None = None
    """Position, and whether it is stalled."""
    done: int = 0

    @property
    def kind(self) -> Kind | None:
        """None: it is drawn without steps."""
        recipe = self.work.recipes[0]
        return None if recipe.task is Task.UPSCALE else Kind.of(recipe)


class LocalExecutor:
    """Draws in the order of arrival, several at once.

    ``hang``: seconds without a sign of life after which a worker that has work is ended, or more where its own steps
    take long. ``main`` runs in the process; another one than the usual is for tests.
    """

    def __init__(self, options: WorkerOptions, *, hang: float = HANG, main: Main = worker.main) -> None:
        self._jobs: dict[int, _Job] = {}
        self._waiting: dict[int, _Job] = {}
        self._given: dict[int, _Job] = {}
        self._suspects: set[int] = set()
        """Jobs in whose hands a worker died."""
        self._pace = Pace()
        self._seen: set[Kind] = set()
        """Of which this worker has made a step."""
        self._compiled = {spec.key for spec in options.models if spec.speed.compile}
        self._forecast, self._looked = Forecast(()), float("-inf")
        self._telling: asyncio.TimerHandle | None = None
        self._closed = False
        self._worker = Supervisor(main, options, heard=self._heard, died=self._died, doing=self._doing, hang=hang)

    async def start(self) -> None:
        """Spawn the worker and return at once; works may be given before it is ready."""
        await self._worker.start()

    async def ready(self) -> None:
        """Wait until the worker has imported, loaded and warmed what it was told to."""
        await self._worker.ready.wait()

    async def close(self) -> None:
        """End the worker. Whoever still waits for events gets Closed."""
        self._closed = True
        if self._telling is not None:
            self._telling.cancel()
        await self._worker.close()
        for job in self._jobs.values():
            job.events.put_nowait(None)
        self._jobs.clear()

    @property
    def worker_pid(self) -> int | None:
        return self._worker.pid

    @property
    def is_alive(self) -> bool:
        """Whether there is a worker process, or one is being made."""
        return self._worker.alive

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker that can draw."""
        return self._worker.ready.is_set()

    @property
    def restarts(self) -> int:
        """How many workers were made after the first one."""
        return self._worker.restarts

    @property
    def ill(self) -> bool:
        """The worker cannot start: whatever waits goes on waiting, and nothing of it fails."""
        return self._worker.ill

    def run(self, work: Work) -> AsyncGenerator[Event, None]:
        """Queued (again as the position changes, once a second at most) → Started → Progress* → one Ending.

        The work is taken at the call. Where its worker dies there is Lost, and the job is queued again: so Queued and
        Started come once more, for as long as it is followed. Leaving the iterator early cancels it.

        Raises ValueError: that job is here already; Closed.
        """
        if self._closed:
            raise Closed
        if work.job in self._jobs:
            raise ValueError(f"job {work.job} is here already")
        job = _Job(work)
        position, left = sum(not other.started for other in self._jobs.values()), self._left(job)
        self._look().add(left)
        self._tell(job, position, self._look().eta(left))
        self._jobs[work.job] = self._waiting[work.job] = job
        self._next()
        return self._events(job)

    def cancel(self, job: int) -> bool:
        """True: the job's ending is Cancelled, within one step. False: it has ended already, or was never here."""
        known = self._jobs.get(job)
        if known is None:
            return False
        self._cancel(known)
        return True

    def eta(self, job: int) -> float | None:
        """Seconds until the job is done, as far as what was seen so far tells. None: not here."""
        known = self._jobs.get(job)
        return None if known is None else self._look().eta(self._left(known))

    def seconds(self, recipes: Sequence[Recipe]) -> float:
        """What recipes would take that are not here, as far as what was seen so far tells."""
        return self._pace.left(recipes)

    @property
    def backlog(self) -> float:
        """Seconds of work that is here."""
        return self._look().total

    async def _events(self, job: _Job) -> AsyncGenerator[Event, None]:
        try:
            while True:
                event = await job.events.get()
                if event is None:
                    raise Closed
                yield event
                if isinstance(event, Ending):
                    return
        finally:
            if self._jobs.get(job.work.job) is job:
                self._cancel(job)

    def _cancel(self, job: _Job) -> None:
        job.cancelled = True
        if self._waiting.pop(job.work.job, None) is not None:
            self._end(job, Cancelled(job=job.work.job))
        else:
            self._worker.send(Cancel(job=job.work.job))

    def _next(self) -> None:
        """A job in whose hands a worker died is alone with the next one, so that no other is blamed for its fault."""
        room = 1 if self._suspects else _GIVEN
        while self._worker.ready.is_set() and self._waiting and len(self._given) < room:
            number, job = next(iter(self._waiting.items()))
            del self._waiting[number]
            self._given[number] = job
            self._worker.send(job.work)

    def _end(self, job: _Job, ending: Ending) -> None:
        del self._jobs[job.work.job]
        self._suspects.discard(job.work.job)
        job.events.put_nowait(Cancelled(job=job.work.job) if job.cancelled else ending)
        self._moved()

    # -- what they are told

    def _left(self, job: _Job) -> float:
        return self._pace.left(job.work.recipes, job.done)

    def _look(self) -> Forecast:
        now = asyncio.get_running_loop().time()
        if now - self._looked >= _PACE:
            self._forecast, self._looked = Forecast(map(self._left, self._jobs.values())), now
        return self._forecast

    def _moved(self) -> None:
        """Tell everybody their place soon, in one pass for all that has changed by then."""
        if self._telling is None and not self._closed:
            self._telling = asyncio.get_running_loop().call_later(_PACE, self._tell_all)

    def _tell_all(self) -> None:
        self._telling = None
        forecast = self._look()
        for position, job in enumerate([job for job in self._jobs.values() if not job.started]):
            self._tell(job, position, forecast.eta(self._left(job)))

    def _tell(self, job: _Job, position: int, seconds: float) -> None:
        if job.told != (position, self.ill):
            job.told = position, self.ill
            queued = Queued(job=job.work.job, position=position, eta=seconds, stalled=self.ill)
            job.events.put_nowait(queued)

    # -- what the worker says

    def _doing(self) -> Doing:
        if not self._given:
            return Doing.NOTHING
        new = {job.kind for job in self._given.values() if job.kind} - self._seen
        if not new:
            return Doing.USUAL
        return Doing.COMPILING if any(kind.model in self._compiled for kind in new) else Doing.FIRST

    def _heard(self, message: Event | Ready) -> None:
        match message:
            case Ready():
                self._tell_all_now()
                self._next()
            case _:
                self._deliver(message)

    def _deliver(self, event: Event) -> None:
        job = self._given.get(event.job)
        if job is None:
            return
        self._learn(job, event)
        if isinstance(event, Ending):
            del self._given[event.job]
            self._end(job, event)
            self._next()
            return
        if not job.cancelled:
            job.events.put_nowait(event)
        if isinstance(event, Started):
            self._moved()

    def _learn(self, job: _Job, event: Event) -> None:
        job.started = True
        recipes = job.work.recipes
        match event:
            case Progress(step=step, seconds=seconds):
                if step > job.done:
                    self._pace.step.observe(recipes[0], seconds / (step - job.done))
                    self._seen.add(Kind.of(recipes[0]))
                job.done = step
            case Finished(decoding=seconds):
                self._pace.decoding.observe(recipes[0], seconds / len(recipes))
                self._worker.well()

    def _died(self, was_ready: bool) -> None:
        """Whoever was being drawn is suspect, or else whoever was to be; the others go back unblamed."""
        given, self._given = list(self._given.values()), {}
        self._seen.clear()
        suspects = [job for job in given if job.started] or given
        self._suspects.update(job.work.job for job in suspects)
        for job in given:
            job.started, job.done, job.told = False, 0, None
        waiting = sorted([*given, *self._waiting.values()], key=lambda job: job.work.job not in self._suspects)
        self._waiting = {job.work.job: job for job in waiting}
        for job in given:
            if job.cancelled:
                del self._waiting[job.work.job]
                self._end(job, Cancelled(job=job.work.job))
            else:
                job.events.put_nowait(Lost(job=job.work.job, alone=suspects == [job]))
        self._tell_all_now()
        if was_ready:
            _log.warning("worker died", jobs=[job.work.job for job in suspects])

    def _tell_all_now(self) -> None:
        self._looked = float("-inf")
        self._tell_all()
