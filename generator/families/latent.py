"""Latent diffusion: a UNet, an autoencoder, and solvers of ours.

Pictures of one size share a forward pass: ``predict`` joins their ``rows``, runs ``forward`` once and gives each its
share to ``guide``. Step for step what the pipelines of diffusers do: the same noise, in the same order.
"""

from __future__ import annotations

import abc
import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import torch
from diffusers.utils.torch_utils import randn_tensor
from PIL.Image import Image
from torch import Tensor

from generator import models, samplers
from generator.events import Source
from generator.families import upsampling
from generator.families.autoencoder import Autoencoder
from generator.families.base import Family, State
from generator.recipe import Recipe
from generator.solvers import Courses
from generator.speed import Speed
from generator.tuning import Tuned


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What one picture is drawn from; the same at each of its steps."""

    embeddings: Tensor
    """(rows, tokens, width), a row for each share of the guidance, in the family's order; one where there is none."""
    wanted: int = 0
    """The row that follows the prompt: the only one where a step is not guided."""
    generator: torch.Generator
    """On the CPU, seeded with the recipe's seed; whatever noise is drawn comes from it, in the pipelines' order."""
    source: Tensor | None = None
    """(1, channels, height, width): the source's latents, scaled as the UNet sees them. Image-to-image."""
    beside: Tensor | None = None
    """(rows, channels, height, width): joined to the latents' channels. Edit models."""
    extras: Mapping[str, Tensor] = dataclasses.field(default_factory=dict)
    """What else the model takes, (rows, ...) each."""


@dataclasses.dataclass(slots=True, kw_only=True, eq=False)
class Denoising(State):
    """One picture being drawn; its latents are (1, channels, height, width)."""

    conditions: Conditions

    @property
    def guided(self) -> bool:
        """Whether the next step is guided: not outside the recipe's guidance interval."""
        if len(self.conditions.embeddings) == 1 or self.recipe.guidance_interval is None:
            return len(self.conditions.embeddings) > 1
        first, last = self.recipe.guidance_interval
        return first <= self.course.index / len(self.course.timesteps) < last

    @property
    def rows(self) -> int:
        return len(self.conditions.embeddings) if self.guided else 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Input of one forward pass, a row for each share of each picture's guidance."""

    sample: Tensor
    timesteps: Tensor
    """(rows,), float32: schedulers give whole and broken ones."""
    embeddings: Tensor
    extras: Mapping[str, Tensor] = dataclasses.field(default_factory=dict)

    def __len__(self) -> int:
        return self.sample.shape[0]

    @classmethod
    def joined(cls, *pictures: Self) -> Self:
        """The rows of several pictures of one size and one model, in that order."""
        return cls(
            sample=torch.cat([rows.sample for rows in pictures]),
            timesteps=torch.cat([rows.timesteps for rows in pictures]),
            embeddings=torch.cat([rows.embeddings for rows in pictures]),
            extras={name: torch.cat([rows.extras[name] for rows in pictures]) for name in pictures[0].extras},
        )

    def sized(self, count: int) -> Self:
        """Exactly ``count`` rows: the first of these, or all and the last one again and again."""
        picked = torch.arange(count, device=self.sample.device).clamp(max=len(self) - 1)
        return dataclasses.replace(
            self,
            sample=self.sample[picked],
            timesteps=self.timesteps[picked],
            embeddings=self.embeddings[picked],
            extras={name: value[picked] for name, value in self.extras.items()},
        )


