"""How long a picture will take, told from the steps that were seen."""

from __future__ import annotations

import pytest

from generator.executors.pace import Forecast, Pace
from generator.recipe import Recipe, Task


def test_what_is_left_is_steps_times_their_measured_seconds(a_recipe: Recipe) -> None:
    pace = Pace()
    pace.step.observe(a_recipe, 0.5)
    assert pace.left([a_recipe, a_recipe]) == pytest.approx(20)
    assert pace.left([a_recipe, a_recipe], done=25) == pytest.approx(7.5)
    assert pace.left([a_recipe], done=99) == 0


def test_each_picture_is_decoded_after_its_steps(a_recipe: Recipe) -> None:
    pace = Pace()
    pace.step.observe(a_recipe, 0.5)
    pace.decoding.observe(a_recipe, 2.0)
    assert pace.left([a_recipe, a_recipe]) == pytest.approx(24)
    assert pace.left([a_recipe], done=99) == pytest.approx(2)


def test_the_average_follows_a_machine_that_slows_down(a_recipe: Recipe) -> None:
    pace = Pace()
    pace.step.observe(a_recipe, 0.1)
    for _ in range(30):
        pace.step.observe(a_recipe, 1.0)
    assert pace.step.seconds(a_recipe) == pytest.approx(1.0, rel=0.01)


def test_kinds_of_picture_are_told_apart(a_recipe: Recipe) -> None:
    pace = Pace()
    edit = a_recipe.but(task=Task.EDIT, source="s")
    pace.step.observe(a_recipe, 0.1)
    pace.step.observe(edit, 0.3)
    pace.step.observe(a_recipe.but(seed=7, prompt="another"), 0.1)
    assert pace.step.seconds(a_recipe) == pytest.approx(0.1)
    assert pace.step.seconds(edit) == pytest.approx(0.3)
    assert pace.step.seconds(a_recipe.but(width=1024)) == pytest.approx(0.2)


def test_an_unknown_pace_is_a_guess_and_no_error(a_recipe: Recipe) -> None:
    assert Pace().left([a_recipe.but(sampler="no such sampler")]) > 0
    assert Pace().left([a_recipe.but(task=Task.UPSCALE, source="s")]) == 0


def test_alone_one_is_done_when_ones_own_steps_are() -> None:
    assert Forecast([3.0]).eta(3.0) == 3.0


def test_whoever_has_less_left_is_done_before() -> None:
    assert Forecast([1.0, 3.0, 2.0]).eta(3.0) == 6.0


def test_whoever_has_more_left_shares_the_passes_but_not_all_of_them() -> None:
    assert Forecast([3.0, 9.0]).eta(3.0) == 6.0
    assert Forecast([3.0, *[9.0] * 500]).eta(3.0) == 15.0


def test_whoever_comes_later_counts_too() -> None:
    forecast = Forecast([1.0, 9.0])
    forecast.add(3.0)
    assert forecast.eta(3.0) == Forecast([1.0, 3.0, 9.0]).eta(3.0)
    assert forecast.total == 13.0
