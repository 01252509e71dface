"""Which models are loaded: the few used last."""

from __future__ import annotations

import collections
import gc
from collections.abc import Iterable
from pathlib import Path

import torch

from generator import families
from generator.families.base import Family
from generator.models import ModelSpec, is_folder
from generator.recipe import Recipe, Task

_PRECISION = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


class ModelMissing(LookupError):
    """No such model here, or its files cannot be read."""


class Residency:
    """Owns the loaded families, at most ``keep``; the one used longest ago goes first. Not for several threads."""

    def __init__(self, specs: Iterable[ModelSpec], *, device: str = "auto", keep: int = 2) -> None:
        self._specs = {spec.key: spec for spec in specs}
        self._device = torch.device(_best_device() if device == "auto" else device)
        self._keep = max(1, keep)
        self._loaded: collections.OrderedDict[tuple[str, str, torch.dtype], Family] = collections.OrderedDict()

    def family(self, recipe: Recipe, *, exact: bool = False) -> Family:
        """The family that draws the recipe, in float32 where ``exact``. Raises ModelMissing."""
        spec = self._spec(recipe)
        dtype = torch.float32 if exact else self._dtype(spec)
        home = self._home(spec, recipe)
        key = (home, spec.family_of(recipe.task), dtype)
        if key not in self._loaded:
            self._make_room()
            self._loaded[key] = self._load(spec, home, recipe.task, dtype)
        self._loaded.move_to_end(key)
        return self._supporting(recipe, self._loaded[key])

    def release(self) -> None:
        """Unload everything: after running out of memory."""
        self._loaded.clear()
        _collect()

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

    def _dtype(self, spec: ModelSpec) -> torch.dtype:
        if spec.dtype == "auto":
            return torch.float32 if self._device.type == "cpu" else torch.float16
        return _PRECISION[spec.dtype]

    def _make_room(self) -> None:
        while len(self._loaded) >= self._keep:
            self._loaded.popitem(last=False)
            _collect()

    def _load(self, spec: ModelSpec, home: str, task: Task, dtype: torch.dtype) -> Family:
        try:
            kind = families.family(spec.family_of(task))
            found = kind.load(home, revision=spec.pinned(task), variant=spec.variant, dtype=dtype, device=self._device)
            found.revision = spec.revision_of(task)
            return found
        # from_pretrained says "not there", "broken" and "only a pickle" with these.
        except (OSError, KeyError, ValueError) as error:
            raise ModelMissing(spec.key) from error


def _best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def _collect() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
