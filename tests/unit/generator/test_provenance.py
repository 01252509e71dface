"""What a file says about itself."""

from __future__ import annotations

import dataclasses
import io
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from generator import provenance
from generator.circumstances import Circumstances
from generator.recipe import Recipe, Task

PICTURE = Image.new("RGB", (16, 8), "red")


def chunks(png: bytes) -> dict[str, str]:
    with Image.open(io.BytesIO(png)) as image:
        return {str(name): str(value) for name, value in image.info.items()}


def test_a_japanese_prompt_survives_in_the_file(a_recipe: Recipe) -> None:
    recipe = a_recipe.but(prompt="赤い丸、背景は黄色 🔴", negative_prompt="文字")
    png = provenance.encode(PICTURE, recipe)
    assert provenance.recipe_in(png) == recipe
    assert chunks(png)["parameters"].startswith("赤い丸、背景は黄色 🔴\nNegative prompt: 文字\nSteps: 20, ")


def test_parameters_are_a1111s(a_recipe: Recipe) -> None:
    recipe = a_recipe.but(task=Task.IMAGE_TO_IMAGE, source="s", strength=0.5, sampler="dpmpp_2m_karras", guidance=7.5)
    assert provenance.parameters(recipe) == (
        "a red circle\n"
        "Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 42, Size: 512x512, "
        "Model hash: 0123456789, Model: demo, Denoising strength: 0.5"
    )


def test_the_file_says_that_a_machine_made_it(a_recipe: Recipe) -> None:
    with Image.open(io.BytesIO(provenance.encode(PICTURE, a_recipe))) as image:
        assert "digitalsourcetype/trainedAlgorithmicMedia" in str(image.info["xmp"])


@given(st.text(max_size=300))
def test_no_prompt_is_lost_or_breaks_the_file(prompt: str) -> None:
    prompt = prompt.encode("utf-8", "replace").decode()
    recipe = Recipe(
        task=Task.TEXT_TO_IMAGE,
        prompt=prompt,
        model="demo",
        revision="",
        width=16,
        height=8,
        steps=1,
        guidance=1,
        sampler="ddim",
        seed=0,
    )
    assert provenance.recipe_in(provenance.encode(PICTURE, recipe)) == recipe


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (512, 512), (37, 91)], ids=str)
def test_every_pixel_is_in_the_file(a_recipe: Recipe, size: tuple[int, int]) -> None:
    noise = Image.merge("RGB", [Image.effect_noise(size, 90) for _ in range(3)])
    flat = Image.new("RGB", size, (255, 0, 127))
    for image in (noise, flat):
        with Image.open(io.BytesIO(provenance.encode(image, a_recipe))) as back:
            back.verify()
        with Image.open(io.BytesIO(provenance.encode(image, a_recipe))) as back:
            assert (back.mode, back.size, back.tobytes()) == ("RGB", size, image.tobytes())


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_file_that_is_none_of_ours_has_no_recipe(data: bytes) -> None:
    assert provenance.recipe_in(data) is None


def test_a_forged_recipe_is_no_recipe() -> None:
    for forged in ("{}", "[1, 2]", "null", '{"task": "edit"}', "{"):
        file, info = io.BytesIO(), PngImagePlugin.PngInfo()
        info.add_itxt("egaku", forged)
        PICTURE.save(file, "PNG", pnginfo=info)
        assert provenance.recipe_in(file.getvalue()) is None


def test_a_smaller_copy_fits_and_still_says_that_a_machine_made_it(a_recipe: Recipe) -> None:
    noise = Image.frombytes("RGB", (256, 256), random.Random(1).randbytes(256 * 256 * 3))
    data = provenance.encode(noise, a_recipe)
    small = provenance.shrunk(data, 20_000)
    assert len(small) <= 20_000 < len(data)
    with Image.open(io.BytesIO(small)) as copy:
        assert copy.format == "WEBP" and b"trainedAlgorithmicMedia" in copy.info["xmp"]


def test_a_limit_that_no_picture_meets_still_ends(a_recipe: Recipe) -> None:
    data = provenance.encode(Image.new("RGB", (256, 256), "red"), a_recipe)
    with Image.open(io.BytesIO(provenance.shrunk(data, 10))) as copy:
        assert copy.size == (64, 64)


CIRCUMSTANCES = Circumstances(
    bucket=8,
    dtype="float16",
    speed="compile=true",
    device="cuda NVIDIA H200",
    threads=1,
    torch="2.13.0",
    diffusers="0.42.1",
    transformers="5.23.0",
    numpy="2.4.0",
    pillow="13.0.0",
)


@pytest.mark.parametrize("bucket", [None, 1, 16])
def test_circumstances_stand_beside_the_recipe_and_change_nothing_of_it(a_recipe: Recipe, bucket: int | None) -> None:
    circumstances = dataclasses.replace(CIRCUMSTANCES, bucket=bucket)
    png = provenance.encode(PICTURE, a_recipe, circumstances)
    assert provenance.circumstances_in(png) == circumstances
    assert provenance.recipe_in(png) == a_recipe
    assert chunks(png)["egaku"] == chunks(provenance.encode(PICTURE, a_recipe))["egaku"]


def test_an_older_file_has_no_circumstances(a_recipe: Recipe) -> None:
    assert provenance.circumstances_in(provenance.encode(PICTURE, a_recipe)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"bucket": 3},
        {"bucket": True},
        {"bucket": "8"},
        {"bucket": 10**9},
        {"threads": 0},
        {"threads": 10**9},
        {"torch": None},
        {"device": "x" * 10_000},
        {"device": "a\x1b[2J"},
        {"more": 1},
    ],
    ids=str,
)
def test_forged_circumstances_are_none(a_recipe: Recipe, changes: dict[str, object]) -> None:
    told = json.dumps(json.loads(CIRCUMSTANCES.to_json()) | changes)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("egaku-circumstances", told)
    file = io.BytesIO()
    PICTURE.save(file, "PNG", pnginfo=info)
    assert provenance.circumstances_in(file.getvalue()) is None


def test_what_differs_is_named() -> None:
    other = dataclasses.replace(CIRCUMSTANCES, bucket=None, torch="2.14.0")
    assert CIRCUMSTANCES.differing(other) == ("bucket", "torch")
    assert CIRCUMSTANCES.differing(CIRCUMSTANCES) == ()
