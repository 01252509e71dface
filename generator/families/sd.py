"""Stable Diffusion 1.x and 2.x: text-to-image and image-to-image.

Step for step what StableDiffusionPipeline and StableDiffusionImg2ImgPipeline of diffusers do: the same noise, in the
same order, through the same scheduler calls.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import math
from typing import Any, ClassVar, Self

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from diffusers.utils.torch_utils import randn_tensor
from PIL import Image
from torch import Tensor

from generator import models, pictures, samplers
from generator.events import Source
from generator.families import upsampling
from generator.families.base import Conditions, Family, Rows, State
from generator.families.prompts import Prompts
from generator.preview import Projection, coherent_noise
from generator.recipe import Recipe, Task


class StableDiffusion(Family):
    tasks: ClassVar[frozenset[Task]] = frozenset({Task.TEXT_TO_IMAGE, Task.IMAGE_TO_IMAGE})
    pipeline: ClassVar[Any] = StableDiffusionPipeline

    def __init__(self, parts: Any, device: torch.device) -> None:
        """``parts`` is a loaded pipeline, taken apart here."""
        self._unet = parts.unet.eval().to(memory_format=torch.channels_last)
        self._vae = parts.vae.eval().to(memory_format=torch.channels_last)
        if device.type == "cpu":
            upsampling.fuse(self._vae.decoder)
        self._prompts = Prompts(parts.tokenizer, parts.text_encoder.eval())
        self._scheduler_config = parts.scheduler.config
        self._schedulers: dict[str, Any] = {}
        self._guidance_embedded = getattr(parts, "get_guidance_scale_embedding", None)
        self._device = device
        self._factor: int = 2 ** (len(self._vae.config.block_out_channels) - 1)
        self._scaling: float = self._vae.config.scaling_factor
        self.dtype = self._unet.dtype
        self.space = _space(self._vae)
        self.projection = self._fitted_projection()

    @classmethod
    def load(
        cls, home: str, *, revision: str | None, variant: str | None, dtype: torch.dtype, device: torch.device
    ) -> Self:
        unneeded = {"safety_checker": None, "feature_extractor": None, "image_encoder": None}
        parts = cls.pipeline.from_pretrained(
            home,
            revision=revision,
            variant=variant,
            dtype=dtype,
            use_safetensors=True,
            local_files_only=models.is_folder(home),
            requires_safety_checker=False,
            **unneeded,
        )
        return cls(parts.to(device), device)

    @torch.inference_mode()
    def encode(self, recipe: Recipe, source: Source | None) -> Conditions:
        generator = torch.Generator().manual_seed(recipe.seed)
        return Conditions(
            embeddings=self._text(recipe),
            generator=generator,
            source=None if source is None else self._start(recipe, source, generator),
            guidance_embedding=self._guidance_embedding(recipe),
        )

    def _guided(self, recipe: Recipe) -> bool:
        return recipe.guidance > 1 and self._unet.config.time_cond_proj_dim is None

    def _text(self, recipe: Recipe) -> Tensor:
        wanted = self._prompts.embedding(recipe.prompt)
        if not self._guided(recipe):
            return wanted
        return torch.cat([self._prompts.embedding(recipe.negative_prompt), wanted])

    def _guidance_embedding(self, recipe: Recipe) -> Tensor | None:
        width = self._unet.config.time_cond_proj_dim
        if width is None or self._guidance_embedded is None:
            return None
        scale = torch.tensor(recipe.guidance - 1).repeat(1)
        embedded: Tensor = self._guidance_embedded(scale, embedding_dim=width)
        return embedded.to(self._device, self.dtype)

    def _start(self, recipe: Recipe, source: Source, generator: torch.Generator) -> Tensor:
        stored = self._stored(recipe, source)
        if stored is not None:
            return stored
        posterior = self._posterior(recipe, source)
        drawn = samplers.evaluations(recipe) > 0
        latents: Tensor = posterior.sample(generator) if drawn else posterior.mode()
        return self._scaling * latents

    def _stored(self, recipe: Recipe, source: Source) -> Tensor | None:
        """The source's own latents where they have the drawn size, scaled as the UNet sees them."""
        latents = None if source.latents is None else pictures.unpack(source.latents, self.space)
        if latents is None or latents.shape != self._shape(recipe):
            return None
        return latents.to(self._device, self.dtype)

    def _posterior(self, recipe: Recipe, source: Source) -> Any:
        picture = pictures.resized(pictures.opened(source.picture), *recipe.drawn_size)
        values = torch.from_numpy(np.array(picture).astype(np.float32) / 255.0).permute(2, 0, 1)[None]
        return self._vae.encode((2.0 * values - 1.0).to(self._device, self.dtype)).latent_dist

    def _shape(self, recipe: Recipe) -> tuple[int, int, int, int]:
        width, height = recipe.drawn_size
        return 1, self._vae.config.latent_channels, height // self._factor, width // self._factor

    @torch.inference_mode()
    def init(self, recipe: Recipe, conditions: Conditions) -> State:
        scheduler = self._scheduler(recipe.sampler)
        scheduler.set_timesteps(recipe.steps, device=self._device)
        noise = self._noise(recipe, conditions)
        if conditions.source is None:
            _begin(scheduler, 0)
            timesteps, latents = scheduler.timesteps, noise * scheduler.init_noise_sigma
        else:
            timesteps, latents = self._joined_late(recipe, scheduler, conditions.source, noise)
        return State(
            recipe=recipe,
            conditions=conditions,
            scheduler=scheduler,
            timesteps=timesteps,
            latents=latents,
            extras=_extras(scheduler, conditions.generator),
        )

    def _scheduler(self, name: str) -> Any:
        """A private one. Some take 200 ms to make and all take 0.2 ms to copy."""
        if name not in self._schedulers:
            self._schedulers[name] = samplers.scheduler(name, self._scheduler_config)
        return copy.deepcopy(self._schedulers[name])

    def _noise(self, recipe: Recipe, conditions: Conditions) -> Tensor:
        dtype = conditions.embeddings.dtype
        noise: Tensor = randn_tensor(
            self._shape(recipe), generator=conditions.generator, device=self._device, dtype=dtype
        )
        return noise

    @staticmethod
    def _joined_late(recipe: Recipe, scheduler: Any, source: Tensor, noise: Tensor) -> tuple[Tensor, Tensor]:
        if samplers.evaluations(recipe) == 0:
            return scheduler.timesteps[:0], source
        first = samplers.skipped(recipe) * scheduler.order
        _begin(scheduler, first)
        timesteps = scheduler.timesteps[first:]
        return timesteps, scheduler.add_noise(source, noise, timesteps[:1])

    @torch.inference_mode()
    def rows(self, state: State) -> Rows:
        conditions = state.conditions
        count = len(conditions.embeddings)
        scaled = state.scheduler.scale_model_input(torch.cat([state.latents] * count), state.timestep)
        if conditions.beside is not None:
            scaled = torch.cat([scaled, conditions.beside], dim=1)
        return Rows(
            sample=scaled,
            timesteps=state.timestep.float().expand(count),
            embeddings=conditions.embeddings,
            guidance_embedding=conditions.guidance_embedding,
        )

    @torch.inference_mode()
    def forward(self, rows: Rows) -> Tensor:
        output: Tensor = self._unet(
            rows.sample,
            rows.timesteps,
            encoder_hidden_states=rows.embeddings,
            timestep_cond=rows.guidance_embedding,
            return_dict=False,
        )[0]
        return output

    @torch.inference_mode()
    def guide(self, state: State, outputs: Tensor) -> Tensor:
        if len(outputs) == 1:
            return outputs
        without, wanted = outputs.chunk(2)
        return without + state.recipe.guidance * (wanted - without)

    @torch.inference_mode()
    def clean(self, state: State, output: Tensor) -> Tensor:
        """The scaled input of every scheduler is sqrt(ā)·x0 + sqrt(1-ā)·noise, whatever space it steps in."""
        scheduler = state.scheduler
        noisy: Tensor = scheduler.scale_model_input(state.latents, state.timestep)
        kept: float = scheduler.alphas_cumprod[int(state.timestep.round())].item()
        match scheduler.config.prediction_type:
            case "epsilon":
                return (noisy - math.sqrt(1 - kept) * output) / math.sqrt(max(kept, 1e-4))
            case "v_prediction":
                return math.sqrt(kept) * noisy - math.sqrt(1 - kept) * output
            case _:
                return output

    @torch.inference_mode()
    def decode(self, latents: Tensor) -> Image.Image:
        pixels: Tensor = self._vae.decode(latents / self._scaling, return_dict=False)[0]
        if not bool(pixels.isfinite().all()):
            raise FloatingPointError("the decoded picture is not finite")
        shares = (pixels[0] * 0.5 + 0.5).clamp(0, 1).permute(1, 2, 0).float().cpu()
        return Image.fromarray((shares * 255).round().to(torch.uint8).numpy())

    @torch.inference_mode()
    def _fitted_projection(self) -> Projection:
        latents = coherent_noise(self._vae.config.latent_channels, 16).to(self._device, self.dtype)
        return Projection.fitted(latents, self._vae.decode(latents / self._scaling, return_dict=False)[0])


def _begin(scheduler: Any, index: int) -> None:
    """Left to find its start itself, a scheduler whose first timesteps are equal (Karras) takes the second of them."""
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(index)


def _extras(scheduler: Any, generator: torch.Generator) -> dict[str, Any]:
    taken = inspect.signature(scheduler.step).parameters
    offered: dict[str, Any] = {"eta": 0.0, "generator": generator}
    return {name: value for name, value in offered.items() if name in taken}


def _space(vae: Any) -> str:
    """A name for the space an encoder writes into. A decoder may be trained further without leaving it."""
    edges = (vae.encoder.conv_in.weight, vae.encoder.conv_out.weight)
    content = b"".join(edge.detach().half().cpu().contiguous().numpy().tobytes() for edge in edges)
    return hashlib.sha256(content + str(vae.config.scaling_factor).encode()).hexdigest()[:16]
