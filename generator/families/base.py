"""What every family of models can do, a step at a time.

A picture is drawn by ``begin`` → (``predict`` → ``advance``) until done → ``images``. Pictures of one size are
predicted together, where the family can do that.
"""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Sequence
from typing import Self

import torch
from PIL.Image import Image
from torch import Tensor

from generator.events import Source
from generator.recipe import Recipe, Task
from generator.solvers import Course, advanced
from generator.speed import Speed


@dataclasses.dataclass(slots=True, kw_only=True, eq=False)
class State:
    """One picture being drawn."""

    recipe: Recipe
    course: Course
    latents: Tensor
    """(1, ...), as the solver scales them."""

    @property
    def done(self) -> bool:
        return not self.course.left

    @property
    def rows(self) -> int:
        """What the next step takes of a forward pass."""
        return 1

    def close(self) -> None:
        """Let go of whatever only this picture holds; it is not drawn any further. Called for each, maybe twice."""


def advance(states: Sequence[State], outputs: Sequence[Tensor]) -> None:
    """Take the steps that the guided outputs point to."""
    moved = advanced([state.course for state in states], [state.latents for state in states], outputs)
    for state, latents in zip(states, moved, strict=True):
        state.latents = latents


class Family(abc.ABC):
    """One loaded model. Not for several threads at once. It is given back the very states that it began."""

    tasks: frozenset[Task]
    dtype: torch.dtype
    space: str
    """Names the autoencoder: latents are only of use to a family of the same space. "": to none."""
    revision: str = ""
    """Which weights these are, as a recipe names them; said by whoever loads the family."""

    @classmethod
    @abc.abstractmethod
    def load(
        cls, home: str, *, revision: str | None, variant: str | None, dtype: torch.dtype, device: torch.device
    ) -> Self:
        """Load a diffusers folder or hub id, safetensors only. Raises OSError or ValueError where it cannot be read."""

    def tune(self, speed: Speed) -> None:  # noqa: B027 – most have nothing to choose
        """Compute as the registry entry asks; once, after loading. Nothing, where a family has no such choice."""

    @abc.abstractmethod
    def begin(self, recipe: Recipe, source: Source | None) -> State:
        """The state before the first step; already done where the recipe leaves every step out (strength 0).

        Raises generator.pictures.Unreadable where the source picture cannot be decoded.
        """

    @abc.abstractmethod
    def predict(self, states: Sequence[State], bucket: int | None = None) -> list[Tensor]:
        """The guided model output of each picture's next step; each forward pass of ``bucket`` rows where given."""

    @abc.abstractmethod
    def preview(self, state: State, output: Tensor, side: int) -> Image | None:
        """The picture as its guided output foretells it, before that step is taken; the longer side ``side`` pixels."""

    @abc.abstractmethod
    def images(self, states: Sequence[State]) -> list[Image]:
        """The finished pictures in RGB, of states of one size that are done. Raises FloatingPointError: one is not
        finite."""
