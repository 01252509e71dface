"""Whose job goes next, and what nobody can do about it."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.studio.fair import PASSED, Fair, Waiting
from generator.schedule import Priority

COSTS = st.floats(1, 100, allow_nan=False)
PRIORITIES = st.sampled_from([Priority.REFINEMENT, Priority.SINGLE, Priority.BATCH])


def job(number: int, person: int = 0, cost: float = 1.0, model: str = "m", **more: Priority) -> Waiting:
    return Waiting(job=number, person=person, model=model, cost=cost, **more)


def filled(jobs: Iterable[Waiting]) -> Fair:
    fair = Fair()
    for each in jobs:
        fair.add(each)
    return fair


def emptied(fair: Fair) -> list[Waiting]:
    return [fair.next() for _ in range(len(fair))]


def jain(shares: Sequence[float]) -> float:
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))


@settings(max_examples=30)
@given(people=st.integers(2, 40), order=st.randoms(use_true_random=False))
def test_equal_people_who_all_wait_get_equal_shares_in_every_window_of_two_rounds(people: int, order: object) -> None:
    jobs = [job(number, person=number % people) for number in range(8 * people)]
    order.shuffle(jobs)  # type: ignore[attr-defined]
    served = [each.person for each in emptied(filled(jobs))][: 7 * people]
    for begin, length in itertools.product(range(4 * people), (2 * people, 5 * people // 2, 3 * people)):
        window = collections.Counter(served[begin : begin + length])
        assert jain([window[person] for person in range(people)]) >= 0.95


@settings(max_examples=30)
@given(st.lists(st.lists(st.tuples(COSTS, PRIORITIES), min_size=12, max_size=12), min_size=2, max_size=8))
def test_nobody_gets_further_ahead_of_anybody_than_a_few_jobs_cost(wishes: list[list[tuple[float, Priority]]]) -> None:
    numbers = itertools.count()
    fair = filled(
        job(next(numbers), person=person, cost=cost, priority=priority)
        for person, own in enumerate(wishes)
        for cost, priority in own
    )
    left = {person: len(own) for person, own in enumerate(wishes)}
    shares = [0.0] * len(wishes)
    while all(left.values()):
        taken = fair.next()
        left[taken.person] -= 1
        shares[taken.person] += taken.cost
        # A batch counts as twice as long when its turn is looked for.
        assert max(shares) - min(shares) <= 2 * 100 + 100


@given(st.lists(st.tuples(st.integers(0, 4), COSTS), max_size=60))
def test_ones_own_jobs_go_in_the_order_in_which_they_came(wishes: list[tuple[int, float]]) -> None:
    jobs = [job(number, person=person, cost=cost) for number, (person, cost) in enumerate(wishes)]
    served = emptied(filled(jobs))
    assert sorted(each.job for each in served) == list(range(len(jobs)))
    for person in range(5):
        own = [each.job for each in served if each.person == person]
        assert own == sorted(own)


@given(st.lists(PRIORITIES, max_size=60))
def test_among_ones_own_jobs_of_one_priority_the_older_goes_first(priorities: list[Priority]) -> None:
    served = emptied(filled(job(number, priority=priority) for number, priority in enumerate(priorities)))
    for priority in set(priorities):
        own = [each.job for each in served if each.priority is priority]
        assert own == sorted(own)


def test_a_refinement_goes_before_ones_own_earlier_batches() -> None:
    fair = filled(job(number, priority=Priority.BATCH) for number in range(3))
    fair.add(job(9, priority=Priority.REFINEMENT))
    assert fair.next().job == 9


def test_ones_own_refinements_do_not_hold_off_a_batch_for_ever() -> None:
    fair = filled([job(0, priority=Priority.BATCH)])
    for number in itertools.count(1):
        fair.add(job(number, priority=Priority.REFINEMENT))
        if fair.next().job == 0:
            break
    assert number <= 16


def test_a_refinement_goes_before_anothers_single_picture_but_gets_no_larger_share() -> None:
    fair = filled([job(1, person=1), job(2, person=2, priority=Priority.REFINEMENT)])
    assert fair.next().job == 2
    many = [
        job(number, person=number % 2, priority=Priority.REFINEMENT if number % 2 else Priority.BATCH)
        for number in range(10, 50)
    ]
    shares = collections.Counter(each.person for each in emptied(filled(many))[:30])
    assert abs(shares[0] - shares[1]) <= 2


def test_whoever_asks_for_a_hundred_waits_for_everybody_else() -> None:
    fair = filled(job(number, person=0) for number in range(100))
    for _ in range(5):
        fair.next()
    for person in range(1, 10):
        fair.add(job(100 + person, person=person))
    assert {fair.next().person for _ in range(11)} >= set(range(1, 10))


def test_people_who_keep_coming_do_not_hold_off_whoever_waits() -> None:
    fair = filled([job(0, person=0, cost=5.0, priority=Priority.BATCH), job(1, person=0)])
    for number in range(2, 1500):
        fair.add(job(number, person=number, priority=Priority.REFINEMENT))
        fair.add(job(10_000 + number, person=10_000 + number))
        fair.next()
        if 0 not in fair:
            break
    assert 0 not in fair


def test_leaving_and_coming_back_gives_no_larger_share() -> None:
    """One always has a job waiting, the other asks anew each time that theirs is taken."""
    fair = filled(job(number, person=1) for number in range(100))
    fair.add(job(1000, person=2))
    shares: collections.Counter[int] = collections.Counter()
    for number in range(60):
        person = fair.next().person
        shares[person] += 1
        if person == 2:
            fair.add(job(2000 + number, person=2))
    assert abs(shares[1] - shares[2]) <= 2


def test_a_model_that_is_loaded_goes_first_only_so_often_in_a_row() -> None:
    fair = filled(job(number, person=number, model="loaded") for number in range(1, 50))
    fair.add(job(0, person=0, model="other", priority=Priority.REFINEMENT))
    served = [fair.next(near=("loaded",)).job for _ in range(PASSED + 1)]
    assert served[-1] == 0
    assert 0 not in served[:-1]


def test_affinity_never_turns_ones_own_order_round() -> None:
    fair = filled([job(0, model="other"), job(1, model="loaded")])
    assert [fair.next(near=("loaded",)).job for _ in range(2)] == [0, 1]


@given(
    st.lists(st.tuples(st.integers(0, 5), COSTS, PRIORITIES, st.sampled_from("ab")), max_size=40),
    st.sets(st.integers(0, 39)),
    st.integers(0, 50),
)
def test_the_order_that_is_told_is_the_order_that_comes(
    wishes: list[tuple[int, float, Priority, str]], removed: set[int], limit: int
) -> None:
    fair = filled(
        job(number, person=person, cost=cost, priority=priority, model=model)
        for number, (person, cost, priority, model) in enumerate(wishes)
    )
    for number in removed:
        assert fair.remove(number) == (number < len(wishes))
    told = fair.order(limit)
    assert told == emptied(fair)[:limit]
    assert {each.job for each in told}.isdisjoint(removed)


@given(st.lists(st.tuples(st.sampled_from(["add", "add", "take", "remove"]), st.integers(0, 3), COSTS), max_size=80))
def test_every_job_is_taken_or_removed_once(steps: list[tuple[str, int, float]]) -> None:
    fair, here = Fair(), set[int]()
    for number, (step, person, cost) in enumerate(steps):
        if step == "add":
            fair.add(job(number, person=person, cost=cost))
            here.add(number)
        elif step == "take" and here:
            here.remove(fair.next().job)
        elif step == "remove" and here:
            gone = min(here)
            assert fair.remove(gone)
            here.remove(gone)
    assert {each.job for each in emptied(fair)} == here
    assert len(fair) == 0


def test_accounts_of_people_who_left_are_not_kept_for_ever() -> None:
    fair = Fair()
    for number in range(5000):
        fair.add(job(number, person=number))
        fair.next()
    assert len(fair._people) < 200
