"""Stable Diffusion XL on the engine against the unmodified pipelines: at most 1 in 8 bits apart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline

from generator import pictures, samplers
from generator.engine import Engine
from generator.events import Finished, Source, Work
from generator.families.sdxl import StableDiffusionXL
from generator.models import ModelSpec
from generator.recipe import Recipe, Task
from generator.residency import Residency
from tests.integration.generator import tiny
from tests.integration.generator.pair import UNUSUAL, Pair, farthest

pytestmark = [
    pytest.mark.model,
    # diffusers' schedulers hand torch's tensors to numpy the old way.
    pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning"),
]

PIPELINES = (StableDiffusionXLPipeline, StableDiffusionXLImg2ImgPipeline)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.made_xl(tmp_path_factory.mktemp("xl"))


@pytest.fixture(scope="module")
def xl(folder: Path) -> Pair:
    return Pair(StableDiffusionXL, folder, *PIPELINES, add_watermarker=False)


@pytest.fixture
def recipe(recipe: Recipe) -> Recipe:
    return recipe.but(width=64, height=64, enlarge=1)


def configured(folder: Path, root: Path, part: str, **changes: Any) -> Path:
    """The same model with other words in a part's configuration, or in the pipeline's own where ``part`` is ""."""
    there = shutil.copytree(folder, root / "changed")
    config = there / part / "config.json" if part else there / "model_index.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | changes))
    return there


@pytest.mark.parametrize("sampler", samplers.SAMPLERS)
def test_text_to_image_is_the_pipelines(xl: Pair, recipe: Recipe, sampler: str) -> None:
    assert xl.apart(recipe.but(sampler=sampler)) <= 1


@pytest.mark.parametrize("sampler", samplers.SAMPLERS)
def test_image_to_image_is_the_pipelines(xl: Pair, recipe: Recipe, photograph: bytes, sampler: str) -> None:
    recipe = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.6, sampler=sampler)
    assert xl.apart_over(recipe, photograph, strength=0.6) <= 1


@pytest.mark.parametrize("changes", [*UNUSUAL, {"width": 96, "height": 48}], ids=str)
def test_unusual_recipes_are_the_pipelines_too(xl: Pair, recipe: Recipe, changes: dict[str, Any]) -> None:
    assert xl.apart(recipe.but(**changes)) <= 1


def test_no_negative_prompt_is_nothing_or_an_empty_text_as_the_model_says(
    xl: Pair, recipe: Recipe, folder: Path, tmp_path: Path
) -> None:
    recipe = recipe.but(negative_prompt="")
    there = configured(folder, tmp_path, "", force_zeros_for_empty_prompt=False)
    empty = Pair(StableDiffusionXL, there, *PIPELINES[:1])
    assert empty.apart(recipe) <= 1
    assert farthest(empty.drawn(recipe)[0], xl.drawn(recipe)[0]) > 1


def test_latents_may_be_normalised_channel_by_channel(
    recipe: Recipe, photograph: bytes, folder: Path, tmp_path: Path
) -> None:
    moments = {"latents_mean": [0.1, -0.2, 0.3, 0.0], "latents_std": [0.8, 1.1, 0.9, 1.3]}
    pair = Pair(StableDiffusionXL, configured(folder, tmp_path, "vae", **moments), *PIPELINES, add_watermarker=False)
    assert pair.apart(recipe) <= 1
    over = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.6)
    assert pair.apart_over(over, photograph, strength=0.6) <= 1


def test_without_guidance_a_step_is_one_row(xl: Pair, recipe: Recipe) -> None:
    rows = [xl.ours.begin(recipe.but(guidance=guidance), None).rows for guidance in (0.0, 1.0, 1.1, 7.0)]
    assert rows == [1, 1, 2, 2]


def test_outside_of_its_interval_guidance_is_one_row_that_follows_the_prompt(xl: Pair, recipe: Recipe) -> None:
    never = recipe.but(guidance_interval=(0.0, 0.0))
    assert xl.ours.begin(never, None).rows == 1
    assert farthest(xl.drawn(never)[0], xl.drawn(recipe.but(guidance=1.0))[0]) <= 1
    assert farthest(xl.drawn(recipe.but(guidance_interval=(0.0, 1.0)))[0], xl.drawn(recipe)[0]) == 0


def test_an_autoencoder_that_overflows_in_half_precision_computes_in_full(folder: Path, recipe: Recipe) -> None:
    half = StableDiffusionXL.load(
        str(folder), revision=None, variant=None, dtype=torch.float16, device=torch.device("cpu")
    )
    theirs = StableDiffusionXLPipeline.from_pretrained(folder, dtype=torch.float16, local_files_only=True)
    # Large enough to overflow on the way through an autoencoder of random weights.
    latents = torch.randn((1, 4, 8, 8), generator=torch.Generator().manual_seed(3)).half()
    theirs.vae.float()
    with torch.no_grad():
        pixels = theirs.vae.decode(latents.float() / theirs.vae.config.scaling_factor, return_dict=False)[0]
    expected = theirs.image_processor.postprocess(pixels)[0]
    assert half.dtype == torch.float16
    assert farthest(half.decode(latents.float())[0], expected) <= 1


def test_whoever_joins_later_is_drawn_as_if_alone(folder: Path, recipe: Recipe, photograph: bytes) -> None:
    models = Residency([ModelSpec(key="tiny", text_to_image=str(folder), family="sdxl", native_size=64)], device="cpu")
    over = {"task": Task.IMAGE_TO_IMAGE, "source": "photograph", "strength": 0.7}
    recipes = [
        recipe.but(sampler="euler", steps=8),
        recipe.but(sampler="dpmpp_2m", guidance=1.0, steps=5, seed=2),
        recipe.but(sampler="euler_a", steps=4, seed=3, guidance=9.0, negative_prompt=""),
        recipe.but(sampler="heun", seed=4, guidance_interval=(0.2, 0.7)),
        recipe.but(sampler="ddim", steps=7, seed=5, **over),
    ]
    sources = {"photograph": Source(picture=photograph)}
    works = [Work(job=job, person=job, recipes=(one,), sources=sources) for job, one in enumerate(recipes)]
    alone = [list(Engine(models).run(work))[-1] for work in works]
    engine, together = Engine(models), dict[int, Finished]()
    for work in works:
        engine.add(work)
        take_note(engine, together)
        take_note(engine, together)
    while engine.busy:
        take_note(engine, together)
    for job, one in enumerate(alone):
        assert isinstance(one, Finished)
        assert farthest(opened(together[job]), opened(one)) <= 1


def take_note(engine: Engine, endings: dict[int, Finished]) -> None:
    endings |= {event.job: event for event in engine.step() if isinstance(event, Finished)}


def opened(ending: Finished) -> Any:
    return pictures.opened(ending.pictures[0].png)


def test_most_values_are_within_a_pictures_range(xl: Pair, recipe: Recipe) -> None:
    """Else cutting them off would hide how far two pictures are apart."""
    values = np.asarray(xl.drawn(recipe)[0])
    assert float(((values > 0) & (values < 255)).mean()) > 0.5
