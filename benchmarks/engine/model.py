"""The same weights twice: for the engine, and in an unmodified pipeline."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence

import torch
from diffusers import StableDiffusionPipeline
from PIL.Image import Image

from benchmarks.engine.trace import SAMPLERS, Asked, Model, recipe
from generator import samplers
from generator.capacity import BUCKETS, Capacity, best
from generator.engine import Engine
from generator.families.base import Family, State
from generator.models import ModelSpec
from generator.preview import jpeg
from generator.recipe import Recipe, Task
from generator.residency import Residency

_REPEATS = 4
_SIDE = 256


class _Known(Capacity):
    """The same cap for everything that is measured here."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._most = rows

    def known(self, name: str) -> bool:
        return True

    def rows(self, name: str) -> int:
        return self._most


class Loaded:
    def __init__(self, spec: ModelSpec) -> None:
        self.model = Model(spec.key, spec.native_size)
        self.samplers = spec.samplers
        self._residency = Residency([spec], device="cpu")
        self.cap = best(self._curve())
        """Rows of a pass."""
        home = spec.home(Task.TEXT_TO_IMAGE)
        self._pipeline = StableDiffusionPipeline.from_pretrained(home, local_files_only=True)
        self._pipeline.set_progress_bar_config(disable=True)
        config = self._pipeline.scheduler.config
        self._schedulers = {name: samplers.scheduler(name, config) for name in self.samplers}
        # As the worker does: collecting what is imported takes 100 ms in the middle of somebody's picture.
        gc.collect()
        gc.freeze()

    def engine(self, clock: Callable[[], float] = time.process_time) -> Engine:
        return Engine(self._residency, capacity=_Known(self.cap), clock=clock)

    def preview(self) -> float:
        """Seconds that one takes."""
        family, state = self._started()
        (output,) = family.predict([state])
        return seconds(lambda: jpeg(image) if (image := family.preview(state, output, _SIDE)) else None)

    def drawn(self, recipes: Sequence[Recipe]) -> list[Image]:
        """One call of the pipeline for recipes that differ in prompt and seed alone."""
        first = recipes[0]
        self._pipeline.scheduler = self._schedulers[first.sampler]
        found = self._pipeline(
            [one.prompt for one in recipes],
            num_inference_steps=first.steps,
            guidance_scale=first.guidance,
            width=first.width,
            height=first.height,
            generator=[torch.Generator().manual_seed(one.seed) for one in recipes],
        )
        images: list[Image] = found.images
        return images

    def _curve(self) -> dict[int, float]:
        """Seconds of a forward pass, by rows."""
        family, state = self._started()
        curve: dict[int, float] = {}
        for rows in BUCKETS:
            curve[rows] = min(seconds(family.predict, [state], rows) for _ in range(_REPEATS))
            if best(curve) < rows:
                break
        return curve

    def _started(self) -> tuple[Family, State]:
        one = recipe(self.model, steps=4, guidance=1.0, sampler=SAMPLERS[0], seed=0)
        family = self._residency.family(one)
        return family, family.begin(one, None)


class Calls:
    """Pipeline calls on a clock."""

    def __init__(self, loaded: Loaded) -> None:
        self.drawn: dict[int, Image] = {}
        """By number of who asked."""
        self._loaded = loaded

    def __call__(self, batch: Sequence[Asked]) -> float:
        began = time.process_time()
        images = self._loaded.drawn([one.recipe for one in batch])
        passed = time.process_time() - began
        self.drawn |= {one.number: image for one, image in zip(batch, images, strict=True)}
        return passed


def seconds(action: Callable[..., object], *arguments: object) -> float:
    """On the process's CPU clock, which stands still while other processes have the core."""
    began = time.process_time()
    action(*arguments)
    return time.process_time() - began
