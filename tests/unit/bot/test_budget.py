from __future__ import annotations

import asyncio
import contextlib
import itertools
import math

import pytest

from bot.budget import Book, Budget, Means, Rank

HERE, THERE = 1, 2
MEANS = Means(rate=40, spare=20, edits=4, span=5.0, at_once=8, in_channel=2, places=1.0)


# -- what may be asked, by a clock of the test's own


def test_no_more_is_asked_in_a_second_than_discord_takes() -> None:
    book = Book(MEANS)
    for number in range(40):
        assert book.due(Rank.RESULT, number / 100) <= number / 100
        book.take(Rank.RESULT, number, number / 100)
        book.arrived(number)
    assert book.due(Rank.RESULT, 0.5) == pytest.approx(1.0)
    assert book.due(Rank.RESULT, 1.001) <= 1.001


def test_how_jobs_go_on_leaves_half_to_results() -> None:
    book = Book(MEANS)
    for number in range(20):
        book.take(Rank.PROGRESS, number, 0.0)
    assert book.due(Rank.PROGRESS, 0.5) == 1.0
    assert book.due(Rank.RESULT, 0.5) <= 0.5


def test_first_answers_count_and_wait_for_nothing() -> None:
    book = Book(MEANS)
    for _ in range(100):
        book.sent(0.0)
    assert book.due(Rank.PROGRESS, 0.5) == 1.0 and book.due(Rank.RESULT, 0.5) == 1.0


def test_a_channel_has_room_left_for_a_result() -> None:
    book = Book(MEANS)
    for second in range(4):
        assert book.due_in(HERE, Rank.PROGRESS, second) <= second
        book.take(Rank.PROGRESS, HERE, second)
    assert book.due_in(HERE, Rank.PROGRESS, 4.0) == 5.0
    assert book.due_in(HERE, Rank.RESULT, 4.0) <= 4.0 and book.due_in(THERE, Rank.PROGRESS, 4.0) <= 4.0
    assert book.due_in(HERE, Rank.PROGRESS, 5.1) <= 5.1


def test_a_channel_that_was_quiet_for_long_has_all_its_room_again() -> None:
    book = Book(MEANS)
    for start in (0.0, 100.0, 200.0):
        for _ in range(4):
            assert book.due_in(HERE, Rank.PROGRESS, start) <= start
            book.take(Rank.PROGRESS, HERE, start)
        book.take(Rank.PROGRESS, THERE, start)
        assert book.due_in(HERE, Rank.PROGRESS, start) == start + 5.0


def test_few_results_are_on_their_way_at_once_and_fewer_to_one_channel() -> None:
    book = Book(MEANS)
    for _ in range(2):
        book.take(Rank.RESULT, HERE, 0.0)
    assert math.isinf(book.due_in(HERE, Rank.RESULT, 0.0)) and not math.isinf(book.due(Rank.RESULT, 0.0))
    for number in range(6):
        book.take(Rank.RESULT, 10 + number, 0.0)
    assert math.isinf(book.due(Rank.RESULT, 0.0)) and not math.isinf(book.due(Rank.PROGRESS, 0.0))
    book.arrived(HERE)
    assert not math.isinf(book.due(Rank.RESULT, 0.0)) and not math.isinf(book.due_in(HERE, Rank.RESULT, 0.0))


# -- who waits


async def test_of_many_that_only_tell_a_place_one_goes_at_a_time_in_their_order() -> None:
    pace = 0.05
    budget, never, loop = Budget(Means(places=pace)), asyncio.Event(), asyncio.get_running_loop()
    got: list[tuple[int, float]] = []

    async def wants(number: int) -> None:
        assert await budget.turn(Rank.PLACE, number, or_else=never)
        got.append((number, loop.time()))

    await asyncio.gather(*map(wants, range(5)))
    assert [number for number, _ in got] == list(range(5))
    assert all(later - earlier >= pace * 0.9 for (_, earlier), (_, later) in itertools.pairwise(got))


async def test_who_has_something_better_to_do_takes_nobodys_turn() -> None:
    budget, never, better = Budget(Means(places=60)), asyncio.Event(), asyncio.Event()
    assert await budget.turn(Rank.PLACE, HERE, or_else=never)
    waiting = [asyncio.create_task(budget.turn(Rank.PLACE, HERE, or_else=better)) for _ in range(3)]
    await asyncio.sleep(0)
    better.set()
    async with asyncio.timeout(5):
        assert await asyncio.gather(*waiting) == [False] * 3


async def test_results_go_before_all_else_that_waits() -> None:
    budget, never = Budget(Means(rate=1, spare=0)), asyncio.Event()
    went: list[str] = []

    async def progress() -> None:
        await budget.turn(Rank.PROGRESS, THERE, or_else=never)
        went.append("progress")

    async def result(channel: int) -> None:
        async with budget.result(channel):
            went.append("result")

    budget.first()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(progress())
        await asyncio.sleep(0)
        tasks.create_task(result(3))
    assert went == ["result", "progress"]


async def test_a_channel_that_takes_nothing_holds_up_no_other() -> None:
    budget, never, done = Budget(Means(in_channel=1)), asyncio.Event(), asyncio.Event()

    async def result(channel: int) -> None:
        async with budget.result(channel):
            await done.wait()

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        for _ in range(3):
            tasks.create_task(result(HERE))
        await asyncio.sleep(0)
        assert await budget.turn(Rank.PROGRESS, THERE, or_else=never)
        async with budget.result(THERE):
            pass
        done.set()


async def test_results_that_are_long_on_their_way_keep_nobody_from_hearing_how_it_goes_on() -> None:
    budget, never, done = Budget(Means(at_once=1)), asyncio.Event(), asyncio.Event()

    async def result(channel: int) -> None:
        async with budget.result(channel):
            await done.wait()

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        for channel in (HERE, THERE):
            tasks.create_task(result(channel))
        await asyncio.sleep(0)
        assert await budget.turn(Rank.PROGRESS, THERE, or_else=never)
        assert await budget.turn(Rank.PLACE, HERE, or_else=never)
        done.set()


async def test_who_is_cancelled_gives_their_place_back() -> None:
    budget, forever = Budget(Means(at_once=1)), asyncio.Event()

    async def result(channel: int) -> None:
        async with budget.result(channel):
            await forever.wait()

    sending, waiting = (asyncio.create_task(result(channel)) for channel in (HERE, THERE))
    await asyncio.sleep(0)
    for each in (waiting, sending):
        each.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await each
    async with asyncio.timeout(5), budget.result(HERE):
        pass
