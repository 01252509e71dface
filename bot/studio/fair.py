"""Whose job is next of those that wait: pure, so that it can be tested without a clock, a database or a model.

Deficit round-robin between people (Shreedhar & Varghese, 1995) in virtual time (Demers, Keshav & Shenker, 1989):
everybody's account says what they were given, and a turn is looked up in O(log n) rather than come to by walking round
after round. A job is booked at its cost whatever its priority: that lets it go sooner, and gives nobody more.
"""

from __future__ import annotations

import dataclasses
import heapq
import itertools
from collections.abc import Container, Hashable, Iterator

from generator.schedule import Priority

PASSED = 8
"""Jobs in a row that may go before whoever's turn it is because their model is loaded."""
_LOOK = 8
"""People in front among whom such a job is looked for."""
_OWN = 4
"""Of one person's jobs, how many later ones go before one that is a step of :class:`Priority` lower, at most."""
_AGEING = 100
"""Cost that is drawn until a job in front of its person's others counts as one shorter: in the end older goes before
shorter, however many people keep coming."""
_KEPT = 64
"""Accounts of people without a job, and turns out of date, that are kept before it is looked which still matter."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    job: int
    person: int
    model: Hashable
    """Jobs of one model can be drawn without loading another."""
    cost: float
    """As in :func:`generator.cost.cost`; above 0."""
    priority: Priority = Priority.SINGLE


_Own = tuple[int, int, Waiting]
"""(place, number of arrival, job), which are compared up to the number."""
_Turn = tuple[float, int, int, Waiting]
"""(account once it is drawn, and its age; person's place; number of arrival; job): the least is next."""


@dataclasses.dataclass(slots=True, eq=False)
class _Person:
    had: float
    """What they were given, in virtual time: costs, counted from where they came in."""
    place: int
    """In the round, as long as they have a job here."""
    came: int = 0
    """Jobs they have asked for while some of theirs waited."""
    own: list[_Own] = dataclasses.field(default_factory=list)
    turn: _Turn | None = None
    """Of their first job. Another one in the line is out of date."""


class Fair:
    """Owns who waits and what everybody was given. Adding, removing and taking the next are O(log n)."""

    def __init__(self) -> None:
        self._jobs: dict[int, Waiting] = {}
        self._people: dict[int, _Person] = {}
        self._active = 0
        """People with a job here."""
        self._line: list[_Turn] = []
        self._drawn = 0.0
        """Cost of all that was taken."""
        self._now = 0.0
        """What somebody would have been given by now who had always waited."""
        self._passed = 0
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, job: int) -> bool:
        return job in self._jobs

    def add(self, job: Waiting) -> None:
        """A newcomer starts level with those who wait; whoever left ahead of them comes back ahead. Raises ValueError:
        that job is here already."""
        if job.job in self._jobs:
            raise ValueError(f"job {job.job} is here already")
        number = next(self._numbers)
        person = self._people.setdefault(job.person, _Person(had=self._now, place=number))
        if person.turn is None:
            person.had, person.place, person.came = max(person.had, self._now), number, 0
            self._active += 1
        self._jobs[job.job] = job
        heapq.heappush(person.own, (person.came + _OWN * job.priority, number, job))
        person.came += 1
        self._line_up(person)

    def remove(self, job: int) -> bool:
        """False where it is not here."""
        found = self._jobs.pop(job, None)
        if found is None:
            return False
        person = self._people[found.person]
        if person.turn is not None and person.turn[3] is found:
            self._line_up(person)
        return True

    def first(self) -> Waiting:
        """Whoever's turn it is. Raises IndexError where nobody waits."""
        while not self._valid(self._line[0]):
            heapq.heappop(self._line)
        return self._line[0][3]

    def next(self, near: Container[Hashable] = ()) -> Waiting:
        """Take the first job, or, ``PASSED`` times in a row at most, one of the next few people's whose model is
        ``near``. Raises IndexError where nobody waits."""
        first = self.first()
        job = first if first.model in near or self._passed >= PASSED else self._near(near) or first
        self._passed = self._passed + 1 if job is not first else 0
        self._take(job)
        return job

    def order(self, limit: int | None = None) -> list[Waiting]:
        """The jobs in the order in which they would be taken if nobody else came, whatever is loaded; O(n log n)."""
        copy = Fair()
        copy._jobs, copy._line = dict(self._jobs), list(self._line)
        copy._people = {
            person: dataclasses.replace(known, own=list(known.own)) for person, known in self._people.items()
        }
        copy._active, copy._drawn, copy._now = self._active, self._drawn, self._now
        return list(itertools.islice(copy._emptied(), limit))

    def _emptied(self) -> Iterator[Waiting]:
        while self._jobs:
            job = self.first()
            self._take(job)
            yield job

    def _take(self, job: Waiting) -> None:
        person = self._people[job.person]
        person.had += job.cost
        self._drawn += job.cost
        self._now += job.cost / self._active
        self.remove(job.job)

    def _near(self, near: Container[Hashable]) -> Waiting | None:
        seen: list[_Turn] = []
        found = None
        while self._line and len(seen) < _LOOK and found is None:
            turn = heapq.heappop(self._line)
            if self._valid(turn):
                seen.append(turn)
                found = turn[3] if turn[3].model in near else None
        for turn in seen:
            heapq.heappush(self._line, turn)
        return found

    def _line_up(self, person: _Person) -> None:
        """Put their first job into the line, where they have one."""
        while person.own and self._jobs.get(person.own[0][2].job) is not person.own[0][2]:
            heapq.heappop(person.own)
        if not person.own:
            person.turn = None
            self._active -= 1
            self._close_accounts()
            return
        _, number, job = person.own[0]
        if person.turn is None or person.turn[3] is not job:
            length = job.cost * job.priority / Priority.SINGLE
            person.turn = person.had + length + self._drawn / _AGEING, person.place, number, job
            heapq.heappush(self._line, person.turn)
            self._tidy()

    def _valid(self, turn: _Turn) -> bool:
        person = self._people.get(turn[3].person)
        return person is not None and person.turn is turn

    def _close_accounts(self) -> None:
        """Those of people who are not ahead: they would come back as newcomers anyhow."""
        if len(self._people) > 2 * self._active + _KEPT:
            self._people = {
                key: person for key, person in self._people.items() if person.turn is not None or person.had > self._now
            }

    def _tidy(self) -> None:
        if len(self._line) > 2 * self._active + _KEPT:
            self._line = [turn for turn in self._line if self._valid(turn)]
            heapq.heapify(self._line)
