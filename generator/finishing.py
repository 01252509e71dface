"""From denoised latents to files: decoded, enlarged, and written with what made them."""

from __future__ import annotations

import collections
from collections.abc import Sequence

from PIL.Image import Image

from generator import pictures, provenance
from generator.circumstances import Circumstances
from generator.events import Drawn
from generator.families.base import Family
from generator.recipe import Recipe, Task
from generator.request import Picture
from generator.upscale import Upscaler

_CHUNK = 4
"""Pictures that a GPU decodes at once."""


class Finishing:
    """Owns the denoised pictures until they are taken to be decoded. Not for several threads."""

    def __init__(self, upscaler: Upscaler, device: str) -> None:
        """``device`` as Residency says it."""
        self._upscaler = upscaler
        self._device = device
        self._denoised: collections.deque[Picture] = collections.deque()

    def __len__(self) -> int:
        return len(self._denoised)

    def add(self, picture: Picture) -> None:
        self._denoised.append(picture)

    def remove(self, picture: Picture) -> None:
        """Nothing where it is not here."""
        if picture in self._denoised:
            self._denoised.remove(picture)

    def taken(self) -> list[Picture]:
        """Those to be decoded together, of one lane, the one that came first among them.

        A core is busy with one picture. A GPU is not, but the memory of a decode is the peak of all.
        """
        first = self._denoised[0]
        alone = first.recipe.task is Task.UPSCALE or first.lane.bucket or self._device.startswith("cpu")
        chunk = [picture for picture in self._denoised if picture.lane == first.lane][: 1 if alone else _CHUNK]
        for picture in chunk:
            self._denoised.remove(picture)
        return chunk

    def decoded(self, family: Family, some: Sequence[Picture]) -> list[Drawn]:
        """Pictures of one lane, denoised by the family. Raises FloatingPointError: one is not finite."""
        images = family.images([picture.begun for picture in some])
        return [self._drawn(family, picture, image) for picture, image in zip(some, images, strict=True)]

    def upscaled(self, picture: Picture) -> Drawn:
        """Nothing is drawn anew. Raises Unreadable."""
        recipe, source = picture.recipe, picture.source
        if source is None:
            raise pictures.Unreadable("nothing to upscale")
        image = pictures.opened(source.picture)
        return Drawn(recipe=recipe, png=self._png(picture, image, recipe), latents=None)

    def _drawn(self, family: Family, picture: Picture, image: Image) -> Drawn:
        recipe = picture.recipe.but(revision=family.revision or picture.recipe.revision)
        latents = pictures.pack(picture.begun.latents, family.space) if family.space else None
        return Drawn(recipe=recipe, png=self._png(picture, image, recipe), latents=latents)

    def _png(self, picture: Picture, image: Image, recipe: Recipe) -> bytes:
        bucket, model = picture.lane.bucket, picture.lane.model
        here = Circumstances.here(bucket=bucket, dtype=model.dtype, speed=model.speed, device=self._device)
        return provenance.encode(self._upscaler.enlarge(image, recipe.width, recipe.height), recipe, here)
