"""Keeps a model of words' process: made when first asked, one question at a time, never waited for too long.

Belongs to one event loop. Whatever goes wrong there, the asker gets None within the seconds that they gave.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import functools
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import structlog

from generator.executors.process import WorkerProcess
from generator.executors.protocol import Ready
from generator.language import worker
from generator.language.protocol import Answered, Asked, FromModel, LanguageOptions, Question, ToModel, Translate

_log = structlog.get_logger(__name__)

_Process = WorkerProcess[LanguageOptions, ToModel, FromModel]

_LIVES = 3
"""Deaths in a row without an answer between them after which it is not tried again."""
_FAILURES = 3
"""Questions in a row without an answer after which nobody is kept waiting for a while."""
_REST = 60.0
_HUNG = 30.0
"""Seconds over its time after which a process that still has not answered is ended."""
_MEASURED = 256
_GRACE = 2.0


class LanguageExecutor:
    """``main`` runs in the process; another one than the usual is for tests."""

    def __init__(
        self, options: LanguageOptions, *, main: Callable[[Connection, LanguageOptions], None] = worker.main
    ) -> None:
        self._options = options
        self._name = "translation model" if options.translates else "language model"
        self._main = main
        self._process: _Process | None = None
        self._starting: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._lock = asyncio.Lock()
        self._answers: dict[int, asyncio.Future[str | None]] = {}
        self._late: asyncio.TimerHandle | None = None
        self._number = self._life = self._deaths = self._failures = 0
        self._rests_until = 0.0
        self._took: collections.deque[float] = collections.deque(maxlen=_MEASURED)
        self._closed = False

    async def ask(self, question: Question | Translate, seconds: float) -> str | None:
        """JSON of the question's schema, or English; None: not loaded yet, out of time, or broken. Never raises those.

        Returns at once while the model is being loaded, and while it rests after several questions that it had no
        answer to in time.
        """
        self.start()
        if not self._ready.is_set() or time.monotonic() < self._rests_until:
            return None
        began = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                async with self._lock:
                    answer = await self._asked(question, seconds - (time.monotonic() - began))
        except TimeoutError:
            answer = None
        self._count(answer, time.monotonic() - began)
        return answer

    def start(self) -> None:
        """Make the process, in the background, unless there is one or it has died too often."""
        if self._closed or self._deaths >= _LIVES or self._process is not None or self._starting is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._starting = self._loop.create_task(self._spawn())

    async def ready(self) -> None:
        """Wait until the model is loaded. Forever, where it cannot be."""
        self.start()
        await self._ready.wait()

    async def close(self) -> None:
        """End the process. Whoever still waits gets None."""
        self._closed = True
        if self._took:
            _log.info(self._name, questions=self._number, p95=self.p95)
        if self._starting is not None:
            await asyncio.gather(self._starting, return_exceptions=True)
        self._forget()
        if self._process is not None:
            await asyncio.to_thread(self._process.stop, _GRACE)

    @property
    def p95(self) -> float | None:
        """Seconds within which 95 of 100 of the last questions had their answer, or were given up. None: none yet."""
        took = sorted(self._took)
        return took[min(len(took) - 1, int(0.95 * len(took)))] if took else None

    async def _asked(self, question: Question | Translate, seconds: float) -> str | None:
        # It may have died while this question waited for its turn.
        if self._process is None or not self._ready.is_set():
            return None
        self._number += 1
        number = self._number
        answer: asyncio.Future[str | None] = self._loop.create_future()
        self._answers[number] = answer
        if self._late is None:
            self._late = self._loop.call_later(seconds + _HUNG, self._end_hung, self._process)
        self._process.send(Asked(number=number, question=question, seconds=seconds))
        try:
            return await answer
        finally:
            self._answers.pop(number, None)

    def _count(self, answer: str | None, seconds: float) -> None:
        self._took.append(seconds)
        self._failures = 0 if answer is not None else self._failures + 1
        if self._failures >= _FAILURES:
            self._failures, self._rests_until = 0, time.monotonic() + _REST
            _log.warning(f"{self._name} rests", seconds=_REST, p95=self.p95)

    async def _spawn(self) -> None:
        self._life += 1
        heard = functools.partial(self._heard_in_thread, self._life)
        try:
            self._process = await asyncio.to_thread(self._made, heard)
        finally:
            self._starting = None

    def _made(self, heard: Callable[[FromModel | None], None]) -> _Process:
        return WorkerProcess(self._main, self._options, heard, name="egaku-language")

    def _heard_in_thread(self, life: int, message: FromModel | None) -> None:
        # The loop may be closed by now, then nobody is left to tell.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._heard, life, message)

    def _heard(self, life: int, message: FromModel | None) -> None:
        if self._closed or life != self._life:
            return
        match message:
            case Ready():
                self._ready.set()
            case Answered(number=number, text=text):
                self._deaths = 0
                self._not_hung()
                if (waiting := self._answers.get(number)) is not None and not waiting.done():
                    waiting.set_result(text)
            case None:
                self._deaths += 1
                self._ready.clear()
                # Death may be heard before the task that made the process has gone on.
                self._loop.call_soon(self._bury)
                _log.warning(f"{self._name}'s process ended", deaths=self._deaths)

    def _bury(self) -> None:
        if self._starting is not None:
            self._starting.add_done_callback(lambda _: self._bury())
            return
        self._process = None
        self._forget()

    def _forget(self) -> None:
        """Nobody will be answered any more."""
        self._not_hung()
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_result(None)

    def _not_hung(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _end_hung(self, process: _Process) -> None:
        self._late = None
        if process is self._process:
            process.kill()
