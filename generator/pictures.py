"""Picture bytes and latents, in and out: bounded, RGB, no torch at import."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from torch import Tensor

MAX_PIXELS = 64_000_000
"""Of a source picture, judged by its header before anything is decoded."""


class Unreadable(ValueError):
    """Bytes that are no picture, a broken one, or one too large to decode."""


def opened(data: bytes) -> Image.Image:
    """Upright, in RGB, over white where it is transparent; of an animation the first frame. Raises Unreadable."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Unreadable(f"{image.width}x{image.height} is above {MAX_PIXELS} pixels")
            return _flat(ImageOps.exif_transpose(image))
    except Unreadable:
        raise
    # Pillow's decoders raise whatever their format's reader raises on broken input.
    except Exception as error:
        raise Unreadable(type(error).__name__) from error


def _flat(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    above = image.convert("RGBA")
    ground = Image.new("RGBA", above.size, "white")
    ground.alpha_composite(above)
    return ground.convert("RGB")


def resized(image: Image.Image, width: int, height: int) -> Image.Image:
    """Lanczos, or the very picture where it has that size already."""
    return image if image.size == (width, height) else image.resize((width, height), Image.Resampling.LANCZOS)


def pack(latents: Tensor, space: str) -> bytes:
    """Latents (1, channels, height, width) → safetensors with one fp32 tensor "latents" (channels, height, width).

    ``space`` names the autoencoder that can read them.
    """
    from safetensors.torch import save

    return save({"latents": latents[0].float().cpu().contiguous()}, metadata={"space": space})


def unpack(data: bytes, space: str) -> Tensor | None:
    """The inverse of :func:`pack`, on the CPU; None where it is not that or belongs to another autoencoder."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        if _space_of(data) not in (None, space):
            return None
        latents = load(data)["latents"]
    except (SafetensorError, KeyError, ValueError):
        return None
    return latents[None] if latents.dim() == 3 and bool(latents.isfinite().all()) else None


def _space_of(data: bytes) -> str | None:
    size = int.from_bytes(data[:8], "little")
    name = json.loads(data[8 : 8 + size]).get("__metadata__", {}).get("space")
    return None if name is None else str(name)
