"""PNG, written fast: a 512 px picture in a twentieth of the time that a general encoder takes.

Pillow tries five filters a row and packs with zlib. What is enlarged is smooth down its columns, so one filter (Up)
does, and ISA-L packs the differences five times as fast as zlib at its fastest. Files are a quarter larger.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from isal import isal_zlib
from PIL.Image import Image
from PIL.PngImagePlugin import PngInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB = 2
_UP = 2
_LEVEL = 2


def encode(image: Image, texts: PngInfo) -> bytes:
    """An RGB picture with its text chunks before its pixels (PNG specification, third edition, 5 and 9.2)."""
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, _RGB, 0, 0, 0)
    chunks = [
        (b"IHDR", header),
        *((name, data) for name, data, *_ in texts.chunks),
        (b"IDAT", isal_zlib.compress(_filtered(image).data, _LEVEL)),
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


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = isal_zlib.crc32(data, isal_zlib.crc32(name))
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
