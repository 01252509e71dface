"""Which models are loaded: the few used last."""

from __future__ import annotations

import collections
import gc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import torch

from generator import devices, families, memory, tuning
from generator.families.base import Family
from generator.models import ModelSpec, is_folder
from generator.recipe import Recipe, Task


class Key(NamedTuple):
    """One loaded family."""

    home: str
    """A diffusers folder or hub id."""
    family: str
    dtype: str
    """"float32" or another of torch's names."""
    speed: str = ""
    """What is unusual in how it computes."""


class ModelMissing(LookupError):
    """No such model here, or its files cannot be read."""


class Residency:
    """Owns the loaded families, at most ``keep``; the one used longest ago goes first. Not for several threads."""

    def __init__(
        self,
        specs: Iterable[ModelSpec],
        *,
        device: str = "auto",
        keep: int = 2,
        loading: Callable[[], object] = lambda: None,
    ) -> None:
        """``loading`` is called before a model is loaded, which may take long."""
        self._specs = {spec.key: spec for spec in specs}
        self._device = torch.device(devices.best() if device == "auto" else device)
        self._keep = max(1, keep)
        self._loading = loading
        self._loaded: collections.OrderedDict[Key, Family] = collections.OrderedDict()
        self._keys: dict[tuple[str, Task, bool], Key] = {}
        if self._device.type == "cuda":
            tuning.set_tf32(all(spec.speed.tf32 for spec in self.specs))

    @property
    def device(self) -> str:
        """What this computes on, in words that tell one kind from another."""
        if self._device.type == "cuda":
            return f"cuda {torch.cuda.get_device_name(self._device)}"
        return f"{self._device.type} {torch.backends.cpu.get_cpu_capability()}"

    @property
    def memory(self) -> memory.CudaMemory | None:
        """Of the device, where it can be measured."""
        return memory.of(self._device)

    @property
    def specs(self) -> tuple[ModelSpec, ...]:
        return tuple(self._specs.values())

    def key(self, recipe: Recipe, *, full: bool = False) -> Key:
        """What draws the recipe, in float32 where ``full``; loads nothing. Raises ModelMissing."""
        asked = (recipe.model, recipe.task, full)
        # Each step asks, and telling a folder from a hub id asks the disk.
        if asked not in self._keys:
            spec = self._spec(recipe)
            dtype = "float32" if full else self._dtype(spec)
            self._keys[asked] = Key(self._home(spec, recipe), spec.family_of(recipe.task), dtype, spec.speed.name)
        return self._keys[asked]

    def loaded(self, key: Key) -> bool:
        return key in self._loaded

    def family(self, recipe: Recipe, *, full: bool = False) -> Family:
        """The family of that key, loaded where it was not. Raises ModelMissing."""
        key = self.key(recipe, full=full)
        if key not in self._loaded:
            self._loading()
            self._make_room()
            self._loaded[key] = self._load(self._spec(recipe), key, recipe.task)
        self._loaded.move_to_end(key)
        return self._supporting(recipe, self._loaded[key])

    def release(self, kept: Family | None = None) -> bool:
        """Unload everything but ``kept``: after running out of memory. False where there was nothing to unload."""
        others = [key for key, family in self._loaded.items() if family is not kept]
        for key in others:
            del self._loaded[key]
        _collect()
        return bool(others)

    def _spec(self, recipe: Recipe) -> ModelSpec:
        try:
            return self._specs[recipe.model]
        except KeyError:
            raise ModelMissing(recipe.model) from None

    @staticmethod
    def _home(spec: ModelSpec, recipe: Recipe) -> str:
        try:
            home = spec.home(recipe.task)
        except LookupError as error:
            raise ModelMissing(spec.key) from error
        return str(Path(home).expanduser()) if is_folder(home) else home

    @staticmethod
    def _supporting(recipe: Recipe, family: Family) -> Family:
        if recipe.task not in family.tasks or recipe.loras:
            raise ModelMissing(f"{recipe.model} cannot do {recipe.task}{' with LoRAs' if recipe.loras else ''}")
        return family

    def _dtype(self, spec: ModelSpec) -> str:
        if spec.dtype == "auto":
            return "float32" if self._device.type == "cpu" else "float16"
        return spec.dtype

    def _make_room(self) -> None:
        while len(self._loaded) >= self._keep:
            self._loaded.popitem(last=False)
            _collect()

    def _load(self, spec: ModelSpec, key: Key, task: Task) -> Family:
        dtype = getattr(torch, key.dtype)
        try:
            kind = families.family(key.family)
            found = kind.load(
                key.home, revision=spec.pinned(task), variant=spec.variant, dtype=dtype, device=self._device
            )
            found.tune(spec.speed)
            found.revision = spec.revision_of(task)
            return found
        # from_pretrained says "not there", "broken" and "only a pickle" with these.
        except (OSError, KeyError, ValueError) as error:
            raise ModelMissing(spec.key) from error


def _collect() -> None:
    # A worker freezes what is there once it is warm: also models, which hold themselves in a circle once compiled.
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    gc.collect()
    if frozen:
        gc.freeze()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
