"""The demo models are ordinary diffusers checkpoints, and our families draw what diffusers draws with them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import (
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInstructPix2PixPipeline,
    StableDiffusionPipeline,
)
from PIL import Image
from safetensors import safe_open

from bot.bootstrap import demo_spec
from generator.events import Source
from generator.families.base import advance
from generator.recipe import Recipe, Task
from generator.residency import Residency

pytestmark = pytest.mark.model

SPEC = demo_spec()
DEMO = Path(SPEC.text_to_image).parent
MAX_BYTES = 24 * 10**6


@pytest.fixture(scope="module")
def models() -> Residency:
    return Residency([SPEC], device="cpu")


def recipe(task: Task, prompt: str, **changes: object) -> Recipe:
    base = Recipe(
        task=task,
        prompt=prompt,
        model="demo",
        revision="",
        width=128,
        height=128,
        steps=8,
        guidance=3.0,
        sampler="ddim",
        seed=11,
        source=None if task is Task.TEXT_TO_IMAGE else "source",
    )
    return base.but(**changes)


def ours(models: Residency, recipe: Recipe, source: Image.Image | None = None) -> np.ndarray:
    family = models.family(recipe)
    buffer = io.BytesIO()
    if source is not None:
        source.save(buffer, "PNG")
    state = family.begin(recipe, Source(picture=buffer.getvalue()) if source else None)
    while not state.done:
        advance([state], family.predict([state]))
    return np.asarray(family.images([state])[0]).astype(int)


@pytest.fixture(scope="module")
def circle(models: Residency) -> Image.Image:
    return Image.fromarray(ours(models, recipe(Task.TEXT_TO_IMAGE, "a red circle")).astype(np.uint8))


def test_the_demo_models_are_small_fp16_safetensors_and_nothing_else() -> None:
    files = [file for file in DEMO.rglob("*") if file.is_file()]

    assert sum(file.stat().st_size for file in files) <= MAX_BYTES
    assert {file.suffix for file in files} <= {".safetensors", ".json", ".md"}
    for file in DEMO.rglob("*.safetensors"):
        with safe_open(file, "pt") as weights:
            assert {weights.get_tensor(name).dtype for name in weights.keys()} == {torch.float16}  # noqa: SIM118


def test_text_to_image_equals_the_pipeline_to_one_in_eight_bits(models: Residency) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(SPEC.text_to_image, safety_checker=None)
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        "青い星",
        height=128,
        width=128,
        num_inference_steps=8,
        guidance_scale=3.0,
        generator=torch.Generator().manual_seed(11),
    ).images[0]

    assert np.abs(ours(models, recipe(Task.TEXT_TO_IMAGE, "青い星")) - np.asarray(theirs)).max() <= 1


def test_image_to_image_equals_the_pipeline_to_one_in_eight_bits(models: Residency, circle: Image.Image) -> None:
    pipeline = StableDiffusionImg2ImgPipeline.from_pretrained(
        SPEC.text_to_image, safety_checker=None, requires_safety_checker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        "a blue circle",
        image=circle,
        strength=0.6,
        num_inference_steps=8,
        guidance_scale=3.0,
        generator=torch.Generator().manual_seed(11),
    ).images[0]
    made = ours(models, recipe(Task.IMAGE_TO_IMAGE, "a blue circle", strength=0.6), circle)

    assert np.abs(made - np.asarray(theirs)).max() <= 1


def test_an_edit_equals_the_pipeline_to_one_in_eight_bits(models: Residency, circle: Image.Image) -> None:
    pipeline = StableDiffusionInstructPix2PixPipeline.from_pretrained(SPEC.edit, safety_checker=None)
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        "青くして",
        image=circle,
        num_inference_steps=8,
        guidance_scale=4.0,
        image_guidance_scale=2.5,
        generator=torch.Generator().manual_seed(11),
    ).images[0]
    made = ours(models, recipe(Task.EDIT, "青くして", guidance=4.0, image_guidance=2.5), circle)

    assert np.abs(made - np.asarray(theirs)).max() <= 1
