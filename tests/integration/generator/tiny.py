"""Small random models of the demo models' architecture: everything real, nothing trained."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import torch

from generator.events import Source, Work
from generator.models import Defaults, ModelSpec
from generator.recipe import Recipe, Task

STEPS = 6
RECIPE = Recipe(
    task=Task.TEXT_TO_IMAGE,
    prompt="a red circle",
    negative_prompt="text",
    model="tiny",
    revision="",
    width=128,
    height=128,
    enlarge=2,
    steps=STEPS,
    guidance=3.0,
    sampler="ddim",
    seed=11,
)


@dataclasses.dataclass(frozen=True)
class Folders:
    text_to_image: Path
    edit: Path

    def spec(self, **changes: Any) -> ModelSpec:
        known: dict[str, Any] = {
            "key": "tiny",
            "text_to_image": str(self.text_to_image),
            "edit": str(self.edit),
            "native_size": 64,
            "enlarge": 2,
            "max_side": 512,
            "defaults": Defaults(steps=STEPS, guidance=3.0, sampler="ddim", edit_guidance=4.0, image_guidance=2.0),
        }
        return ModelSpec(**known | changes)


def unet(channels: int) -> Any:
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=16,
        in_channels=channels,
        out_channels=4,
        block_out_channels=(16, 16, 24),
        layers_per_block=1,
        cross_attention_dim=32,
        attention_head_dim=8,
        norm_num_groups=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    )


def _vae(**changes: Any) -> Any:
    from diffusers import AutoencoderKL

    vae = AutoencoderKL(
        block_out_channels=(4, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=1,
        latent_channels=4,
        mid_block_add_attention=False,
        scaling_factor=0.7,
        **changes,
    )
    with torch.no_grad():
        # Untrained decoders answer with an even grey, which would hide any difference.
        vae.decoder.conv_out.weight.mul_(4)
        vae.encoder.conv_out.weight.mul_(4)
    return vae


def _tokenizer() -> Any:
    from transformers import CLIPTokenizer

    letters = [chr(code) for code in range(33, 256)]
    words = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    vocabulary = {word: index for index, word in enumerate(dict.fromkeys(words))}
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=32)


def _text_encoder(tokenizer: Any, *, projected: bool = False) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=32,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        projection_dim=32,
    )
    return CLIPTextModelWithProjection(config) if projected else CLIPTextModel(config)


def made(root: Path) -> Folders:
    """Both models, written as diffusers writes them."""
    from diffusers import DDIMScheduler, StableDiffusionInstructPix2PixPipeline, StableDiffusionPipeline

    torch.manual_seed(7)
    tokenizer = _tokenizer()
    shared = {
        "vae": _vae(),
        "text_encoder": _text_encoder(tokenizer),
        "tokenizer": tokenizer,
        "scheduler": DDIMScheduler(
            beta_schedule="squaredcos_cap_v2",
            prediction_type="v_prediction",
            timestep_spacing="trailing",
            steps_offset=1,
            clip_sample=False,
        ),
        "safety_checker": None,
        "feature_extractor": None,
        "requires_safety_checker": False,
    }
    StableDiffusionPipeline(unet=unet(4), **shared).save_pretrained(root / "text-to-image")
    StableDiffusionInstructPix2PixPipeline(unet=unet(8), **shared).save_pretrained(root / "edit")
    return Folders(root / "text-to-image", root / "edit")


def made_xl(root: Path) -> Path:
    """Stable Diffusion XL."""
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel

    torch.manual_seed(8)
    tokenizer = _tokenizer()
    first, second = _text_encoder(tokenizer), _text_encoder(tokenizer, projected=True)
    unet = UNet2DConditionModel(
        sample_size=16,
        in_channels=4,
        out_channels=4,
        block_out_channels=(16, 24),
        layers_per_block=1,
        cross_attention_dim=64,
        attention_head_dim=(2, 4),
        norm_num_groups=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 2),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=32 + 6 * 8,
    )
    StableDiffusionXLPipeline(
        vae=_vae(),
        text_encoder=first,
        text_encoder_2=second,
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=unet,
        scheduler=EulerDiscreteScheduler(
            beta_schedule="scaled_linear",
            beta_start=0.00085,
            beta_end=0.012,
            timestep_spacing="leading",
            steps_offset=1,
        ),
        add_watermarker=False,
    ).save_pretrained(root / "xl")
    return root / "xl"


def made_sd3(root: Path) -> Path:
    """Stable Diffusion 3: a transformer, flow matching, an autoencoder that shifts."""
    from diffusers import FlowMatchEulerDiscreteScheduler, SD3Transformer2DModel, StableDiffusion3Pipeline
    from transformers import T5Config, T5EncoderModel

    torch.manual_seed(9)
    tokenizer = _tokenizer()
    t5 = T5Config(vocab_size=len(tokenizer), d_model=64, d_ff=64, d_kv=8, num_layers=1, num_heads=2)
    transformer = SD3Transformer2DModel(
        sample_size=8,
        patch_size=2,
        in_channels=4,
        num_layers=1,
        attention_head_dim=8,
        num_attention_heads=4,
        caption_projection_dim=32,
        joint_attention_dim=64,
        pooled_projection_dim=64,
        out_channels=4,
        pos_embed_max_size=16,
    )
    with torch.no_grad():
        transformer.proj_out.weight.mul_(8)
    StableDiffusion3Pipeline(
        vae=_vae(shift_factor=0.1),
        text_encoder=_text_encoder(tokenizer, projected=True),
        text_encoder_2=_text_encoder(tokenizer, projected=True),
        text_encoder_3=T5EncoderModel(t5),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        tokenizer_3=tokenizer,
        transformer=transformer,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
    ).save_pretrained(root / "sd3")
    return root / "sd3"


def rescheduled(folder: Path, root: Path, **changes: Any) -> Path:
    """The same model with another noise schedule."""
    there = root / folder.name
    shutil.copytree(folder, there)
    config = there / "scheduler" / "scheduler_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | changes))
    return there


def work(*recipes: Recipe, job: int = 1, person: int = 0, **sources: Source) -> Work:
    return Work(job=job, person=person, recipes=recipes, sources=sources)
