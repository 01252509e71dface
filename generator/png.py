"""PNG, written fast: a 512 px picture in a third of what a general encoder takes.

Pillow tries five filters a row and searches for distant repeats. What is enlarged is smooth down its columns and
repeats nothing but its flat parts: one filter (Up) and run lengths give files of the same size.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from PIL.Image import Image
from PIL.PngImagePlugin import PngInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB = 2
_UP = 2


def encode(image: Image, texts: PngInfo) -> bytes:
    """An RGB picture with its text chunks before its pixels (PNG specification, third edition, 5 and 9.2)."""
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, _RGB, 0, 0, 0)
    chunks = [
        (b"IHDR", header),
        *((name, data) for name, data, *_ in texts.chunks),
        (b"IDAT", _deflated(_filtered(image))),
        (b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _filtered(image: Image) -> NDArray[np.uint8]:
    """Each row as its filter's number and its difference to the row above, modulo 256."""
    import numpy as np

    rows = np.asarray(image).reshape(image.height, -1)
    filtered = np.empty((image.height, 1 + rows.shape[1]), np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered


def _deflated(rows: NDArray[np.uint8]) -> bytes:
    packer = zlib.compressobj(level=1, memLevel=9, strategy=zlib.Z_RLE)
    return packer.compress(rows.data) + packer.flush()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
