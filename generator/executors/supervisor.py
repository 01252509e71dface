"""Keeps a worker process there: replaces one that died, and ends one that hangs.

Belongs to one event loop, and never waits for the worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Callable
from multiprocessing.connection import Connection

import structlog

from generator.events import Event
from generator.executors.process import WorkerProcess
from generator.executors.protocol import Beat, FromWorker, Preparing, Ready, ToWorker, WorkerOptions
from generator.executors.watch import Backoff, Doing, Watch

_log = structlog.get_logger(__name__)

Main = Callable[[Connection, WorkerOptions], None]

_STILL_BORN = 2
"""Workers in a row that died before they were ready: then it is no accident."""
_GRACE = 2.0
_TICK = 1.0


class Supervisor:
    """One life of a worker after another.

    ``heard`` is called with all that it says but mere signs of life; ``died`` with whether it was ready, once a life,
    and before the next one begins; ``doing`` tells what it should be at. ``hang``: seconds that it may be silent over
    its work.
    """

    def __init__(
        self,
        main: Main,
        options: WorkerOptions,
        *,
        heard: Callable[[Event | Ready], None],
        died: Callable[[bool], None],
        doing: Callable[[], Doing],
        hang: float,
    ) -> None:
        self._main, self._options = main, options
        self._heard, self._died, self._doing = heard, died, doing
        self._hang, self._watch = hang, Watch(hang)
        self.ready = asyncio.Event()
        self._closed = False
        self._life = self._still_born = 0
        self._backoff = Backoff()
        self._process: WorkerProcess[WorkerOptions, ToWorker, FromWorker] | None = None
        self._spawning: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def alive(self) -> bool:
        """There is a process, or one is being made."""
        return self._process is not None or (self._spawning is not None and not self._spawning.done())

    @property
    def restarts(self) -> int:
        """How many were made after the first one."""
        return max(0, self._life - 1)

    @property
    def ill(self) -> bool:
        """It cannot start. That is tried again and again."""
        return self._still_born >= _STILL_BORN

    async def start(self) -> None:
        """Spawn the worker and return at once."""
        self._loop = asyncio.get_running_loop()
        self._respawn(pause=0.0)

    async def close(self) -> None:
        self._closed = True
        tasks = [task for task in (self._spawning, self._watching) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._process is not None:
            await asyncio.to_thread(self._process.stop, _GRACE)

    def send(self, message: ToWorker) -> None:
        """Returns at once; what no worker is there for is lost."""
        if self._process is not None:
            self._process.send(message)

    def well(self) -> None:
        """It has finished something: earlier deaths are forgiven."""
        self._backoff.well()

    def _respawn(self, pause: float) -> None:
        self._spawning = self._loop.create_task(self._spawn(pause))

    async def _spawn(self, pause: float) -> None:
        await asyncio.sleep(pause)
        self._life += 1
        heard = functools.partial(self._heard_in_thread, self._life)
        self._watch = Watch(self._hang, preparing=True)
        # A cancelled spawn must still hand over the process it has made, or nobody would stop it.
        making = asyncio.ensure_future(asyncio.to_thread(self._made, heard))
        try:
            self._process = await asyncio.shield(making)
        except asyncio.CancelledError:
            self._process = await making
            raise
        except OSError:
            _log.exception("no process could be made for the worker")
            self._bury()
            return
        self._watching = self._loop.create_task(self._watched())

    def _made(self, heard: Callable[[FromWorker | None], None]) -> WorkerProcess[WorkerOptions, ToWorker, FromWorker]:
        return WorkerProcess(self._main, self._options, heard)

    def _heard_in_thread(self, life: int, message: FromWorker | None) -> None:
        # The loop may be closed by now, then nobody is left to tell.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._hear, life, message)

    def _hear(self, life: int, message: FromWorker | None) -> None:
        if life != self._life or self._closed:
            return
        if message is None:
            self._bury()
            return
        self._watch.heard(self._doing(), preparing=isinstance(message, Preparing))
        if isinstance(message, Preparing | Beat):
            return
        if isinstance(message, Ready):
            self._still_born = 0
            self.ready.set()
        self._heard(message)

    def _bury(self) -> None:
        was_ready = self.ready.is_set()
        self.ready.clear()
        self._process = None
        if self._watching is not None:
            self._watching.cancel()
        self._still_born = 0 if was_ready else self._still_born + 1
        pause = self._backoff.died(self._loop.time())
        self._died(was_ready)
        self._respawn(pause)
        # Last: where standard error is a broken pipe, nothing may hang on this line.
        if not was_ready:
            _log.error("the worker cannot start; its jobs wait", deaths=self._still_born, again_in=pause)

    async def _watched(self) -> None:
        tick, before = min(_TICK, self._hang / 5), self._loop.time()
        while True:
            await asyncio.sleep(tick)
            now = self._loop.time()
            # Where this process itself stood still, the worker's words are on their way.
            elapsed, before = min(now - before, 2 * tick), now
            if self._watch.tick(elapsed, self._doing()):
                break
        if self._process is not None:
            _log.error("the worker hangs and is ended", silent=round(self._watch.silent, 1))
            self._process.kill()
