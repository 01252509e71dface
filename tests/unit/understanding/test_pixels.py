"""Wishes about pixels alone."""

from __future__ import annotations

import pytest

from bot.understanding.intent import Edit, Retouch
from bot.understanding.interpret import Context, interpret
from bot.understanding.pixels import Crop, Flip, Level, Pixels, Rotate, Scale, read

ONE = Context(has_picture=True)


@pytest.mark.parametrize(
    ("wish", "pixels"),
    [
        ("rotate it 90 degrees", Rotate(90)),
        ("rotate left 45", Rotate(315)),
        ("turn the photo upside down", Rotate(180)),
        ("flip it vertically", Flip(upright=False)),
        ("mirror it", Flip()),
        ("crop to 4:3", Crop((4, 3))),
        ("crop it square", Crop((1, 1))),
        ("resize to 640x480", Scale(640, 480)),
        ("brightness +20%", Level("brightness", 1.2)),
        ("reduce the contrast by 10%", Level("contrast", 0.9)),
        ("set saturation to 50%", Level("saturation", 0.5)),
        ("右に90度回転して", Rotate(90)),
        ("上下反転して", Flip(upright=False)),
        ("左右反転", Flip()),
        ("正方形にトリミングして", Crop((1, 1))),
        ("彩度を30%上げて", Level("saturation", 1.3)),
        ("明るさを半分にして", Level("brightness", 0.5)),
        ("640x480にリサイズして", Scale(640, 480)),
    ],
)
def test_a_wish_about_pixels_needs_no_model(wish: str, pixels: Pixels) -> None:
    assert read(wish) == pixels
    assert interpret(wish, ONE) == Retouch(pixels=(pixels,))


@pytest.mark.parametrize(
    "wish", ["rotate the cup", "brighter", "crop the fence out", "flip the sign", "resize to 99999x2", "contrast 900%"]
)
def test_what_has_to_be_seen_is_left_to_the_model(wish: str) -> None:
    assert read(wish) is None


def test_several_are_done_in_order_and_with_an_edit_among_them_the_model_does_it() -> None:
    assert interpret("flip it and rotate 90", ONE) == Retouch(pixels=(Flip(), Rotate(90)))
    assert isinstance(interpret("flip it and add a fox", ONE), Edit)
