"""One work drawn in this process, with everything that can go wrong."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
import torch
from PIL import Image
from safetensors.torch import load, load_file, save_file

from generator import provenance
from generator.drawing import draw
from generator.events import Cancelled, Ending, Event, Failed, Finished, Progress, Reason, Source, Started, Work
from generator.families.base import Family
from generator.models import revision_of
from generator.preview import Previews
from generator.recipe import LoRA, Recipe, Task
from generator.residency import Residency
from tests.integration.generator import tiny

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def models(folders: tiny.Folders) -> Residency:
    return Residency([folders.spec()], device="cpu")


def never() -> bool:
    return False


def drawn(work: Work, models: Residency, cancelled: Callable[[], bool] = never) -> list[Event]:
    return list(draw(work, models, cancelled, previews=Previews(interval=0, side=64)))


def ending(work: Work, models: Residency) -> Ending:
    last = drawn(work, models)[-1]
    assert isinstance(last, Ending)
    return last


def finished(work: Work, models: Residency) -> Finished:
    last = ending(work, models)
    assert isinstance(last, Finished)
    return last


def test_every_step_is_told_and_there_is_one_ending(models: Residency, recipe: Recipe) -> None:
    events = drawn(tiny.work(recipe, recipe.but(seed=12, steps=3)), models)
    assert isinstance(events[0], Started)
    told = events[1:-1]
    assert all(isinstance(event, Progress) for event in told)
    assert [(event.step, event.of) for event in told if isinstance(event, Progress)] == [(n, 9) for n in range(10)]
    assert isinstance(events[-1], Finished)


def test_a_preview_is_a_small_jpeg_of_the_picture(models: Residency, recipe: Recipe) -> None:
    events = drawn(tiny.work(recipe.but(width=192, height=128)), models)
    previews = [event.preview for event in events if isinstance(event, Progress) and event.preview]
    assert len(previews) == recipe.steps - 1
    with Image.open(io.BytesIO(previews[-1])) as image:
        assert (image.format, image.size) == ("JPEG", (64, 43))
    assert max(map(len, previews)) < 8_000


def test_a_finished_picture_carries_its_size_its_latents_and_the_weights_revision(
    models: Residency, recipe: Recipe, folders: tiny.Folders
) -> None:
    picture = finished(tiny.work(recipe), models).pictures[0]
    assert picture.recipe == recipe.but(revision=revision_of(folders.text_to_image))
    assert provenance.recipe_in(picture.png) == picture.recipe
    with Image.open(io.BytesIO(picture.png)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (128, 128))
    assert picture.latents is not None
    latents = load(picture.latents)["latents"]
    assert (latents.dtype, latents.shape) == (torch.float32, (4, 8, 8))


def test_the_same_recipe_is_the_same_picture_and_another_seed_is_another(models: Residency, recipe: Recipe) -> None:
    work = tiny.work(recipe, recipe.but(seed=recipe.seed + 1))
    first, second = (finished(work, models).pictures for _ in range(2))
    assert [picture.png for picture in first] == [picture.png for picture in second]
    assert first[0].png != first[1].png


def test_an_edit_starts_from_the_latents_that_came_with_its_source(models: Residency, recipe: Recipe) -> None:
    picture = finished(tiny.work(recipe), models).pictures[0]
    edit = recipe.but(task=Task.EDIT, source="first", image_guidance=2.0)
    from_latents, from_picture = (
        finished(tiny.work(edit, first=Source(picture=picture.png, latents=latents)), models).pictures[0].png
        for latents in (picture.latents, None)
    )
    assert from_latents != from_picture


def test_ten_turns_at_strength_0_keep_every_pixel(models: Residency, recipe: Recipe) -> None:
    first = last = finished(tiny.work(recipe), models).pictures[0]
    for seed in range(10):
        source = Source(picture=last.png, latents=last.latents)
        turn = recipe.but(task=Task.IMAGE_TO_IMAGE, source="last", strength=0.0, seed=seed)
        last = finished(tiny.work(turn, last=source), models).pictures[0]
    assert pixels(last.png) == pixels(first.png)
    assert last.latents == first.latents


def pixels(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as image:
        return image.tobytes()


def test_upscaling_draws_nothing(models: Residency, recipe: Recipe, photograph: bytes) -> None:
    turn = recipe.but(task=Task.UPSCALE, source="photograph", width=300, height=200, enlarge=1)
    events = drawn(tiny.work(turn, photograph=Source(picture=photograph)), models)
    assert [type(event) for event in events] == [Started, Finished]
    picture = events[-1].pictures[0] if isinstance(events[-1], Finished) else None
    assert picture is not None
    assert picture.latents is None
    with Image.open(io.BytesIO(picture.png)) as image:
        assert image.size == (300, 200)


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_cancel_takes_effect_before_the_next_step(models: Residency, recipe: Recipe, after: int) -> None:
    steps = _steps_until_cancelled(tiny.work(recipe), models, after)
    assert steps == after


def test_a_cancel_during_the_last_step_still_counts(models: Residency, recipe: Recipe) -> None:
    assert _steps_until_cancelled(tiny.work(recipe), models, recipe.steps) == recipe.steps


def _steps_until_cancelled(work: Work, models: Residency, after: int) -> int:
    """Steps that are taken when the job is cancelled while the ``after``-th is."""
    told: list[Event] = []

    def taken() -> int:
        return max((event.step for event in told if isinstance(event, Progress)), default=0)

    for event in draw(work, models, lambda: taken() >= after):
        told.append(event)
    assert isinstance(told[-1], Cancelled)
    return taken()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model": "unheard of"}, Reason.MODEL_MISSING),
        ({"task": Task.INPAINT, "source": "photograph"}, Reason.MODEL_MISSING),
        ({"loras": (LoRA(name="ink", weight=1.0, sha256="0"),)}, Reason.MODEL_MISSING),
        ({"task": Task.EDIT, "source": "broken"}, Reason.SOURCE_UNREADABLE),
        ({"task": Task.IMAGE_TO_IMAGE, "source": "forgotten", "strength": 0.5}, Reason.SOURCE_UNREADABLE),
        ({"task": Task.UPSCALE, "source": "broken"}, Reason.SOURCE_UNREADABLE),
        ({"sampler": "no such sampler"}, Reason.INTERNAL),
        ({"sampler": "lcm", "steps": 60}, Reason.INTERNAL),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_fails_alone_and_says_why(
    models: Residency, recipe: Recipe, photograph: bytes, changes: dict[str, object], reason: Reason
) -> None:
    sources = {"photograph": Source(picture=photograph), "broken": Source(picture=photograph[:200])}
    assert ending(tiny.work(recipe.but(**changes), job=7, **sources), models) == Failed(job=7, reason=reason)
    assert isinstance(ending(tiny.work(recipe, job=8), models), Finished)


def test_a_failure_is_logged_without_the_prompt(models: Residency, recipe: Recipe) -> None:
    recipe = recipe.but(prompt="my secret", sampler="my secret")
    with structlog.testing.capture_logs() as logs:
        ending(tiny.work(recipe), models)
    assert len(logs) == 1
    assert "KeyError" in logs[0]["error"]
    assert "drawing.py" in logs[0]["error"]
    assert "my secret" not in str(logs)


def test_a_model_that_answers_with_nothing_finite_is_not_a_picture(
    folders: tiny.Folders, recipe: Recipe, tmp_path: Path
) -> None:
    broken = _with_weight(folders.text_to_image, tmp_path / "nan", torch.tensor(float("nan")))
    assert ending(tiny.work(recipe), Residency([folders.spec(text_to_image=str(broken))], device="cpu")) == Failed(
        job=1, reason=Reason.NOT_A_PICTURE
    )


def test_what_overflows_in_half_precision_is_drawn_again_in_full(
    folders: tiny.Folders, recipe: Recipe, tmp_path: Path
) -> None:
    too_large = _with_weight(folders.text_to_image, tmp_path / "large", torch.tensor(1e5))
    spec = folders.spec(text_to_image=str(too_large), dtype="float16")
    events = drawn(tiny.work(recipe), Residency([spec], device="cpu"))
    assert isinstance(events[-1], Finished)
    steps = [event.step for event in events if isinstance(event, Progress)]
    assert steps == sorted(steps)
    assert all(event.step <= event.of for event in events if isinstance(event, Progress))


def _with_weight(folder: Path, there: Path, value: torch.Tensor) -> Path:
    shutil.copytree(folder, there)
    path = there / "unet" / "diffusion_pytorch_model.safetensors"
    weights = load_file(path)
    weights["conv_out.bias"] = weights["conv_out.bias"] * 0 + value
    save_file(weights, path, metadata={"format": "pt"})
    return there


def test_weights_that_could_run_code_are_not_loaded(folders: tiny.Folders, recipe: Recipe, tmp_path: Path) -> None:
    pickled = tmp_path / "pickled"
    shutil.copytree(folders.text_to_image, pickled)
    safe = pickled / "unet" / "diffusion_pytorch_model.safetensors"
    torch.save(load_file(safe), safe.with_suffix(".bin"))
    safe.unlink()
    models = Residency([folders.spec(text_to_image=str(pickled))], device="cpu")
    assert ending(tiny.work(recipe), models) == Failed(job=1, reason=Reason.MODEL_MISSING)


def test_a_missing_folder_is_a_missing_model(folders: tiny.Folders, recipe: Recipe, tmp_path: Path) -> None:
    models = Residency([folders.spec(text_to_image=str(tmp_path / "gone"))], device="cpu")
    assert ending(tiny.work(recipe), models) == Failed(job=1, reason=Reason.MODEL_MISSING)


def test_out_of_memory_unloads_the_models_and_says_so(recipe: Recipe) -> None:
    class Full:
        released = False

        def family(self, recipe: Recipe, *, exact: bool = False) -> Family:
            raise torch.OutOfMemoryError("CUDA out of memory")

        def release(self) -> None:
            self.released = True

    full = Full()
    assert list(draw(tiny.work(recipe), full, never))[-1] == Failed(job=1, reason=Reason.OUT_OF_MEMORY)
    assert full.released


@pytest.fixture
def one_place(folders: tiny.Folders) -> Iterator[Residency]:
    yield Residency([folders.spec()], device="cpu", keep=1)


def test_the_model_used_longest_ago_makes_room(one_place: Residency, recipe: Recipe) -> None:
    first = one_place.family(recipe)
    assert one_place.family(recipe.but(seed=3)) is first
    edit = one_place.family(recipe.but(task=Task.EDIT, source="s"))
    assert one_place.family(recipe) is not first
    assert one_place.family(recipe.but(task=Task.EDIT, source="s")) is not edit
