"""The local executor: one supervised worker process, kept fed with works.

Belongs to one event loop. The parent never imports torch and never waits for the worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
from collections.abc import AsyncGenerator, Callable

import structlog

from generator.events import Cancelled, Ending, Event, Failed, Finished, Progress, Queued, Reason, Started, Work
from generator.executors import worker
from generator.executors.pace import Pace, eta
from generator.executors.process import WorkerProcess
from generator.executors.protocol import Cancel, FromWorker, Ready, ToWorker, WorkerOptions

_log = structlog.get_logger(__name__)

_GIVEN = 64
"""Jobs that the worker has at once: it chooses among them, and they fit into its memory."""

_LONGEST_PAUSE = 30.0
_GRACE = 2.0


class Closed(RuntimeError):
    """The executor was closed: the job has no ending and is to be run again some other time."""


@dataclasses.dataclass(slots=True, eq=False)
class _Job:
    work: Work
    events: asyncio.Queue[Event | None] = dataclasses.field(default_factory=asyncio.Queue)
    attempts: int = 0
    cancelled: bool = False
    started: bool = False
    position: int = -1
    """As last told."""
    done: int = 0


class LocalExecutor:
    """``attempts``: how many worker deaths in its hands end a job for good."""

    def __init__(self, options: WorkerOptions, *, attempts: int = 3) -> None:
        self._options = options
        self._attempts = attempts
        self._jobs: dict[int, _Job] = {}
        self._waiting: list[_Job] = []
        self._given: dict[int, _Job] = {}
        self._pace = Pace()
        self._ready = asyncio.Event()
        self._closed = False
        self._life = 0
        self._still_born = 0
        self._process: WorkerProcess[WorkerOptions, ToWorker, FromWorker] | None = None
        self._spawning: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Spawn the worker and return at once; works may be given before it is ready."""
        self._loop = asyncio.get_running_loop()
        self._respawn(pause=0.0)

    async def ready(self) -> None:
        """Wait until the worker has imported, loaded and warmed what it was told to."""
        await self._ready.wait()

    async def close(self) -> None:
        """End the worker. Whoever still waits for events gets Closed."""
        self._closed = True
        if self._spawning is not None:
            self._spawning.cancel()
            await asyncio.gather(self._spawning, return_exceptions=True)
        if self._process is not None:
            await asyncio.to_thread(self._process.stop, _GRACE)
        for job in self._jobs.values():
            job.events.put_nowait(None)
        self._jobs.clear()

    @property
    def worker_pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_alive(self) -> bool:
        """Whether there is a worker process, or one is being made."""
        return self._process is not None or (self._spawning is not None and not self._spawning.done())

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    @property
    def restarts(self) -> int:
        """How many workers were made after the first one."""
        return max(0, self._life - 1)

    def run(self, work: Work) -> AsyncGenerator[Event, None]:
        """Queued (again whenever the position changes) → Started → Progress* → one Ending.

        The work is taken at the call. Where its worker dies the job is queued again, so that Queued and Started may
        come a second time. Leaving the iterator early cancels the job.

        Raises ValueError: that job is here already; Closed.
        """
        if self._closed:
            raise Closed
        if work.job in self._jobs:
            raise ValueError(f"job {work.job} is here already")
        job = self._jobs[work.job] = _Job(work)
        self._waiting.append(job)
        self._next()
        self._tell_positions()
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
        return None if known is None else eta(self._left(known), map(self._left, self._jobs.values()))

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
        if job in self._waiting:
            self._waiting.remove(job)
            self._end(job, Cancelled(job=job.work.job))
            self._tell_positions()
        elif self._process is not None:
            self._process.send(Cancel(job=job.work.job))

    def _next(self) -> None:
        if not self._ready.is_set() or self._process is None:
            return
        while self._waiting and len(self._given) < self._room():
            job = min(self._waiting, key=self._turn)
            self._waiting.remove(job)
            self._given[job.work.job] = job
            self._process.send(job.work)
        self._tell_positions()

    def _room(self) -> int:
        """A job in whose hands a worker died is alone with the next one, so that no other is blamed for its fault."""
        return 1 if any(job.attempts for job in self._jobs.values()) else _GIVEN

    def _turn(self, job: _Job) -> tuple[bool, int]:
        """Suspects first, then whoever has least with the worker."""
        person = job.work.person
        return not job.attempts, sum(given.work.person == person for given in self._given.values())

    def _end(self, job: _Job, ending: Ending) -> None:
        del self._jobs[job.work.job]
        job.events.put_nowait(Cancelled(job=job.work.job) if job.cancelled else ending)

    def _tell_positions(self) -> None:
        left = {job: self._left(job) for job in self._jobs.values()}
        for position, job in enumerate(job for job in left if not job.started):
            if job.position != position:
                job.position = position
                seconds = eta(left[job], left.values())
                job.events.put_nowait(Queued(job=job.work.job, position=position, eta=seconds))

    def _left(self, job: _Job) -> float:
        return self._pace.left(job.work.recipes, job.done)

    def _respawn(self, pause: float) -> None:
        self._spawning = self._loop.create_task(self._spawn(pause))

    async def _spawn(self, pause: float) -> None:
        await asyncio.sleep(pause)
        self._life += 1
        heard = functools.partial(self._heard_in_thread, self._life)
        # A cancelled spawn must still hand over the process it has made, or nobody would stop it.
        making = asyncio.ensure_future(asyncio.to_thread(self._made, heard))
        try:
            self._process = await asyncio.shield(making)
        except asyncio.CancelledError:
            self._process = await making
            raise

    def _made(self, heard: Callable[[FromWorker | None], None]) -> WorkerProcess[WorkerOptions, ToWorker, FromWorker]:
        return WorkerProcess(worker.main, self._options, heard)

    def _heard_in_thread(self, life: int, message: FromWorker | None) -> None:
        # The loop may be closed by now, then nobody is left to tell.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._heard, life, message)

    def _heard(self, life: int, message: FromWorker | None) -> None:
        if life != self._life or self._closed:
            return
        match message:
            case None:
                self._died()
            case Ready():
                self._still_born = 0
                self._ready.set()
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
            self._tell_positions()

    def _learn(self, job: _Job, event: Event) -> None:
        job.started = True
        recipes = job.work.recipes
        match event:
            case Progress(step=step, seconds=seconds):
                if step > job.done:
                    self._pace.step.observe(recipes[0], seconds / (step - job.done))
                job.done = step
            case Finished(decoding=seconds):
                self._pace.decoding.observe(recipes[0], seconds / len(recipes))

    def _died(self) -> None:
        """Whoever was being drawn is suspect, or else whoever was to be; the others go back unblamed."""
        ready = self._ready.is_set()
        self._ready.clear()
        self._process = None
        given, self._given = list(self._given.values()), {}
        suspects = [job for job in given if job.started] or given or ([] if ready else self._waiting[:1])
        self._waiting[:0] = given
        for job in given:
            job.started, job.done, job.position = False, 0, -1
        for job in suspects:
            self._blame(job)
        self._tell_positions()
        self._still_born += not ready
        self._respawn(pause=0.0 if ready else min(_LONGEST_PAUSE, 0.25 * 2**self._still_born))
        # Last: where standard error is a broken pipe, nothing may hang on this line.
        _log.warning("worker died", jobs=[job.work.job for job in suspects], ready=ready)

    def _blame(self, job: _Job) -> None:
        job.attempts += 1
        if job.cancelled or job.attempts >= self._attempts:
            self._waiting.remove(job)
            self._end(job, Failed(job=job.work.job, reason=Reason.WORKER_DIED))
