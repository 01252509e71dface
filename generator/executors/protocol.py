"""What an executor and its worker process say to each other beside generator.events. Free of torch, picklable."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from generator.events import Event, Work
from generator.models import ModelSpec


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker process works. ``device`` is auto, cpu, cuda or cuda:N; ``keep`` models stay loaded."""

    models: tuple[ModelSpec, ...]
    device: str = "auto"
    threads: int = 1
    """Of torch on a CPU. Two that contend were 6 to 30 times slower than one."""
    keep: int = 2
    warm: tuple[str, ...] = ()
    """Keys of models to load, with a step drawn, before the worker says Ready."""
    preview_interval: float = 1.5
    """Seconds between a job's previews; 0 for one at each step."""
    preview_side: int = 256
    capacities: Path | None = None
    """A file to keep in how many rows suit which model here."""
    log_level: str = "warning"
    log_json: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    job: int


@dataclasses.dataclass(frozen=True, slots=True)
class Stop:
    """Finish nothing, leave."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ready:
    """Imported, loaded and warm: the next work costs its steps."""


@dataclasses.dataclass(frozen=True, slots=True)
class Preparing:
    """A model is loaded, or its passes measured, before anything else is said, however long that takes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Beat:
    """A unit of work is done of which there is no more to say."""


ToWorker = Work | Cancel | Stop
FromWorker = Event | Ready | Preparing | Beat
