"""How much may be asked for until it takes too long: the highest load at which p95 is bearable."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks.engine.costs import Costs
from benchmarks.engine.figures import Run, p95
from benchmarks.engine.trace import Asked, Model, rush_hour

_BEARABLE = 3
"""Times a pipeline call of 30 steps with nobody else there."""

_HALVINGS = 8


def goodput(model: Model, costs: Costs, seeds: int, served: Callable[[Sequence[Asked]], Run]) -> float:
    """As a share of what the lock serves at its best."""
    bound = _BEARABLE * costs.solo(30)

    def bearable(load: float) -> bool:
        traces = (rush_hour(model, seed, costs.service / load) for seed in range(seeds))
        return statistics.fmean(p95(served(trace)) for trace in traces) <= bound

    low, high = 0.0, 4.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if bearable(middle) else (low, middle)
    return low
