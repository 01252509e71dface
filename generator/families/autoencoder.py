"""Pictures ↔ latents, as the pipelines of diffusers do it."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from generator import pictures
from generator.events import Source
from generator.preview import Projection, coherent_noise


class Autoencoder:
    """An AutoencoderKL on its device. Latents here are (n, channels, height, width), scaled as the UNet sees them."""

    def __init__(self, vae: Any) -> None:
        self._vae = vae
        self._factor: int = 2 ** (len(vae.config.block_out_channels) - 1)
        self._scaling: float = vae.config.scaling_factor
        self._moments = _moments(vae.config)
        self.channels: int = vae.config.latent_channels
        self.space = _space(vae)

    def shape(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Of the latents of one picture of that size in pixels."""
        return 1, self.channels, height // self._factor, width // self._factor

    def posterior(self, source: Source, width: int, height: int) -> Any:
        """Distribution of the source's latents, not scaled. Raises Unreadable."""
        picture = pictures.resized(pictures.opened(source.picture), width, height)
        values = torch.from_numpy(np.array(picture).astype(np.float32) / 255.0).permute(2, 0, 1)[None]
        return self._vae.encode((2.0 * values - 1.0).to(self._vae.device, self._vae.dtype)).latent_dist

    def stored(self, source: Source, width: int, height: int) -> Tensor | None:
        """The source's own latents where they have the size and are of this space."""
        latents = None if source.latents is None else pictures.unpack(source.latents, self.space)
        if latents is None or latents.shape != self.shape(width, height):
            return None
        return latents.to(self._vae.device, self._vae.dtype)

    def scaled(self, latents: Tensor) -> Tensor:
        if self._moments is None:
            return self._scaling * latents
        mean, deviation = (moment.to(latents) for moment in self._moments)
        return (latents - mean) * self._scaling / deviation

    def unscaled(self, latents: Tensor) -> Tensor:
        if self._moments is None:
            return latents / self._scaling
        mean, deviation = (moment.to(latents) for moment in self._moments)
        return latents * deviation / self._scaling + mean

    def decoded(self, latents: Tensor) -> Tensor:
        """(n, 3, height, width), about -1..1."""
        pixels: Tensor = self._vae.decode(self.unscaled(latents.to(self._vae.dtype)), return_dict=False)[0]
        return pixels

    def images(self, latents: Tensor) -> list[Image.Image]:
        """Raises FloatingPointError: one is not finite."""
        pixels = self.decoded(latents)
        if not bool(pixels.isfinite().all()):
            raise FloatingPointError("a decoded picture is not finite")
        shares = (pixels * 0.5 + 0.5).clamp(0, 1).permute(0, 2, 3, 1).float().cpu()
        return [Image.fromarray(one) for one in (shares * 255).round().to(torch.uint8).numpy()]

    @torch.inference_mode()
    def projection(self) -> Projection:
        latents = coherent_noise(self.channels, 16).to(self._vae.device, self._vae.dtype)
        return Projection.fitted(latents, self.decoded(latents))


def _moments(config: Any) -> tuple[Tensor, Tensor] | None:
    """Mean and deviation of each channel, where the latents are normalised by them; (1, channels, 1, 1)."""
    mean, deviation, shift = (getattr(config, name, None) for name in ("latents_mean", "latents_std", "shift_factor"))
    if mean is not None and deviation is not None:
        return torch.tensor(mean).view(1, -1, 1, 1), torch.tensor(deviation).view(1, -1, 1, 1)
    return None if shift is None else (torch.full((1, 1, 1, 1), shift), torch.ones(1, 1, 1, 1))


def _space(vae: Any) -> str:
    """A name for the space an encoder writes into. A decoder may be trained further without leaving it."""
    edges = (vae.encoder.conv_in.weight, vae.encoder.conv_out.weight)
    content = b"".join(edge.detach().half().cpu().contiguous().numpy().tobytes() for edge in edges)
    return hashlib.sha256(content + str(vae.config.scaling_factor).encode()).hexdigest()[:16]
