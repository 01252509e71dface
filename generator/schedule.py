"""Which pictures take the next forward pass together: pure, and counted in rows, so that it can be replayed.

Whoever has least left goes first: shortest remaining first has the least mean latency. A newcomer's first step counts
as all that is left, so that everybody soon sees something. Three corrections are in the same currency, rows:

- what a person got more than the person who got least, so that nobody owns the machine (deficit fairness);
- the rows that went by before a picture came, so that nobody starves (ageing): in the end older goes before shorter;
- a toll on a model that is not loaded, so that models are not switched for every picture, but are in the end.

Each was measured with ``benchmarks.engine``, by which a simpler rule is to be judged, too.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
from collections.abc import Callable, Hashable, Sequence


class Priority(enum.IntEnum):
    """The smaller, the sooner."""

    REFINEMENT = 1
    """Somebody looks at the picture that this changes."""
    SINGLE = 2
    BATCH = 4
    TRAINING = 1000


AGEING = 20
"""Rows that go by until a waiting picture counts as one row shorter. With half of it short pictures wait half as long
again in an overload; with twice of it nothing is gained but longer waits for the longest."""

TOLL = 100
"""Rows in whose time one model takes another's place and gives it back: a picture waits for less rather than be drawn
at once, but while others keep coming never for more than ``AGEING`` times as many."""


@dataclasses.dataclass(slots=True, eq=False, kw_only=True)
class Claim:
    """One picture's claim on forward passes. Whoever owns it keeps ``rows`` and ``left`` up to date."""

    person: int
    lane: Hashable
    """Pictures of one lane can share a pass."""
    rows: int
    """Of its next step."""
    left: int
    """Rows until everything asked for together with it is drawn."""
    priority: Priority = Priority.SINGLE
    first: bool = True
    """Whether its first step would be the first that is seen of what was asked."""
    came: int = 0
    """On the schedule's clock."""


class Schedule:
    """Owns who got how much. ``clock`` counts the rows of every pass so far."""

    def __init__(self) -> None:
        self.clock = 0
        self._claims: dict[Claim, None] = {}
        self._served: dict[int, float] = {}
        self._people: collections.Counter[int] = collections.Counter()

    def __len__(self) -> int:
        return len(self._claims)

    def add(self, claim: Claim) -> None:
        """A newcomer starts level with whoever got least."""
        claim.came = self.clock
        self._claims[claim] = None
        if not self._people[claim.person]:
            self._served[claim.person] = self._least()
        self._people[claim.person] += 1

    def remove(self, claim: Claim) -> None:
        """Nothing where it is not here."""
        if claim not in self._claims:
            return
        del self._claims[claim]
        self._people[claim.person] -= 1
        if not self._people[claim.person]:
            del self._people[claim.person], self._served[claim.person]

    def next(self, cap: Callable[[Hashable], int], loaded: Callable[[Hashable], bool]) -> list[Claim]:
        """The pictures of the next pass: of one lane, at most its ``cap`` in rows, but at least one picture.

        Changes nothing: what was really taken is told by :meth:`took`.
        """
        if not self._claims:
            return []
        least = self._least()
        order = sorted(self._claims, key=lambda claim: self._cost(claim, least, loaded(claim.lane)))
        lane = order[0].lane
        room = cap(lane)
        batch: list[Claim] = []
        for claim in order:
            if claim.lane == lane and (not batch or claim.rows <= room):
                batch.append(claim)
                room -= claim.rows
            if room <= 0:
                break
        return batch

    def took(self, batch: Sequence[Claim]) -> None:
        """A pass is done: everybody's row count, before their next steps' is known."""
        self.clock += sum(claim.rows for claim in batch)
        for claim in batch:
            claim.first = False
            self._served[claim.person] += claim.rows

    def _least(self) -> float:
        return min(self._served.values(), default=0.0)

    def _cost(self, claim: Claim, least: float, loaded: bool) -> float:
        """In rows; the least goes first."""
        length = claim.rows if claim.first else claim.left
        ahead = self._served[claim.person] - least
        return length * claim.priority / Priority.SINGLE + ahead + claim.came / AGEING + (0 if loaded else TOLL)
