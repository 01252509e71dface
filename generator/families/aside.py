"""A function that is run bit by bit: in a thread of its own, which only moves while somebody waits for it.

It gives control back whenever it hands something over, so that the two never run at once, and what torch keeps for each
thread (grad mode, autocast) stays the function's own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_Handed = TypeVar("_Handed")
_Result = TypeVar("_Result")


class Abandoned(BaseException):
    """Raised inside the function: nobody waits for it any more. No Exception, so that nothing swallows it."""


class Aside(Generic[_Handed, _Result]):
    """``function`` is given what it is to call with each thing that it hands over. Owned by one thread."""

    result: _Result
    """Once it has returned."""

    def __init__(self, function: Callable[[Callable[[_Handed], None]], _Result]) -> None:
        self._function = function
        self._turn, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._handed: _Handed | None = None
        self._error: BaseException | None = None
        self._closing = self._ended = False
        self._thread = threading.Thread(target=self._run, name="aside", daemon=True)

    @property
    def failed(self) -> bool:
        return self._error is not None

    def resumed(self) -> _Handed | None:
        """Let it run until it hands something over; None: it has returned. Raises what it raised, also again."""
        if not self._ended:
            if self._thread.ident is None:
                self._thread.start()
            else:
                self._turn.release()
            self._back.acquire()
        if self._ended:
            self._thread.join()
        if self._error is not None:
            raise self._error
        handed, self._handed = self._handed, None
        return handed

    def close(self) -> None:
        """End it where it stands; it is gone when this returns."""
        self._closing = True
        if self._thread.ident is not None:
            self._turn.release()
            self._thread.join()

    def _run(self) -> None:
        try:
            self.result = self._function(self._hand)
        except Abandoned:
            pass
        # Whatever it is, it is raised where it is waited for.
        except BaseException as error:
            self._error = error
        finally:
            self._ended = True
            self._back.release()

    def _hand(self, thing: _Handed) -> None:
        if not self._closing:
            self._handed = thing
            self._back.release()
            self._turn.acquire()
        if self._closing:
            raise Abandoned
