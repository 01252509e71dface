from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadInput, Refused
from bot.studio.planning import Limits, Planner
from bot.studio.preferences import usual
from bot.understanding.parameters import Parameters
from generator.models import Defaults, ModelSpec
from generator.recipe import MAX_SEED, Recipe, Task
from storage import PersonSettings

SHA = "ab" * 32
DEFAULTS = Defaults(
    steps=20, guidance=3.0, sampler="ddim", strength=0.6, edit_steps=12, edit_guidance=4.0, image_guidance=2.5
)
NATIVE: dict[str, Any] = {
    "native_size": 128,
    "enlarge": 4,
    "revision": "r1",
    "edit_revision": "r2",
    "defaults": DEFAULTS,
}


@pytest.fixture
def planner() -> Planner:
    both = ModelSpec(key="demo", text_to_image="a/b", edit="a/c", samplers=("ddim", "euler"), **NATIVE)
    plain = ModelSpec(key="plain", text_to_image="a/b", **NATIVE)
    return Planner({"demo": both, "plain": plain}, "demo", Limits())


def imagined(planner: Planner, **asked: Any) -> Recipe:
    return planner.imagine("a cat", Parameters(**asked))[0]


def test_what_is_not_said_is_the_models_default(planner: Planner) -> None:
    recipe = imagined(planner)

    assert (recipe.steps, recipe.guidance, recipe.sampler, recipe.revision) == (20, 3.0, "ddim", "r1")
    assert (recipe.width, recipe.height, recipe.enlarge) == (512, 512, 4)


def test_an_edit_by_a_pipeline_uses_the_pipelines_own_sampler() -> None:
    spec = ModelSpec(key="both", text_to_image="a/b", edit="a/c", edit_family="pipeline", **NATIVE)
    planner = Planner({"both": spec}, "both", Limits())
    first = imagined(planner)
    assert first.sampler == "ddim"
    assert planner.edit("make it blue", "a blue cat", SHA, first, Parameters())[0].sampler == "default"
    with pytest.raises(BadInput):
        planner.edit("make it blue", "a blue cat", SHA, first, Parameters(sampler="euler"))


def test_four_pictures_count_their_seeds_up_and_wrap_at_the_end(planner: Planner) -> None:
    recipes = planner.imagine("a cat", Parameters(seed=MAX_SEED - 1, count=4))

    assert [recipe.seed for recipe in recipes] == [MAX_SEED - 1, MAX_SEED, 0, 1]


def test_dice_are_rolled_anew_each_time(planner: Planner) -> None:
    assert len({imagined(planner).seed for _ in range(8)}) == 8


def test_an_edit_takes_size_seed_and_model_of_its_parent_and_the_edit_models_defaults(planner: Planner) -> None:
    parent = imagined(planner, seed=7, width=256, height=256)
    (recipe,) = planner.edit("make it blue", "a blue cat", SHA, parent, Parameters())

    assert (recipe.task, recipe.prompt, recipe.source, recipe.revision) == (Task.EDIT, "make it blue", SHA, "r2")
    assert (recipe.width, recipe.height, recipe.enlarge, recipe.seed) == (256, 256, parent.enlarge, 7)
    assert (recipe.steps, recipe.guidance, recipe.image_guidance, recipe.strength) == (12, 4.0, 2.5, None)


def test_a_model_without_an_edit_sibling_redraws_the_described_picture_over_the_source(planner: Planner) -> None:
    parent = imagined(planner, model="plain", seed=7)
    (recipe,) = planner.edit("make it blue", "a blue cat", SHA, parent, Parameters())

    assert (recipe.task, recipe.prompt, recipe.source) == (Task.IMAGE_TO_IMAGE, "a blue cat", SHA)
    assert (recipe.strength, recipe.image_guidance) == (0.6, None)


def test_adjusting_changes_only_what_was_said(planner: Planner) -> None:
    edited = planner.edit("make it blue", "a blue cat", SHA, imagined(planner, seed=7), Parameters(negative=("text",)))

    assert planner.adjust(edited, Parameters(steps=30)) == (edited[0].but(steps=30),)


def test_adjusting_to_a_model_without_an_edit_sibling_goes_by_image_to_image(planner: Planner) -> None:
    edited = planner.edit("make it blue", "a blue cat", SHA, imagined(planner), Parameters())

    assert planner.adjust(edited, Parameters(model="plain"))[0].task is Task.IMAGE_TO_IMAGE


def test_rerolling_changes_the_seeds_alone(planner: Planner) -> None:
    before = planner.imagine("a cat", Parameters(count=2, seed=1))
    after = planner.reroll(before)

    assert [recipe.but(seed=0) for recipe in after] == [recipe.but(seed=0) for recipe in before]
    assert after[0].seed != 1


def test_an_upscaled_picture_has_no_dice_and_no_settings(planner: Planner) -> None:
    upscaled = planner.upscale(SHA, 512, 512, None, 2)

    assert (upscaled[0].width, upscaled[0].height, upscaled[0].task) == (1024, 1024, Task.UPSCALE)
    with pytest.raises(Refused, match="reroll_upscaled"):
        planner.reroll(upscaled)
    with pytest.raises(Refused, match="adjust_upscaled"):
        planner.adjust(upscaled, Parameters(steps=3))
    with pytest.raises(Refused, match="too_large_to_upscale"):
        planner.upscale(SHA, 2000, 2000, None, 2)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Parameters(model="nosuch"), "unknown_model"),
        (Parameters(sampler="eulr"), "unknown_sampler"),
        (Parameters(sampler="heun"), "sampler_unsuited"),
        (Parameters(loras=(("x", 1.0),)), "unknown_lora"),
        (Parameters(steps=61), "too_many_steps"),
        (Parameters(count=5), "too_many_pictures"),
        (Parameters(aspect=(9, 1)), "aspect_too_extreme"),
        (Parameters(width=4000, height=4000), "size_too_large"),
    ],
)
def test_what_goes_beyond_the_model_or_the_limits_is_refused_by_name(
    planner: Planner, asked: Parameters, key: str
) -> None:
    with pytest.raises(BadInput, match=key):
        planner.imagine("a cat", asked)


def test_a_model_whose_files_are_gone_is_refused(tmp_path: Path) -> None:
    gone = ModelSpec(key="gone", text_to_image=str(tmp_path / "nothing"))

    with pytest.raises(Refused, match="model_missing"):
        Planner({"gone": gone}, "gone", Limits()).imagine("a cat", Parameters())


def test_a_picture_to_draw_over_gives_its_shape_and_is_redrawn_by_the_prompt(planner: Planner) -> None:
    first, second = planner.over("a cat", SHA, 400, 200, Parameters(count=2, strength=0.5, seed=7))
    assert (first.task, first.prompt, first.source, first.strength) == (Task.IMAGE_TO_IMAGE, "a cat", SHA, 0.5)
    assert first.width == 2 * first.height and (first.seed, second.seed) == (7, 8)
    assert planner.over("a cat", SHA, 400, 200, Parameters(aspect=(1, 1)))[0].width == 512


def test_usual_choices_fill_in_what_was_not_said(planner: Planner) -> None:
    chosen = PersonSettings(model="plain", size="3:2")
    assert usual(planner, chosen) == Parameters(model="plain", aspect=(3, 2))
    assert usual(planner, chosen, sized=False) == Parameters(model="plain")
    assert usual(planner, PersonSettings(model="gone", size="nonsense")) == Parameters()
