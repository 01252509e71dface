"""What a user may set about a picture, besides its words. None is "not said"."""

from __future__ import annotations

import dataclasses
from typing import Self


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Values as the user meant them, checked for type and range, not yet fitted to a model."""

    seed: int | None = None
    """0 … 2^63-1; -1 was said for "a random one" and is None here."""
    count: int | None = None
    """Pictures, 1 … 4."""
    steps: int | None = None
    """1 … 150."""
    guidance: float | None = None
    """0 … 30."""
    image_guidance: float | None = None
    """0 … 10; edit models only."""
    strength: float | None = None
    """0 … 1; image-to-image only."""
    width: int | None = None
    height: int | None = None
    """Pixels, 16 … 4096 as said; the studio fits them to the model or refuses."""
    aspect: tuple[int, int] | None = None
    """(16, 9) for 16:9; never together with width and height."""
    sampler: str | None = None
    model: str | None = None
    negative: tuple[str, ...] = ()
    loras: tuple[tuple[str, float], ...] = ()
    relative: tuple[tuple[str, str], ...] = ()
    """(name, way): steps, guidance, strength or count "+" or "-" of what they are; aspect "wider" or "taller";
    seed "same" or "new"."""

    def over(self, base: Self) -> Self:
        """These values where said, ``base``'s elsewhere; the later of a size and an aspect wins."""
        changes = {
            field.name: value
            for field in dataclasses.fields(self)
            if (value := getattr(self, field.name)) not in (None, ())
        }
        if self.aspect is not None:
            changes |= {"width": None, "height": None}
        elif self.width is not None:
            changes |= {"aspect": None}
        return dataclasses.replace(base, **changes)

    def without(self, unwanted: tuple[str, ...]) -> Self:
        """The same with ``unwanted`` among the negative words, each once and first what was there."""
        there = {word for each in unwanted for word in each.split(", ")}
        added = tuple(word for word in self.negative if word not in there and word not in unwanted)
        return dataclasses.replace(self, negative=(*unwanted, *added))

    def __bool__(self) -> bool:
        return self != type(self)()
