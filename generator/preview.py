"""Previews: latents → a small JPEG by a linear projection, and only as often as somebody can be shown one."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

from PIL import Image

if TYPE_CHECKING:
    from torch import Tensor

_QUALITY = 80


class Projection:
    """Latent channels → RGB, fitted by least squares to what the decoder makes of coherent noise.

    The method is that of "latent_rgb_factors" in other front ends, whose matrices were made by hand for each model.
    """

    def __init__(self, matrix: Tensor) -> None:
        self._matrix = matrix

    def fits(self, latents: Tensor) -> bool:
        return latents.dim() == 4 and latents.shape[1] == len(self._matrix) - 1

    @classmethod
    def fitted(cls, latents: Tensor, picture: Tensor) -> Self:
        """From latents (1, channels, height, width) and their decoded picture (1, 3, H, W) in -1..1."""
        import torch

        small = torch.nn.functional.adaptive_avg_pool2d(picture.float().cpu(), (latents.shape[-2], latents.shape[-1]))
        found = torch.linalg.lstsq(_with_one(latents.cpu()), small[0].flatten(1).T, driver="gels")
        return cls(found.solution)

    def picture(self, latents: Tensor, side: int) -> Image.Image:
        """RGB, the longer side ``side`` pixels."""
        height, width = latents.shape[-2:]
        pixels = (_with_one(latents.cpu()) @ self._matrix).mul(127.5).add(127.5).nan_to_num(127.5).clamp(0, 255)
        image = Image.fromarray(pixels.byte().reshape(height, width, 3).numpy())
        times = side / max(width, height)
        return image.resize((round(width * times), round(height * times)), Image.Resampling.BICUBIC)


def _with_one(latents: Tensor) -> Tensor:
    import torch

    return torch.nn.functional.pad(latents[0].float().flatten(1).T, (0, 1), value=1.0)


def coherent_noise(channels: int, size: int, seed: int = 0) -> Tensor:
    """(1, channels, size, size) of unit deviation whose neighbours resemble each other, as a picture's latents do."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn((1, channels, max(2, size // 4), max(2, size // 4)), generator=generator)
    smooth = torch.nn.functional.interpolate(coarse, (size, size), mode="bilinear")
    return smooth / smooth.std()


class Previews:
    """Says when a preview is due: at a job's first step, then every ``interval`` seconds; 0 at each step."""

    def __init__(self, interval: float, side: int = 256, clock: Callable[[], float] = time.monotonic) -> None:
        self.interval = interval
        self.side = side
        self._clock = clock
        self._last: float | None = None

    def start(self) -> None:
        self._last = None

    def due(self) -> bool:
        """True at most once an interval: the caller makes the preview."""
        now = self._clock()
        if self._last is not None and now - self._last < self.interval:
            return False
        self._last = now
        return True


def sheet(images: Sequence[Image.Image]) -> Image.Image:
    """Pictures of one size beside and below each other, two in a row."""
    width, height = images[0].size
    whole = Image.new("RGB", (width * min(2, len(images)), height * -(-len(images) // 2)))
    for number, image in enumerate(images):
        down, right = divmod(number, 2)
        whole.paste(image, (right * width, down * height))
    return whole


def jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
