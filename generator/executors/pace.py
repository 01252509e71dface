"""How long a step takes here, learnt from the steps seen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from generator import samplers
from generator.recipe import Recipe, Task

_UNKNOWN = 0.1
_NEWEST = 0.2


@dataclasses.dataclass(frozen=True, slots=True)
class _Kind:
    """Recipes whose steps cost the same."""

    model: str
    edit: bool
    guided: bool
    size: tuple[int, int]

    @classmethod
    def of(cls, recipe: Recipe) -> _Kind:
        return cls(recipe.model, recipe.task is Task.EDIT, recipe.guidance > 1, recipe.drawn_size)


class Pace:
    """Moving average of measured seconds a step, by model, size and guidance."""

    def __init__(self) -> None:
        self._seconds: dict[_Kind, float] = {}

    def observe(self, recipe: Recipe, seconds: float) -> None:
        kind = _Kind.of(recipe)
        before = self._seconds.get(kind, seconds)
        self._seconds[kind] = before + _NEWEST * (seconds - before)

    def seconds(self, recipe: Recipe) -> float:
        """Of one step; the mean over other kinds of picture where this one was never seen, 0.1 where none was."""
        known = self._seconds.values()
        guess = sum(known) / len(known) if known else _UNKNOWN
        return self._seconds.get(_Kind.of(recipe), guess)

    def left(self, recipes: Iterable[Recipe], done: int = 0) -> float:
        """Seconds until all of them are drawn when ``done`` steps of the first ones are."""
        total = 0.0
        for recipe in recipes:
            steps = samplers.evaluations(recipe)
            total += max(0, steps - done) * self.seconds(recipe)
            done = max(0, done - steps)
        return total


def drawn_at(recipes: Iterable[Recipe], step: int) -> Recipe | None:
    """The recipe that the ``step``-th step (from 1) of a work belongs to."""
    for recipe in recipes:
        step -= samplers.evaluations(recipe)
        if step <= 0:
            return recipe
    return None
