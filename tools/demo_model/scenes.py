"""The little world that the demo models draw: one object, its colour, its size, its place, and the ground behind it."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import random
from pathlib import Path

import numpy as np
from PIL import Image

SPRITES = Path(__file__).parent / "sprites"
SIDE = 128
"""Pixels on a side of a rendered scene, the demo models' native size."""

SHAPES = ("circle", "square", "triangle", "star", "heart")
OBJECTS = (
    *SHAPES,
    *("cat", "dog", "fish", "bird", "rabbit", "tree", "flower", "mushroom", "apple", "banana", "cake", "house"),
    *("car", "rocket", "boat", "umbrella", "balloon", "crown", "hat", "cup", "book", "ghost", "robot"),
)
COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (224, 40, 40),
    "orange": (247, 136, 24),
    "yellow": (250, 214, 36),
    "green": (44, 164, 72),
    "blue": (38, 98, 226),
    "purple": (132, 58, 190),
    "pink": (247, 132, 184),
    "brown": (134, 84, 50),
    "black": (34, 34, 40),
    "white": (247, 247, 247),
}
GROUNDS = {**COLOURS, "white": (255, 255, 255), "grey": (203, 213, 225)}
"""Grounds by name. Grey is never asked for: it stands behind a white object where white would hide it."""

NATURAL = {
    **{"cat": "orange", "dog": "brown", "fish": "blue", "bird": "red", "rabbit": "white", "tree": "green"},
    **{"flower": "pink", "mushroom": "red", "apple": "red", "banana": "yellow", "cake": "brown", "house": "orange"},
    **{"car": "red", "rocket": "red", "boat": "yellow", "umbrella": "purple", "balloon": "red", "crown": "orange"},
    **{"hat": "purple", "cup": "white", "book": "red", "ghost": "white", "robot": "white"},
}
"""The colour nearest to an object's own, where it is not tinted."""

SIZES = (0.30, 0.42, 0.60, 0.80, 0.94)
"""The object's longer side as a share of the picture: tiny, small, medium, large, huge."""
SMALL, MEDIUM, LARGE = 1, 2, 3

# Too much alike to tell one from the other in a small picture: never a ground for such an object.
TOO_CLOSE = {
    frozenset(pair) for pair in (("brown", "black"), ("red", "orange"), ("orange", "yellow"), ("blue", "purple"))
}


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """One picture's content. ``colour`` None is the object's natural one."""

    thing: str
    colour: str | None
    ground: str = "white"
    size: int = MEDIUM
    flip: bool = False
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0

    def but(self, **changes: object) -> Scene:
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    @property
    def mirrored(self) -> Scene:
        return self.but(flip=not self.flip, dx=-self.dx)


def held_out(thing: str, colour: str | None) -> bool:
    """Whether this pair is kept from training (about 12 % of all, a fixed choice by hash)."""
    digest = hashlib.sha256(f"{thing}/{colour}".encode()).digest()
    return colour is not None and digest[0] < 31


def readable(thing: str, colour: str | None, ground: str) -> bool:
    """Whether the object can be told from this ground."""
    seen = colour or NATURAL[thing]
    return seen != ground and frozenset((seen, ground)) not in TOO_CLOSE


def unstated_ground(thing: str, colour: str | None) -> str:
    return "white" if readable(thing, colour, "white") else "grey"


def random_scene(rng: random.Random, *, training: bool = True) -> Scene:
    """A scene with every attribute drawn; with ``training`` never a held-out pair, without it only held-out ones."""
    while True:
        thing = rng.choice(OBJECTS)
        colour: str | None = rng.choice(list(COLOURS))
        if thing not in SHAPES and training and rng.random() < 0.2:
            colour = None
        ground = unstated_ground(thing, colour) if rng.random() < 0.3 else rng.choice(list(COLOURS))
        if readable(thing, colour, ground) and held_out(thing, colour) is not training:
            break
    return Scene(
        thing,
        colour,
        ground,
        size=rng.choices((SMALL, MEDIUM, LARGE), (2, 4, 2))[0],
        flip=rng.random() < 0.5,
        dx=rng.uniform(-0.04, 0.04),
        dy=rng.uniform(-0.04, 0.04),
        scale=rng.uniform(0.94, 1.06),
    )


def _ramp(luminance: np.ndarray, alpha: np.ndarray, rgb: tuple[int, int, int]) -> np.ndarray:
    """Tint: luminance centred on its median, dark shade / colour / light tint. (h, w) → (h, w, 3) in 0..1."""
    colour = np.asarray(rgb, np.float32) / 255
    at = np.clip((luminance - np.median(luminance[alpha > 0.5])) / 0.55, -1, 1)[..., None]
    shade = colour * (0.72 if min(rgb) > 200 else 0.42)
    tint = colour + (1 - colour) * (0.3 if max(rgb) < 60 else 0.62)
    tinted: np.ndarray = np.where(at < 0, colour + (shade - colour) * -at, colour + (tint - colour) * at)
    return tinted


@functools.cache
def sprite(thing: str, colour: str | None) -> np.ndarray:
    """The object alone as premultiplied RGBA, float32 (h, w, 4) in 0..1."""
    with Image.open(SPRITES / f"{thing}.png") as image:
        rgba = np.asarray(image.convert("RGBA"), np.float32) / 255
    rgb, alpha = rgba[..., :3], rgba[..., 3]
    if thing in SHAPES:
        rgb = rgb * np.linspace(1.16, 0.84, rgb.shape[0], dtype=np.float32)[:, None, None]
    if colour is not None:
        rgb = _ramp(rgb @ np.asarray([0.299, 0.587, 0.114], np.float32), alpha, COLOURS[colour])
    premultiplied: np.ndarray = np.concatenate([rgb * alpha[..., None], alpha[..., None]], -1)
    return premultiplied.astype(np.float32)


def _resized(rgba: np.ndarray, width: int, height: int) -> np.ndarray:
    channels = [Image.fromarray(rgba[..., c]).resize((width, height), Image.Resampling.HAMMING) for c in range(4)]
    stacked: np.ndarray = np.stack([np.asarray(channel) for channel in channels], -1)
    return stacked.clip(0, 1)


def render(scene: Scene, width: int = SIDE, height: int = SIDE) -> np.ndarray:
    """The picture, uint8 (height, width, 3); sizes and places are shares of its shorter side."""
    side = min(width, height)
    rgba = sprite(scene.thing, scene.colour)
    factor = min(SIZES[scene.size] * scene.scale, 0.98) * side / max(rgba.shape[:2])
    tall, wide = max(1, round(rgba.shape[0] * factor)), max(1, round(rgba.shape[1] * factor))
    rgba = _resized(rgba, wide, tall)
    if scene.flip:
        rgba = rgba[:, ::-1]
    left = round(min(max((width - wide) / 2 + scene.dx * side, 0), width - wide))
    top = round(min(max((height - tall) / 2 + scene.dy * side, 0), height - tall))
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = np.asarray(GROUNDS[scene.ground], np.float32) / 255
    window = picture[top : top + tall, left : left + wide]
    window *= 1 - rgba[..., 3:]
    window += rgba[..., :3]
    return (picture.clip(0, 1) * 255).round().astype(np.uint8)
