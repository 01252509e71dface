"""A decoder that does less work for the same picture."""

from __future__ import annotations

import pytest
import torch
from diffusers.models.upsampling import Upsample2D

from generator.families import upsampling


@pytest.mark.parametrize("size", [(8, 8), (5, 3), (1, 1)], ids=str)
@torch.inference_mode()
def test_the_fused_upsampler_gives_the_same_picture(size: tuple[int, int]) -> None:
    plain = Upsample2D(6, use_conv=True, out_channels=4)
    x = torch.randn(2, 6, *size, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(upsampling.Doubling(plain.conv)(x), plain(x), rtol=1e-5, atol=1e-5)


def test_an_upsampler_of_another_kind_is_left_alone() -> None:
    block, other = torch.nn.Module(), Upsample2D(6, use_conv_transpose=True, out_channels=4)
    block.upsamplers = torch.nn.ModuleList([other])
    decoder = torch.nn.Module()
    decoder.up_blocks = torch.nn.ModuleList([block])
    upsampling.fuse(decoder)
    assert block.upsamplers[0] is other
