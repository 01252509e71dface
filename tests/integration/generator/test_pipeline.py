"""Pipelines that run by themselves, held up after each step: a Stable Diffusion 3, and others."""

from __future__ import annotations

import io
import json
import shutil
import threading
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    DiffusionPipeline,
    StableDiffusion3Img2ImgPipeline,
    StableDiffusion3Pipeline,
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInstructPix2PixPipeline,
    StableDiffusionPipeline,
)
from PIL import Image
from safetensors.torch import load_file, save_file

from generator import pictures, samplers
from generator.engine import Engine
from generator.events import Cancelled, Ending, Event, Failed, Finished, Progress, Reason, Source, Work
from generator.families.aside import Aside
from generator.families.base import advance
from generator.families.pipeline import Pipeline
from generator.models import ModelSpec
from generator.recipe import Recipe, Task
from generator.residency import Residency
from tests.integration.generator import tiny

pytestmark = [
    pytest.mark.model,
    # diffusers' schedulers hand torch's tensors to numpy the old way.
    pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def sd3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.made_sd3(tmp_path_factory.mktemp("sd3"))


@pytest.fixture(scope="module")
def models(sd3: Path, folders: tiny.Folders) -> Residency:
    return Residency([of("sd3", sd3), of("sd", folders.text_to_image, folders.edit)], device="cpu", keep=3)


def of(key: str, folder: Path, edit: Path | None = None) -> ModelSpec:
    return ModelSpec(
        key=key,
        text_to_image=str(folder),
        edit=str(edit) if edit else None,
        family="pipeline",
        edit_family="pipeline",
        native_size=64,
    )


@pytest.fixture
def recipe(recipe: Recipe) -> Recipe:
    return recipe.but(model="sd3", width=64, height=64, enlarge=1, sampler=samplers.OWN)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = running()
    yield
    assert running() == before


def running() -> int:
    return sum(thread.name == "aside" for thread in threading.enumerate())


def drawn(work: Work, models: Residency) -> list[Event]:
    return list(Engine(models, preview_interval=0, preview_side=64).run(work))


def picture(ending: Event) -> Image.Image:
    assert isinstance(ending, Finished)
    return pictures.opened(ending.pictures[0].png)


def asked(kind: Any, folder: Path, recipe: Recipe, scheduler: str = samplers.OWN, **more: Any) -> Image.Image:
    """The same of the unmodified pipeline."""
    pipeline = kind.from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    pipeline.scheduler = samplers.scheduler(scheduler, pipeline.scheduler.config)
    found = pipeline(
        recipe.prompt,
        negative_prompt=recipe.negative_prompt,
        num_inference_steps=recipe.steps,
        guidance_scale=recipe.guidance,
        generator=torch.Generator().manual_seed(recipe.seed),
        **more,
    )
    image: Image.Image = found.images[0]
    return image


def test_a_picture_is_to_the_bit_what_the_pipeline_makes_alone(models: Residency, recipe: Recipe, sd3: Path) -> None:
    image = picture(drawn(tiny.work(recipe), models)[-1])
    assert image.tobytes() == asked(StableDiffusion3Pipeline, sd3, recipe, width=64, height=64).tobytes()


def test_a_picture_over_another_is_too(models: Residency, recipe: Recipe, sd3: Path, photograph: bytes) -> None:
    over = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.5)
    events = drawn(tiny.work(over, photograph=Source(picture=photograph)), models)
    expected = asked(
        StableDiffusion3Img2ImgPipeline, sd3, over, image=resized(photograph), strength=0.5, width=64, height=64
    )
    assert picture(events[-1]).tobytes() == expected.tobytes()
    assert [event.of for event in events if isinstance(event, Progress)] == [3] * 4


def resized(photograph: bytes) -> Image.Image:
    return pictures.resized(pictures.opened(photograph), 64, 64)


def test_with_no_step_the_source_is_what_there_is(models: Residency, recipe: Recipe, photograph: bytes) -> None:
    over = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.0)
    events = drawn(tiny.work(over, photograph=Source(picture=photograph)), models)
    assert picture(events[-1]).tobytes() == resized(photograph).tobytes()


