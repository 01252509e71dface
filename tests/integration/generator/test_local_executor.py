"""The executor with its real worker process: one for all tests of this module."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from generator.events import Cancelled, Event, Failed, Finished, Lost, Progress, Queued, Reason, Started
from generator.executors.local import Closed, LocalExecutor
from generator.executors.protocol import WorkerOptions
from generator.models import ModelSpec
from generator.recipe import Recipe
from generator.speed import Speed
from tests.integration.generator import acting, tiny

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="module")]

LONG = 150


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def executor(folders: tiny.Folders) -> AsyncIterator[LocalExecutor]:
    options = WorkerOptions(models=(folders.spec(),), device="cpu", warm=("tiny",), preview_interval=0.0)
    executor = LocalExecutor(options)
    await executor.start()
    await executor.ready()
    yield executor
    await executor.close()


async def until(events: AsyncIterator[Event], step: int) -> list[Event]:
    """Events up to the progress of that step."""
    seen = []
    async for event in events:
        seen.append(event)
        if isinstance(event, Progress) and event.step >= step:
            break
    return seen


async def all_of(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


async def test_a_job_is_queued_started_drawn_step_by_step_and_finished(executor: LocalExecutor, recipe: Recipe) -> None:
    events = await all_of(executor.run(tiny.work(recipe)))
    assert [type(event) for event in events[:2]] == [Queued, Started]
    assert isinstance(events[-1], Finished)
    steps = [event for event in events[2:-1] if isinstance(event, Progress)]
    assert [event.step for event in steps] == list(range(recipe.steps + 1))
    assert any(event.preview for event in steps)
    assert len(events[-1].pictures) == 1


async def test_jobs_are_started_in_the_order_they_came_and_told_their_place(
    executor: LocalExecutor, recipe: Recipe
) -> None:
    order: list[int] = []

    async def follow(job: int) -> list[int]:
        events = executor.run(tiny.work(recipe, job=job))
        places = []
        async for event in events:
            if isinstance(event, Queued):
                places.append(event.position)
            elif isinstance(event, Started):
                order.append(event.job)
        return places

    places = await asyncio.gather(*(follow(job) for job in (31, 32, 33, 34)))
    assert order == [31, 32, 33, 34]
    assert [place[0] for place in places] == [0, 1, 2, 3]
    assert all(place == sorted(place, reverse=True) for place in places)


async def test_a_running_job_is_cancelled_within_a_step(executor: LocalExecutor, recipe: Recipe) -> None:
    events = executor.run(tiny.work(recipe.but(steps=LONG), job=41))
    await until(events, 3)
    assert executor.cancel(41)
    assert await all_of(events) == [Cancelled(job=41)]
    assert not executor.cancel(41)


async def test_a_queued_job_is_cancelled_at_once_and_the_others_move_up(folders: tiny.Folders, recipe: Recipe) -> None:
    executor = LocalExecutor(WorkerOptions(models=(folders.spec(),), device="cpu"))
    await executor.start()
    first, second, third = (executor.run(tiny.work(recipe, job=job)) for job in (51, 52, 53))
    assert executor.cancel(52)
    assert (await all_of(second))[-1] == Cancelled(job=52)
    places = [await anext(third), await anext(third)]
    assert [place.position for place in places if isinstance(place, Queued)] == [2, 1]
    executor.cancel(51)
    executor.cancel(53)
    assert (await all_of(third))[-1] == Cancelled(job=53)
    await all_of(first)
    await executor.close()


async def test_a_short_job_overtakes_a_long_one(executor: LocalExecutor, recipe: Recipe) -> None:
    long = executor.run(tiny.work(recipe.but(steps=LONG), job=55, person=1))
    await until(long, 1)
    short = await all_of(executor.run(tiny.work(recipe, job=56, person=2)))
    assert isinstance(short[-1], Finished)
    assert executor.cancel(55)
    assert (await all_of(long))[-1] == Cancelled(job=55)


async def test_a_job_nobody_follows_any_more_frees_the_worker(executor: LocalExecutor, recipe: Recipe) -> None:
    abandoned = executor.run(tiny.work(recipe.but(steps=LONG), job=61))
    await until(abandoned, 1)
    await abandoned.aclose()
    events = await all_of(executor.run(tiny.work(recipe, job=62)))
    assert isinstance(events[-1], Finished)
    assert executor.eta(61) is None


async def test_the_eta_shrinks_as_steps_are_taken(executor: LocalExecutor, recipe: Recipe) -> None:
    events = executor.run(tiny.work(recipe.but(steps=LONG), job=71))
    waiting = executor.run(tiny.work(recipe, job=72))
    queued = await anext(waiting)
    assert isinstance(queued, Queued)
    await until(events, 1)
    early = executor.eta(71) or 0.0
    await until(events, 100)
    late = executor.eta(71) or 0.0
    assert 0 < late < early
    assert queued.eta > 0
    executor.cancel(71)
    await all_of(events)
    assert isinstance((await all_of(waiting))[-1], Finished)


async def test_the_same_job_is_not_taken_twice(executor: LocalExecutor, recipe: Recipe) -> None:
    events = executor.run(tiny.work(recipe, job=81))
    with pytest.raises(ValueError, match="81"):
        executor.run(tiny.work(recipe, job=81))
    assert isinstance((await all_of(events))[-1], Finished)
    assert isinstance((await all_of(executor.run(tiny.work(recipe, job=81))))[-1], Finished)


async def test_a_failed_job_leaves_the_worker_alive(executor: LocalExecutor, recipe: Recipe) -> None:
    before = executor.worker_pid
    events = await all_of(executor.run(tiny.work(recipe.but(model="unheard of"), job=91)))
    assert events[-1] == Failed(job=91, reason=Reason.MODEL_MISSING)
    assert isinstance((await all_of(executor.run(tiny.work(recipe, job=92))))[-1], Finished)
    assert executor.worker_pid == before


async def test_ctrl_c_is_not_the_workers_affair(executor: LocalExecutor, recipe: Recipe) -> None:
    before = executor.worker_pid
    events = executor.run(tiny.work(recipe.but(steps=LONG), job=101))
    await until(events, 1)
    os.kill(before or 0, signal.SIGINT)
    assert isinstance((await all_of(events))[-1], Finished)
    assert executor.worker_pid == before


@pytest.mark.crash
async def test_a_worker_killed_in_the_middle_is_replaced_and_the_picture_is_the_same(
    executor: LocalExecutor, recipe: Recipe
) -> None:
    undisturbed = (await all_of(executor.run(tiny.work(recipe.but(steps=LONG), job=110))))[-1]
    before = executor.restarts
    events = executor.run(tiny.work(recipe.but(steps=LONG), job=111))
    await until(events, 3)
    os.kill(executor.worker_pid or 0, signal.SIGKILL)
    rest = await all_of(events)
    kinds = [type(event) for event in rest if not isinstance(event, Progress)]
    assert kinds == [Lost, Queued, Started, Finished]
    assert isinstance(undisturbed, Finished)
    assert isinstance(rest[-1], Finished)
    assert rest[-1].pictures[0].png == undisturbed.pictures[0].png
    assert executor.restarts == before + 1 and executor.is_ready and executor.is_alive


@pytest.mark.crash
async def test_a_job_that_kills_its_workers_takes_no_neighbour_with_it(recipe: Recipe) -> None:
    """Killed whenever the job has a step: what was drawn beside it is drawn again, alone, and finished."""
    executor = LocalExecutor(WorkerOptions(models=()), main=acting.steady)
    await executor.start()
    neighbours = [
        asyncio.ensure_future(all_of(executor.run(tiny.work(recipe.but(steps=LONG), job=job)))) for job in (117, 118)
    ]
    lost: list[bool] = []
    async with contextlib.aclosing(executor.run(tiny.work(recipe.but(steps=LONG), job=116))) as events:
        async for event in events:
            if isinstance(event, Progress) and event.step:
                killed = executor.worker_pid
                assert killed is not None
                os.kill(killed, signal.SIGKILL)
                while executor.worker_pid == killed:
                    await asyncio.sleep(0.005)
            if isinstance(event, Lost):
                lost.append(event.alone)
            if lost.count(True) == 3:
                break
    assert lost[1:] == [True] * 3
    for heard in await asyncio.gather(*neighbours):
        assert [event.alone for event in heard if isinstance(event, Lost)] in ([], [False])
        assert isinstance(heard[-1], Finished)
    await executor.close()


@pytest.mark.crash
async def test_a_worker_that_cannot_start_fails_nobody_and_everybody_is_told(recipe: Recipe, tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    options = WorkerOptions(models=(), capacities=mended)
    executor = LocalExecutor(options, main=acting.cannot_start)
    with structlog.testing.capture_logs() as logs:
        await executor.start()
        jobs = [executor.run(tiny.work(recipe, job=job)) for job in (123, 124)]
        for job in jobs:
            stalled = [event.stalled for event in (await anext(job), await anext(job)) if isinstance(event, Queued)]
            assert stalled == [False, True]
        states = [executor.ill]
        assert not executor.is_ready
        late = executor.run(tiny.work(recipe, job=125))
        told = await anext(late)
        assert isinstance(told, Queued)
        assert told.stalled
        mended.touch()
        rest = await asyncio.gather(*map(all_of, (*jobs, late)))
    assert all(isinstance(events[-1], Finished) for events in rest)
    assert [*states, executor.ill] == [True, False]
    assert [line["log_level"] for line in logs] == ["error"] * len(logs)
    assert len(logs) >= 2
    await executor.close()


@pytest.mark.crash
async def test_a_worker_that_hangs_is_replaced_and_its_job_drawn_again(recipe: Recipe) -> None:
    executor = LocalExecutor(WorkerOptions(models=()), hang=0.5, main=acting.steady)
    await executor.start()
    events = executor.run(tiny.work(recipe.but(steps=LONG), job=126))
    await until(events, 3)
    stopped = executor.worker_pid
    os.kill(stopped or 0, signal.SIGSTOP)
    with structlog.testing.capture_logs() as logs:
        rest = await asyncio.wait_for(all_of(events), 20)
    assert [type(event) for event in rest if not isinstance(event, Progress)] == [Lost, Queued, Started, Finished]
    assert executor.worker_pid != stopped
    assert "hangs" in logs[0]["event"]
    assert (executor.is_alive, executor.is_ready, executor.restarts) == (True, True, 1)
    await executor.close()


async def test_a_worker_that_loads_a_model_or_has_nothing_to_do_does_not_hang(recipe: Recipe) -> None:
    executor = LocalExecutor(WorkerOptions(models=()), hang=0.2, main=acting.loads_long)
    await executor.start()
    await executor.ready()
    first = executor.worker_pid
    await asyncio.sleep(0.6)
    assert isinstance((await all_of(executor.run(tiny.work(recipe, job=127))))[-1], Finished)
    assert executor.worker_pid == first
    await executor.close()


@pytest.mark.crash
@pytest.mark.parametrize(("hang", "compiled", "lost"), [(0.1, False, True), (0.1, True, False), (1.0, False, False)])
async def test_a_first_step_has_its_time_and_where_a_model_is_compiled_more(
    recipe: Recipe, hang: float, compiled: bool, lost: bool
) -> None:
    spec = ModelSpec(key=recipe.model, text_to_image="", speed=Speed(compile=compiled))
    executor = LocalExecutor(WorkerOptions(models=(spec,)), hang=hang, main=acting.begins_slowly)
    await executor.start()
    await executor.ready()
    async with contextlib.aclosing(executor.run(tiny.work(recipe, job=128))) as events:
        heard = [await anext(events) for _ in range(3)]
    assert isinstance(heard[-1], Lost) is lost
    await executor.close()


async def test_each_of_many_jobs_is_no_more_work_than_each_of_a_few(recipe: Recipe) -> None:
    """What one of them costs this process, from being taken to its end, may not grow with how many others wait."""

    async def seconds(count: int) -> float:
        executor = LocalExecutor(WorkerOptions(models=()), main=acting.steady)
        await executor.start()
        await executor.ready()
        began = time.process_time()
        jobs = [executor.run(tiny.work(recipe.but(steps=1), job=job)) for job in range(1, count + 1)]
        endings = [(await all_of(job))[-1] for job in jobs]
        spent = time.process_time() - began
        assert all(isinstance(ending, Finished) for ending in endings)
        await executor.close()
        return spent / count

    assert await seconds(400) < 5 * await seconds(50)


async def test_closing_leaves_unfinished_jobs_without_an_ending(folders: tiny.Folders, recipe: Recipe) -> None:
    executor = LocalExecutor(WorkerOptions(models=(folders.spec(),), device="cpu"))
    await executor.start()
    events = executor.run(tiny.work(recipe))
    assert isinstance(await anext(events), Queued)
    await executor.close()
    with pytest.raises(Closed):
        await anext(events)
    with pytest.raises(Closed):
        executor.run(tiny.work(recipe))
    assert executor.worker_pid is None or not alive(executor.worker_pid)


@pytest.mark.crash
async def test_a_worker_whose_parent_was_killed_leaves_by_itself(folders: tiny.Folders) -> None:
    script = f"""
        import asyncio
        from generator.executors.local import LocalExecutor
        from generator.executors.protocol import WorkerOptions
        from generator.models import ModelSpec

        async def main():
            spec = ModelSpec(key="tiny", text_to_image={str(folders.text_to_image)!r})
            executor = LocalExecutor(WorkerOptions(models=(spec,), device="cpu"))
            await executor.start()
            while executor.worker_pid is None:
                await asyncio.sleep(0.01)
            print(executor.worker_pid, flush=True)
            await asyncio.sleep(600)

        if __name__ == "__main__":
            asyncio.run(main())
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(await asyncio.to_thread(parent.stdout.readline))
    parent.kill()
    await asyncio.to_thread(parent.communicate)
    deadline = time.monotonic() + 10
    while alive(worker) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert not alive(worker)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # An orphan that nobody has waited for yet is dead all the same.
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0] != "Z"


async def test_the_parent_imports_no_torch() -> None:
    script = "import sys, generator.executors.local, generator.models, generator.samplers, generator.families as f;"
    script += "print(sorted({'torch', 'diffusers', 'transformers', 'numpy', 'PIL'} & set(sys.modules)))"
    found = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr
