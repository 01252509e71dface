"""A user's own picture: bounded by its header before anything is decoded, then made one plain sRGB frame."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from bot.errors import BadInput
from generator import pictures


def read_upload(data: bytes, *, max_pixels: int, max_bytes: int) -> bytes:
    """PNG bytes of the picture as a viewer shows it: first frame, upright, transparency on white.

    Slow (it decodes): call it off the event loop. Raises BadInput for anything that is not a whole picture within
    ``max_pixels`` and ``max_bytes``.
    """
    if len(data) > max_bytes:
        raise BadInput("error.picture_too_heavy", limit=f"{max_bytes / 2**20:.0f}")
    try:
        width, height = picture_size(data)
        if width * height > max_pixels:
            raise BadInput("error.picture_too_large", width=width, height=height, limit=f"{max_pixels / 1e6:.0f}")
        buffer = io.BytesIO()
        pictures.opened(data).save(buffer, "PNG", compress_level=3)
    except pictures.Unreadable as error:
        raise BadInput("error.picture_unreadable") from error
    return buffer.getvalue()


def picture_size(data: bytes) -> tuple[int, int]:
    """(width, height) in pixels, from the header alone. Raises generator.pictures.Unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                return image.size
    # Pillow's readers raise whatever a broken header trips.
    except Exception as error:
        raise pictures.Unreadable(type(error).__name__) from error


def blank(side: int = 160) -> bytes:
    """What stands for a picture that is not there: a grey square of ``side`` pixels, a JPEG."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), "gray").save(buffer, "JPEG")
    return buffer.getvalue()


def thumbnail(png: bytes, side: int = 160) -> bytes:
    """A JPEG that fits into a square of ``side`` pixels. Slow."""
    image = pictures.opened(png)
    image.thumbnail((side, side))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
