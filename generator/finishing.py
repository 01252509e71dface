"""From denoised latents to files: decoded, enlarged, and written with what made them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PIL.Image import Image

from generator import pictures, provenance
from generator.circumstances import Circumstances
from generator.events import Drawn
from generator.families.base import Family
from generator.recipe import Recipe
from generator.request import Picture
from generator.upscale import Upscaler


@dataclasses.dataclass(frozen=True, slots=True)
class Finishing:
    upscaler: Upscaler
    device: str
    """As Residency says it."""

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
        here = Circumstances.here(bucket=bucket, dtype=model.dtype, speed=model.speed, device=self.device)
        return provenance.encode(self.upscaler.enlarge(image, recipe.width, recipe.height), recipe, here)
