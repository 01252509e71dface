"""What stands after a flag: numbers, sizes, ratios, names. Each reader raises ValueError on what it does not take."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import TypeVar

Many = TypeVar("Many", bound=Collection[str])

MAX_SEED = 2**63 - 1
SIDES = (16, 4096)
"""Pixels of width and of height, from … to."""
STEEPEST = 4
"""Longer side over shorter side of an aspect ratio, at most."""
SHAPES = {
    **dict.fromkeys(("square", "正方形"), (1, 1)),
    **dict.fromkeys(("landscape", "横長"), (3, 2)),
    **dict.fromkeys(("portrait", "縦長"), (2, 3)),
    "wide": (16, 9),
    "tall": (9, 16),
}
LONGEST_NAME = 100
LORA_WEIGHTS = (-2.0, 2.0)
MOST = 100
"""Unwanted words, and LoRAs, in one message."""

# Three digits of exponent keep a number that is never used from being expanded.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_PAIR = re.compile(r"([0-9]{1,9})\s*[x×*:/]\s*([0-9]{1,9})", re.IGNORECASE)
_ITEM = re.compile(r'["“”„＂「]([^"“”„＂「」]*)["“”„＂」]|([^,、，"“”„＂「」]+)')
_DASHES = str.maketrans(dict.fromkeys("–—−‐‑―", "-"))


def number(text: str, least: float, most: float) -> float:
    """Decimal or scientific notation, within ``least … most``."""
    return float(_decimal(text, least, most))


def whole(text: str, least: int, most: int) -> int:
    """A whole number, 1e9 and 20.0 included, within ``least … most``."""
    value = _decimal(text, least, most)
    if value != value.to_integral_value():
        raise ValueError(text)
    return int(value)


def seed(text: str) -> int | None:
    """0 … 2^63-1; None, a random one, for -1 and "random"."""
    if text.lower() == "random":
        return None
    value = whole(text, -1, MAX_SEED)
    return None if value == -1 else value


def side(text: str) -> int:
    return whole(text.lower().removesuffix("px"), *SIDES)


def size(text: str) -> tuple[int, int]:
    """512x768, 512×768, 512*768, or 512 for a square."""
    pair = _PAIR.fullmatch(text.lower().removesuffix("px"))
    width, height = pair.groups() if pair else (text, text)
    return side(width), side(height)


def shape(text: str) -> tuple[int, int] | None:
    """The ratio that a name ("wide", 「横長」) or "16:9" says; None for anything else, such as 512x512."""
    if named := SHAPES.get(text.lower()):
        return named
    return ratio(text) if re.search("[:/]", text) else None


def ratio(text: str) -> tuple[int, int]:
    """16:9, 16x9 or 16/9, no steeper than ``STEEPEST``."""
    pair = _PAIR.fullmatch(text)
    if pair is None:
        raise ValueError(text)
    across, down = int(pair[1]), int(pair[2])
    if not 0 < max(across, down) <= STEEPEST * min(across, down):
        raise ValueError(text)
    return across, down


def name(text: str) -> str:
    if not text or len(text) > LONGEST_NAME:
        raise ValueError(text)
    return text


def loras(text: str) -> dict[str, float]:
    """name, name:0.6, or several of them with commas; the weight is 1 where unsaid."""
    found = {}
    for part in text.split(","):
        label, colon, weight = part.strip().rpartition(":")
        found[name(label if colon else weight)] = number(weight, *LORA_WEIGHTS) if colon else 1.0
    return few(found)


def words(text: str) -> tuple[str, ...]:
    """Words apart by commas; commas inside quotes belong to the word."""
    found = (quoted or plain for quoted, plain in _ITEM.findall(text))
    return tuple(few([word for item in found if (word := item.strip(" \n\t.。"))]))


def few(found: Many) -> Many:
    """``found``, unless it is empty or more than ``MOST``."""
    if not 0 < len(found) <= MOST:
        raise ValueError(len(found))
    return found


def _decimal(text: str, least: float, most: float) -> Decimal:
    text = text.translate(_DASHES)
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    value = Decimal(text)
    if not least <= value <= most:
        raise ValueError(text)
    return value
