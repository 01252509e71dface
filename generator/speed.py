"""Speed: what a model's registry entry decides about how its passes are computed. Free of torch."""

from __future__ import annotations

import dataclasses
import enum


class Attention(enum.StrEnum):
    """Which of torch's kernels computes attention, scaled_dot_product_attention's "backends"."""

    AUTO = "auto"
    """Torch chooses, pass by pass."""
    FLASH = "flash"
    EFFICIENT = "efficient"
    MATH = "math"
    CUDNN = "cudnn"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Options that change no picture but for its rounding. What each gained is told in config.toml."""

    compile: bool = False
    """Compile the network's repeated blocks (torch.compile) for any number of rows at once."""
    channels_last: bool = True
    """Keep each pixel's channels together in memory, as convolutions read them."""
    attention: Attention = Attention.AUTO
    tf32: bool = True
    """Multiply float32 numbers with ten bits behind the point, on GPUs that can. One setting for a process: where any
    of its models says no, it is off."""
    cuda_graphs: bool = False
    """Record a pass of 1, 2, 4, 8 or 16 rows once and replay it, on CUDA."""

    @property
    def name(self) -> str:
        """What is not as usual, in words that tell one way of computing from another; "" where all is."""
        given = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        usual = {field.name: field.default for field in dataclasses.fields(self)}
        return " ".join(f"{name}={value!s}".lower() for name, value in given.items() if value != usual[name])
