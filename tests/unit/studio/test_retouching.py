"""Pixels changed without a model."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bot.errors import Refused
from bot.studio.retouching import retouched
from bot.understanding.pixels import Crop, Flip, Level, Pixels, Rotate, Scale

MOST = 1_000_000
WIDE = np.random.default_rng(0).integers(0, 200, (40, 60, 3), dtype=np.uint8)


def png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def after(*wishes: Pixels) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(retouched(png(WIDE), wishes, MOST))))


def test_quarters_and_mirrors_are_exact() -> None:
    assert np.array_equal(after(Rotate(90)), np.rot90(WIDE, -1))
    assert np.array_equal(after(Rotate(270)), np.rot90(WIDE))
    assert np.array_equal(after(Rotate(180)), WIDE[::-1, ::-1])
    assert np.array_equal(after(Flip()), WIDE[:, ::-1])
    assert np.array_equal(after(Flip(upright=False)), WIDE[::-1])


def test_wishes_are_carried_out_in_their_order() -> None:
    assert np.array_equal(after(Rotate(90), Flip()), np.rot90(WIDE, -1)[:, ::-1])


def test_a_crop_is_from_the_middle_and_a_size_is_exact() -> None:
    assert np.array_equal(after(Crop((1, 1))), WIDE[:, 10:50])
    assert after(Scale(31, 17)).shape == (17, 31, 3)
    assert after(Rotate(30)).shape[0] > 40


@pytest.mark.parametrize(("what", "factor"), [("brightness", 1.2), ("contrast", 0.5), ("saturation", 0.0)])
def test_a_level_moves_and_one_changes_nothing(what: str, factor: float) -> None:
    assert not np.array_equal(after(Level(what, factor)), WIDE)
    assert np.array_equal(after(Level(what, 1.0)), WIDE)


def test_a_size_beyond_the_limit_is_refused() -> None:
    with pytest.raises(Refused, match="too_large"):
        retouched(png(WIDE), (Scale(4000, 4000),), MOST)
