"""Remaking: a picture drawn again from what it says of itself, and compared. For the operator: there is no viewer."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
from pathlib import Path

from PIL import Image, ImageChops

from bot.errors import BadInput, Broken, NotFound
from generator import pictures, provenance
from generator.circumstances import Circumstances
from generator.events import Drawn, Failed, Finished, Lost, Queued, Source, Work
from generator.executors.local import LocalExecutor
from generator.recipe import Recipe
from storage import KeptFiles, Suffix
from storage.errors import Missing

LEAST = 6
"""Characters that a picture's sha256 is known by."""

_BANDS, _VALUES = 3, 256


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A picture of ours, and what it says of itself."""

    png: bytes
    recipe: Recipe
    circumstances: Circumstances | None
    """None where it was made before they were noted."""
    damaged: bool = False
    """It is no longer the file that was kept: its sha256 is another one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    original: Original
    now: Circumstances
    revision: str
    """Of the model that drew it now."""
    share: float
    """Of its values (three a pixel) that differ."""
    greatest: int
    """Difference of a value, 0 … 255."""

    @property
    def identical(self) -> bool:
        return not self.share


def find(picture: str, kept: KeptFiles) -> Original:
    """A picture by its file, or by how its sha256 begins. Raises NotFound, BadInput, and what storage raises."""
    png, sha256 = _file(Path(picture)), None
    if png is None:
        png, sha256 = _kept(picture.lower(), kept)
    recipe = provenance.recipe_in(png)
    if recipe is None:
        raise BadInput("error.not_egakus", picture=picture)
    if _opened(png).size != (recipe.width, recipe.height):
        raise BadInput("error.resized", picture=picture, width=recipe.width, height=recipe.height)
    damaged = sha256 is not None and hashlib.sha256(png).hexdigest() != sha256
    return Original(png=png, recipe=recipe, circumstances=provenance.circumstances_in(png), damaged=damaged)


async def remake(original: Original, kept: KeptFiles, executor: LocalExecutor) -> Remade:
    """Raises NotFound where its source is gone, Broken where it cannot be drawn, and what storage raises."""
    recipe, before = original.recipe, original.circumstances
    bucket = before.bucket if before else None
    sources = {recipe.source: _source(recipe.source, kept)} if recipe.source else {}
    work = Work(job=1, recipes=(recipe,), sources=sources, exact=bucket is not None, bucket=bucket)
    drawn = await _drawn(work, executor)
    share, greatest = await asyncio.to_thread(_apart, original.png, drawn.png)
    now = provenance.circumstances_in(drawn.png)
    assert now is not None
    return Remade(original=original, now=now, revision=drawn.recipe.revision, share=share, greatest=greatest)


def _file(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise NotFound("error.file_missing", file=str(path)) from error


def _kept(start: str, kept: KeptFiles) -> tuple[bytes, str]:
    found = kept.beginning(start) if len(start) >= LEAST else ()
    if len(found) > 1:
        raise BadInput("error.several_pictures", picture=start, count=len(found))
    try:
        return kept.read(found[0]), found[0]
    except (IndexError, Missing) as error:
        raise NotFound("error.no_kept_picture", picture=start, least=LEAST) from error


def _source(sha256: str, kept: KeptFiles) -> Source:
    try:
        picture = kept.read(sha256)
    except Missing as error:
        raise NotFound("error.source_gone", source=sha256[:12]) from error
    latents = None
    with contextlib.suppress(Missing):
        latents = kept.read(sha256, Suffix.LATENTS)
    return Source(picture=picture, latents=latents)


async def _drawn(work: Work, executor: LocalExecutor) -> Drawn:
    async with contextlib.aclosing(executor.run(work)) as events:
        async for event in events:
            match event:
                case Finished(pictures=(drawn,)):
                    return drawn
                case Queued(stalled=True) | Lost():
                    raise Broken("failed.worker_died")
                case Failed(reason=reason):
                    raise Broken(f"failed.{reason.value}")
    raise Broken("failed.internal")


def _opened(png: bytes) -> Image.Image:
    try:
        return pictures.opened(png)
    except pictures.Unreadable as error:
        raise BadInput("error.picture_unreadable") from error


def _apart(one: bytes, other: bytes) -> tuple[float, int]:
    """Share of the values that differ, and the greatest difference, of two pictures of one size."""
    difference = ImageChops.difference(_opened(one), _opened(other))
    counts = difference.histogram()
    differing = [(at % _VALUES, count) for at, count in enumerate(counts) if at % _VALUES and count]
    values = difference.width * difference.height * _BANDS
    return sum(count for _, count in differing) / values, max((value for value, _ in differing), default=0)