class LatentDiffusion(Family):
    pipeline: ClassVar[Any]
    """The class of diffusers that loads it."""
    loading: ClassVar[Mapping[str, Any]]
    """What that class is told besides: mostly what of the checkpoint is not needed."""

    def __init__(self, parts: Any, device: torch.device) -> None:
        """``parts`` is a loaded pipeline, taken apart here."""
        vae = parts.vae.eval().to(memory_format=torch.channels_last)
        if device.type == "cpu":
            upsampling.fuse(vae.decoder)
        self._unet = parts.unet.eval()
        self._tuned = Tuned(self._unet, Speed(), device)
        self._prediction: str = parts.scheduler.config.prediction_type
        self._courses = Courses(parts.scheduler.config, device)
        self._guidance_embedded = getattr(parts, "get_guidance_scale_embedding", None)
        self._device = device
        self.autoencoder = Autoencoder(vae)
        self.dtype = self._unet.dtype
        self.space = self.autoencoder.space
        self.projection = self.autoencoder.projection()

    @classmethod
    def load(
        cls, home: str, *, revision: str | None, variant: str | None, dtype: torch.dtype, device: torch.device
    ) -> Self:
        parts = cls.pipeline.from_pretrained(
            home,
            revision=revision,
            variant=variant,
            dtype=dtype,
            use_safetensors=True,
            local_files_only=models.is_folder(home),
            **cls.loading,
        )
        return cls(parts.to(device), device)

    def tune(self, speed: Speed) -> None:
        self._tuned = Tuned(self._unet, speed, self._device)

    def begin(self, recipe: Recipe, source: Source | None) -> Denoising:
        return self.init(recipe, self.encode(recipe, source))

    @torch.inference_mode()
    def encode(self, recipe: Recipe, source: Source | None) -> Conditions:
        generator = torch.Generator().manual_seed(recipe.seed)
        embeddings, extras = self.text(recipe)
        return Conditions(
            embeddings=embeddings,
            wanted=len(embeddings) - 1,
            generator=generator,
            source=None if source is None else self._start(recipe, source, generator),
            extras=extras | self._scale_as_input(recipe),
        )

    @abc.abstractmethod
    def text(self, recipe: Recipe) -> tuple[Tensor, dict[str, Tensor]]:
        """Embeddings and extras as in :class:`Conditions`: without the prompt and with it, or with it alone."""

    def guided(self, recipe: Recipe) -> bool:
        return recipe.guidance > 1 and self._unet.config.time_cond_proj_dim is None

    def _scale_as_input(self, recipe: Recipe) -> dict[str, Tensor]:
        """Models distilled to take the guidance as an input are given it."""
        width = self._unet.config.time_cond_proj_dim
        if width is None or self._guidance_embedded is None:
            return {}
        scale = torch.tensor(recipe.guidance - 1).repeat(1)
        embedded: Tensor = self._guidance_embedded(scale, embedding_dim=width)
        return {"timestep_cond": embedded.to(self._device, self.dtype)}

    def _start(self, recipe: Recipe, source: Source, generator: torch.Generator) -> Tensor:
        stored = self.autoencoder.stored(source, *recipe.drawn_size)
        if stored is None:
            posterior = self.autoencoder.posterior(source, *recipe.drawn_size)
            drawn = samplers.evaluations(recipe) > 0
            stored = self.autoencoder.scaled(posterior.sample(generator) if drawn else posterior.mode())
        return stored.to(self.dtype)

    @torch.inference_mode()
    def init(self, recipe: Recipe, conditions: Conditions) -> Denoising:
        course = self._courses.begin(recipe.sampler, recipe.steps, samplers.skipped(recipe), conditions.generator)
        latents = course.started(self._noise(recipe, conditions), conditions.source)
        return Denoising(recipe=recipe, conditions=conditions, course=course, latents=latents)

    def _noise(self, recipe: Recipe, conditions: Conditions) -> Tensor:
        shape, dtype = self.autoencoder.shape(*recipe.drawn_size), conditions.embeddings.dtype
        noise: Tensor = randn_tensor(shape, generator=conditions.generator, device=self._device, dtype=dtype)
        return noise

    def predict(self, states: Sequence[State], bucket: int | None = None) -> list[Tensor]:
        shares = [self.rows(state) for state in states]
        joined = Rows.joined(*shares)
        outputs = self.run(joined if bucket is None else joined.sized(bucket))
        parts = outputs[: len(joined)].split([len(share) for share in shares])
        return [self.guide(state, part) for state, part in zip(states, parts, strict=True)]

    @torch.inference_mode()
    def rows(self, state: State) -> Rows:
        """What the picture puts into the next forward pass."""
        assert isinstance(state, Denoising)
        conditions, count = state.conditions, state.rows
        picked = slice(None) if state.guided else slice(conditions.wanted, conditions.wanted + 1)
        sample = torch.cat([state.course.scaled(state.latents).to(self.dtype)] * count)
        if conditions.beside is not None:
            sample = torch.cat([sample, conditions.beside[picked]], dim=1)
        return Rows(
            sample=sample,
            timesteps=state.course.timestep.float().expand(count),
            embeddings=conditions.embeddings[picked],
            extras={name: value[picked] for name, value in conditions.extras.items()},
        )

    def run(self, rows: Rows) -> Tensor:
        """(rows, channels, height, width), unguided: :meth:`forward`, as tuned. The costly part."""
        return self._tuned.run(self.forward, rows)

    @torch.inference_mode()
    def forward(self, rows: Rows) -> Tensor:
        added = dict(rows.extras)
        output: Tensor = self._unet(
            rows.sample,
            rows.timesteps,
            encoder_hidden_states=rows.embeddings,
            timestep_cond=added.pop("timestep_cond", None),
            added_cond_kwargs=added or None,
            return_dict=False,
        )[0]
        return output

    @torch.inference_mode()
    def guide(self, state: State, outputs: Tensor) -> Tensor:
        """The picture's share of the outputs → (1, channels, height, width), guided."""
        if len(outputs) == 1:
            return outputs
        without, wanted = outputs.chunk(2)
        return without + state.recipe.guidance * (wanted - without)

    @torch.inference_mode()
    def clean(self, state: State, output: Tensor) -> Tensor:
        """The latents without noise that a guided output stands for, before its step is taken.

        What the model is shown is sqrt(ā)·x0 + sqrt(1-ā)·noise, whatever space the solver steps in.
        """
        noisy = state.course.scaled(state.latents)
        kept = self._courses.signal(float(state.course.timestep))
        match self._prediction:
            case "epsilon":
                return (noisy - math.sqrt(1 - kept) * output) / math.sqrt(max(kept, 1e-4))
            case "v_prediction":
                return math.sqrt(kept) * noisy - math.sqrt(1 - kept) * output
            case _:
                return output

    def preview(self, state: State, output: Tensor, side: int) -> Image:
        return self.projection.picture(self.clean(state, output), side)

    def images(self, states: Sequence[State]) -> list[Image]:
        return self.decode(torch.cat([state.latents for state in states]))

    @torch.inference_mode()
    def decode(self, latents: Tensor) -> list[Image]:
        """Latents of n pictures (n, channels, height, width) → RGB. Raises FloatingPointError: one is not finite."""
        return self.autoencoder.images(latents.to(self.dtype))
