"""What went wrong with a picture, as a reason for its user and as a line for the log."""

from __future__ import annotations

import traceback
from collections.abc import Iterable

import torch

from generator import pictures
from generator.events import Reason
from generator.recipe import Recipe
from generator.residency import ModelMissing

_BROKEN_DEVICE: tuple[type[Exception], ...] = (torch.AcceleratorError,) if hasattr(torch, "AcceleratorError") else ()


def breaks_device(error: Exception) -> bool:
    """The accelerator itself is broken: every later picture would fail too."""
    return isinstance(error, _BROKEN_DEVICE) and not is_out_of_memory(error)


def is_out_of_memory(error: Exception) -> bool:
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    # torch has no class of its own for a CPU's memory.
    words = ("out of memory", "can't allocate memory")
    return isinstance(error, RuntimeError) and any(part in str(error) for part in words)


def reason(error: Exception) -> Reason:
    match error:
        case ModelMissing():
            return Reason.MODEL_MISSING
        case pictures.Unreadable():
            return Reason.SOURCE_UNREADABLE
        case FloatingPointError():
            return Reason.NOT_A_PICTURE
    return Reason.OUT_OF_MEMORY if is_out_of_memory(error) else Reason.INTERNAL


def told(error: Exception, recipes: Iterable[Recipe]) -> str:
    """Where and what, with whatever the user wrote blotted out."""
    message = str(error)
    for words in {words for recipe in recipes for words in (recipe.prompt, recipe.negative_prompt) if words}:
        message = message.replace(words, "…")
    return "".join(traceback.format_tb(error.__traceback__)) + f"{type(error).__name__}: {message}"
