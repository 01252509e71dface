"""Source pictures as they come, and previews as often as they are due."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from generator import pictures
from generator.preview import Previews
from generator.upscale import Lanczos


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    image.putpixel((0, 0), (0, 0, 255, 255))
    flat = pictures.opened(saved(image))
    assert flat.mode == "RGB"
    assert (flat.getpixel((0, 0)), flat.getpixel((1, 1))) == ((0, 0, 255), (255, 255, 255))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_mode_is_read_as_rgb(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    assert pictures.opened(saved(Image.new(mode, (5, 3)), kind)).mode == "RGB"


def test_a_camera_held_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pictures.opened(saved(Image.new("RGB", (6, 4)), "JPEG", exif=exif)).size == (4, 6)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert pictures.opened(data).getpixel((0, 0)) == (255, 0, 0)


def test_what_cannot_be_read_is_said_to_be_unreadable() -> None:
    whole = saved(Image.effect_noise((64, 64), 50))
    for data in (b"", b"nonsense", whole[: len(whole) // 2]):
        with pytest.raises(pictures.Unreadable):
            pictures.opened(data)


def test_a_picture_bomb_is_refused_by_its_header() -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    with pytest.raises(pictures.Unreadable):
        pictures.opened(data + b"\0\0\0\0IDAT\x35\xaf\x06\x1e")


def test_an_upscaled_picture_has_exactly_the_asked_size() -> None:
    image = Image.linear_gradient("L").convert("RGB")
    assert Lanczos().enlarge(image, 1000, 700).size == (1000, 700)
    assert Lanczos().enlarge(image, 256, 256).tobytes() == image.tobytes()


def test_previews_come_at_once_and_then_at_their_interval() -> None:
    now = 0.0
    previews = Previews(interval=1.5, clock=lambda: now)
    due = []
    for now in (0.0, 0.5, 1.4, 1.5, 2.9, 3.1):  # noqa: B007 the clock reads it
        due.append(previews.due())
    assert due == [True, False, False, True, False, True]
    previews.start()
    assert previews.due()
