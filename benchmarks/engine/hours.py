"""All that is measured of one model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.engine.costs import measured
from benchmarks.engine.eta import median_error
from benchmarks.engine.fairness import longer
from benchmarks.engine.figures import Run, ratios
from benchmarks.engine.goodput import goodput
from benchmarks.engine.live import cancel_steps, farthest, live, max_difference
from benchmarks.engine.lock import lock, static
from benchmarks.engine.model import Calls, Loaded
from benchmarks.engine.replay import Replay
from benchmarks.engine.trace import Asked, rush_hour


class Hours:
    def __init__(self, loaded: Loaded, *, load: float, seeds: int, repeats: int) -> None:
        """``load`` is a share of what the lock can draw, ``seeds`` the number of rush hours that are replayed."""
        self._loaded = loaded
        self._costs = measured(loaded, repeats)
        self._interval = self._costs.service / load
        self._seeds = seeds
        self._traces = [self._trace(seed) for seed in range(seeds)]

    def replayed(self) -> dict[str, float]:
        costs, model = self._costs, self._loaded.model
        systems = {"lock": self._lock, "static": self._static, "replay": self._engine}
        runs = {name: [system(trace) for trace in self._traces] for name, system in systems.items()}
        loads = {name: goodput(model, costs, self._seeds, system) for name, system in systems.items()}
        figures: dict[str, float] = {}
        for name in ("static", "replay"):
            figures |= _named(name, ratios(runs["lock"], runs[name]))
            figures[f"{name}.goodput"] = loads[name] / loads["lock"]
        return figures

    def live(self, rounds: int) -> dict[str, float]:
        """With the greatest difference between what the engine and the pipeline drew."""
        locked, batched, drawn = list[Run](), list[Run](), list[Run]()
        apart = max_difference(self._loaded)
        for trace in map(self._trace, range(rounds)):
            calls = Calls(self._loaded)
            locked.append(lock(trace, calls))
            run, pictures = live(trace, self._loaded)
            drawn.append(run)
            batched.append(static(trace, Calls(self._loaded), self._loaded.cap))
            apart = max(apart, *(farthest(png, calls.drawn[number]) for number, png in pictures.items()))
        return {
            **_named("static.live", ratios(locked, batched)),
            **_named("live", ratios(locked, drawn)),
            "max_diff_8bit": apart,
        }

    def edges(self) -> dict[str, float]:
        model, costs = self._loaded.model, self._costs
        return {
            "cancel_steps": cancel_steps(self._loaded),
            "fairness.nine": longer(model, costs, people=9),
            "fairness.one": longer(model, costs, people=1),
            "eta.error_median": median_error(self._traces, costs),
        }

    def machine(self) -> dict[str, float]:
        """What the replays are made from, in milliseconds."""
        costs, most = self._costs, self._costs.cap
        return {
            "rows": most,
            "pass_of_1": 1000 * costs.passes[1],
            "pass_of_all": 1000 * costs.passes[most],
            "begin": 1000 * costs.begin,
            "decode": 1000 * costs.decode,
            "preview": 1000 * costs.preview,
            "call": 1000 * costs.service,
        }

    def _lock(self, trace: Sequence[Asked]) -> Run:
        return lock(trace, self._costs.call)

    def _static(self, trace: Sequence[Asked]) -> Run:
        return static(trace, self._costs.call, self._costs.cap)

    def _engine(self, trace: Sequence[Asked]) -> Run:
        return Replay(trace, self._costs).run()

    def _trace(self, seed: int) -> list[Asked]:
        return rush_hour(self._loaded.model, seed, self._interval)


def _named(name: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f"{name}.{metric}": value for metric, value in values.items()}
