"""Does it draw: the worker is started as the settings have it, and asked for one picture of one step."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import Iterator

from bot import bootstrap
from bot.doctor.finding import Finding, error, ok
from bot.errors import EgakuError
from bot.settings import Settings
from bot.understanding.parameters import Parameters
from generator.events import Ending, Failed, Finished, Lost, Reason, Work

PATIENCE = 300.0
"""Seconds for loading the model and for drawing."""


def drawing(settings: Settings) -> Iterator[Finding]:
    begun = time.monotonic()
    try:
        ending = asyncio.run(asyncio.wait_for(_drawn(settings), PATIENCE))
    except TimeoutError:
        yield error("drawing", "drawing_slow", seconds=f"{PATIENCE:.0f}")
        return
    except EgakuError as trouble:
        yield error("drawing", "drawing_failed", reason=trouble)
        return
    if isinstance(ending, Finished):
        size = f"{ending.pictures[0].recipe.width} × {ending.pictures[0].recipe.height}"
        seconds = f"{time.monotonic() - begun:.0f}"
        yield ok("drawing", "drawing", model=settings.defaults.model, size=size, seconds=seconds)
    else:
        reason = ending.reason if isinstance(ending, Failed) else Reason.INTERNAL
        yield error("drawing", "drawing_failed", reason=EgakuError(f"failed.{reason.value}"))


async def _drawn(settings: Settings) -> Ending | None:
    recipes = bootstrap.planner(settings).imagine("a red circle", Parameters(steps=1, seed=1, count=1))
    spec = bootstrap.specs(settings)[settings.defaults.model]
    # Nothing is measured or kept: the folder may be another program's, or not be there.
    options = dataclasses.replace(bootstrap.worker_options(settings, (spec,)), warm=(), capacities=None)
    async with (
        bootstrap.worker_of(settings, options) as executor,
        contextlib.aclosing(executor.run(Work(job=1, recipes=recipes))) as events,
    ):
        async for event in events:
            if isinstance(event, Lost):
                return Failed(job=event.job, reason=Reason.WORKER_DIED)
            if isinstance(event, Ending):
                return event
    return None
