"""When a worker counts as hung, and how long to wait for the next one after it died: pure, told the time."""

from __future__ import annotations

import collections
import dataclasses
import enum

_TIMES = 100
"""Of the longest recent silence between two signs of life."""
_FORGETS = 0.98
"""Of the longest silence, with each sign of life."""
_FIRST_TIMES = 5
"""Of the floor: for the first step of a kind of picture, of which no step tells how long it takes here."""
_COMPILING = 1800.0
"""Seconds for that step where the model is compiled in it."""
_PREPARING = 7200.0
"""Seconds to begin, or to load or measure a model: it may have to be fetched first."""

_LATELY = 600.0
_SHORTEST, _LONGEST = 0.5, 30.0


class Doing(enum.Enum):
    """What a worker is at."""

    NOTHING = enum.auto()
    USUAL = enum.auto()
    FIRST = enum.auto()
    """The first step of a kind of picture in its life."""
    COMPILING = enum.auto()
    """Such a step, of a model that is compiled."""


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

    def heard(self, doing: Doing = Doing.USUAL, *, preparing: bool = False) -> None:
        """A sign of life, after what it was ``doing``. ``preparing``: what it does next, loading or measuring a model,
        may take long."""
        usual = doing in (Doing.USUAL, Doing.NOTHING) and not self.preparing
        self.longest = max(self.longest * _FORGETS, self.silent if usual else 0.0)
        self.silent, self.preparing = 0.0, preparing

    def tick(self, seconds: float, doing: Doing = Doing.USUAL) -> bool:
        """So much more time has gone by without a word: True where it hangs."""
        self.silent += seconds
        if self.preparing:
            return self.silent > _PREPARING
        match doing:
            case Doing.NOTHING:
                self.silent = 0.0
                return False
            case Doing.USUAL:
                return self.silent > self.bound
            case Doing.FIRST:
                return self.silent > max(_FIRST_TIMES * self.floor, self.bound)
            case Doing.COMPILING:
                return self.silent > max(_COMPILING, self.bound)


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
