"""What was served when, and how much better one system was than another."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Mapping, Sequence

from benchmarks.engine.trace import SHORT, Asked


@dataclasses.dataclass(frozen=True, slots=True)
class Served:
    asked: Asked
    seen: float
    """When something of it was seen first."""
    end: float

    @property
    def latency(self) -> float:
        return self.end - self.asked.arrival


Run = Sequence[Served]
"""Everything that was asked for in one rush hour."""


def _mean(run: Run) -> float:
    return statistics.fmean(one.latency for one in run)


def _first_preview(run: Run) -> float:
    return statistics.fmean(one.seen - one.asked.arrival for one in run)


def _short(run: Run) -> float:
    return statistics.fmean(one.latency for one in run if one.asked.recipe.steps <= SHORT)


def p95(run: Run) -> float:
    return statistics.quantiles((one.latency for one in run), n=20, method="inclusive")[-1]


def _makespan(run: Run) -> float:
    return max(one.end for one in run)


METRICS: Mapping[str, Callable[[Run], float]] = {
    "mean": _mean,
    "first_preview": _first_preview,
    "short": _short,
    "p95": p95,
    "makespan": _makespan,
}


def ratios(slow: Sequence[Run], fast: Sequence[Run]) -> dict[str, float]:
    """Of the means over all runs: 2.0 is half the time."""
    return {
        name: statistics.fmean(map(metric, slow)) / statistics.fmean(map(metric, fast))
        for name, metric in METRICS.items()
    }
