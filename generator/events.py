"""What goes between the process that draws and the one that asks for it: frozen, picklable, free of torch."""

from __future__ import annotations

import dataclasses
import enum

from generator.recipe import Recipe
from generator.schedule import Priority


class Reason(enum.StrEnum):
    """Why a job failed, for a message in the user's language."""

    OUT_OF_MEMORY = "out_of_memory"
    MODEL_MISSING = "model_missing"
    SOURCE_UNREADABLE = "source_unreadable"
    NOT_A_PICTURE = "not_a_picture"
    """The model's output was not finite, also after a retry in full precision."""
    WORKER_DIED = "worker_died"
    INTERNAL = "internal"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A picture to start from: its file's bytes and, where Egaku drew it, the latents it was decoded from."""

    picture: bytes
    latents: bytes | None = None
    """safetensors with one fp32 tensor "latents" (channels, height, width), scaled as the UNet sees them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One job: the recipes of one turn, and the source pictures they name, by sha256."""

    job: int
    recipes: tuple[Recipe, ...]
    sources: dict[str, Source] = dataclasses.field(default_factory=dict)
    person: int = 0
    """Whose it is: for a fair share among people, nothing else."""
    priority: Priority = Priority.SINGLE
    exact: bool = False
    """Draw so that it can be drawn again to the bit: always as many rows in a pass, decoded alone."""
    bucket: int | None = None
    """How many rows, where that was recorded."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One finished picture."""

    recipe: Recipe
    png: bytes
    latents: bytes | None
    """As in :class:`Source`; None where nothing was denoised (an upscaled picture)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    job: int
    position: int
    """Jobs before this one; 0 is next."""
    eta: float
    """Seconds until it is done, as far as is known."""
    stalled: bool = False
    """Nothing is drawn: the worker cannot start, which is tried again and again."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    job: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The worker died with the job in its hands. Whoever follows it decides whether it is begun anew, or leaves."""

    job: int
    alone: bool
    """No other job can have been the cause."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    job: int
    step: int
    of: int
    """Denoising steps done and in all, over every picture of the job."""
    preview: bytes | None = None
    """A small JPEG of the picture as it now stands, where one is due."""
    seconds: float = 0.0
    """What these steps took, of passes that were shared the job's share."""
    rows: int = 0
    """Of the pass, over every job that shared it; 0 where nothing was denoised yet."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    job: int
    pictures: tuple[Drawn, ...]
    seconds: float
    """From start to finish in the worker."""
    decoding: float = 0.0
    """Of these, what its pictures took after their last steps, of a decode that was shared the job's share."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    job: int
    reason: Reason


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    job: int


Event = Queued | Started | Lost | Progress | Finished | Failed | Cancelled
Ending = Finished | Failed | Cancelled
