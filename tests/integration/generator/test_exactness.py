"""Our families against the unmodified diffusers pipelines on the same weights: at most 1 in 8 bits apart."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
import torch
from diffusers import (
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInstructPix2PixPipeline,
    StableDiffusionPipeline,
)
from PIL import Image

from generator import pictures, samplers
from generator.events import Source
from generator.families.base import advance
from generator.families.pix2pix import InstructPix2Pix
from generator.families.sd import StableDiffusion
from generator.recipe import Recipe, Task
from tests.integration.generator import tiny
from tests.integration.generator.pair import UNUSUAL, Pair, farthest

pytestmark = [
    pytest.mark.model,
    # diffusers' schedulers hand torch's tensors to numpy the old way.
    pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning"),
]

LINEAR = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012, "timestep_spacing": "leading"}
UNSUITED = [name for name in samplers.SAMPLERS if "karras" in name or name == "dpm2_a"]
"""On a cosine schedule the pipelines crash with these, or draw what is not finite."""
SUITED = [name for name in samplers.SAMPLERS if name not in UNSUITED]


@pytest.fixture(scope="module")
def sd(folders: tiny.Folders) -> Pair:
    pipelines = (StableDiffusionPipeline, StableDiffusionImg2ImgPipeline)
    return Pair(StableDiffusion, folders.text_to_image, *pipelines, requires_safety_checker=False)


@pytest.fixture(scope="module")
def pix2pix(folders: tiny.Folders) -> Pair:
    return Pair(InstructPix2Pix, folders.edit, StableDiffusionInstructPix2PixPipeline)


@pytest.fixture(scope="module")
def linear_sd(folders: tiny.Folders, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tiny.rescheduled(
        folders.text_to_image, tmp_path_factory.mktemp("linear"), prediction_type="epsilon", **LINEAR
    )
    return Pair(StableDiffusion, folder, StableDiffusionPipeline)


@pytest.fixture(scope="module")
def linear_pix2pix(folders: tiny.Folders, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tiny.rescheduled(folders.edit, tmp_path_factory.mktemp("linear"), **LINEAR)
    return Pair(InstructPix2Pix, folder, StableDiffusionInstructPix2PixPipeline)


@pytest.mark.parametrize("sampler", SUITED)
def test_text_to_image_is_the_pipelines(sd: Pair, recipe: Recipe, sampler: str) -> None:
    assert sd.apart(recipe.but(sampler=sampler)) <= 1


@pytest.mark.parametrize("sampler", samplers.SAMPLERS)
def test_text_to_image_is_the_pipelines_on_the_first_models_schedule(
    linear_sd: Pair, recipe: Recipe, sampler: str
) -> None:
    assert linear_sd.apart(recipe.but(sampler=sampler)) <= 1


@pytest.mark.parametrize("sampler", sorted({*samplers.SAMPLERS} - {"dpm2_a"}))
def test_image_to_image_is_the_pipelines(sd: Pair, recipe: Recipe, photograph: bytes, sampler: str) -> None:
    recipe = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.6, sampler=sampler)
    assert sd.apart_over(recipe, photograph, strength=0.6) <= 1


@pytest.mark.parametrize("sampler", SUITED)
def test_an_edit_is_the_pipelines(pix2pix: Pair, recipe: Recipe, photograph: bytes, sampler: str) -> None:
    assert edited_apart(pix2pix, recipe.but(sampler=sampler), photograph) <= 1


@pytest.mark.parametrize("sampler", UNSUITED)
def test_an_edit_is_the_pipelines_on_the_first_models_schedule(
    linear_pix2pix: Pair, recipe: Recipe, photograph: bytes, sampler: str
) -> None:
    assert edited_apart(linear_pix2pix, recipe.but(sampler=sampler), photograph) <= 1


def edited_apart(pair: Pair, recipe: Recipe, photograph: bytes, guidance: float = 4.0, image: float = 2.0) -> int:
    edit = recipe.but(task=Task.EDIT, source="photograph", guidance=guidance, image_guidance=image)
    return pair.apart_over(edit, photograph, 0, image_guidance_scale=image)


@pytest.mark.parametrize("sampler", [name for name in UNSUITED if "karras" in name])
def test_karras_draws_where_the_pipeline_runs_off_its_schedule(sd: Pair, recipe: Recipe, sampler: str) -> None:
    _, latents = sd.drawn(recipe.but(sampler=sampler))
    assert bool(latents.isfinite().all())


@pytest.mark.parametrize("changes", [*UNUSUAL, {"width": 192, "height": 80}, {"seed": 2**63 - 1}], ids=str)
def test_unusual_recipes_are_the_pipelines_too(sd: Pair, recipe: Recipe, changes: dict[str, Any]) -> None:
    assert sd.apart(recipe.but(**changes)) <= 1


def test_stored_latents_start_as_the_pipelines_latent_input(sd: Pair, recipe: Recipe) -> None:
    image, latents = sd.drawn(recipe)
    source = Source(picture=png(image), latents=pictures.pack(latents, sd.ours.space))
    again = recipe.but(task=Task.IMAGE_TO_IMAGE, source="first", strength=0.5, seed=5)
    assert farthest(sd.drawn(again, source)[0], sd.asked(again, 1, image=latents, strength=0.5)) <= 1


def test_stored_latents_are_compared_with_unscaled(pix2pix: Pair, sd: Pair, recipe: Recipe) -> None:
    image, latents = sd.drawn(recipe)
    source = Source(picture=png(image), latents=pictures.pack(latents, sd.ours.space))
    edit = recipe.but(task=Task.EDIT, source="first", guidance=4.0, image_guidance=1.5)
    unscaled = latents / pix2pix.theirs[0].vae.config.scaling_factor
    assert farthest(pix2pix.drawn(edit, source)[0], pix2pix.asked(edit, image=unscaled, image_guidance_scale=1.5)) <= 1


@pytest.mark.parametrize("guidance", [(1.0, 2.0), (4.0, 0.5)], ids=str)
def test_an_edit_without_guidance_is_one_row(
    pix2pix: Pair, recipe: Recipe, photograph: bytes, guidance: tuple[float, float]
) -> None:
    assert edited_apart(pix2pix, recipe, photograph, *guidance) <= 1


def test_ten_turns_at_strength_0_change_no_bit(sd: Pair, recipe: Recipe) -> None:
    first, latents = sd.drawn(recipe)
    image = first
    for seed in range(10):
        source = Source(picture=png(image), latents=pictures.pack(latents, sd.ours.space))
        turn = recipe.but(task=Task.IMAGE_TO_IMAGE, source="last", strength=0.0, seed=seed)
        image, latents = sd.drawn(turn, source)
    assert image.tobytes() == first.tobytes()


def test_latents_of_another_size_or_model_give_way_to_the_picture(sd: Pair, recipe: Recipe, photograph: bytes) -> None:
    _, latents = sd.drawn(recipe)
    turn = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.6)
    expected, _ = sd.drawn(turn, Source(picture=photograph))
    other_size = Source(picture=photograph, latents=pictures.pack(latents[..., :4], sd.ours.space))
    other_model = Source(picture=photograph, latents=pictures.pack(latents, "another"))
    assert sd.drawn(turn, other_size)[0].tobytes() == expected.tobytes()
    assert sd.drawn(turn, other_model)[0].tobytes() == expected.tobytes()


@pytest.mark.parametrize("sampler", samplers.SAMPLERS)
def test_evaluations_are_foretold(sd: Pair, recipe: Recipe, photograph: bytes, sampler: str) -> None:
    recipe = recipe.but(sampler=sampler)
    assert len(sd.ours.init(recipe, sd.ours.encode(recipe, None)).course.timesteps) == samplers.evaluations(recipe)
    for strength in (0.5, 0.0):
        again = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=strength)
        state = sd.ours.init(again, sd.ours.encode(again, Source(picture=photograph)))
        assert len(state.course.timesteps) == samplers.evaluations(again)


def test_pictures_share_a_forward_pass_whatever_their_samplers_and_steps(sd: Pair, recipe: Recipe) -> None:
    alone = [recipe, recipe.but(sampler="euler", steps=4, guidance=1.0, seed=2), recipe.but(sampler="heun", seed=3)]
    together = [sd.ours.init(one, sd.ours.encode(one, None)) for one in alone]
    while any(not state.done for state in together):
        running = [state for state in together if not state.done]
        advance(running, sd.ours.predict(running))
    for one, state in zip(alone, together, strict=True):
        assert farthest(sd.ours.decode(state.latents)[0], sd.drawn(one)[0]) <= 1


def test_the_noise_free_estimate_is_what_the_last_step_arrives_at(sd: Pair, recipe: Recipe) -> None:
    for sampler in ("ddim", "euler", "dpmpp_2m", "heun"):
        state = sd.ours.init(one := recipe.but(sampler=sampler), sd.ours.encode(one, None))
        while not state.done:
            (output,) = sd.ours.predict([state])
            clean = sd.ours.clean(state, output)
            advance([state], [output])
        assert psnr(clean, state.latents) > 25, sampler


def psnr(one: torch.Tensor, other: torch.Tensor) -> float:
    return float(-10 * math.log10(float((one - other).square().mean() / other.var())))


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
