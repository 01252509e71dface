from __future__ import annotations

import io
import random

from PIL import Image

from bot.studio.showing import fitted


async def test_a_picture_is_sent_as_it_is_kept_unless_it_is_too_large() -> None:
    buffer = io.BytesIO()
    Image.frombytes("RGB", (256, 256), random.Random(1).randbytes(256 * 256 * 3)).save(buffer, "PNG")
    png = buffer.getvalue()
    assert await fitted(png, len(png)) == ("png", png)
    suffix, small = await fitted(png, len(png) - 1)
    assert suffix == "webp" and len(small) < len(png)
