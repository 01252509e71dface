"""What every family of models can do, a step at a time.

A picture is drawn by ``encode`` → ``init`` → (``predict`` → ``advance``) until done → ``decode``. ``predict`` is
``rows`` → ``forward`` → ``guide``, so that several pictures' rows can share one forward pass: join their rows, run
``forward`` once, give each picture its own share of the outputs to ``guide``.
"""

from __future__ import annotations

import abc
import dataclasses
from typing import Any, ClassVar, Self

import torch
from PIL.Image import Image
from torch import Tensor

from generator.events import Source
from generator.preview import Projection
from generator.recipe import Recipe, Task


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What one picture is drawn from; the same at each of its steps."""

    embeddings: Tensor
    """(rows, tokens, width), a row for each share of the guidance, in the family's order."""
    generator: torch.Generator
    """On the CPU, seeded with the recipe's seed; whatever noise is drawn comes from it, in the pipelines' order."""
    source: Tensor | None = None
    """(1, channels, height, width): the source's latents, scaled as the UNet sees them. Image-to-image."""
    beside: Tensor | None = None
    """(rows, channels, height, width): joined to the latents' channels. Edit models."""
    guidance_embedding: Tensor | None = None
    """(rows, width): for models distilled to take the guidance as an input."""


@dataclasses.dataclass(slots=True, kw_only=True)
class State:
    """One picture being drawn. ``scheduler`` is its own: no other picture's steps go through it."""

    recipe: Recipe
    conditions: Conditions
    scheduler: Any
    timesteps: Tensor
    latents: Tensor
    """(1, channels, height, width), as the scheduler scales them."""
    index: int = 0
    extras: dict[str, Any] = dataclasses.field(default_factory=dict)
    """What the scheduler's ``step`` takes beside the latents."""

    @property
    def timestep(self) -> Tensor:
        return self.timesteps[self.index]

    @property
    def done(self) -> bool:
        return self.index >= len(self.timesteps)

    @torch.inference_mode()
    def advance(self, output: Tensor) -> None:
        """Take the step that the guided output points to."""
        step = self.scheduler.step(output, self.timestep, self.latents, **self.extras, return_dict=False)
        self.latents = step[0]
        self.index += 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Input of one forward pass, a row for each share of each picture's guidance."""

    sample: Tensor
    timesteps: Tensor
    """(rows,), float32: schedulers give whole and broken ones."""
    embeddings: Tensor
    guidance_embedding: Tensor | None = None

    def __len__(self) -> int:
        return self.sample.shape[0]

    @classmethod
    def joined(cls, *pictures: Self) -> Self:
        """The rows of several pictures of one size and one model, in that order."""
        embedded = [rows.guidance_embedding for rows in pictures if rows.guidance_embedding is not None]
        return cls(
            sample=torch.cat([rows.sample for rows in pictures]),
            timesteps=torch.cat([rows.timesteps for rows in pictures]),
            embeddings=torch.cat([rows.embeddings for rows in pictures]),
            guidance_embedding=torch.cat(embedded) if embedded else None,
        )


class Family(abc.ABC):
    """One loaded model. Not for several threads at once."""

    tasks: ClassVar[frozenset[Task]]
    dtype: torch.dtype
    space: str
    """Names the autoencoder: latents are only of use to a family of the same space."""
    projection: Projection
    revision: str = ""
    """Which weights these are, as a recipe names them; said by whoever loads the family."""

    @classmethod
    @abc.abstractmethod
    def load(
        cls, home: str, *, revision: str | None, variant: str | None, dtype: torch.dtype, device: torch.device
    ) -> Self:
        """Load a diffusers folder or hub id, safetensors only. Raises OSError where it cannot be read."""

    @abc.abstractmethod
    def encode(self, recipe: Recipe, source: Source | None) -> Conditions:
        """Raises generator.pictures.Unreadable where the source picture cannot be decoded."""

    @abc.abstractmethod
    def init(self, recipe: Recipe, conditions: Conditions) -> State:
        """The state before the first step; already done where the recipe leaves every step out (strength 0)."""

    @abc.abstractmethod
    def rows(self, state: State) -> Rows:
        """What the picture puts into the next forward pass."""

    @abc.abstractmethod
    def forward(self, rows: Rows) -> Tensor:
        """(rows, channels, height, width), unguided. The costly part."""

    @abc.abstractmethod
    def guide(self, state: State, outputs: Tensor) -> Tensor:
        """The picture's share of the outputs → (1, channels, height, width), guided."""

    def predict(self, state: State) -> Tensor:
        """The guided model output of the picture's next step."""
        return self.guide(state, self.forward(self.rows(state)))

    @abc.abstractmethod
    def clean(self, state: State, output: Tensor) -> Tensor:
        """The latents without noise that a guided output stands for, before its step is taken: for previews."""

    @abc.abstractmethod
    def decode(self, latents: Tensor) -> Image:
        """Latents of one picture (1, channels, height, width) → RGB. Raises FloatingPointError: not finite."""
