"""What recipes cost, told from themselves alone: pure and free of torch."""

from __future__ import annotations

from collections.abc import Iterable

from generator import samplers
from generator.recipe import Recipe, Task

_UNIT = 512 * 512
"""Pixels."""


def rows_of(recipe: Recipe) -> int:
    """What a step takes of a forward pass, as far as it can be told before the model is loaded."""
    if recipe.guidance <= 1:
        return 1
    return 3 if recipe.task is Task.EDIT else 2


def cost(recipes: Iterable[Recipe]) -> float:
    """Rows x evaluations x pixels, in rows of 512 x 512; never 0, as a picture without a step is work, too."""
    return sum(max(1, rows_of(one) * samplers.evaluations(one)) * _pixels(one) / _UNIT for one in recipes)


def _pixels(recipe: Recipe) -> int:
    width, height = recipe.drawn_size
    return width * height
