"""How it is done elsewhere: whole pipeline calls one after another, first in first out, nothing seen before the end."""

from __future__ import annotations

import collections
from collections.abc import Callable, Hashable, Sequence

from benchmarks.engine.figures import Served
from benchmarks.engine.trace import Asked

Draw = Callable[[Sequence[Asked]], float]
"""One pipeline call for all of them; seconds."""


def lock(trace: Sequence[Asked], draw: Draw) -> list[Served]:
    """One picture a call."""
    return static(trace, draw, rows=1)


def static(trace: Sequence[Asked], draw: Draw, rows: int) -> list[Served]:
    """Each call takes along whoever waits for the same, up to that many rows; who comes later waits for its end."""
    coming, waiting = collections.deque(trace), list[Asked]()
    clock = 0.0
    served: list[Served] = []
    while coming or waiting:
        if not waiting:
            clock = max(clock, coming[0].arrival)
        while coming and coming[0].arrival <= clock:
            waiting.append(coming.popleft())
        most = max(1, rows // width(waiting[0]))
        batch = [one for one in waiting if _alike(one) == _alike(waiting[0])][:most]
        waiting = [one for one in waiting if one not in batch]
        clock += draw(batch)
        served += [Served(one, clock, clock) for one in batch]
    return served


def width(asked: Asked) -> int:
    """Rows of its steps."""
    return 2 if asked.recipe.guidance > 1 else 1


def _alike(asked: Asked) -> Hashable:
    recipe = asked.recipe
    return recipe.steps, recipe.sampler, recipe.guidance, recipe.drawn_size
