"""Upscalers: a finished picture made larger, nothing drawn anew."""

from __future__ import annotations

from typing import Protocol

from PIL.Image import Image

from generator import pictures


class Upscaler(Protocol):
    name: str

    def enlarge(self, image: Image, width: int, height: int) -> Image:
        """RGB → RGB of exactly that many pixels."""
        ...


class Lanczos:
    name = "lanczos"

    def enlarge(self, image: Image, width: int, height: int) -> Image:
        return pictures.resized(image, width, height)
