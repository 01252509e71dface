"""Something goes wrong at the N-th await of the program's own code: the process dies there, or the await fails.

A task factory hands each task's coroutine to a :class:`Stepped`, which sees every suspension before the loop does.
"""

from __future__ import annotations

import asyncio
import collections.abc
import enum
import errno
import os
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

HOUSE = Path(__file__).parents[2]
OURS = (f"{HOUSE / 'bot'}{os.sep}", f"{HOUSE / 'storage'}{os.sep}")
NOT_OURS = (
    f"{HOUSE / 'bot' / 'playground'}{os.sep}",
    str(HOUSE / "bot" / "run.py"),
    str(HOUSE / "bot" / "heartbeat.py"),
)
"""What is no part of any request's way."""


class How(enum.StrEnum):
    KILL = "kill"
    """The process ends at once, as by SIGKILL, when the await has begun."""
    FAIL = "fail"
    """The await raises OSError, although what it waits for goes on."""


class Steps:
    """Counts the suspensions of our own code from :meth:`arm` on; at the chosen one ``told`` gets the place."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self.count = 0
        self._at: int | None = None
        self._how = How.KILL
        self._told = told

    def arm(self, at: int, how: How) -> None:
        self.count, self._at, self._how = 0, at, how

    def suspended(self, coroutine: Coroutine[Any, Any, Any]) -> bool:
        """Whether this await is to fail."""
        place = _place(coroutine)
        if place is None:
            return False
        self.count += 1
        if self.count != self._at:
            return False
        self._told(place)
        if self._how is How.KILL:
            os._exit(9)
        return True

    def task(self, loop: asyncio.AbstractEventLoop, coroutine: Any, /, **more: Any) -> asyncio.Task[Any]:
        """A task factory."""
        return asyncio.Task(Stepped(coroutine, self), loop=loop, **more)


class Stepped(collections.abc.Coroutine[Any, Any, Any]):
    def __init__(self, coroutine: Coroutine[Any, Any, Any], steps: Steps) -> None:
        self._coroutine = coroutine
        self._steps = steps
        self.__name__ = getattr(coroutine, "__name__", "?")

    def send(self, value: Any) -> Any:
        return self._seen(self._coroutine.send(value))

    def throw(self, *error: Any) -> Any:
        return self._seen(self._coroutine.throw(*error))

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()

    def _seen(self, future: Any) -> Any:
        if not self._steps.suspended(self._coroutine):
            return future
        return self._coroutine.throw(OSError(errno.EIO, "made to fail"))


def _place(coroutine: Any) -> str | None:
    """Where our own code waits: the innermost line of it. None where it is somebody else's affair."""
    place = None
    while coroutine is not None:
        frame, code, waits_for = _inside(coroutine)
        if code is not None and code.co_filename.startswith(OURS):
            if code.co_filename.startswith(NOT_OURS):
                return None
            line = frame.f_lineno if frame else code.co_firstlineno
            place = f"{Path(code.co_filename).relative_to(HOUSE)}:{line} {code.co_name}"
        coroutine = waits_for
    return place


def _inside(thing: Any) -> tuple[FrameType | None, CodeType | None, Any]:
    """(frame, code, what it waits for) of a coroutine, generator or asynchronous generator."""
    for kind, waits_for in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
        if hasattr(thing, f"{kind}_code"):
            return getattr(thing, f"{kind}_frame"), getattr(thing, f"{kind}_code"), getattr(thing, waits_for)
    return None, None, None
