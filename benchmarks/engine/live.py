"""Rush hour with the real engine. The clock is the process's CPU time, which jumps to the next arrival when idle."""

from __future__ import annotations

import collections
import time
from collections.abc import Sequence

import numpy as np
from PIL import Image

from benchmarks.engine.figures import Served
from benchmarks.engine.model import Loaded
from benchmarks.engine.trace import GUIDANCE, Asked, recipe
from generator import pictures
from generator.engine import Engine
from generator.events import Event, Finished, Progress, Work


class _Clock:
    def __init__(self) -> None:
        self._behind = time.process_time()

    def __call__(self) -> float:
        return time.process_time() - self._behind

    def reach(self, moment: float) -> None:
        self._behind -= max(0.0, moment - self())


def live(trace: Sequence[Asked], loaded: Loaded) -> tuple[list[Served], dict[int, bytes]]:
    """With the finished pictures, by number."""
    clock = _Clock()
    engine = loaded.engine(clock)
    coming = collections.deque(trace)
    seen: dict[int, float] = {}
    served: list[Served] = []
    drawn: dict[int, bytes] = {}
    while coming or engine.busy:
        if not engine.busy:
            clock.reach(coming[0].arrival)
        while coming and coming[0].arrival <= clock():
            one = coming.popleft()
            engine.add(Work(job=one.number, recipes=(one.recipe,), person=one.person))
        for event in engine.step():
            if isinstance(event, Finished) or (isinstance(event, Progress) and event.preview):
                seen.setdefault(event.job, clock())
            if isinstance(event, Finished):
                served.append(Served(trace[event.job], seen[event.job], clock()))
                drawn[event.job] = event.pictures[0].png
    return served, drawn


def farthest(png: bytes, other: Image.Image) -> int:
    """Greatest difference in 8 bits."""
    ours, theirs = (np.asarray(image).astype(int) for image in (pictures.opened(png), other))
    return int(abs(ours - theirs).max())


def max_difference(loaded: Loaded) -> int:
    """To the pipeline alone, over every sampler that suits the model; each picture joins a pass after the last."""
    recipes = [
        recipe(loaded.model, steps=5 + number % 4, guidance=GUIDANCE[number % 2], sampler=sampler, seed=number)
        for number, sampler in enumerate(loaded.samplers)
    ]
    engine, drawn = loaded.engine(), dict[int, bytes]()
    coming = collections.deque(enumerate(recipes))
    while coming or engine.busy:
        if coming:
            job, one = coming.popleft()
            engine.add(Work(job=job, recipes=(one,), person=job))
        drawn |= {event.job: event.pictures[0].png for event in engine.step() if isinstance(event, Finished)}
    return max(farthest(drawn[job], loaded.drawn([one])[0]) for job, one in enumerate(recipes))


def cancel_steps(loaded: Loaded) -> int:
    """How many steps a job takes that is cancelled among others, after the cancel."""
    engine = loaded.engine()
    for job in range(3):
        one = recipe(loaded.model, steps=12, guidance=GUIDANCE[job % 2], sampler=loaded.samplers[job], seed=job)
        engine.add(Work(job=job, recipes=(one,), person=job))
    while not any(event.job == 1 and event.step >= 3 for event in _progress(engine.step())):
        pass
    engine.cancel(1)
    return sum(event.job == 1 for event in _progress(_to_the_end(engine)))


def _to_the_end(engine: Engine) -> list[Event]:
    events: list[Event] = []
    while engine.busy:
        events += engine.step()
    return events


def _progress(events: Sequence[Event]) -> list[Progress]:
    return [event for event in events if isinstance(event, Progress)]