@pytest.mark.parametrize("sampler", [samplers.OWN, "euler", "heun", "dpmpp_2m_sde"])
def test_stable_diffusion_through_it_is_the_pipelines_with_any_sampler_that_it_says_it_takes(
    models: Residency, recipe: Recipe, folders: tiny.Folders, photograph: bytes, sampler: str
) -> None:
    recipe = recipe.but(model="sd", sampler=sampler)
    events = drawn(tiny.work(recipe), models)
    expected = asked(StableDiffusionPipeline, folders.text_to_image, recipe, sampler, width=64, height=64)
    assert picture(events[-1]).tobytes() == expected.tobytes()
    assert events[-2] == Progress(
        job=1, step=samplers.evaluations(recipe), of=samplers.evaluations(recipe), seconds=ANY, rows=1
    )
    over = recipe.but(task=Task.IMAGE_TO_IMAGE, source="photograph", strength=0.6)
    expected = asked(
        StableDiffusionImg2ImgPipeline,
        folders.text_to_image,
        over,
        sampler,
        image=resized(photograph),
        strength=0.6,
    )
    ending = drawn(tiny.work(over, photograph=Source(picture=photograph)), models)[-1]
    assert picture(ending).tobytes() == expected.tobytes()


class _Any(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


ANY = _Any()


def test_an_edit_is_the_pipelines(models: Residency, recipe: Recipe, folders: tiny.Folders, photograph: bytes) -> None:
    edit = recipe.but(model="sd", task=Task.EDIT, source="photograph", image_guidance=2.0)
    ending = drawn(tiny.work(edit, photograph=Source(picture=photograph)), models)[-1]
    expected = asked(
        StableDiffusionInstructPix2PixPipeline,
        folders.edit,
        edit,
        image=resized(photograph),
        image_guidance_scale=2.0,
    )
    assert picture(ending).tobytes() == expected.tobytes()


def test_every_step_is_told_with_a_preview_and_no_latents_are_kept(models: Residency, recipe: Recipe) -> None:
    events = drawn(tiny.work(recipe), models)
    steps = [event for event in events if isinstance(event, Progress)]
    assert [(event.step, event.of) for event in steps] == [(number, 6) for number in range(7)]
    previews = [event.preview for event in steps if event.preview]
    assert len(previews) == 5
    with Image.open(io.BytesIO(previews[-1])) as image:
        assert (image.format, image.size) == ("JPEG", (64, 64))
    assert isinstance(events[-1], Finished)
    assert events[-1].pictures[0].latents is None


def test_pictures_take_turns_without_changing_each_other(models: Residency, recipe: Recipe) -> None:
    recipes = [recipe, recipe.but(seed=2, steps=4, guidance=1.0), recipe.but(seed=3, guidance=7.0, model="sd")]
    alone = [picture(drawn(tiny.work(one), models)[-1]) for one in recipes]
    engine = Engine(models)
    endings: dict[int, Ending] = {}
    order: list[int] = []
    for job, one in enumerate(recipes):
        engine.add(tiny.work(one, job=job, person=job))
    while engine.busy:
        assert torch.is_grad_enabled()
        for event in engine.step():
            if isinstance(event, Progress) and event.step:
                order.append(event.job)
            if isinstance(event, Ending):
                endings[event.job] = event
    assert order != sorted(order)
    assert [picture(endings[job]).tobytes() for job in range(3)] == [image.tobytes() for image in alone]


def test_a_cancelled_picture_is_gone_with_its_thread_before_the_next_step(models: Residency, recipe: Recipe) -> None:
    engine = Engine(models)
    engine.add(tiny.work(recipe.but(steps=50)))
    events = [event for _ in range(4) for event in engine.step()]
    assert (events[-1], running()) == (Progress(job=1, step=3, of=50, seconds=ANY, rows=1), 1)
    engine.cancel(1)
    assert running() == 0
    assert engine.step() == [Cancelled(job=1)]
    assert not engine.busy


def test_what_breaks_inside_fails_that_picture_alone(
    recipe: Recipe, sd3: Path, tmp_path: Path, folders: tiny.Folders
) -> None:
    there = shutil.copytree(sd3, tmp_path / "broken")
    config = there / "transformer" / "config.json"
    # Too small a table of positions for the picture: found in the first forward pass.
    settings = json.loads(config.read_text())
    settings["pos_embed_max_size"] = 2
    config.write_text(json.dumps(settings))
    weights = there / "transformer" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["pos_embed.pos_embed"] = tensors["pos_embed.pos_embed"][:, :4].contiguous()
    save_file(tensors, weights)
    models = Residency([of("sd3", there), of("sd", folders.text_to_image)], device="cpu")
    engine = Engine(models)
    engine.add(tiny.work(recipe, job=1))
    engine.add(tiny.work(recipe.but(model="sd"), job=2))
    endings: dict[int, Ending] = {}
    while engine.busy:
        endings |= {event.job: event for event in engine.step() if isinstance(event, Ending)}
    assert endings[1] == Failed(job=1, reason=Reason.INTERNAL)
    assert isinstance(endings[2], Finished)


def test_what_is_not_finite_is_no_picture(recipe: Recipe, sd3: Path, tmp_path: Path) -> None:
    there = shutil.copytree(sd3, tmp_path / "broken")
    weights = there / "transformer" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["proj_out.bias"].fill_(float("nan"))
    save_file(tensors, weights)
    ending = drawn(tiny.work(recipe), Residency([of("sd3", there)], device="cpu"))[-1]
    assert ending == Failed(job=1, reason=Reason.NOT_A_PICTURE)


def test_a_sampler_that_does_not_fit_is_refused_and_not_passed_over(models: Residency, recipe: Recipe) -> None:
    assert drawn(tiny.work(recipe.but(sampler="ddim")), models)[-1] == Failed(job=1, reason=Reason.INTERNAL)


@pytest.mark.parametrize("broken", ["code", "pickle", "no words"])
def test_what_would_run_code_of_the_models_or_draws_without_words_is_not_loaded(
    recipe: Recipe, folders: tiny.Folders, tmp_path: Path, broken: str
) -> None:
    there = shutil.copytree(folders.text_to_image, tmp_path / "model")
    index = there / "model_index.json"
    match broken:
        case "code":
            (there / "mine.py").write_text(f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n")
            index.write_text(json.dumps(json.loads(index.read_text()) | {"_class_name": ["mine", "Mine"]}))
        case "pickle":
            weights = there / "unet" / "diffusion_pytorch_model.safetensors"
            torch.save(load_file(weights), weights.with_suffix(".bin"))
            weights.unlink()
        case "no words":
            parts = json.loads(index.read_text())
            kept = {name: parts[name] for name in ("_diffusers_version", "unet", "scheduler")}
            index.write_text(json.dumps(kept | {"_class_name": "DDPMPipeline"}))
    ending = drawn(tiny.work(recipe.but(model="sd")), Residency([of("sd", there)], device="cpu"))[-1]
    assert ending == Failed(job=1, reason=Reason.MODEL_MISSING)
    assert not (tmp_path / "ran").exists()


class Wilful(DiffusionPipeline):  # type: ignore[misc]
    """Announces nothing, and takes as many steps as it likes."""

    def __init__(self, scheduler: Any) -> None:
        super().__init__()
        self.register_modules(scheduler=scheduler)

    def __call__(self, prompt: str, num_inference_steps: int, generator: torch.Generator) -> Any:
        self.scheduler.set_timesteps(10)
        latents = torch.zeros(1, 3, 8, 8)
        for timestep in self.scheduler.timesteps[: int(prompt)]:
            latents = self.scheduler.step(torch.full_like(latents, 0.1), timestep, latents, return_dict=False)[0]
        return types.SimpleNamespace(images=[Image.new("RGB", (8, 8), (int(prompt), 0, 0))])


@pytest.mark.parametrize("taken", [0, 1, 3, 4, 6])
def test_a_pipeline_that_takes_other_steps_than_it_was_asked_for_comes_to_its_end_too(
    recipe: Recipe, taken: int
) -> None:
    family = Pipeline(Wilful(DDIMScheduler()))
    state = family.begin(recipe.but(prompt=str(taken), steps=4), None)
    while not state.done:
        advance([state], family.predict([state]))
    assert family.preview(state, state.latents, 64) is None
    assert family.images([state])[0].getpixel((0, 0)) == (taken, 0, 0)


def test_one_that_ran_out_of_memory_goes_on_where_it_was(models: Residency, recipe: Recipe) -> None:
    """As the engine does it once other models are unloaded: the same step is asked for again."""
    family = models.family(recipe)
    assert isinstance(family, Pipeline)
    expected = picture(drawn(tiny.work(recipe), models)[-1])
    state = family.begin(recipe, None)
    first = family.predict([state])[0]
    state.latents, state.course.index = first, 1
    state.run.close()
    state.run = Aside(exhausted)
    with pytest.raises(MemoryError):
        family.predict([state])
    for _ in range(5):
        state.latents = family.predict([state])[0]
        state.course.index += 1
    assert family.images([state])[0].tobytes() == expected.tobytes()


def exhausted(hand: Any) -> Any:
    raise MemoryError
