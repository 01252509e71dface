"""Models: what can be drawn with, at which sizes, and which exact weights a name stands for. Free of torch."""

from __future__ import annotations

import dataclasses
import enum
import functools
import hashlib
import math
from pathlib import Path
from typing import NamedTuple

from generator.recipe import Task
from generator.speed import Speed

MAX_ASPECT = 4.0
"""Longest side over shortest; beyond it small models repeat their object."""

_SMALLEST = 0.5
"""Shortest drawn side, as a share of the native one."""

_SNAP_COST = 8.0
"""A finished side 1 % off is as bad as drawing 8 % off the native area."""

_SETTLES_WITHIN = 8

_DESCRIBES_WEIGHTS = frozenset({".safetensors", ".json", ".txt", ".model"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What is used where a user says nothing."""

    steps: int = 20
    guidance: float = 7.5
    sampler: str = "dpmpp_2m_karras"
    strength: float = 0.7
    edit_steps: int = 20
    edit_guidance: float = 7.5
    image_guidance: float = 1.5


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """One entry of the registry. ``text_to_image`` and ``edit`` are diffusers folders or hub ids.

    ``revision`` and ``edit_revision`` pin a hub commit; for a folder None means "hash the files". ``enlarge`` is how
    many times a picture drawn at ``native_size`` (pixels of a square's side) is enlarged when no size is asked for.
    Drawn sides are multiples of ``size_multiple``; ``max_side`` bounds the finished picture. ``dtype`` is float32,
    float16, bfloat16 or auto (float32 on a CPU, float16 elsewhere).
    """

    key: str
    text_to_image: str
    edit: str | None = None
    revision: str | None = None
    edit_revision: str | None = None
    variant: str | None = None
    dtype: str = "auto"
    speed: Speed = dataclasses.field(default_factory=Speed)
    family: str = "sd"
    edit_family: str = "pix2pix"
    native_size: int = 512
    size_multiple: int = 8
    enlarge: int = 1
    max_side: int = 1024
    samplers: tuple[str, ...] = ()
    """Canonical names of those that suit its noise schedule; empty: all. Karras and DPM2 a do not suit a cosine one."""
    defaults: Defaults = dataclasses.field(default_factory=Defaults)
    licence: str = ""
    description: str = ""

    def home(self, task: Task) -> str:
        """Folder or hub id that serves the task. Raises LookupError where there is none."""
        if task is not Task.EDIT:
            return self.text_to_image
        if self.edit is None:
            raise LookupError(f"model {self.key} has no edit model")
        return self.edit

    def family_of(self, task: Task) -> str:
        return self.edit_family if task is Task.EDIT else self.family

    def pinned(self, task: Task) -> str | None:
        """The hub commit that the registry names for what serves the task."""
        return self.edit_revision if task is Task.EDIT else self.revision

    def revision_of(self, task: Task) -> str:
        """What a recipe's ``revision`` says: the pinned commit, or the hash of the folder's files.

        Reads the files the first time (about 0.5 s a gigabyte). Raises LookupError, OSError.
        """
        home = self.home(task)
        pinned = self.pinned(task)
        if pinned is not None:
            return pinned
        return revision_of(Path(home)) if is_folder(home) else "main"


class Size(NamedTuple):
    """A finished picture's pixels, and how many times the drawn one is enlarged to reach them."""

    width: int
    height: int
    enlarge: int


class SizeReason(enum.StrEnum):
    NOT_POSITIVE = "size_not_positive"
    TOO_LARGE = "size_too_large"
    TOO_EXTREME = "aspect_too_extreme"


class SizeError(ValueError):
    """A size that cannot be fitted. ``limit`` is in pixels for TOO_LARGE, long over short side for TOO_EXTREME."""

    def __init__(self, reason: SizeReason, limit: float) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.limit = limit


def fit(
    spec: ModelSpec, width: int | None = None, height: int | None = None, *, aspect: tuple[int, int] | None = None
) -> Size:
    """The nearest possible finished size: compare with what was asked to tell a snap.

    With a size: the enlargement is chosen so that the model draws near its native area. With an aspect alone, or
    nothing: about the native area, enlarged as the model's registry entry says. Raises SizeError.
    """
    if width is None and height is None:
        ratio = _ratio(*(aspect or (1, 1)))
        return _finished(spec, *_near_native(spec, ratio), spec.enlarge)
    across, down = _sides(width, height)
    _ratio(across, down)
    if max(across, down) > spec.max_side:
        raise SizeError(SizeReason.TOO_LARGE, spec.max_side)
    size = _nearest(spec, across, down)
    # What was fitted once must fit as it is: a later turn asks for its parent's size, and latents only fit their own.
    for _ in range(_SETTLES_WITHIN):
        if (again := _nearest(spec, size.width, size.height)) == size:
            break
        size = again
    return size


def _sides(width: int | None, height: int | None) -> tuple[int, int]:
    """One side alone stands for both."""
    across = height if width is None else width
    down = width if height is None else height
    return across or 0, down or 0


def _nearest(spec: ModelSpec, width: int, height: int) -> Size:
    sizes = [_snap(spec, width, height, times) for times in _enlargements(spec)]
    return min(sizes, key=lambda size: _distance(spec, size) + _SNAP_COST * _snapped(size, width, height))


def _snapped(size: Size, width: int, height: int) -> float:
    return abs(math.log(size.width / width)) + abs(math.log(size.height / height))


def _ratio(width: int, height: int) -> float:
    if width <= 0 or height <= 0:
        raise SizeError(SizeReason.NOT_POSITIVE, 1)
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise SizeError(SizeReason.TOO_EXTREME, MAX_ASPECT)
    return width / height


def _enlargements(spec: ModelSpec) -> range:
    return range(1, max(spec.enlarge, spec.max_side // spec.native_size) + 1) if spec.enlarge > 1 else range(1, 2)


def _distance(spec: ModelSpec, size: Size) -> float:
    drawn = size.width * size.height / size.enlarge**2
    return abs(math.log(drawn / spec.native_size**2))


def _snap(spec: ModelSpec, width: int, height: int, times: int) -> Size:
    return _finished(spec, _side(spec, width / times), _side(spec, height / times), times)


def _side(spec: ModelSpec, pixels: float) -> int:
    step = spec.size_multiple
    least = math.ceil(spec.native_size * _SMALLEST / step)
    return max(least, round(pixels / step)) * step


def _finished(spec: ModelSpec, width: int, height: int, times: int) -> Size:
    step = spec.size_multiple
    most = spec.max_side // times // step * step
    return Size(min(width, most) * times, min(height, most) * times, times)


def _near_native(spec: ModelSpec, ratio: float) -> tuple[int, int]:
    """Drawn sides whose ratio and area are nearest; a wrong ratio counts double, it is what was asked for."""
    step, area = spec.size_multiple, spec.native_size**2
    middle = round(math.sqrt(area / ratio) / step)
    heights = [units * step for units in range(max(1, middle - 2), middle + 3)]
    pairs = [(_side(spec, height * ratio), _side(spec, height)) for height in heights]
    return min(pairs, key=lambda pair: _misfit(pair[0], pair[1], ratio, area))


def _misfit(width: int, height: int, ratio: float, area: int) -> float:
    return 2 * abs(math.log(width / height / ratio)) + abs(math.log(width * height / area))


def is_folder(home: str) -> bool:
    """Whether a registry entry names a folder and not a hub id, also where that folder is missing."""
    path = Path(home).expanduser()
    return path.is_dir() or path.is_absolute() or home.startswith((".", "~"))


def revision_of(folder: Path) -> str:
    """sha256 over names and contents of everything in a diffusers folder that decides its pictures.

    Read once per file and modification time. Raises FileNotFoundError where there is nothing to hash.
    """
    folder = folder.expanduser()
    files = sorted(path for path in folder.rglob("*") if path.suffix in _DESCRIBES_WEIGHTS and path.is_file())
    if not files:
        raise FileNotFoundError(f"no model in {folder}")
    whole = hashlib.sha256()
    for path in files:
        state = path.stat()
        whole.update(
            f"{path.relative_to(folder).as_posix()}\0{_sha256(path, state.st_size, state.st_mtime_ns)}\n".encode()
        )
    return whole.hexdigest()


@functools.lru_cache(maxsize=1024)
def _sha256(path: Path, _size: int, _modified: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
