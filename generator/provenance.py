"""What a picture says about itself: its recipe, its circumstances and that a machine made it, in PNG text chunks."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeVar

from PIL import Image, PngImagePlugin

from generator import png
from generator.circumstances import Circumstances
from generator.recipe import Recipe
from generator.samplers import SAMPLERS

_Claim = TypeVar("_Claim")

_READ_AT_MOST = 64_000_000
_SMALLEST = 64

_RECIPE, _CIRCUMSTANCES = "egaku", "egaku-circumstances"

_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
    "</rdf:RDF></x:xmpmeta>"
)
"""IPTC's Digital Source Type: "created algorithmically using a model trained on sampled content"."""


def encode(image: Image.Image, recipe: Recipe, circumstances: Circumstances | None = None) -> bytes:
    """An RGB picture as PNG with ``parameters`` as A1111 writes them, ``egaku`` (the recipe's JSON),
    ``egaku-circumstances`` and XMP."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", parameters(recipe))
    chunks.add_itxt(_RECIPE, recipe.to_json())
    if circumstances is not None:
        chunks.add_itxt(_CIRCUMSTANCES, circumstances.to_json())
    chunks.add_itxt("XML:com.adobe.xmp", _XMP)
    return png.encode(image, chunks)


def parameters(recipe: Recipe) -> str:
    """The infotext of A1111's web UI: prompt, negative prompt, then comma-separated settings in one line."""
    sampler = SAMPLERS.get(recipe.sampler)
    settings = {
        "Steps": recipe.steps,
        "Sampler": sampler.label if sampler else recipe.sampler,
        "CFG scale": f"{recipe.guidance:g}",
        "Image CFG scale": f"{recipe.image_guidance:g}" if recipe.image_guidance is not None else None,
        "Seed": recipe.seed,
        "Size": f"{recipe.width}x{recipe.height}",
        "Model hash": recipe.revision[:10],
        "Model": recipe.model,
        "Denoising strength": f"{recipe.strength:g}" if recipe.strength is not None else None,
    }
    lines = [recipe.prompt]
    if recipe.negative_prompt:
        lines.append(f"Negative prompt: {recipe.negative_prompt}")
    lines.append(", ".join(f"{name}: {value}" for name, value in settings.items() if value is not None))
    return "\n".join(lines).replace("\0", "")


def recipe_in(data: bytes) -> Recipe | None:
    """The recipe that a PNG of ours carries; None where there is none. What it says is a stranger's claim: check it."""
    return _claimed(data, _RECIPE, Recipe.from_json)


def circumstances_in(data: bytes) -> Circumstances | None:
    """The circumstances that a PNG of ours carries, likewise a stranger's claim; None where there are none."""
    return _claimed(data, _CIRCUMSTANCES, Circumstances.from_json)


def _claimed(data: bytes, name: str, read: Callable[[str], _Claim]) -> _Claim | None:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > _READ_AT_MOST:
                return None
            text = image.info.get(name)
        return read(text) if isinstance(text, str) else None
    # Anybody may write anything into a file.
    except Exception:
        return None


def shrunk(data: bytes, most: int) -> bytes:
    """A picture of ours as WebP of at most ``most`` bytes, which still says that a machine made it.

    Slow (it encodes several times). Its pixels are fewer only where no quality is low enough.
    """
    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGB")
    while True:
        for quality in (95, 85, 70, 50):
            buffer = io.BytesIO()
            image.save(buffer, "WEBP", quality=quality, xmp=_XMP.encode())
            if buffer.tell() <= most or max(image.size) <= _SMALLEST:
                return buffer.getvalue()
        image = image.reduce(2)
