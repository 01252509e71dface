"""Write the trained parts as two ordinary diffusers checkpoints, fp16 safetensors.

python -m tools.demo_model.export --vae WORK/vae --text-to-image WORK/unet --edit WORK/unet --out generator/demo
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    StableDiffusionInstructPix2PixPipeline,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from torch import Tensor

from tools.demo_model.networks import new_text_encoder, new_unet
from tools.demo_model.tokenizer import new_tokenizer


def load_average(folder: Path) -> dict[str, dict[str, Tensor]]:
    """The averaged weights of a run of train_unet, by part ("unet", "encoder")."""
    parts: dict[str, dict[str, Tensor]] = {"unet": {}, "encoder": {}}
    for name, value in torch.load(folder / "average.pt", weights_only=True).items():
        part, _, rest = name.partition(".")
        if part in parts:
            parts[part][rest] = value
    return parts


def without_source(weights: dict[str, Tensor], channels: int) -> dict[str, Tensor]:
    """The same network for text-to-image: the source's channels were zero there, so their weights never mattered."""
    return weights | {"conv_in.weight": weights["conv_in.weight"][:, :channels].clone()}


def new_scheduler() -> DDIMScheduler:
    return DDIMScheduler(
        beta_schedule="squaredcos_cap_v2",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,
        clip_sample=False,
        set_alpha_to_one=True,
    )


def export(pipeline_class: type, vae: AutoencoderKL, run: Path, folder: Path, *, edit: bool) -> None:
    weights = load_average(run)
    tokenizer = new_tokenizer()
    encoder = new_text_encoder(tokenizer)
    encoder.load_state_dict(weights["encoder"])
    unet = new_unet()
    if not edit:
        unet = UNet2DConditionModel.from_config(unet.config | {"in_channels": vae.config.latent_channels})
    unet.load_state_dict(weights["unet"] if edit else without_source(weights["unet"], vae.config.latent_channels))
    pipeline = pipeline_class(
        vae=vae,
        text_encoder=encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=new_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    for part in folder.glob("*/"):
        shutil.rmtree(part)
    pipeline.to(torch.float16).save_pretrained(folder, safe_serialization=True)
    _forget_where_it_was_trained(folder)
    # transformers would load an fp16 text encoder as fp16 beside diffusers' fp32 UNet.
    config_file = folder / "text_encoder" / "config.json"
    config = json.loads(config_file.read_text()) | {"dtype": "float32"}
    config_file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def _forget_where_it_was_trained(folder: Path) -> None:
    for file in folder.rglob("config.json"):
        config = json.loads(file.read_text())
        config.pop("_name_or_path", None)
        file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--text-to-image", type=Path, required=True)
    parser.add_argument("--edit", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("generator/demo"))
    options = parser.parse_args()
    for name, run, pipeline_class in (
        ("text-to-image", options.text_to_image, StableDiffusionPipeline),
        ("edit", options.edit, StableDiffusionInstructPix2PixPipeline),
    ):
        vae = AutoencoderKL.from_pretrained(options.vae)
        export(pipeline_class, vae, run, options.out / name, edit=name == "edit")
    total = sum(file.stat().st_size for file in options.out.rglob("*") if file.is_file())
    print(f"{total / 1e6:.1f} MB in {options.out}")


if __name__ == "__main__":
    main()
