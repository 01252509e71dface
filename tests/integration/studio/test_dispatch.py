"""The dispatcher before the executor with a worker process of its own, which draws nothing."""

from __future__ import annotations

import asyncio
import collections
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.studio.dispatch import ROOM, Dispatcher
from generator.events import Cancelled, Event, Finished, Progress, Queued, Source, Started, Work
from generator.executors.local import Closed, LocalExecutor
from generator.executors.protocol import WorkerOptions
from generator.recipe import Recipe, Task
from tests.integration.generator import acting

pytestmark = pytest.mark.asyncio(loop_scope="module")

RECIPE = Recipe(
    task=Task.TEXT_TO_IMAGE,
    prompt="a star",
    model="demo",
    revision="",
    width=64,
    height=64,
    steps=5,
    guidance=3.0,
    sampler="ddim",
    seed=1,
)
FULL = ROOM // 2
"""Guided pictures that fill the executor."""
LONG = 100_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def executor() -> AsyncIterator[LocalExecutor]:
    executor = LocalExecutor(WorkerOptions(models=()), main=acting.steady)
    await executor.start()
    await executor.ready()
    yield executor
    await executor.close()


@pytest.fixture
def dispatcher(executor: LocalExecutor) -> Dispatcher:
    return Dispatcher(executor)


async def nothing() -> dict[str, Source]:
    return {}


class Followed:
    """Jobs that are followed to their ends, with what was heard of each."""

    _bases = itertools.count(1000, 1000)

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.base = next(self._bases)
        """Added to each job's number: the executor may still be stopping those of the test before."""
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.heard: dict[int, list[Event]] = collections.defaultdict(list)
        self.ended: list[int] = []

    def add(
        self,
        job: int,
        *,
        person: int = 0,
        steps: int = 5,
        sources: Callable[[], Awaitable[dict[str, Source]]] = nothing,
    ) -> None:
        work = Work(job=self.base + job, recipes=(RECIPE.but(steps=steps),), person=person)
        self.tasks[job] = asyncio.create_task(self._follow(job, work, sources))

    async def _follow(self, job: int, work: Work, sources: Callable[[], Awaitable[dict[str, Source]]]) -> None:
        async for event in self._dispatcher.run(work, sources):
            self.heard[job].append(event)
        self.ended.append(job)

    def cancel(self, job: int) -> bool:
        return self._dispatcher.cancel(self.base + job)

    def eta(self, job: int) -> float | None:
        return self._dispatcher.eta(self.base + job)

    def kinds(self, job: int) -> set[type]:
        return {type(event) for event in self.heard[job]}

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="module")
async def followed(dispatcher: Dispatcher) -> AsyncIterator[Followed]:
    followed = Followed(dispatcher)
    yield followed
    await followed.stop()


async def test_what_waits_holds_no_pictures(followed: Followed) -> None:
    read: list[int] = []

    async def counted() -> dict[str, Source]:
        read.append(1)
        return {}

    for job in range(1, 101):
        followed.add(job, steps=LONG, sources=counted)
    await followed.until(lambda: Started in followed.kinds(1))
    assert len(read) == FULL


async def test_whoever_asks_for_many_does_not_keep_the_others_waiting(followed: Followed) -> None:
    for job in range(1, 61):
        followed.add(job, person=1)
    await followed.until(lambda: followed.ended)
    for person in (2, 3, 4):
        followed.add(100 + person, person=person)
    await asyncio.gather(*followed.tasks.values())
    assert all(followed.ended.index(100 + person) < 45 for person in (2, 3, 4))
    assert [job for job in followed.ended if job <= 60] == list(range(1, 61))


async def test_who_waits_is_told_their_place_and_time_as_they_move_up(followed: Followed) -> None:
    for job in range(1, FULL + 1):
        followed.add(job, steps=400)
    for job in (101, 102, 103):
        followed.add(job, person=job)
    await followed.until(lambda: Queued in followed.kinds(103))
    assert (followed.eta(103) or 0) > (followed.eta(101) or 0) > 0
    followed.cancel(101)
    await followed.until(lambda: len(followed.heard[103]) > 1)
    places = [event.position for event in followed.heard[103] if isinstance(event, Queued)]
    assert places[0] - places[-1] >= 1
    assert places == sorted(places, reverse=True)
    assert followed.heard[101][-1] == Cancelled(job=followed.base + 101)
    assert followed.eta(101) is None


