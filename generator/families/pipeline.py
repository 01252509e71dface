"""Any other pipeline of diffusers that draws from words, behind the same steps.

Its loop cannot be driven from outside. So each picture runs its own copy of the pipeline (over the same weights) aside,
and is held up after each step of its scheduler. What comes after the last step happens with :meth:`Pipeline.images`.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
import torch
from diffusers import AutoencoderKL, AutoPipelineForImage2Image, DiffusionPipeline
from PIL import Image
from torch import Tensor

from generator import models, pictures, samplers
from generator.events import Source
from generator.families.aside import Aside
from generator.families.autoencoder import Autoencoder
from generator.families.base import Family, State
from generator.preview import Projection
from generator.recipe import Recipe, Task
from generator.solvers import Course


class _Step(NamedTuple):
    latents: Tensor
    clean: Tensor
    """The noise-free estimate where the scheduler makes one, else the same latents."""


_Run = Aside[int | _Step, Image.Image]
"""Hands over the number of steps, where the pipeline announces it, and then each step."""


class _TakesOver:
    """A solver for what a pipeline has stepped itself."""

    @staticmethod
    def step(output: Tensor, _timestep: Tensor, _latents: Tensor, *, return_dict: bool) -> tuple[Tensor]:
        return (output,)


@dataclasses.dataclass(slots=True, kw_only=True, eq=False)
class Running(State):
    """One picture; its latents are whatever the pipeline calls so."""

    anew: Callable[[], _Run]
    run: _Run
    step: _Step | None = None
    """The latest."""
    ahead: bool = False
    """That one was taken before it was asked for."""

    def close(self) -> None:
        self.run.close()


class Pipeline(Family):
    space = ""

    def __init__(self, loaded: Any) -> None:
        """``loaded`` is a pipeline. Raises ValueError: it draws nothing from words."""
        loaded.set_progress_bar_config(disable=True)
        self._pipelines = _by_task(loaded)
        self._projection = _projection(loaded)
        self.tasks = frozenset(self._pipelines)
        self.dtype = loaded.dtype

    @classmethod
    def load(
        cls, home: str, *, revision: str | None, variant: str | None, dtype: torch.dtype, device: torch.device
    ) -> Self:
        loaded = DiffusionPipeline.from_pretrained(
            home,
            revision=revision,
            variant=variant,
            dtype=dtype,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=models.is_folder(home),
        )
        return cls(loaded.to(device))

    def begin(self, recipe: Recipe, source: Source | None) -> Running:
        """As far as to the first step. Raises ValueError: the recipe's sampler is none for this model."""
        pipeline = self._pipelines[recipe.task]
        picture = None if source is None else pictures.resized(pictures.opened(source.picture), *recipe.drawn_size)
        scheduler = _scheduler(pipeline, recipe.sampler)

        def anew() -> _Run:
            # A run changes both: nothing of it may be seen by the next one, or by one that is held up meanwhile.
            own = copy.copy(pipeline)
            own.scheduler = copy.deepcopy(scheduler)
            return Aside(lambda hand: _drawn(own, recipe, picture, hand))

        run = anew()
        first = run.resumed()
        step = None if isinstance(first, int) else first
        steps = first if isinstance(first, int) else samplers.evaluations(recipe) * (step is not None)
        return Running(
            recipe=recipe,
            course=Course(torch.arange(steps), scheduler=_TakesOver),
            latents=torch.zeros(1, 1),
            anew=anew,
            run=run,
            step=step,
            ahead=step is not None,
        )

    def predict(self, states: Sequence[State], bucket: int | None = None) -> list[Tensor]:
        return [self._stepped(_running(state)) for state in states]

    def _stepped(self, state: Running) -> Tensor:
        """The latents after the next step; as they are, and the course cut short, where there was none any more."""
        if not state.ahead:
            if state.run.failed:
                _catch_up(state)
            state.step = _next(state.run)
        state.ahead = False
        if state.step is None:
            state.course.timesteps = state.course.timesteps[: state.course.index + 1]
            return state.latents
        return state.step.latents

    def preview(self, state: State, output: Tensor, side: int) -> Image.Image | None:
        step = _running(state).step
        if step is None or self._projection is None or not self._projection.fits(step.clean):
            return None
        return self._projection.picture(step.clean, side)

    def images(self, states: Sequence[State]) -> list[Image.Image]:
        runs = [_running(state).run for state in states]
        for run in runs:
            while _next(run) is not None:
                pass
        return [run.result for run in runs]


def _running(state: State) -> Running:
    assert isinstance(state, Running)
    return state


