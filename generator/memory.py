"""The memory of a CUDA device, as far as a pass is concerned."""

from __future__ import annotations

from collections.abc import Callable

import torch


class CudaMemory:
    def __init__(self, device: torch.device) -> None:
        self._device = device

    def free(self) -> int:
        """Bytes that a pass could have: the device's, and what torch keeps for itself without using it."""
        free, _ = torch.cuda.mem_get_info(self._device)
        kept = torch.cuda.memory_reserved(self._device) - torch.cuda.memory_allocated(self._device)
        return free + kept

    def peak(self, action: Callable[[], object]) -> int:
        """Bytes that ``action`` took at its most, beside what was there. Raises what it raises."""
        before = torch.cuda.memory_allocated(self._device)
        torch.cuda.reset_peak_memory_stats(self._device)
        action()
        return torch.cuda.max_memory_allocated(self._device) - before


def of(device: torch.device) -> CudaMemory | None:
    """None where it cannot be measured."""
    return CudaMemory(device) if device.type == "cuda" else None
