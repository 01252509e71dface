"""A UNet of 50 M random weights at 32x32 latents, with the demo model's other parts: there batching gains nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel

from generator.models import ModelSpec

SIDE = 32
"""Of its latents."""


def network(small: Mapping[str, Any]) -> UNet2DConditionModel:
    """The UNet, between the same ends as the one of that configuration."""
    torch.manual_seed(0)
    return UNet2DConditionModel(
        sample_size=SIDE,
        in_channels=small["in_channels"],
        out_channels=small["out_channels"],
        layers_per_block=2,
        block_out_channels=(128, 224, 352),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=small["cross_attention_dim"],
    )


def big(demo: ModelSpec, folder: Path) -> ModelSpec:
    """Written into ``folder``."""
    pipeline = StableDiffusionPipeline.from_pretrained(demo.text_to_image, local_files_only=True)
    unet = network(pipeline.unet.config)
    StableDiffusionPipeline(**pipeline.components | {"unet": unet}, requires_safety_checker=False).save_pretrained(
        folder
    )
    factor = 2 ** (len(pipeline.vae.config.block_out_channels) - 1)
    return dataclasses.replace(
        demo, key="big", text_to_image=str(folder), edit=None, revision="random", native_size=SIDE * factor
    )
