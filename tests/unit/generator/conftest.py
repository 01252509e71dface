from __future__ import annotations

import pytest

from generator.recipe import Recipe, Task


@pytest.fixture
def a_recipe() -> Recipe:
    return Recipe(
        task=Task.TEXT_TO_IMAGE,
        prompt="a red circle",
        model="demo",
        revision="0123456789abcdef",
        width=512,
        height=512,
        enlarge=4,
        steps=20,
        guidance=3.0,
        sampler="ddim",
        seed=42,
    )
