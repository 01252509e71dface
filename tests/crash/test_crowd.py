"""What the crowd's benchmark calls fair."""

from __future__ import annotations

import pytest

from benchmarks.crowd import WINDOW, Served, fairness, jain

PEOPLE, EACH = 4, 5


def crowd(order: list[int]) -> list[Served]:
    """Everybody asks at once; one picture after another is drawn, for whom ``order`` says."""
    return [
        Served(person, asked=0, begun=number, ended=number + 1, cost=2) for number, person in enumerate(order, start=1)
    ]


def test_taking_turns_is_fair() -> None:
    found = fairness(crowd([number % PEOPLE for number in range(PEOPLE * EACH)]), PEOPLE)

    assert found["fair"] == 1
    assert found["windows"] == (EACH - 1) // WINDOW
    assert found["half"] == pytest.approx(0.96, abs=0.03)


def test_one_person_before_another_is_not() -> None:
    found = fairness(crowd([person for person in range(PEOPLE) for _ in range(EACH)]), PEOPLE)

    assert found["fair"] == 0
    assert found["half"] == pytest.approx(0.5)


def test_who_asks_for_more_at_a_time_gets_no_more_of_a_fair_index() -> None:
    cheap = [Served(0, 0, 1, 2, cost=1) for _ in range(4)]
    dear = [Served(1, 0, 1, 2, cost=4)]

    assert jain([*cheap, *dear], 2) == 1
    assert jain([*cheap, *dear, *dear], 2) < 0.95
