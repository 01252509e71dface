"""What the units of work cost here, on the process's CPU clock: the engine's, and the pipeline's."""

from __future__ import annotations

import collections
import dataclasses
import statistics
import time
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.engine.lock import width
from benchmarks.engine.model import Loaded, seconds
from benchmarks.engine.trace import GUIDANCE, SAMPLERS, STEPS, Asked, recipe
from generator.capacity import BUCKETS
from generator.events import Finished, Progress, Started, Work
from generator.recipe import Recipe

_FEW, _MANY = 2, 8
"""Steps between which a call's seconds rise evenly."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Seconds."""

    cap: int
    """Rows of a pass."""
    passes: Mapping[int, float]
    """Of the engine, with everything around the forward pass, by rows."""
    begin: float
    decode: float
    preview: float
    calls: Mapping[tuple[bool, int], tuple[float, float]]
    """Of the pipeline, by guidance and number of pictures: before and after the steps, and of each step."""

    def call(self, batch: Sequence[Asked]) -> float:
        """Of the pipeline for pictures that differ in prompt and seed alone."""
        around, step = self.calls[width(batch[0]) > 1, len(batch)]
        return around + batch[0].recipe.steps * step

    def solo(self, steps: int) -> float:
        """A pipeline call for one picture, the mean of guided and not."""
        return statistics.fmean(around + steps * step for around, step in (self.calls[False, 1], self.calls[True, 1]))

    @property
    def service(self) -> float:
        """A pipeline call for one picture, the mean over everything that is asked for."""
        return statistics.fmean(map(self.solo, STEPS))


def measured(loaded: Loaded, repeats: int) -> Costs:
    spent = _Spent(list)
    # One after the other, again and again: whatever else the machine does, it does to all of them.
    for _ in range(repeats):
        for rows in _sizes(max(loaded.cap, 2)):
            _drive(loaded, rows, spent)
        for guided in (False, True):
            for pictures in _sizes(max(1, loaded.cap // (1 + guided))):
                for steps in (_FEW, _MANY):
                    recipes = [_recipe(loaded, steps, guided, f"a heart {n}") for n in range(pictures)]
                    spent["call", guided, pictures, steps].append(seconds(loaded.drawn, recipes))
        spent["preview",].append(loaded.preview())
    typical = {key: statistics.median(times) for key, times in spent.items()}
    return Costs(
        cap=loaded.cap,
        passes=_between({size: typical["pass", size] for size in _sizes(max(loaded.cap, 2))}),
        begin=typical["begin",],
        decode=typical["decode",],
        preview=typical["preview",],
        calls={
            (guided, pictures): call
            for guided in (False, True)
            for pictures, call in _calls(typical, guided, _sizes(max(1, loaded.cap // (1 + guided)))).items()
        },
    )


_Spent = collections.defaultdict[tuple[object, ...], list[float]]


def _sizes(most: int) -> list[int]:
    return [size for size in BUCKETS if size <= most]


def _between(known: Mapping[int, float]) -> dict[int, float]:
    """Of all sizes, where some are known."""
    sizes = range(1, max(known) + 1)
    return dict(zip(sizes, np.interp(sizes, list(known), list(known.values())).tolist(), strict=True))


def _recipe(loaded: Loaded, steps: int, guided: bool, prompt: str, sampler: str = SAMPLERS[0]) -> Recipe:
    return recipe(loaded.model, steps=steps, guidance=GUIDANCE[guided], sampler=sampler, seed=1, prompt=prompt)


def _drive(loaded: Loaded, rows: int, spent: _Spent) -> None:
    """A few steps of as many pictures, guided or not about half and half, as make ``rows``."""
    engine = loaded.engine()
    guided = (rows + 1) // 3
    for job in range(rows - guided):
        prompt = f"a star {rows} {job} {len(spent['begin',])}"
        one = _recipe(loaded, 4, job < guided, prompt, SAMPLERS[job % len(SAMPLERS)])
        engine.add(Work(job=job, recipes=(one,), person=job))
    while engine.busy:
        began = time.process_time()
        events = engine.step()
        passed = time.process_time() - began
        if started := [event for event in events if isinstance(event, Started)]:
            spent["begin",].append(passed / len(started))
        elif any(isinstance(event, Finished) for event in events):
            spent["decode",].append(passed)
        elif any(isinstance(event, Progress) and event.preview is None for event in events):
            spent["pass", rows].append(passed)


def _calls(
    typical: Mapping[tuple[object, ...], float], guided: bool, sizes: Sequence[int]
) -> dict[int, tuple[float, float]]:
    few, many = ({size: typical["call", guided, size, steps] for size in sizes} for steps in (_FEW, _MANY))
    step = {size: (many[size] - few[size]) / (_MANY - _FEW) for size in sizes}
    around = _between({size: few[size] - _FEW * step[size] for size in sizes})
    return {size: (around[size], each) for size, each in _between(step).items()}
