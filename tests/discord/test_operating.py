"""What the operator is told of a job, wherever it is dealt with."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import structlog

from generator.events import Event, Queued, Work
from tests.discord.world import World

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_whatever_is_logged_while_a_job_is_drawn_has_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, bound = world.gate.run, []

    async def listening(work: Work) -> AsyncGenerator[Event, None]:
        async for event in run(work):
            with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
                structlog.get_logger().info("drawing")
            bound.append((work.job, lines[0].get("job")))
            yield event

    monkeypatch.setattr(world.gate, "run", listening)
    await world.drawn()
    await world.drawn("a blue circle --seed 2", world.kenji)

    assert len({job for job, _ in bound}) == 2
    assert all(job == said for job, said in bound)
    assert structlog.contextvars.get_contextvars() == {}


async def test_a_job_that_is_drawn_and_one_that_is_cancelled_are_counted_once_each(world: World) -> None:
    def value(name: str, **labels: Any) -> float:
        return world.house.metrics.registry.get_sample_value(name, labels) or 0.0

    await world.drawn()
    world.gate.shut(Queued(job=0, position=0, eta=1))
    await world.mia.slash(world.channel, "imagine", prompt="a blue circle")
    await world.placeholder(2)
    await world.mia.slash(world.channel, "cancel")
    await world.until(lambda: "Cancelled" in world.last.content)
    world.gate.open()
    await world.until(lambda: value("egaku_delivery_seconds_count") == 2)

    ends = {end: value("egaku_jobs_ended_total", end=end) for end in ("done", "cancelled", "failed")}
    assert ends == {"done": 1, "cancelled": 1, "failed": 0}
    assert value("egaku_job_wait_seconds_count") == 1
