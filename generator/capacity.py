"""How many rows a forward pass should have: measured, because it pays only where a pass is bound by overhead.

Twice the rows in one pass take less than twice the time on a small model or a large GPU, and exactly twice on a large
model: there a larger batch would only make everybody wait. Nor may a pass have more rows than fit into the memory that
is free at the time: what a row takes is measured along with its seconds.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, Self

import structlog

_log = structlog.get_logger(__name__)

BUCKETS = (1, 2, 4, 8, 16)

_WORTH = 0.10
"""Least gain in rows a second for which a pass is doubled."""

_REPEATS = 3
_UNMEASURED = 4
"""Two guided pictures, or one edit."""

_SPARE = 0.15
"""Share of the free memory that is left alone: it is in pieces, and a decode wants some."""


def best(seconds: Mapping[int, float]) -> int:
    """The rows of a pass from the seconds that passes of 1, 2, 4 … rows took: doubled while that gains 10 %."""
    rows = 1
    while 2 * rows in seconds and 2 * seconds[rows] >= (1 + _WORTH) * seconds[2 * rows]:
        rows *= 2
    return rows


def fitting(peaks: Mapping[int, int], free: int) -> int:
    """The rows of a pass that fit into ``free`` bytes, from what passes took at their peaks; at least 1.

    A pass takes so much at all and so much for each row: the line through the smallest and the largest measured one.
    """
    if not peaks:
        return BUCKETS[-1]
    least, most = min(peaks), max(peaks)
    each = (peaks[most] - peaks[least]) / (most - least) if most > least else peaks[most] / most
    further = ((1 - _SPARE) * free - peaks[least]) / max(each, 1)
    return max(1, min(BUCKETS[-1], least + math.floor(further)))


def bucket_within(rows: int) -> int:
    """The largest bucket within that many rows."""
    return max((size for size in BUCKETS if size <= rows), default=BUCKETS[0])


def bucket_holding(rows: int) -> int:
    """The smallest bucket that holds that many rows. Raises ValueError: the largest does not."""
    return min(size for size in BUCKETS if size >= rows)


class Memory(Protocol):
    def free(self) -> int:
        """Bytes that a pass could have."""

    def peak(self, action: Callable[[], object]) -> int:
        """Bytes that ``action`` took at its most."""


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    rows: int
    """Of a pass, as many as pay."""
    peaks: Mapping[int, int] = dataclasses.field(default_factory=dict)
    """Bytes, by rows; empty where memory is not measured."""

    @classmethod
    def read(cls, kept: Any) -> Self:
        """Raises KeyError, TypeError, ValueError, AttributeError."""
        return cls(int(kept["rows"]), {int(rows): int(peak) for rows, peak in kept["peaks"].items()})


class Capacity:
    """What was measured here, by name; kept in ``file`` between runs. Not for several threads."""

    def __init__(
        self,
        file: Path | None = None,
        clock: Callable[[], float] = time.perf_counter,
        memory: Memory | None = None,
        measuring: Callable[[], object] = lambda: None,
    ) -> None:
        """``clock`` in seconds: on a CPU that of the process, for which other programs do not count. ``memory`` of the
        device; None where it is not to be watched. ``measuring`` is called before passes are measured, which may take
        long."""
        self._file = file
        self._clock = clock
        self._memory = memory
        self._measuring = measuring
        self._measured: dict[str, Measured] = _read(file)
        self._allowed: dict[str, int] = {}

    def known(self, name: str) -> bool:
        return name in self._measured

    def rows(self, name: str) -> int:
        """Of one pass, at most."""
        measured = self._measured.get(name, Measured(_UNMEASURED))
        return min(measured.rows, self._allowed.get(name, BUCKETS[-1]), self._fitting(measured.peaks))

    def measure(self, name: str, forward: Callable[[int], object]) -> None:
        """``forward`` runs a pass of so many rows. Raises what it raises, having kept what was measured before."""
        self._measuring()
        seconds: dict[int, float] = {}
        peaks: dict[int, int] = {}
        try:
            for rows in BUCKETS:
                if self._fitting(peaks) < rows:
                    break
                self._first(forward, rows, peaks)
                seconds[rows] = self._timed(forward, rows)
                if best(seconds) < rows:
                    break
        finally:
            self._measured[name] = Measured(best(seconds), peaks)
            _log.debug("measured", name=name, rows=best(seconds), seconds=seconds, peaks=peaks)
            _write(self._file, self._measured)

    def halve(self, name: str, rows: int) -> None:
        """A pass of ``rows`` ran out of memory: no such pass again until the next start."""
        self._allowed[name] = max(1, rows // 2)

    def _fitting(self, peaks: Mapping[int, int]) -> int:
        return BUCKETS[-1] if self._memory is None or not peaks else fitting(peaks, self._memory.free())

    def _first(self, forward: Callable[[int], object], rows: int, peaks: dict[int, int]) -> None:
        """The pass that is slower than those after it, and takes as much memory."""
        if self._memory is None:
            forward(rows)
        else:
            peaks[rows] = self._memory.peak(lambda: forward(rows))

    def _timed(self, forward: Callable[[int], object], rows: int) -> float:
        times = []
        for _ in range(_REPEATS):
            began = self._clock()
            forward(rows)
            times.append(self._clock() - began)
        return min(times)


def _read(file: Path | None) -> dict[str, Measured]:
    if file is None:
        return {}
    try:
        kept = json.loads(file.read_text())
        return {str(name): Measured.read(measured) for name, measured in kept.items()}
    # Only a cache: what cannot be read is measured again.
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def _write(file: Path | None, measured: Mapping[str, Measured]) -> None:
    """Beside what another process may have kept there meanwhile."""
    if file is None:
        return
    kept = {name: dataclasses.asdict(one) for name, one in {**_read(file), **measured}.items()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(kept, indent=1, sort_keys=True))
        beside.replace(file)
    except OSError as error:
        _log.debug("not kept", file=str(file), error=type(error).__name__)
