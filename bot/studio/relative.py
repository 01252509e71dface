""" "More steps", "wider", 「もう少し弱く」: from what a recipe has to what it shall have. Pure."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from bot.errors import Refused
from bot.understanding.parameters import Parameters
from generator.recipe import Recipe, Task

SHAPES = ((1, 2), (9, 16), (2, 3), (3, 4), (1, 1), (4, 3), (3, 2), (16, 9), (2, 1))
"""Usual ratios, from the tallest to the widest."""
STEPS, GUIDANCE, IMAGE_GUIDANCE, STRENGTH = 1.5, 1.5, 0.3, 0.15
"""How far one wish goes: steps by this factor, the others by this difference."""


def settled(asked: Parameters, recipe: Recipe, count: int, max_steps: int, max_count: int) -> Parameters:
    """``asked`` with every direction made a value. Raises Refused where there is no further in a direction."""
    for name, way in asked.relative:
        if name == "seed":  # the recipe's own stays unless another one is rolled, which is the planner's
            continue
        changes = _changes(name, way, recipe, count, max_steps, max_count)
        if all(value == _now(field, recipe, count) for field, value in changes.items()):
            raise Refused("error.no_further")
        asked = dataclasses.replace(asked, **changes)
    return dataclasses.replace(asked, relative=())


def _changes(name: str, way: str, recipe: Recipe, count: int, max_steps: int, max_count: int) -> dict[str, Any]:
    more = way == "+"
    match name:
        case "aspect":
            return {"aspect": _next(recipe.width / recipe.height, wider=way == "wider")}
        case "count":
            return {"count": min(max(count + (1 if more else -1), 1), max_count)}
        case "steps":
            steps = math.ceil(recipe.steps * STEPS) if more else math.floor(recipe.steps / STEPS)
            return {"steps": min(max(steps, 1), max_steps)}
        case "strength" if recipe.strength is not None:
            return {"strength": round(min(max(recipe.strength + (STRENGTH if more else -STRENGTH), 0.05), 0.95), 3)}
        # How far an edit model departs from its source is its image guidance, which holds it back.
        case "strength" if recipe.task is Task.EDIT and recipe.image_guidance is not None:
            moved = recipe.image_guidance + (-IMAGE_GUIDANCE if more else IMAGE_GUIDANCE)
            return {"image_guidance": round(min(max(moved, 1.0), 10.0), 3)}
    return {"guidance": round(min(max(recipe.guidance + (GUIDANCE if more else -GUIDANCE), 0.0), 30.0), 3)}


def _now(field: str, recipe: Recipe, count: int) -> Any:
    return {"count": count, "aspect": None}.get(field, getattr(recipe, field, None))


def _next(ratio: float, *, wider: bool) -> tuple[int, int]:
    """The next usual shape; Refused beyond the last."""
    shapes = SHAPES if wider else SHAPES[::-1]
    for across, down in shapes:
        if (across / down > ratio * 1.02) if wider else (across / down < ratio / 1.02):
            return across, down
    raise Refused("error.no_further")
