"""A function run bit by bit, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from generator.families.aside import Aside

Hand = Callable[[int], None]


def test_it_moves_only_while_it_is_waited_for() -> None:
    seen: list[str] = []

    def function(hand: Hand) -> str:
        for number in range(2):
            seen.append(f"inside {number}")
            hand(number)
        return "made"

    aside = Aside(function)
    for number in range(2):
        assert seen[-1:] != [f"inside {number}"]
        assert aside.resumed() == number
        seen.append("outside")
    assert seen == ["inside 0", "outside", "inside 1", "outside"]
    assert (aside.resumed(), aside.resumed(), aside.result) == (None, None, "made")


def test_what_it_raises_is_raised_where_it_is_waited_for_and_again() -> None:
    def function(hand: Hand) -> None:
        hand(1)
        raise ZeroDivisionError

    aside = Aside(function)
    assert (aside.resumed(), aside.failed) == (1, False)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            aside.resumed()
    assert aside.failed


def test_it_ends_where_it_stands_and_leaves_no_thread() -> None:
    left: list[str] = []

    def function(hand: Hand) -> None:
        try:
            for number in range(100):
                try:
                    hand(number)
                # A pipeline's own handlers must not keep it going.
                except Exception:
                    left.append("swallowed")
        finally:
            left.append("cleaned up")

    before = threading.active_count()
    asides = [Aside(function) for _ in range(5)]
    for aside in asides:
        aside.resumed()
    assert threading.active_count() == before + 5
    for aside in asides:
        aside.close()
        aside.close()
    assert left == ["cleaned up"] * 5
    assert threading.active_count() == before
    assert asides[0].resumed() is None


def test_one_that_never_began_is_closed_without_running() -> None:
    ran: list[bool] = []
    aside: Aside[int, None] = Aside(lambda hand: ran.append(True))
    aside.close()
    assert not ran
