"""The engine in this process: one work, many at once, and everything that can go wrong."""

from __future__ import annotations

import io
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import structlog
import torch
from PIL import Image
from safetensors.torch import load, load_file, save_file

from generator import provenance
from generator.capacity import Capacity
from generator.engine import Engine
from generator.events import Cancelled, Drawn, Ending, Event, Failed, Finished, Progress, Reason, Source, Started, Work
from generator.models import revision_of
from generator.recipe import LoRA, Recipe, Task
from generator.residency import Residency
from tests.integration.generator import tiny

pytestmark = [
    pytest.mark.model,
    # diffusers' schedulers hand torch's tensors to numpy the old way.
    pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def models(folders: tiny.Folders) -> Residency:
    return Residency([folders.spec()], device="cpu")


def engine_of(models: Residency) -> Engine:
    """It has all passes take the same time, so that large ones pay."""
    capacity = Capacity(clock=itertools.count().__next__)
    return Engine(models, capacity=capacity, preview_interval=0, preview_side=64)


def drawn(work: Work, models: Residency) -> list[Event]:
    return list(engine_of(models).run(work))


def ending(work: Work, models: Residency) -> Ending:
    last = drawn(work, models)[-1]
    assert isinstance(last, Ending)
    return last


def finished(work: Work, models: Residency) -> Finished:
    last = ending(work, models)
    assert isinstance(last, Finished)
    return last


def test_every_step_is_told_and_there_is_one_ending(models: Residency, recipe: Recipe) -> None:
    events = drawn(tiny.work(recipe), models)
    assert [type(event) for event in events] == [Started, *[Progress] * 7, Finished]
    assert [(event.step, event.of) for event in events if isinstance(event, Progress)] == [(n, 6) for n in range(7)]


def test_the_pictures_of_a_work_are_drawn_together_and_come_in_its_order(models: Residency, recipe: Recipe) -> None:
    recipes = (recipe, recipe.but(seed=12, steps=3), recipe.but(seed=13))
    events = drawn(tiny.work(*recipes), models)
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.step for event in progress] == [0, 3, 6, 9, 11, 13, 15]
    assert [event.rows for event in progress] == [0, 6, 6, 6, 4, 4, 4], "each picture has two rows, with guidance"
    assert isinstance(events[-1], Finished)
    assert [picture.recipe.seed for picture in events[-1].pictures] == [11, 12, 13]


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


@pytest.mark.parametrize("after", [0, 1, 4, 6])
def test_a_cancel_takes_effect_before_the_next_step(models: Residency, recipe: Recipe, after: int) -> None:
    engine, told = engine_of(models), []
    for event in engine.run(tiny.work(recipe)):
        told.append(event)
        if isinstance(event, Progress) and event.step == after:
            engine.cancel(1)
    assert told[-1] == Cancelled(job=1)
    assert max(event.step for event in told if isinstance(event, Progress)) == after
    assert not engine.busy


def test_a_request_joins_in_the_middle_of_others_and_is_drawn_as_if_alone(models: Residency, recipe: Recipe) -> None:
    works = [
        tiny.work(recipe, job=1),
        tiny.work(recipe.but(sampler="euler_a", steps=9, guidance=1.0, seed=2), job=2),
        tiny.work(recipe.but(sampler="heun", steps=3, guidance=30.0, seed=3), job=3),
        tiny.work(recipe.but(sampler="dpmpp_2m", steps=1, seed=4), job=4),
        tiny.work(recipe.but(sampler="unipc", guidance_interval=(0.2, 0.8), seed=5), job=5),
    ]
    alone = {work.job: finished(work, models).pictures[0] for work in works}
    together = dict(staggered(engine_of(models), works))
    for job, picture in alone.items():
        assert farthest(picture.png, together[job].png) <= 1, job


def staggered(engine: Engine, works: list[Work]) -> Iterator[tuple[int, Drawn]]:
    """Each joins when the one before it has had a step."""
    for work in works:
        engine.add(work)
        stepped = False
        while not stepped:
            told = engine.step()
            stepped = any(isinstance(event, Progress) and event.step for event in told)
            yield from done(told)
    yield from done(list(run_out(engine)))


def done(events: list[Event]) -> Iterator[tuple[int, Drawn]]:
    return ((event.job, event.pictures[0]) for event in events if isinstance(event, Finished))


