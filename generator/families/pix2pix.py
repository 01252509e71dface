"""InstructPix2Pix (Brooks, Holynski & Efros, 2023): a picture changed by an instruction, guided by both.

Step for step what StableDiffusionInstructPix2PixPipeline of diffusers does.
"""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from diffusers import StableDiffusionInstructPix2PixPipeline
from torch import Tensor

from generator.events import Source
from generator.families.base import State
from generator.families.latent import Conditions
from generator.families.sd import StableDiffusion
from generator.pictures import Unreadable
from generator.recipe import Recipe, Task

_IMAGE_GUIDANCE = 1.5


class InstructPix2Pix(StableDiffusion):
    tasks = frozenset({Task.EDIT})
    pipeline: ClassVar[Any] = StableDiffusionInstructPix2PixPipeline

    @torch.inference_mode()
    def encode(self, recipe: Recipe, source: Source | None) -> Conditions:
        if source is None:
            raise Unreadable("an edit needs its source")
        beside = self._beside(recipe, source)
        if self.guided(recipe):
            beside = torch.cat([beside, beside, torch.zeros_like(beside)])
        embeddings, extras = self.text(recipe)
        generator = torch.Generator().manual_seed(recipe.seed)
        return Conditions(embeddings=embeddings, generator=generator, beside=beside, extras=extras)

    def guided(self, recipe: Recipe) -> bool:
        return recipe.guidance > 1 and _image_guidance(recipe) >= 1

    def text(self, recipe: Recipe) -> tuple[Tensor, dict[str, Tensor]]:
        wanted = self._prompts.embedding(recipe.prompt)
        if not self.guided(recipe):
            return wanted, {}
        without = self._prompts.embedding(recipe.negative_prompt)
        return torch.cat([wanted, without, without]), {}

    def _beside(self, recipe: Recipe, source: Source) -> Tensor:
        """Unlike where a picture starts from, what it is compared with is the posterior's mode, and not scaled."""
        stored = self.autoencoder.stored(source, *recipe.drawn_size)
        if stored is not None:
            return self.autoencoder.unscaled(stored)
        mode: Tensor = self.autoencoder.posterior(source, *recipe.drawn_size).mode()
        return mode

    @torch.inference_mode()
    def guide(self, state: State, outputs: Tensor) -> Tensor:
        if len(outputs) == 1:
            return outputs
        wanted, pictured, without = outputs.chunk(3)
        return (
            without + state.recipe.guidance * (wanted - pictured) + _image_guidance(state.recipe) * (pictured - without)
        )


def _image_guidance(recipe: Recipe) -> float:
    return _IMAGE_GUIDANCE if recipe.image_guidance is None else recipe.image_guidance
