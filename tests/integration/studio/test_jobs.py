"""What becomes of a job when something fails on its way: a real data folder, and a worker that does as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from pathlib import Path
from typing import cast

import pytest
import structlog
from sqlalchemy import text

import storage
from bot.studio.dispatch import Dispatcher
from bot.studio.jobs import Jobs
from generator.events import Cancelled, Drawn, Event, Failed, Finished, Lost, Progress, Reason, Started, Work
from generator.executors.local import Closed, LocalExecutor
from storage import Accepted, Allowance, Job, Limits, State, Storage
from storage.errors import Busy, Limited
from storage.states import MAX_ATTEMPTS
from tests.integration.storage.making import ask


class Worker:
    """Stands where the executor does; ``says`` is what it tells of a job next, None that it is being closed."""

    def __init__(self) -> None:
        self.said: dict[int, asyncio.Queue[Event | None]] = {}
        self.stopped: set[int] = set()

    def says(self, *events: Event) -> None:
        for event in events:
            self.said.setdefault(event.job, asyncio.Queue()).put_nowait(event)

    async def run(self, work: Work) -> AsyncGenerator[Event, None]:
        said = self.said.setdefault(work.job, asyncio.Queue())
        while (event := await said.get()) is not None:
            yield event
        raise Closed

    def cancel(self, job: int) -> bool:
        self.stopped.add(job)
        return True


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Storage]:
    async with storage.open(tmp_path, busy_timeout=0.05) as kept:
        yield kept


@pytest.fixture
async def me(kept: Storage) -> int:
    return (await kept.people.known("terminal", "me", "Me", "en")).id


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def jobs(kept: Storage, worker: Worker) -> Jobs:
    return Jobs(kept, Dispatcher(cast(LocalExecutor, worker)), patience=(0.01,) * 3)


def finished(accepted: Accepted) -> Finished:
    pictures = tuple(Drawn(recipe=each, png=each.to_json().encode(), latents=None) for each in accepted.turn.recipes)
    return Finished(job=accepted.job.id, pictures=pictures, seconds=1)


async def watched(jobs: Jobs, job: Job, heard: list[Event] | None = None) -> list[Event]:
    heard = [] if heard is None else heard
    async with contextlib.aclosing(jobs.draw(job)) as events:
        async for event in events:
            heard.append(event)
    return heard


async def until(jobs: Jobs, worker: Worker, accepted: Accepted, *events: Event) -> asyncio.Task[list[Event]]:
    """The drawing of a job, once everything that the worker says was heard."""
    heard: list[Event] = []
    task = asyncio.create_task(watched(jobs, accepted.job, heard))
    worker.says(*events)
    async with asyncio.timeout(5):
        while len(heard) < len(events):
            await asyncio.sleep(0.005)
    return task


async def left(task: asyncio.Task[list[Event]]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Another program has the database."""
    with contextlib.closing(sqlite3.connect(folder / "egaku.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


# -- what costs an attempt


async def test_whoever_stops_drawing_gives_the_job_back_at_no_cost(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    for _ in range(MAX_ATTEMPTS + 1):
        await left(await until(jobs, worker, accepted, Started(job=1), Progress(job=1, step=1, of=2)))
        job = await kept.jobs.get(me, 1)
        assert (job.state, job.attempts) == (State.QUEUED, 0)


async def test_a_worker_that_is_closed_gives_its_jobs_back_at_no_cost(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    task = await until(jobs, worker, await ask(kept, me), Started(job=1))
    worker.said[1].put_nowait(None)
    with pytest.raises(Closed):
        await task
    job = await kept.jobs.get(me, 1)
    assert (job.state, job.attempts) == (State.QUEUED, 0)


async def test_only_the_job_that_was_alone_with_a_worker_is_charged_its_death(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    poison, innocent = await ask(kept, me), await ask(kept, me)
    tasks = [await until(jobs, worker, each, Started(job=each.job.id)) for each in (poison, innocent)]
    # The worker dies with both of them; from now on it is given one at a time.
    worker.says(Lost(job=1, alone=False), Lost(job=2, alone=False))
    for _ in range(MAX_ATTEMPTS):
        worker.says(Started(job=1), Lost(job=1, alone=True))
    await tasks[0]
    worker.says(Started(job=2), finished(innocent))
    await tasks[1]
    assert [(each.state, each.attempts) for each in [await kept.jobs.get(me, number) for number in (1, 2)]] == [
        (State.FAILED, 3),
        (State.DONE, 1),
    ]


async def test_a_neighbours_end_before_the_next_attempt_makes_nobody_guilty(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    one, other = await ask(kept, me), await ask(kept, me)
    tasks = [await until(jobs, worker, each, Started(job=each.job.id)) for each in (one, other)]
    worker.says(Lost(job=1, alone=False), Lost(job=2, alone=False), Cancelled(job=2))
    await tasks[1]
    worker.says(Started(job=1), finished(one))
    await tasks[0]
    assert (await kept.jobs.get(me, 1)).attempts == 1


@pytest.mark.parametrize("attempts", [1, MAX_ATTEMPTS])
async def test_a_job_whose_workers_all_die_fails_is_stopped_and_is_named_to_the_operator(
    jobs: Jobs, kept: Storage, me: int, worker: Worker, attempts: int
) -> None:
    accepted = await ask(kept, me)
    jobs = dataclasses.replace(jobs, attempts=attempts)
    for _ in range(attempts):
        worker.says(Started(job=1), Lost(job=1, alone=True))
    with structlog.testing.capture_logs() as logs:
        heard = await watched(jobs, accepted.job)
    assert heard == [*[Started(job=1)] * attempts, Failed(job=1, reason=Reason.WORKER_DIED)]
    job = await kept.jobs.get(me, 1)
    assert (job.state, job.attempts, job.reason) == (State.FAILED, attempts, "worker_died")
    assert [(line["log_level"], line["job"], line["attempts"]) for line in logs] == [("error", 1, attempts)]


async def test_a_job_that_kills_its_worker_before_it_is_begun_is_charged_too(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    worker.says(*[Lost(job=1, alone=True)] * MAX_ATTEMPTS)
    assert await watched(jobs, accepted.job) == [Failed(job=1, reason=Reason.WORKER_DIED)]
    assert (await kept.jobs.get(me, 1)).attempts == MAX_ATTEMPTS


async def test_what_a_job_cost_whose_workers_died_by_it_is_counted(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    for alone in (False, True, True, True):
        worker.says(Started(job=1), Progress(job=1, step=1, of=2, seconds=2.0), Lost(job=1, alone=alone))
    await watched(jobs, accepted.job)
    await ask(kept, me, limits=Limits(person=Allowance(gpu_seconds=7)))
    with pytest.raises(Limited):
        await ask(kept, me, limits=Limits(person=Allowance(gpu_seconds=6)))


async def test_a_bug_costs_an_attempt_so_that_it_ends(jobs: Jobs, kept: Storage, me: int, worker: Worker) -> None:
    accepted = await ask(kept, me)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        worker.says(Started(job=1), Finished(job=1, pictures=("no picture",), seconds=1))  # type: ignore[arg-type]
        with pytest.raises(AttributeError):
            await watched(jobs, accepted.job)
        assert (await kept.jobs.get(me, 1)).attempts == attempt
    assert (await kept.jobs.get(me, 1)).state is State.FAILED


# -- what is drawn while it cannot be kept


async def test_a_picture_is_held_until_the_database_is_free_again(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    task = await until(jobs, worker, accepted, Started(job=1))
    with held(kept.folder):
        worker.says(finished(accepted))
        await asyncio.sleep(0.1)
    assert (await task)[-1] == finished(accepted)
    assert (await kept.jobs.get(me, 1)).state is State.DONE


async def test_a_picture_is_held_until_there_is_room_on_the_disk(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    jobs = Jobs(kept, Dispatcher(cast(LocalExecutor, worker)), patience=(0.05,) * 100)
    accepted = await ask(kept, me, "x" * 100_000)
    task = await until(jobs, worker, accepted, Started(job=1))
    async with kept.people.database.writing() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count={pages}"))
    worker.says(finished(accepted))
    await asyncio.sleep(0.2)
    assert not task.done() and (await kept.jobs.get(me, 1)).state is State.RUNNING
    async with kept.people.database.writing() as session:
        await session.execute(text("PRAGMA max_page_count=1000000"))
    assert (await task)[-1] == finished(accepted)
    assert len((await kept.turns.get(me, 1)).pictures) == 1


async def test_what_could_not_be_kept_in_time_is_drawn_again(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    task = await until(jobs, worker, accepted, Started(job=1))
    with held(kept.folder):
        worker.says(finished(accepted))
        with pytest.raises(Busy):
            await task
    # Not even this could be written; who looks later finds it all the same.
    assert (await kept.jobs.get(me, 1)).state is State.RUNNING
    [again] = await jobs.resume("terminal")
    assert (again.id, again.state, again.attempts) == (1, State.QUEUED, 0)
    worker.says(Started(job=1), finished(accepted))
    assert (await watched(jobs, again))[-1] == finished(accepted)


async def test_what_is_under_way_is_not_taken_up_a_second_time(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    task = await until(jobs, worker, accepted, Started(job=1))
    assert await jobs.resume("terminal", {1}) == ()
    assert (await kept.jobs.get(me, 1)).state is State.RUNNING
    await left(task)


# -- what was cancelled


async def test_a_job_that_was_cancelled_before_it_was_drawn_is_never_given_to_the_worker(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    await jobs.cancel(me, 1)
    assert await watched(jobs, accepted.job) == [Cancelled(job=1)] and worker.said == {}


async def test_nothing_is_heard_of_a_job_after_its_cancellation_but_that(
    jobs: Jobs, kept: Storage, me: int, worker: Worker
) -> None:
    accepted = await ask(kept, me)
    await kept.jobs.cancel(me, 1)
    heard = [event async for event in jobs.draw(accepted.job)]
    assert heard == [Cancelled(job=1)]
    other = await ask(kept, me)
    task = asyncio.create_task(watched(jobs, other.job))
    async with asyncio.timeout(5):
        while other.job.id not in worker.said:
            await asyncio.sleep(0.005)
    await kept.jobs.cancel(me, other.job.id)
    worker.says(Started(job=other.job.id))
    assert await task == [Cancelled(job=other.job.id)] and worker.stopped == {other.job.id}
