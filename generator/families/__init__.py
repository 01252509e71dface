"""Families: one kind of model each, found by name. Importing this imports no torch."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.families.base import Family

_FAMILIES = {
    "sd": "generator.families.sd:StableDiffusion",
    "sdxl": "generator.families.sdxl:StableDiffusionXL",
    "pix2pix": "generator.families.pix2pix:InstructPix2Pix",
    "pipeline": "generator.families.pipeline:Pipeline",
}

NAMES = tuple(_FAMILIES)

ALONE = frozenset({"pipeline"})
"""Those whose pictures never share a forward pass; told by name, as they need not be loaded to be scheduled."""


def family(name: str) -> type[Family]:
    """The class behind a registry name. Imports torch and diffusers. Raises KeyError: no such family."""
    module, _, noun = _FAMILIES[name].partition(":")
    return getattr(importlib.import_module(module), noun)  # type: ignore[no-any-return]