def _next(run: _Run) -> _Step | None:
    """None where there are no more."""
    found = run.resumed()
    return _next(run) if isinstance(found, int) else found


def _catch_up(state: Running) -> None:
    """Begin again and go as far as it was: whoever asks once more after a failure has made room in the memory."""
    state.run = state.anew()
    for _ in range(state.course.index):
        _next(state.run)


def _drawn(
    pipeline: Any, recipe: Recipe, picture: Image.Image | None, hand: Callable[[int | _Step], None]
) -> Image.Image:
    _watch_steps(pipeline.scheduler, hand)
    _watch_announcement(pipeline, hand)
    if picture is not None and not samplers.evaluations(recipe):
        return picture
    # Not every pipeline sees to it by itself.
    with torch.no_grad():
        return _image(pipeline(**_arguments(pipeline, recipe, picture)).images[0])


def _arguments(pipeline: Any, recipe: Recipe, picture: Image.Image | None) -> dict[str, Any]:
    """What the recipe says, as far as the pipeline takes it."""
    width, height = recipe.drawn_size
    offered = {
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt or None,
        "image": picture,
        "strength": recipe.strength,
        "num_inference_steps": recipe.steps,
        "guidance_scale": recipe.guidance,
        "image_guidance_scale": recipe.image_guidance,
        "width": width,
        "height": height,
        "generator": torch.Generator().manual_seed(recipe.seed),
        "output_type": "np",
    }
    taken = _parameters(pipeline)
    return {name: value for name, value in offered.items() if name in taken and value is not None}


def _image(made: Any) -> Image.Image:
    """RGB, rounded as diffusers does. Raises FloatingPointError."""
    if isinstance(made, Image.Image):
        return made.convert("RGB")
    if not np.isfinite(made).all():
        raise FloatingPointError("a picture is not finite")
    return Image.fromarray((made * 255).round().astype(np.uint8).squeeze()).convert("RGB")


def _watch_steps(scheduler: Any, hand: Callable[[_Step], None]) -> None:
    step = scheduler.step

    @functools.wraps(step)
    def watched(*args: Any, **kwargs: Any) -> Any:
        made = step(*args, **kwargs)
        hand(_Step(made[0], made[1] if len(made) > 1 and made[1] is not None else made[0]))
        return made

    scheduler.step = watched


def _watch_announcement(pipeline: Any, hand: Callable[[int], None]) -> None:
    """The first progress bar is made when everything but the steps is ready."""
    shown, announced = pipeline.progress_bar, False

    @functools.wraps(shown)
    def watched(iterable: Any = None, total: int | None = None) -> Any:
        nonlocal announced
        bar = shown(iterable, total)
        if not announced:
            announced = True
            # The bar counts what the user asked for, which is half of the steps of a second-order scheduler.
            hand(int(getattr(pipeline, "num_timesteps", None) or bar.total))
        return bar

    pipeline.progress_bar = watched


def _scheduler(pipeline: Any, sampler: str) -> Any:
    """The pipeline's own, or another that it says it works with as well. Raises ValueError."""
    if sampler == samplers.OWN:
        return pipeline.scheduler
    kind = samplers.SAMPLERS[sampler].scheduler if sampler in samplers.SAMPLERS else ""
    if kind not in {one.__name__ for one in pipeline.scheduler.compatibles}:
        raise ValueError(f"{sampler} is no sampler for a {type(pipeline).__name__}")
    return samplers.scheduler(sampler, pipeline.scheduler.config)


def _by_task(loaded: Any) -> dict[Task, Any]:
    taken = _parameters(loaded)
    if "prompt" not in taken:
        raise ValueError(f"a {type(loaded).__name__} draws nothing from words")
    if {"image", "strength"} <= taken:
        return {Task.IMAGE_TO_IMAGE: loaded}
    found = {Task.TEXT_TO_IMAGE: loaded}
    if "image" in taken:
        found[Task.EDIT] = loaded
    # It says that there is none for this kind of model with a ValueError.
    with contextlib.suppress(ValueError):
        over = AutoPipelineForImage2Image.from_pipe(loaded)
        if {"image", "strength"} <= _parameters(over):
            over.set_progress_bar_config(disable=True)
            found[Task.IMAGE_TO_IMAGE] = over
    return found


def _parameters(pipeline: Any) -> frozenset[str]:
    return frozenset(inspect.signature(pipeline.__call__).parameters)


def _projection(loaded: Any) -> Projection | None:
    """None where there is no autoencoder that it could be fitted to."""
    vae = getattr(loaded, "vae", None)
    return Autoencoder(vae).projection() if isinstance(vae, AutoencoderKL) else None
