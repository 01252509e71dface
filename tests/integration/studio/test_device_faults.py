"""A fault of the device itself, in the real worker process, over the real ledger: who is drawn again, and who not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

import storage
from bot.doctor import data
from bot.settings import Data
from bot.studio.dispatch import Dispatcher
from bot.studio.jobs import Jobs
from generator.events import Ending
from generator.executors.local import LocalExecutor
from generator.executors.protocol import WorkerOptions
from storage import Job, State, Storage
from tests.integration.generator import tiny
from tests.integration.storage.making import ask
from tests.integration.studio import cursed

pytestmark = [pytest.mark.model, pytest.mark.crash]


@pytest.fixture
async def executor(tmp_path: Path) -> AsyncIterator[LocalExecutor]:
    spec = tiny.made(tmp_path / "models").spec(family=cursed.FAMILY)
    executor = LocalExecutor(WorkerOptions(models=(spec,), device="cpu", log_level="critical"), main=cursed.main)
    await executor.start()
    await executor.ready()
    yield executor
    await executor.close()


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Storage]:
    async with storage.open(tmp_path / "data") as kept:
        yield kept


async def test_a_device_fault_costs_a_worker_and_the_job_that_makes_it_again_and_again(
    executor: LocalExecutor, kept: Storage
) -> None:
    jobs = Jobs(kept, Dispatcher(executor), attempts=1)  # as settings may say: each death costs seconds

    async def drawn(number: int, prompt: str) -> Job:
        me = (await kept.people.known("terminal", str(number), str(number), "en")).id
        accepted = await ask(kept, me, prompt, tiny.RECIPE.but(prompt=prompt))
        async with contextlib.aclosing(jobs.draw(accepted.job)) as events:
            endings = [event async for event in events if isinstance(event, Ending)]
        assert len(endings) == 1
        return await kept.jobs.get(me, accepted.job.id)

    with structlog.testing.capture_logs() as logs:
        poison, neighbour = await asyncio.gather(drawn(1, cursed.PROMPT), drawn(2, "a circle"))
    assert (poison.state, poison.reason, poison.attempts) == (State.FAILED, "worker_died", 1)
    assert (neighbour.state, neighbour.attempts) == (State.DONE, 1)
    assert executor.restarts == 2  # after both of them, and after the one
    assert [line["job"] for line in logs if line["log_level"] == "error"] == [poison.id]
    (found,) = (each for each in data.kept(Data(folder=kept.folder)) if each.name == "jobs")
    assert (found.key, found.values["jobs"]) == ("jobs_given_up", str(poison.id))
