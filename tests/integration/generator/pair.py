"""One of our families beside the unmodified diffusers pipelines on the same weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from generator import pictures, samplers
from generator.events import Source
from generator.families.base import advance
from generator.families.latent import LatentDiffusion
from generator.recipe import Recipe


class Pair:
    """A family of ours and the pipelines over the same folder."""

    def __init__(self, family: type[LatentDiffusion], folder: Path, *pipelines: Any, **settings: Any) -> None:
        """``settings`` are of the pipelines after the first, which share its parts."""
        cpu = torch.device("cpu")
        self.ours = family.load(str(folder), revision=None, variant=None, dtype=torch.float32, device=cpu)
        first, *more = pipelines
        loaded = first.from_pretrained(folder, local_files_only=True)
        self.theirs = [loaded, *(kind(**loaded.components, **settings) for kind in more)]
        self._config = loaded.scheduler.config
        for pipeline in self.theirs:
            pipeline.set_progress_bar_config(disable=True)

    def drawn(self, recipe: Recipe, source: Source | None = None) -> tuple[Image.Image, torch.Tensor]:
        state = self.ours.init(recipe, self.ours.encode(recipe, source))
        while not state.done:
            advance([state], self.ours.predict([state]))
        return self.ours.decode(state.latents)[0], state.latents

    def asked(self, recipe: Recipe, pipeline: int = 0, **more: Any) -> Image.Image:
        """The same of the pipeline, with a fresh scheduler as its documentation says."""
        pipe = self.theirs[pipeline]
        pipe.scheduler = samplers.scheduler(recipe.sampler, self._config)
        found = pipe(
            recipe.prompt,
            negative_prompt=recipe.negative_prompt or None,
            num_inference_steps=recipe.steps,
            guidance_scale=recipe.guidance,
            generator=torch.Generator().manual_seed(recipe.seed),
            **more,
        )
        image: Image.Image = found.images[0]
        return image

    def apart(self, recipe: Recipe) -> int:
        """How far their pictures from words are apart, as :func:`farthest` says it."""
        width, height = recipe.drawn_size
        return farthest(self.drawn(recipe)[0], self.asked(recipe, width=width, height=height))

    def apart_over(self, recipe: Recipe, photograph: bytes, pipeline: int = 1, **more: Any) -> int:
        """The same of pictures over a photograph, which the pipeline is given in the drawn size."""
        source = pictures.resized(pictures.opened(photograph), *recipe.drawn_size)
        ours, _ = self.drawn(recipe, Source(picture=photograph))
        return farthest(ours, self.asked(recipe, pipeline, image=source, **more))


UNUSUAL: list[dict[str, Any]] = [
    {"steps": 1},
    {"guidance": 0.0},
    {"guidance": 1.0},
    {"guidance": 30.0},
    {"negative_prompt": ""},
    {"prompt": ""},
    {"prompt": "赤い丸 " * 1500},
]
"""Changes to a recipe that any family has to draw as its pipeline does."""


def farthest(one: Image.Image, other: Image.Image) -> int:
    """Greatest difference in 8 bits; a picture without contrast would prove nothing."""
    ours, theirs = (np.asarray(image).astype(int) for image in (one, other))
    assert theirs.std() > 4
    return int(abs(ours - theirs).max())
