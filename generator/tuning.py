"""Tuning: a loaded network and its passes, made as quick as its registry entry asks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from generator.cuda_graphs import Graphs, OnCuda
from generator.speed import Attention, Speed

if TYPE_CHECKING:
    from generator.families.latent import Rows

_BACKENDS = {
    Attention.FLASH: SDPBackend.FLASH_ATTENTION,
    Attention.EFFICIENT: SDPBackend.EFFICIENT_ATTENTION,
    Attention.MATH: SDPBackend.MATH,
    Attention.CUDNN: SDPBackend.CUDNN_ATTENTION,
}

_VARIANTS = 64
"""Of a compiled block: its instances differ in channels, and one row is compiled apart from several."""


class Tuned:
    """The passes of one network."""

    def __init__(
        self, network: Any, speed: Speed, device: torch.device, *, backend: str | Callable[..., Any] = "inductor"
    ) -> None:
        """Change ``network``, a model of diffusers, as ``speed`` says. ``backend`` is torch.compile's."""
        network.to(memory_format=torch.channels_last if speed.channels_last else torch.contiguous_format)
        if speed.compile:
            _compile(network, backend)
        self._attention = _BACKENDS.get(speed.attention)
        self._graphs = Graphs(OnCuda(device)) if speed.cuda_graphs and device.type == "cuda" else None

    def run(self, forward: Callable[[Rows], Tensor], rows: Rows) -> Tensor:
        """What ``forward``, a pass of that network, gives of the rows."""
        with self._kernels():
            return forward(rows) if self._graphs is None else self._graphs.run(forward, rows)

    def _kernels(self) -> AbstractContextManager[None]:
        if self._attention is None:
            return contextlib.nullcontext()
        # The plain kernel second: some can do neither float32 nor every width of a head.
        return sdpa_kernel([self._attention, SDPBackend.MATH], set_priority=True)


def set_tf32(on: bool) -> None:
    """For this whole process. Convolutions and matrix products have a switch each."""
    torch.set_float32_matmul_precision("high" if on else "highest")
    torch.backends.cudnn.allow_tf32 = on


def _compile(network: Any, backend: str | Callable[..., Any]) -> None:
    """The blocks that the model's class names as repeated; whatever cannot be compiled is run as it is.

    Compiled for any number of rows from the start. Were it for the first number that comes and then again, a picture's
    rounding would depend on what was drawn before it, and pictures could not be drawn again to the bit.
    """
    # Seconds to import, and only needed here.
    from torch._dynamo import config

    config.suppress_errors = True
    # The name that older versions know too.
    config.cache_size_limit = max(config.cache_size_limit, _VARIANTS)
    if getattr(network, "_repeated_blocks", None):
        network.compile_repeated_blocks(dynamic=True, backend=backend)
