"""One person asks for a hundred pictures, others for one each, all at once: replayed."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.engine.costs import Costs
from benchmarks.engine.replay import Replay
from benchmarks.engine.trace import Asked, Model, recipe

_MANY = 100


def longer(model: Model, costs: Costs, people: int) -> float:
    """How many times as long the last of them waits as without the hundred."""
    hundred = [_asked(model, number, person=0) for number in range(_MANY)]
    others = [_asked(model, _MANY + person, person) for person in range(1, people + 1)]
    return _last([*hundred, *others], costs) / _last(others, costs)


def _last(trace: Sequence[Asked], costs: Costs) -> float:
    return max(one.end for one in Replay(trace, costs).run() if one.asked.person)


def _asked(model: Model, number: int, person: int) -> Asked:
    return Asked(number, 0.0, recipe(model, steps=20, guidance=4.0, sampler="ddim", seed=number), person)
