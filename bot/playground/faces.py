"""Avatars, drawn here: somebody is known at a glance, and no picture has to be shipped."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from simcord.backend.cdn import CDN_BASE
from simcord.backend.models import User

from bot.playground.world import World

SIDE = 128
_LARGER = 4
"""Drawn so many times as large: Pillow's edges are hard."""


def brush_circle(world: World, user: User) -> None:
    """An ensō, one stroke round: the bot."""
    picture, draw, side = _canvas("#fdfcf7")
    margin = side * 0.22
    draw.arc((margin, margin, side - margin, side - margin), start=-60, end=235, fill="#d7322e", width=side // 8)
    _wear(world, user, picture)


def initial(world: World, user: User, colour: str) -> None:
    """The first letter of a name."""
    picture, draw, side = _canvas(colour)
    letter = (user.global_name or user.name)[0]
    draw.text((side / 2, side / 2), letter, fill="white", anchor="mm", font_size=side * 0.5)
    _wear(world, user, picture)


def _canvas(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw, int]:
    side = SIDE * _LARGER
    picture = Image.new("RGB", (side, side), colour)
    return picture, ImageDraw.Draw(picture), side


def _wear(world: World, user: User, picture: Image.Image) -> None:
    data = io.BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(data, "PNG")
    user.avatar = "face"
    world.backend.cdn._blobs[f"{CDN_BASE}/avatars/{user.id}/{user.avatar}.png"] = data.getvalue()
