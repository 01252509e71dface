"""Rush hour: who asks for what, and when."""

from __future__ import annotations

import dataclasses
import itertools
import random

from generator.recipe import Recipe, Task

COUNT = 64
STEPS = (4, 8, 20, 30)
SHORT = 8
GUIDANCE = (1.0, 4.0)
SAMPLERS = ("ddim", "dpmpp_2m", "euler_a", "dpmpp_2m_sde")
"""Two that are linear, two that draw noise on the way."""

_COLOURS = ("red", "blue", "green", "yellow", "purple", "orange", "pink", "black")
_THINGS = ("circle", "star", "heart", "house", "fish", "cup", "tree", "boat")


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    key: str
    side: int
    """Pixels at which it draws, and which its pictures have."""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One picture that somebody wants; everybody is somebody else unless ``person`` says so."""

    number: int
    arrival: float
    recipe: Recipe
    person: int


def rush_hour(model: Model, seed: int, interval: float, count: int = COUNT) -> list[Asked]:
    """Poisson arrivals, ``interval`` seconds apart in the mean; the first at 0."""
    rng = random.Random(seed)
    gaps = (rng.expovariate(1 / interval) for _ in range(count - 1))
    arrivals = itertools.accumulate(gaps, initial=0.0)
    return [Asked(number, arrival, _any(model, rng), number) for number, arrival in enumerate(arrivals)]


def recipe(model: Model, *, steps: int, guidance: float, sampler: str, seed: int, prompt: str = "a star") -> Recipe:
    return Recipe(
        task=Task.TEXT_TO_IMAGE,
        prompt=prompt,
        model=model.key,
        revision="",
        width=model.side,
        height=model.side,
        steps=steps,
        guidance=guidance,
        sampler=sampler,
        seed=seed,
    )


def _any(model: Model, rng: random.Random) -> Recipe:
    return recipe(
        model,
        steps=rng.choice(STEPS),
        guidance=rng.choice(GUIDANCE),
        sampler=rng.choice(SAMPLERS),
        seed=rng.randrange(2**32),
        prompt=f"a {rng.choice(_COLOURS)} {rng.choice(_THINGS)} on a {rng.choice(_COLOURS)} background",
    )
