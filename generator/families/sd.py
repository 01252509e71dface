"""Stable Diffusion 1.x and 2.x, as StableDiffusionPipeline and StableDiffusionImg2ImgPipeline of diffusers draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import torch
from diffusers import StableDiffusionPipeline
from torch import Tensor

from generator.families.latent import LatentDiffusion
from generator.families.prompts import Prompts
from generator.recipe import Recipe, Task


class StableDiffusion(LatentDiffusion):
    tasks = frozenset({Task.TEXT_TO_IMAGE, Task.IMAGE_TO_IMAGE})
    pipeline: ClassVar[Any] = StableDiffusionPipeline
    loading: ClassVar[Mapping[str, Any]] = {
        "safety_checker": None,
        "feature_extractor": None,
        "image_encoder": None,
        "requires_safety_checker": False,
    }

    def __init__(self, parts: Any, device: torch.device) -> None:
        super().__init__(parts, device)
        self._prompts = Prompts(parts.tokenizer, parts.text_encoder.eval())

    def text(self, recipe: Recipe) -> tuple[Tensor, dict[str, Tensor]]:
        wanted = self._prompts.embedding(recipe.prompt)
        if not self.guided(recipe):
            return wanted, {}
        return torch.cat([self._prompts.embedding(recipe.negative_prompt), wanted]), {}
