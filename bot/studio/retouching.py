"""Changes to a picture's pixels that no model is needed for. Slow calls: off the event loop."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageEnhance

from bot.errors import Refused
from bot.understanding.pixels import Crop, Flip, Level, Pixels, Rotate, Scale
from generator import pictures

_QUARTERS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_ENHANCERS = {
    "brightness": ImageEnhance.Brightness,
    "contrast": ImageEnhance.Contrast,
    "saturation": ImageEnhance.Color,
}


def retouched(png: bytes, wishes: Sequence[Pixels], max_pixels: int) -> bytes:
    """PNG bytes of the picture with ``wishes`` carried out in their order. Raises Refused where it would grow beyond
    ``max_pixels``."""
    image = pictures.opened(png)
    for wish in wishes:
        if isinstance(wish, Scale) and wish.width * wish.height > max_pixels:
            raise Refused(
                "error.too_large_to_upscale", width=wish.width, height=wish.height, limit=f"{max_pixels / 1e6:.1f}"
            )
        image = _done(image, wish)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _done(image: Image.Image, wish: Pixels) -> Image.Image:
    match wish:
        case Rotate(degrees=degrees) if degrees in _QUARTERS:
            return image.transpose(_QUARTERS[degrees])
        case Rotate(degrees=degrees):
            return image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        case Flip(upright=upright):
            way = Image.Transpose.FLIP_LEFT_RIGHT if upright else Image.Transpose.FLIP_TOP_BOTTOM
            return image.transpose(way)
        case Crop(aspect=(across, down)):
            width = min(image.width, round(image.height * across / down))
            height = min(image.height, round(image.width * down / across))
            left, top = (image.width - width) // 2, (image.height - height) // 2
            return image.crop((left, top, left + max(1, width), top + max(1, height)))
        case Scale(width=width, height=height):
            return image.resize((width, height), Image.Resampling.LANCZOS)
        case Level(what=what, factor=factor):
            return _ENHANCERS[what](image).enhance(factor)
