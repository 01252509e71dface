"""Which sizes a model is asked for, and which weights a recipe names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.models import MAX_ASPECT, ModelSpec, Size, SizeError, SizeReason, fit, is_folder, revision_of
from generator.recipe import Task

SMALL = ModelSpec(key="demo", text_to_image="t", edit="e", native_size=128, enlarge=4, max_side=1024)
LARGE = ModelSpec(key="sd15", text_to_image="runwayml/stable-diffusion-v1-5", native_size=512, max_side=1024)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ((512, 512), (512, 512, 4)),
        ((128, 128), (128, 128, 1)),
        ((256, 256), (256, 256, 2)),
        ((1024, 1024), (1024, 1024, 8)),
        ((500, 500), (512, 512, 4)),
        ((513, 511), (512, 512, 4)),
        ((640, 384), (640, 384, 4)),
        ((16, 16), (64, 64, 1)),
    ],
)
def test_a_small_model_is_enlarged_to_what_is_asked(asked: tuple[int, int], given: tuple[int, int, int]) -> None:
    assert fit(SMALL, *asked) == given


@pytest.mark.parametrize(
    ("aspect", "given"),
    [((1, 1), (512, 512, 4)), ((16, 9), (672, 384, 4)), ((9, 16), (384, 672, 4)), ((4, 1), (1024, 256, 4))],
)
def test_an_aspect_alone_keeps_about_the_native_area(aspect: tuple[int, int], given: tuple[int, int, int]) -> None:
    assert fit(SMALL, aspect=aspect) == given


def test_nothing_asked_is_the_native_square() -> None:
    assert fit(SMALL) == (512, 512, 4)
    assert fit(LARGE) == (512, 512, 1)


def test_a_large_model_draws_every_pixel_itself() -> None:
    assert fit(LARGE, 768, 512) == (768, 512, 1)
    assert fit(LARGE, 1000, 700) == (1000, 704, 1)
    assert fit(LARGE, aspect=(3, 2)) == (624, 416, 1)


@pytest.mark.parametrize(
    ("width", "height", "reason"),
    [
        (0, 0, SizeReason.NOT_POSITIVE),
        (0, 512, SizeReason.NOT_POSITIVE),
        (512, -8, SizeReason.NOT_POSITIVE),
        (1032, 1024, SizeReason.TOO_LARGE),
        (1_000_000, 1_000_000, SizeReason.TOO_LARGE),
        (1024, 128, SizeReason.TOO_EXTREME),
    ],
)
def test_an_impossible_size_says_why(width: int, height: int, reason: SizeReason) -> None:
    with pytest.raises(SizeError) as caught:
        fit(SMALL, width, height)
    assert caught.value.reason is reason
    assert isinstance(caught.value, ValueError)


def test_an_impossible_aspect_says_why() -> None:
    for aspect in ((5, 1), (1, 5), (10**9, 1)):
        with pytest.raises(SizeError) as caught:
            fit(SMALL, aspect=aspect)
        assert caught.value.reason is SizeReason.TOO_EXTREME


specs = st.builds(
    ModelSpec,
    key=st.just("m"),
    text_to_image=st.just("t"),
    native_size=st.sampled_from([64, 128, 512, 1024]),
    size_multiple=st.sampled_from([8, 16, 32, 64]),
    enlarge=st.integers(1, 4),
    max_side=st.sampled_from([1024, 1536, 2048, 4096]),
)


def _check(spec: ModelSpec, size: Size) -> None:
    assert max(size.width, size.height) <= spec.max_side
    for side in (size.width, size.height):
        assert side > 0
        assert side % (size.enlarge * spec.size_multiple) == 0


@given(specs, st.integers(1, 4200), st.integers(1, 4200))
def test_every_fitted_size_can_be_drawn(spec: ModelSpec, width: int, height: int) -> None:
    try:
        size = fit(spec, width, height)
    except SizeError as error:
        extreme = max(width, height) > MAX_ASPECT * min(width, height)
        assert extreme if error.reason is SizeReason.TOO_EXTREME else max(width, height) > spec.max_side
    else:
        _check(spec, size)


@given(specs, st.tuples(st.integers(1, 64), st.integers(1, 64)))
def test_every_fitted_aspect_can_be_drawn(spec: ModelSpec, aspect: tuple[int, int]) -> None:
    if max(aspect) <= MAX_ASPECT * min(aspect):
        _check(spec, fit(spec, aspect=aspect))


@given(specs, st.integers(1, 4200), st.integers(1, 4200))
def test_a_fitted_size_fits_as_it_is(spec: ModelSpec, width: int, height: int) -> None:
    try:
        size = fit(spec, width, height)
        again = fit(spec, size.width, size.height)
    except SizeError:
        return
    assert again == size


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "unet").mkdir()
    (tmp_path / "unet" / "config.json").write_text("{}")
    (tmp_path / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"weights")
    (tmp_path / "README.md").write_text("about")
    return tmp_path


def test_a_revision_follows_weights_and_configuration_only(folder: Path) -> None:
    first = revision_of(folder)
    (folder / "README.md").write_text("more about")
    assert revision_of(folder) == first
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(b"WEIGHTS")
    os.utime(weights, ns=(1, 1))
    assert revision_of(folder) != first


def test_a_revision_is_the_same_wherever_the_folder_lies(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "model"
    folder.rename(elsewhere)
    found = revision_of(elsewhere)
    elsewhere.rename(folder)
    assert revision_of(folder) == found


def test_a_pinned_revision_is_taken_at_its_word(folder: Path) -> None:
    spec = ModelSpec(key="m", text_to_image=str(folder), revision="abc")
    assert spec.revision_of(Task.TEXT_TO_IMAGE) == "abc"
    assert ModelSpec(key="m", text_to_image="org/model").revision_of(Task.TEXT_TO_IMAGE) == "main"


def test_no_model_no_revision(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no model"):
        ModelSpec(key="m", text_to_image=str(tmp_path)).revision_of(Task.TEXT_TO_IMAGE)
    with pytest.raises(LookupError):
        LARGE.home(Task.EDIT)


def test_a_missing_folder_is_no_hub_id(tmp_path: Path) -> None:
    assert is_folder(str(tmp_path / "gone"))
    assert is_folder("./models/mine")
    assert not is_folder("org/model")
