"""When a worker counts as hung, and how soon the next one comes."""

from __future__ import annotations

import itertools

import pytest

from generator.executors.watch import Backoff, Doing, Watch


def heard(watch: Watch, *gaps: float) -> Watch:
    for gap in gaps:
        watch.tick(gap)
        watch.heard()
    return watch


def test_silence_beyond_the_floor_is_hanging() -> None:
    watch = Watch(floor=60)
    assert not watch.tick(60)
    assert watch.tick(1)


def test_a_sign_of_life_begins_anew() -> None:
    watch = heard(Watch(floor=60), 0.1, 0.1)
    watch.tick(59)
    watch.heard()
    assert not watch.tick(59)


def test_a_slow_machine_is_given_as_many_times_its_own_steps() -> None:
    watch = heard(Watch(floor=60), 10, 10)
    assert watch.bound == pytest.approx(1000)
    assert not watch.tick(900)
    assert watch.tick(200)


def test_what_was_slow_once_is_forgotten() -> None:
    assert heard(Watch(floor=60), 10, *[0.1] * 500).bound == 60


def test_loading_or_measuring_a_model_may_take_long_and_says_nothing_about_steps() -> None:
    watch = Watch(floor=60)
    watch.heard(preparing=True)
    assert not watch.tick(7000)
    watch.heard()
    assert watch.bound == 60
    assert watch.tick(61)


def test_even_loading_comes_to_an_end() -> None:
    watch = Watch(floor=60, preparing=True)
    assert not watch.tick(7000)
    assert watch.tick(201)


@pytest.mark.parametrize(("doing", "seconds"), [(Doing.FIRST, 300), (Doing.COMPILING, 1800)])
def test_a_first_step_may_take_longer_and_says_nothing_about_the_others(doing: Doing, seconds: float) -> None:
    watch = Watch(floor=60)
    assert not watch.tick(seconds, doing)
    watch.heard(doing)
    assert watch.bound == 60
    assert watch.tick(seconds + 1, doing)


def test_where_other_steps_are_slow_a_first_one_may_be_as_slow() -> None:
    watch = heard(Watch(floor=60), 30, 30)
    assert not watch.tick(2900, Doing.FIRST)
    assert watch.tick(200, Doing.FIRST)


def test_a_worker_without_work_may_be_silent() -> None:
    watch = Watch(floor=60)
    watch.tick(59)
    assert not watch.tick(1000, Doing.NOTHING)
    assert not watch.tick(59)


def test_a_death_now_and_then_costs_no_time() -> None:
    backoff = Backoff()
    assert [backoff.died(now) for now in (0, 1_000, 2_000)] == [0, 0, 0]


def test_deaths_in_a_row_are_followed_by_longer_and_longer_pauses_to_a_bound() -> None:
    backoff = Backoff()
    pauses = [backoff.died(now) for now in range(40)]
    assert pauses[:4] == [0, 0.5, 1, 2]
    assert all(before <= after for before, after in itertools.pairwise(pauses))
    assert pauses[-1] == 30


def test_a_finished_job_forgives_them() -> None:
    backoff = Backoff()
    for now in range(5):
        backoff.died(now)
    backoff.well()
    assert backoff.died(6) == 0