def farthest(one: bytes, other: bytes) -> int:
    pair = [np.frombuffer(pixels(png), np.uint8).astype(int) for png in (one, other)]
    return int(abs(pair[0] - pair[1]).max())


def test_guidance_outside_its_interval_is_off(models: Residency, recipe: Recipe) -> None:
    never, always, some = (
        finished(tiny.work(recipe.but(guidance_interval=interval)), models).pictures[0].png
        for interval in ((0.0, 0.0), (0.0, 1.0), (0.3, 0.7))
    )
    assert pixels(never) == pixels(finished(tiny.work(recipe.but(guidance=1.0)), models).pictures[0].png)
    assert pixels(always) == pixels(finished(tiny.work(recipe), models).pictures[0].png)
    assert pixels(some) not in (pixels(never), pixels(always))


def test_a_newcomer_has_its_first_step_before_anybody_goes_on(models: Residency, recipe: Recipe) -> None:
    engine = engine_of(models)
    for job in range(1, 30):
        engine.add(tiny.work(recipe.but(steps=100), job=job, person=job))
    while not any(isinstance(event, Progress) and event.step == 2 for event in engine.step()):
        pass
    engine.add(tiny.work(recipe.but(steps=100), job=99, person=99))
    told = [event for _ in range(2) for event in engine.step()]
    assert any(isinstance(event, Progress) and event.job == 99 and event.preview for event in told)


def test_all_that_is_cancelled_at_once_is_gone_at_once(models: Residency, recipe: Recipe) -> None:
    engine = engine_of(models)
    for job in range(1, 501):
        engine.add(tiny.work(recipe, job=job, person=job % 7))
    for _ in range(20):
        engine.step()
    for job in range(1, 501):
        engine.cancel(job)
    assert {event.job for event in engine.step() if isinstance(event, Cancelled)} == set(range(1, 501))
    assert not engine.busy
    assert engine.step() == []


def test_a_job_is_not_taken_twice_at_once(models: Residency, recipe: Recipe) -> None:
    engine = engine_of(models)
    engine.add(tiny.work(recipe))
    with pytest.raises(ValueError, match="job 1"):
        engine.add(tiny.work(recipe))


def test_two_models_take_turns_and_both_get_done(models: Residency, recipe: Recipe, photograph: bytes) -> None:
    engine = engine_of(Residency([*models.specs], device="cpu", keep=1))
    edit = recipe.but(task=Task.EDIT, source="photograph", image_guidance=2.0)
    for job in range(1, 5):
        engine.add(tiny.work(recipe.but(seed=job), job=job, person=job))
        engine.add(tiny.work(edit.but(seed=job), job=10 + job, person=job, photograph=Source(picture=photograph)))
    endings = [event for event in run_out(engine) if isinstance(event, Ending)]
    assert len(endings) == 8 and all(isinstance(event, Finished) for event in endings)


def run_out(engine: Engine) -> Iterator[Event]:
    while engine.busy:
        yield from engine.step()


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
    work = Work(job=7, recipes=(recipe.but(**changes),), sources=sources)
    assert ending(work, models) == Failed(job=7, reason=reason)
    assert isinstance(ending(tiny.work(recipe, job=8), models), Finished)


def test_a_failure_is_logged_without_the_prompt(models: Residency, recipe: Recipe) -> None:
    recipe = recipe.but(prompt="my secret", sampler="my secret")
    with structlog.testing.capture_logs() as logs:
        ending(tiny.work(recipe), models)
    assert len(logs) == 1
    assert "KeyError" in logs[0]["error"]
    assert "solvers.py" in logs[0]["error"]
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


@pytest.fixture
def one_place(folders: tiny.Folders) -> Iterator[Residency]:
    yield Residency([folders.spec()], device="cpu", keep=1)


def test_the_model_used_longest_ago_makes_room(one_place: Residency, recipe: Recipe) -> None:
    first = one_place.family(recipe)
    assert one_place.family(recipe.but(seed=3)) is first
    edit = one_place.family(recipe.but(task=Task.EDIT, source="s"))
    assert one_place.family(recipe) is not first
    assert one_place.family(recipe.but(task=Task.EDIT, source="s")) is not edit


def test_it_is_said_before_a_model_is_loaded_and_once(folders: tiny.Folders, recipe: Recipe) -> None:
    said: list[int] = []
    models = Residency([folders.spec()], device="cpu", loading=lambda: said.append(1))
    for number in (1, 2):
        finished(tiny.work(recipe, job=number), models)
    assert said == [1]
