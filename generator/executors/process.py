"""A spawned worker process and the threads that talk with it, so that the event loop never waits for a pipe."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import queue
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from generator.executors.protocol import Stop

Options = TypeVar("Options")
To = TypeVar("To")
From = TypeVar("From")


class WorkerProcess(Generic[Options, To, From]):
    """One life of a worker, which runs ``main``.

    ``heard`` is called with each message and finally, once, with None: the worker is dead.

    Both threads are daemons and end with the process. ``heard`` runs in the reading one.
    """

    def __init__(
        self,
        main: Callable[[Connection, Options], None],
        options: Options,
        heard: Callable[[From | None], None],
        name: str = "egaku-worker",
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=main, args=(theirs, options), name=name, daemon=True)
        self._heard = heard
        self._gone = threading.Event()
        self._outgoing: queue.SimpleQueue[To | Stop | None] = queue.SimpleQueue()
        self._start()
        # A pipe reports its end only once nobody else holds the other side.
        theirs.close()
        for loop in (self._read, self._write):
            threading.Thread(target=loop, name=f"worker-{loop.__name__.strip('_')}", daemon=True).start()

    def _start(self) -> None:
        """A Ctrl-C before the child can say that it ignores it must not reach it: a blocked signal is inherited."""
        if not hasattr(signal, "pthread_sigmask"):
            self._process.start()
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def send(self, message: To | Stop) -> None:
        """Returns at once; what a dead worker was sent is lost."""
        self._outgoing.put(message)

    def kill(self) -> None:
        """End it at once, and do not wait for that."""
        self._process.kill()

    def stop(self, grace: float) -> None:
        """End it, by force after ``grace`` seconds. Blocks until it is gone."""
        self.send(Stop())
        if not self._gone.wait(grace):
            self._process.kill()
            self._gone.wait()

    def _read(self) -> None:
        waited: list[Any] = [self._connection, self._process.sentinel]
        while True:
            ready = multiprocessing.connection.wait(waited)
            # What it said before it died still counts.
            if self._connection not in ready:
                break
            message: From | None = _received(self._connection)
            if message is None:
                break
            self._heard(message)
        self._process.join()
        self._outgoing.put(None)
        self._gone.set()
        self._heard(None)

    def _write(self) -> None:
        for message in iter(self._outgoing.get, None):
            try:
                self._connection.send(message)
            except OSError:
                return


def _received(connection: Connection) -> Any:
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None
