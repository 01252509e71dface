"""Stable Diffusion XL, its base model and what was trained from it (Turbo, Lightning, LCM, …), as
StableDiffusionXLPipeline and StableDiffusionXLImg2ImgPipeline of diffusers draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import torch
from diffusers import StableDiffusionXLPipeline
from torch import Tensor

from generator.families.latent import LatentDiffusion
from generator.families.prompts import Encoded, PairedPrompts, Prompts
from generator.recipe import Recipe, Task


class StableDiffusionXL(LatentDiffusion):
    tasks = frozenset({Task.TEXT_TO_IMAGE, Task.IMAGE_TO_IMAGE})
    pipeline: ClassVar[Any] = StableDiffusionXLPipeline
    loading: ClassVar[Mapping[str, Any]] = {
        "feature_extractor": None,
        "image_encoder": None,
        "add_watermarker": False,
    }

    def __init__(self, parts: Any, device: torch.device) -> None:
        """Raises ValueError for a refiner."""
        if parts.text_encoder is None:
            raise ValueError("a refiner draws nothing by itself")
        # The pipelines cast it up and down at each picture: in float16 it overflows.
        if parts.vae.config.force_upcast:
            parts.vae.float()
        super().__init__(parts, device)
        self._prompts = PairedPrompts(
            Prompts(parts.tokenizer, parts.text_encoder.eval()), Prompts(parts.tokenizer_2, parts.text_encoder_2.eval())
        )
        self._nothing_is_zero: bool = parts.config.force_zeros_for_empty_prompt

    def text(self, recipe: Recipe) -> tuple[Tensor, dict[str, Tensor]]:
        shares = [self._prompts.encoded(recipe.prompt)]
        if self.guided(recipe):
            shares.insert(0, self._without(recipe, shares[0]))
        width, height = recipe.drawn_size
        # As large as the original, nothing cropped off: (original size, crop's corner, target size), height first.
        sizes = torch.tensor([[height, width, 0, 0, height, width]] * len(shares))
        tokens, pooled = (torch.cat(parts) for parts in zip(*shares, strict=True))
        return tokens, {"text_embeds": pooled, "time_ids": sizes.to(tokens)}

    def _without(self, recipe: Recipe, wanted: Encoded) -> Encoded:
        if self._nothing_is_zero and not recipe.negative_prompt:
            return Encoded(torch.zeros_like(wanted.tokens), torch.zeros_like(wanted.pooled))
        return self._prompts.encoded(recipe.negative_prompt)
