"""“More steps”, “wider”: from what is to what shall be."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import Refused
from bot.studio.relative import settled
from bot.understanding.parameters import Parameters
from generator.recipe import Recipe, Task


def recipe(**changes: Any) -> Recipe:
    plain = Recipe(
        task=Task.TEXT_TO_IMAGE, prompt="a fox", model="m", revision="r", width=512, height=512, steps=20,
        guidance=3.0, sampler="ddim", seed=1,
    )  # fmt: skip
    return plain.but(**changes)


@pytest.mark.parametrize(
    ("wish", "given", "field", "value"),
    [
        (("steps", "+"), {}, "steps", 30),
        (("steps", "-"), {}, "steps", 13),
        (("steps", "+"), {"steps": 50}, "steps", 60),
        (("guidance", "+"), {}, "guidance", 4.5),
        (("guidance", "-"), {"guidance": 1.0}, "guidance", 0.0),
        (("strength", "-"), {"task": Task.IMAGE_TO_IMAGE, "source": "ab" * 32, "strength": 0.6}, "strength", 0.45),
        (("strength", "+"), {"task": Task.EDIT, "source": "ab" * 32, "image_guidance": 1.5}, "image_guidance", 1.2),
        (("strength", "+"), {}, "guidance", 4.5),
        (("count", "+"), {}, "count", 3),
        (("aspect", "wider"), {}, "aspect", (4, 3)),
        (("aspect", "taller"), {}, "aspect", (3, 4)),
        (("aspect", "wider"), {"width": 768}, "aspect", (16, 9)),
    ],
)
def test_a_direction_becomes_a_value(wish: tuple[str, str], given: dict[str, Any], field: str, value: object) -> None:
    asked = settled(Parameters(relative=(wish,)), recipe(**given), 2, 60, 4)
    assert getattr(asked, field) == value and asked.relative == ()


@pytest.mark.parametrize(
    ("wish", "given"),
    [(("steps", "+"), {"steps": 60}), (("guidance", "-"), {"guidance": 0.0}), (("aspect", "wider"), {"width": 1024})],
)
def test_there_is_an_end_to_every_direction(wish: tuple[str, str], given: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="no_further"):
        settled(Parameters(relative=(wish,)), recipe(**given), 1, 60, 4)
