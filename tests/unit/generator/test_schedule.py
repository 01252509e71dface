"""Who takes the next forward pass: soon seen, soon done, and nobody forgotten."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.schedule import AGEING, TOLL, Claim, Priority, Schedule

CAP = 8


class Machine:
    """Draws what the schedule says, a pass at a time; holds one model unless it is told to hold all."""

    def __init__(self, cap: int = CAP, *, holds_all: bool = True) -> None:
        self.schedule = Schedule()
        self.seconds = 0.0
        self.ends: dict[Claim, float] = {}
        self.loads = 0
        self.longest = 0
        """Rows that went by from the coming to the end of a picture."""
        self._cap = cap
        self._holds_all = holds_all
        self._model: Hashable = None

    def add(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self.schedule.add(claim)

    def run(self) -> None:
        """A pass: a second, and an eighth of one for each row."""
        batch = self.schedule.next(lambda _: self._cap, lambda lane: self._holds_all or lane == self._model)
        self.loads += batch[0].lane != self._model
        self._model = batch[0].lane
        self.seconds += 1 + sum(claim.rows for claim in batch) / 8
        self.schedule.took(batch)
        for claim in batch:
            claim.left -= claim.rows
            if claim.left <= 0:
                self.schedule.remove(claim)
                self.ends[claim] = self.seconds
                self.longest = max(self.longest, self.schedule.clock - claim.came)

    def finish(self) -> None:
        while len(self.schedule):
            self.run()


def claim(person: int = 1, *, steps: int = 20, rows: int = 2, lane: str = "model", **more: object) -> Claim:
    return Claim(person=person, lane=lane, rows=rows, left=steps * rows, **more)  # type: ignore[arg-type]


def order(schedule: Schedule) -> list[Claim]:
    return schedule.next(lambda _: 10**6, lambda _: True)


def only(schedule: Schedule) -> Claim:
    (one,) = schedule.next(lambda _: 1, lambda _: True)
    return one


def test_nobody_there_takes_no_pass() -> None:
    assert order(Schedule()) == []


def test_whoever_has_least_left_goes_first() -> None:
    schedule = Schedule()
    claims = [claim(person, steps=steps, first=False) for person, steps in enumerate((30, 4, 20, 8))]
    for one in claims:
        schedule.add(one)
    assert [one.left for one in order(schedule)] == [8, 16, 40, 60]


def test_a_newcomer_has_its_first_step_at_once_however_long_its_picture() -> None:
    machine = Machine()
    machine.add([claim(person, steps=20) for person in range(6)])
    for _ in range(4):
        machine.run()
    newcomer = claim(9, steps=150)
    machine.add([newcomer])
    assert newcomer in machine.schedule.next(lambda _: CAP, lambda _: True)


def test_only_the_first_of_several_pictures_is_shown_at_once() -> None:
    schedule = Schedule()
    first, second, other = claim(1, steps=80), claim(1, steps=80, first=False), claim(2, first=False)
    for one in (first, second, other):
        schedule.add(one)
    assert order(schedule) == [first, other, second]


@pytest.mark.parametrize("first", [True, False])
def test_of_equal_length_refinement_goes_before_single_before_batch_before_training(first: bool) -> None:
    schedule = Schedule()
    for person, priority in enumerate(reversed(Priority)):
        schedule.add(claim(person, priority=priority, first=first))
    assert [one.priority for one in order(schedule)] == list(Priority)


def test_older_goes_before_shorter_in_the_end() -> None:
    schedule = Schedule()
    waiting = claim(1, steps=20, first=False)
    schedule.add(waiting)
    served = claim(2, rows=AGEING * (waiting.left - 2) + 1, steps=1)
    schedule.add(served)
    early = claim(3, steps=1)
    schedule.add(early)
    assert only(schedule) is early
    schedule.took([served])
    for one in (early, served):
        schedule.remove(one)
    schedule.add(claim(3, steps=1))
    assert only(schedule) is waiting


claims = st.builds(
    claim,
    person=st.integers(1, 4),
    steps=st.integers(1, 30),
    rows=st.integers(1, 3),
    lane=st.sampled_from(["one", "other"]),
    priority=st.sampled_from(Priority),
    first=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(claims, min_size=1, max_size=20), st.integers(1, 9), st.integers(0, 8), st.sampled_from(["one", "-"]))
def test_a_pass_is_of_one_lane_and_within_its_cap_or_one_picture(
    arriving: list[Claim], cap: int, passes: int, loaded: str
) -> None:
    schedule = Schedule()
    for one in arriving:
        schedule.add(one)
    for _ in range(passes + 1):
        batch = schedule.next(lambda _: cap, lambda lane: lane == loaded)
        assert len({one.lane for one in batch}) == 1
        assert len(batch) == 1 or sum(one.rows for one in batch) <= cap
        assert len(set(batch)) == len(batch)
        schedule.took(batch)


def floods() -> st.SearchStrategy[Callable[[], Iterator[list[Claim]]]]:
    """Newcomers without end, the same after every pass: of one person, of a few, or of always others."""
    newcomers = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 2)), min_size=1, max_size=2)
    people = st.sampled_from([1, 3, 10**9])

    def flood(shapes: list[tuple[int, int]], among: int) -> Iterator[list[Claim]]:
        for at in itertools.count():
            yield [claim(2 + (2 * at + n) % among, steps=s, rows=r) for n, (s, r) in enumerate(shapes)]

    return st.builds(lambda shapes, among: lambda: flood(shapes, among), newcomers, people)


@settings(deadline=None)
@given(
    floods(),
    st.integers(1, 3),
    st.integers(1, 2),
    st.sampled_from([Priority.REFINEMENT, Priority.SINGLE, Priority.BATCH]),
    st.booleans(),
    st.integers(2, 4),
)
def test_nobody_starves_whatever_arrives(
    flood: Callable[[], Iterator[list[Claim]]], steps: int, rows: int, priority: Priority, first: bool, cap: int
) -> None:
    """Who comes so many rows later is never preferred: only what came before can be drawn before."""
    machine = Machine(cap)
    waiting = claim(1, steps=steps, rows=rows, priority=priority, first=first)
    last = AGEING * waiting.left * (1 + priority / Priority.SINGLE)
    machine.add([waiting])
    before = waiting.left
    for newcomers in flood():
        if waiting in machine.ends:
            break
        if machine.schedule.clock <= last:
            before += sum(one.left for one in newcomers)
        machine.add(newcomers)
        machine.run()
        # Later ones may fill what is free of a pass beside an earlier one.
        assert machine.schedule.clock <= cap * before


@pytest.mark.parametrize("priority", [Priority.REFINEMENT, Priority.SINGLE])
def test_who_got_most_never_holds_up_who_got_least(priority: Priority) -> None:
    """However urgent and short the one's pictures are, and however many."""
    machine = Machine()
    short = [claim(1, steps=4, priority=priority) for _ in range(500)]
    machine.add([*short, claim(2, steps=100)])
    for _ in range(20):
        machine.run()
    began = machine.schedule.clock
    waiting = claim(3, steps=20)
    machine.add([waiting])
    while waiting not in machine.ends:
        machine.run()
    assert machine.schedule.clock - began <= 4 * 20 * 2


