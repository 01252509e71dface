"""Samplers as people write them."""

from __future__ import annotations

import pytest

from generator import samplers
from generator.recipe import Recipe, Task


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("dpm++ 2m", "dpmpp_2m"),
        ("DPM++ 2M Karras", "dpmpp_2m_karras"),
        ("dpmpp-2m", "dpmpp_2m"),
        ("DPM++ SDE", "dpmpp_sde"),
        ("DPM++ 2M SDE Karras", "dpmpp_2m_sde_karras"),
        ("euler a", "euler_a"),
        ("Euler Ancestral", "euler_a"),
        ("k_euler_a", "euler_a"),
        ("EULER", "euler"),
        ("Uni-PC", "unipc"),
        ("plms", "pndm"),
        ("ＤＤＩＭ", "ddim"),
        ("lcm", "lcm"),
    ],
)
def test_a_sampler_is_found_however_it_is_written(written: str, name: str) -> None:
    assert samplers.find(written) == name


@pytest.mark.parametrize(
    ("wrong", "meant"), [("eular", "euler"), ("dpm++ 2m caras", "dpmpp_2m_karras"), ("dimm", "ddim")]
)
def test_a_wrong_name_is_answered_with_the_nearest(wrong: str, meant: str) -> None:
    assert samplers.find(wrong) is None
    assert samplers.nearest(wrong) == meant


def test_anything_has_a_nearest() -> None:
    for text in ("", "丸", "?!"):
        assert samplers.find(text) is None
        assert samplers.nearest(text) in samplers.SAMPLERS


def test_no_spelling_means_two_samplers() -> None:
    spellings = [
        (samplers.find(spelling), sampler.name)
        for sampler in samplers.SAMPLERS.values()
        for spelling in (sampler.name, sampler.label, *sampler.aliases)
    ]
    assert all(found == name for found, name in spellings)


def test_strength_leaves_out_the_first_steps(a_recipe: Recipe) -> None:
    turn = a_recipe.but(task=Task.IMAGE_TO_IMAGE, source="s", steps=20)
    assert [samplers.evaluations(turn.but(strength=share)) for share in (0.0, 0.04, 0.5, 1.0)] == [0, 0, 10, 20]
    assert samplers.evaluations(turn.but(strength=0.5, sampler="heun")) == 19
    assert samplers.evaluations(turn.but(task=Task.UPSCALE)) == 0
