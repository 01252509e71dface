"""When a worker counts as hung, and how long to wait for the next one after it died: pure, told the time."""

from __future__ import annotations

import collections
import dataclasses

_TIMES = 100
"""Of the longest recent silence between two signs of life."""
_FORGETS = 0.98
"""Of the longest silence, with each sign of life."""
_FIRST = 1800.0
"""Seconds for the first step of a kind of picture, where a model may be compiled."""
_PREPARING = 7200.0
"""Seconds to begin, or to load or measure a model: it may have to be fetched first."""

_LATELY = 600.0
_SHORTEST, _LONGEST = 0.5, 30.0


@dataclasses.dataclass(slots=True)
class Watch:
    """Over one life of a worker. ``floor``: seconds that it may always be silent while it works.

    Time is told in ticks, so that what this process itself slept through counts for nothing.
    """

    floor: float
    silent: float = 0.0
    longest: float = 0.0
    preparing: bool = False

    @property
    def bound(self) -> float:
        """Seconds of silence, once steps are known."""
        return max(self.floor, _TIMES * self.longest)

    def heard(self, *, first: bool = False, preparing: bool = False) -> None:
        """A sign of life. ``first``: what came before it was no ordinary step. ``preparing``: a model is loaded or
        measured next, which may take long."""
        usual = not (first or self.preparing)
        self.longest = max(self.longest * _FORGETS, self.silent if usual else 0.0)
        self.silent, self.preparing = 0.0, preparing

    def rest(self) -> None:
        """It has nothing to do."""
        self.silent = 0.0

    def tick(self, seconds: float, *, first: bool = False) -> bool:
        """So much more time has gone by without a word: True where it hangs. ``first``: it is at a first step."""
        self.silent += seconds
        if self.preparing:
            return self.silent > _PREPARING
        return self.silent > (max(_FIRST, self.bound) if first else self.bound)


class Backoff:
    """A worker that died is replaced at once; one that does so again and again, after longer and longer pauses."""

    def __init__(self) -> None:
        self._deaths: collections.deque[float] = collections.deque()

    def died(self, now: float) -> float:
        """Seconds to wait. ``now`` in seconds on any clock that goes on."""
        while self._deaths and now - self._deaths[0] > _LATELY:
            self._deaths.popleft()
        self._deaths.append(now)
        before = len(self._deaths) - 1
        return min(_LONGEST, _SHORTEST * 2.0 ** (min(before, 16) - 1)) if before else 0.0

    def well(self) -> None:
        """Something was finished."""
        self._deaths.clear()
