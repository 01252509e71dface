"""CUDA graphs: a pass recorded once and replayed, which spares the CPU the launch of its thousand kernels.

A graph reads and writes fixed places in memory: one is captured for each shape of the input, and what a pass is given
is copied into those places first. Rows are padded to the next bucket, so that a few graphs serve any number of them.
Method: "Accelerating PyTorch with CUDA Graphs", PyTorch's blog, 2021.
"""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import structlog
import torch
from torch import Tensor

from generator.capacity import BUCKETS, bucket_holding

if TYPE_CHECKING:
    from generator.families.latent import Rows

_log = structlog.get_logger(__name__)

_KEPT = 10
"""Graphs at once: two sizes of pictures, in every bucket."""

_WARM_UP = 2
"""Passes before a capture: libraries allocate and choose their kernels in the first, which a capture forbids."""

Shape = tuple[tuple[str, torch.Size, torch.dtype], ...]


class Capture(Protocol):
    def __call__(self, forward: Callable[[Rows], Tensor], held: Rows) -> Callable[[], Tensor]:
        """Record ``forward`` over ``held``. What is returned runs it again over what then stands there, and returns
        the output, always in the same place."""


class Graphs:
    """The graphs of one network, made as they are needed; the one used longest ago goes first."""

    def __init__(self, capture: Capture, *, keep: int = _KEPT) -> None:
        self._capture = capture
        self._keep = keep
        self._graphs: collections.OrderedDict[Shape, tuple[Rows, Callable[[], Tensor]]] = collections.OrderedDict()
        self._refused: set[Shape] = set()
        self._met: set[Shape] = set()

    @torch.inference_mode()
    def run(self, forward: Callable[[Rows], Tensor], rows: Rows) -> Tensor:
        """What ``forward`` gives of the rows, (rows, ...): by a graph, or plainly where there is none of that shape.

        A shape is captured when it comes for the second time; what comes once is not worth it.
        """
        if len(rows) > BUCKETS[-1]:
            return forward(rows)
        bucket = bucket_holding(len(rows))
        padded = rows if bucket == len(rows) else rows.sized(bucket)
        shape = _shape(padded)
        if shape not in self._graphs and not self._captured(shape, forward, padded):
            return forward(rows)
        self._graphs.move_to_end(shape)
        held, replay = self._graphs[shape]
        for (_, place), (_, value) in zip(_tensors(held), _tensors(padded), strict=True):
            place.copy_(value)
        # The next replay writes over the graph's own output.
        return replay()[: len(rows)].clone()

    def _captured(self, shape: Shape, forward: Callable[[Rows], Tensor], rows: Rows) -> bool:
        if shape in self._refused or shape not in self._met:
            self._met.add(shape)
            return False
        while len(self._graphs) >= self._keep:
            self._graphs.popitem(last=False)
        # Copies of its own, each in memory that nothing else uses.
        held = rows.sized(len(rows))
        try:
            self._graphs[shape] = held, self._capture(forward, held)
        # Out of memory, or a kernel that cannot be captured: the plain pass says whether anything is wrong.
        except Exception as error:
            self._refused.add(shape)
            _log.warning("no CUDA graph", rows=len(rows), error=type(error).__name__)
        return shape in self._graphs


class OnCuda:
    """The :class:`Capture` of a CUDA device. Raises RuntimeError where something cannot be captured."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        # One for all graphs: they never run at once, and what one has put out is copied before another runs.
        self._pool = torch.cuda.graph_pool_handle()

    def __call__(self, forward: Callable[[Rows], Tensor], held: Rows) -> Callable[[], Tensor]:
        with torch.cuda.device(self._device):
            self._warm_up(forward, held)
            graph = torch.cuda.CUDAGraph()
            # Only this thread's doings: another one may be busy with the same device.
            with torch.cuda.graph(graph, pool=self._pool, capture_error_mode="thread_local"):
                output = forward(held)

        def replay() -> Tensor:
            graph.replay()
            return output

        return replay

    @staticmethod
    def _warm_up(forward: Callable[[Rows], Tensor], held: Rows) -> None:
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(_WARM_UP):
                forward(held)
        torch.cuda.current_stream().wait_stream(aside)


def _tensors(rows: Rows) -> list[tuple[str, Tensor]]:
    named = [("sample", rows.sample), ("timesteps", rows.timesteps), ("embeddings", rows.embeddings)]
    return [*named, *sorted(rows.extras.items())]


def _shape(rows: Rows) -> Shape:
    return tuple((name, value.shape, value.dtype) for name, value in _tensors(rows))