async def test_a_job_that_waits_is_cancelled_at_once(followed: Followed) -> None:
    for job in range(1, FULL + 2):
        followed.add(job, steps=LONG)
    await followed.until(lambda: Queued in followed.kinds(FULL + 1))
    assert followed.cancel(FULL + 1)
    await followed.tasks[FULL + 1]
    assert followed.heard[FULL + 1][-1] == Cancelled(job=followed.base + FULL + 1)
    assert not followed.cancel(FULL + 1)


async def test_a_job_that_is_cancelled_while_its_pictures_are_read_is_never_drawn(followed: Followed) -> None:
    reading, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> dict[str, Source]:
        reading.set()
        await go_on.wait()
        return {}

    followed.add(1, sources=slowly)
    await reading.wait()
    assert followed.cancel(1)
    go_on.set()
    await followed.tasks[1]
    assert followed.heard[1] == [Cancelled(job=followed.base + 1)]


async def test_whoever_leaves_or_cannot_read_their_pictures_makes_room(followed: Followed) -> None:
    async def broken() -> dict[str, Source]:
        raise OSError("a disk")

    for job in range(1, FULL + 1):
        followed.add(job, steps=LONG)
    followed.add(101, sources=broken)
    followed.add(102)
    await followed.until(lambda: Queued in followed.kinds(102))
    followed.tasks[1].cancel()
    with pytest.raises(OSError, match="disk"):
        await followed.tasks[101]
    await followed.tasks[102]
    assert isinstance(followed.heard[102][-1], Finished)


async def test_the_same_job_is_not_taken_twice(followed: Followed, dispatcher: Dispatcher) -> None:
    followed.add(1, steps=LONG)
    await followed.until(lambda: followed.heard[1])
    with pytest.raises(ValueError, match="here already"):
        await anext(dispatcher.run(Work(job=followed.base + 1, recipes=(RECIPE,)), nothing))


async def test_before_a_stop_what_is_drawn_ends_and_what_waits_is_left(
    followed: Followed, dispatcher: Dispatcher
) -> None:
    for job in range(1, FULL + 1):
        followed.add(job, steps=50)
    for job in (101, 102):
        followed.add(job)
    await followed.until(lambda: all(Progress in followed.kinds(job) for job in range(1, FULL + 1)))
    draining = asyncio.create_task(dispatcher.drain(20))
    await asyncio.sleep(0)
    followed.add(103)
    await draining
    for job in range(1, FULL + 1):
        await followed.tasks[job]
        assert isinstance(followed.heard[job][-1], Finished)
    for job in (101, 102, 103):
        with pytest.raises(Closed):
            await followed.tasks[job]
        assert followed.kinds(job) <= {Queued}


async def test_a_stop_waits_no_longer_than_its_grace(followed: Followed, dispatcher: Dispatcher) -> None:
    followed.add(1, steps=LONG)
    await followed.until(lambda: Progress in followed.kinds(1))
    async with asyncio.timeout(2):
        await dispatcher.drain(0.1)
    assert not followed.tasks[1].done()


@pytest.mark.crash
async def test_whoever_waits_for_a_worker_that_cannot_start_is_told(tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    executor = LocalExecutor(WorkerOptions(models=(), capacities=mended), main=acting.cannot_start)
    await executor.start()
    followed = Followed(Dispatcher(executor))

    def stalled(job: int) -> list[bool]:
        return [event.stalled for event in followed.heard[job] if isinstance(event, Queued)]

    for job in range(1, FULL + 2):
        followed.add(job)
    await followed.until(lambda: True in stalled(1) and True in stalled(FULL + 1))
    mended.touch()
    await asyncio.gather(*followed.tasks.values())
    assert all(isinstance(events[-1], Finished) for events in followed.heard.values())
    await executor.close()
