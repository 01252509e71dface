"""Circumstances: what decides a picture's bits besides its recipe. Free of torch at import."""

from __future__ import annotations

import dataclasses
import functools
import importlib.metadata
import json
from typing import Self

from generator.capacity import BUCKETS

_MOST_THREADS = 1024
_LONGEST = 100

_LIBRARIES = ("torch", "diffusers", "transformers", "numpy", "pillow")
"""Those that compute: the last two work out the solvers' weights and resample pixels."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Where and with what a picture was drawn. The same recipe under the same ones gives the same bits."""

    bucket: int | None
    """Rows of each of its forward passes; None where that depended on what else was being drawn."""
    dtype: str
    """In which the model computed: "float32" or another of torch's names."""
    speed: str
    """What is unusual in how it computed: generator.speed."""
    device: str
    """One kind of device: a GPU's name, a CPU's instruction set."""
    threads: int
    """Of torch on a CPU; how sums are split among them decides their rounding."""
    torch: str
    diffusers: str
    transformers: str
    numpy: str
    pillow: str

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            _check(field.name, getattr(self, field.name))

    @classmethod
    def here(cls, *, bucket: int | None, dtype: str, speed: str, device: str) -> Self:
        """With the threads and versions of this process."""
        import torch

        threads = torch.get_num_threads()
        return cls(bucket=bucket, dtype=dtype, speed=speed, device=device, threads=threads, **_versions())

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote. Raises ValueError or TypeError on anything else."""
        return cls(**json.loads(text))

    def differing(self, other: Self) -> tuple[str, ...]:
        """Names of what is not the same there."""
        names = (field.name for field in dataclasses.fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))


def _check(name: str, value: object) -> None:
    match name:
        case "bucket":
            sound = value is None or (type(value) is int and value in BUCKETS)
        case "threads":
            sound = type(value) is int and 1 <= value <= _MOST_THREADS
        case _:
            sound = isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()
    if not sound:
        raise ValueError(f"{name} cannot be that")


@functools.cache
def _versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _LIBRARIES}