def test_nine_with_a_picture_each_hardly_notice_one_with_a_hundred() -> None:
    def last(hundred: int) -> float:
        machine = Machine()
        machine.add([claim(0) for _ in range(hundred)])
        nine = [claim(person) for person in range(1, 10)]
        machine.add(nine)
        machine.finish()
        return max(machine.ends[one] for one in nine)

    assert last(100) <= 2 * last(0)


def test_models_are_not_switched_for_every_picture_but_in_the_end() -> None:
    """Though both have work all of the time."""
    machine = Machine(holds_all=False)
    for number in range(1000):
        machine.add([claim(number, lane="one" if number % 2 else "other", steps=4)])
        machine.run()
    assert 2 <= machine.loads <= 10
    assert machine.longest <= 2 * AGEING * TOLL


def test_what_is_not_here_is_removed_without_a_word() -> None:
    schedule = Schedule()
    one = claim()
    schedule.add(one)
    schedule.remove(one)
    schedule.remove(one)
    assert len(schedule) == 0


def test_who_comes_back_starts_level_with_who_got_least() -> None:
    schedule = Schedule()
    busy, other = claim(1, first=False), claim(2, steps=30, first=False)
    for one in (busy, other):
        schedule.add(one)
    for _ in range(20):
        schedule.took([busy])
    schedule.remove(busy)
    again = claim(1, steps=20, first=False)
    schedule.add(again)
    assert order(schedule)[0] is again


def test_five_hundred_are_looked_through_once_a_pass() -> None:
    schedule = Schedule()
    for person in range(500):
        schedule.add(claim(person))
    asked: list[Hashable] = []

    def loaded(lane: Hashable) -> bool:
        asked.append(lane)
        return True

    assert len(schedule.next(lambda _: CAP, loaded)) == 4
    assert len(asked) <= 500
