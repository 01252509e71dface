"""Recipe: everything that determines one picture."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
from typing import Any, Self

MAX_SEED = 2**63 - 1


class Task(enum.StrEnum):
    TEXT_TO_IMAGE = "text_to_image"
    IMAGE_TO_IMAGE = "image_to_image"
    INPAINT = "inpaint"
    EDIT = "edit"
    UPSCALE = "upscale"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LoRA:
    """A low-rank adapter at a weight, bound to the very file by its sha256."""

    name: str
    weight: float
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One recipe, one picture: the same recipe on the same model revision gives the same picture.

    ``width`` and ``height`` are the finished picture's pixels. A small model draws at ``1/enlarge`` of that and the
    result is resampled (Lanczos), so that a 128 px model gives a picture worth looking at.

    ``strength`` (0..1, image-to-image) is the share of the schedule that is run over the source; ``image_guidance``
    (edit models, >= 1) is how closely the source is kept. ``guidance_interval`` is the part of the steps that is
    guided, in shares of them (Kynkäänniemi et al., 2024); None: all. ``source`` and ``mask`` are sha256 of
    picture bytes.
    """

    task: Task
    prompt: str
    model: str
    revision: str
    width: int
    height: int
    steps: int
    guidance: float
    sampler: str
    seed: int
    negative_prompt: str = ""
    enlarge: int = 1
    image_guidance: float | None = None
    strength: float | None = None
    loras: tuple[LoRA, ...] = ()
    source: str | None = None
    mask: str | None = None
    guidance_interval: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"seed {self.seed} is outside 0..2^63-1")
        if self.enlarge < 1 or self.width % self.enlarge or self.height % self.enlarge:
            raise ValueError(f"{self.width}x{self.height} is not a multiple of enlarge={self.enlarge}")
        if (self.task is Task.TEXT_TO_IMAGE) is not (self.source is None):
            raise ValueError(f"{self.task} {'takes no' if self.source else 'needs a'} source picture")
        if self.guidance_interval and not 0 <= self.guidance_interval[0] <= self.guidance_interval[1] <= 1:
            raise ValueError(f"guidance interval {self.guidance_interval} is not within 0..1")

    @property
    def drawn_size(self) -> tuple[int, int]:
        """(width, height) in pixels at which the model itself draws."""
        return self.width // self.enlarge, self.height // self.enlarge

    def but(self, **changes: Any) -> Self:
        return dataclasses.replace(self, **changes)

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, UTF-8 kept, every field present."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote. Raises ValueError, TypeError or KeyError on anything else."""
        fields = json.loads(text)
        loras = tuple(LoRA(**lora) for lora in fields.pop("loras", ()))
        interval = fields.pop("guidance_interval", None)
        return cls(task=Task(fields.pop("task")), loras=loras, guidance_interval=interval and tuple(interval), **fields)

    @property
    def hash(self) -> str:
        """sha256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
