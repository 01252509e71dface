"""Lanes: which pictures can share a forward pass, and how many rows such a pass has here."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable

import structlog
import torch

from generator import failures, families
from generator.capacity import Capacity, bucket_holding, bucket_within
from generator.cost import rows_of
from generator.events import Work
from generator.families.base import Family, State
from generator.families.latent import LatentDiffusion
from generator.recipe import Recipe, Task
from generator.residency import Key, Residency

_log = structlog.get_logger(__name__)

_NO_MODEL = Key("", "upscaler", "float32")


@dataclasses.dataclass(frozen=True, slots=True)
class Lane:
    """Pictures that can share a forward pass."""

    model: Key
    size: tuple[int, int]
    """(width, height) in pixels at which the model draws."""
    bucket: int | None = None
    """Rows of each pass, where a picture shall come out the same to the bit whatever it shares a pass with."""


class Lanes:
    """All lanes there can be with these models. Not for several threads."""

    def __init__(self, models: Residency, capacity: Capacity) -> None:
        self._models = models
        self._capacity = capacity
        self._names: dict[Lane, str] = {}

    def of(self, work: Work, recipe: Recipe, *, full: bool = False) -> Lane:
        """That of one of the work's recipes, drawn in float32 where ``full``. Raises ModelMissing."""
        if recipe.task is Task.UPSCALE:
            return Lane(_NO_MODEL, recipe.drawn_size)
        lane = Lane(self._models.key(recipe, full=full), recipe.drawn_size)
        if not work.exact:
            return lane
        rows = max(bucket_holding(rows_of(recipe)), work.bucket or bucket_within(self.rows(lane)))
        return Lane(lane.model, lane.size, rows)

    def rows(self, lane: Hashable) -> int:
        """Of one pass, at most."""
        assert isinstance(lane, Lane)
        if lane.model.family in families.ALONE:
            return 1
        return lane.bucket or self._capacity.rows(self._name(lane))

    def loaded(self, lane: Hashable) -> bool:
        assert isinstance(lane, Lane)
        return lane.model == _NO_MODEL or self._models.loaded(lane.model)

    def known(self, lane: Lane) -> bool:
        """Whether it is settled how many rows suit: measured, or by its bucket."""
        return lane.bucket is not None or self._capacity.known(self._name(lane))

    def measure(self, lane: Lane, family: Family, state: State) -> None:
        """By passes like that picture's next one. Raises what breaks the device, nothing else."""
        assert isinstance(family, LatentDiffusion)
        rows, name = family.rows(state), self._name(lane)

        def passed(count: int) -> None:
            # A GPU has done it when the result can be read.
            family.run(rows.sized(count))[-1, -1, -1, -1].item()

        try:
            self._capacity.measure(name, passed)
        except Exception as error:
            # Whose fault it was comes out when the pictures are drawn.
            if failures.breaks_device(error):
                raise
            _log.debug("not measured to the end", name=name, error=type(error).__name__)

    def halve(self, lane: Lane, rows: int) -> None:
        """A pass of so many rows, or of its bucket, ran out of memory."""
        self._capacity.halve(self._name(lane), lane.bucket or rows)

    def _name(self, lane: Lane) -> str:
        """Under which its capacity is kept."""
        if lane not in self._names:
            machine = (self._models.device, str(torch.get_num_threads()), torch.__version__)
            self._names[lane] = " ".join((*machine, *lane.model, "x".join(map(str, lane.size))))
        return self._names[lane]
