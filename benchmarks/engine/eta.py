"""How wrong the executor's estimate of the end is when somebody asks, in replayed rush hours."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.engine.costs import Costs
from benchmarks.engine.replay import Picture, Replay
from benchmarks.engine.trace import Asked
from generator.executors.pace import Forecast, Pace


class _Foretold(Replay):
    def __init__(self, trace: Sequence[Asked], costs: Costs, pace: Pace) -> None:
        super().__init__(trace, costs)
        self._pace = pace
        self.ends: dict[int, float] = {}

    def enter(self, asked: Asked) -> None:
        super().enter(asked)
        left = [self._pace.left([one.asked.recipe], one.done) for one in self.pictures.values()]
        self.ends[asked.number] = asked.arrival + Forecast(left).eta(left[-1])

    def stepped(self, picture: Picture, seconds: float) -> None:
        self._pace.step.observe(picture.asked.recipe, seconds)

    def decoded(self, picture: Picture, seconds: float) -> None:
        self._pace.decoding.observe(picture.asked.recipe, seconds)


def errors(traces: Sequence[Sequence[Asked]], costs: Costs) -> list[float]:
    """Of each request, as a share of what it took."""
    pace = Pace()
    found: list[float] = []
    for number, trace in enumerate(traces):
        replay = _Foretold(trace, costs, pace)
        served = replay.run()
        # In the first rush hour it learns.
        if number:
            found += [abs(replay.ends[one.asked.number] - one.end) / one.latency for one in served]
    return found


def median_error(traces: Sequence[Sequence[Asked]], costs: Costs) -> float:
    return statistics.median(errors(traces, costs))
