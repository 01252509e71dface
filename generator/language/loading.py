"""What is common to the models of this package: how they are loaded, and what is never let through to them."""

from __future__ import annotations

from typing import Any

import torch
from transformers import AutoTokenizer

from generator.language.protocol import LanguageOptions


class OutOfTime(Exception):
    """What was asked could not be answered within its seconds."""


def tokenizer(options: LanguageOptions) -> Any:
    """Raises OSError where there is none, ValueError or ImportError where it cannot be read."""
    return AutoTokenizer.from_pretrained(options.home, use_fast=True, **known(options))


def network(options: LanguageOptions, kind: Any) -> Any:
    """A model of transformers' class ``kind``, ready to be asked. Raises OSError where there are no such weights, or
    none as safetensors."""
    device = _device(options.device)
    dtype = options.dtype if options.dtype != "auto" else _usual(device)
    made = kind.from_pretrained(options.home, use_safetensors=True, dtype=getattr(torch, dtype), **known(options))
    return made.to(device).eval().requires_grad_(False)


def known(options: LanguageOptions) -> dict[str, Any]:
    """Which files, and that no code among them is run."""
    return {"revision": options.revision or "main", "trust_remote_code": False}


def harmless(tokenizer: Any, text: str) -> str:
    """``text`` without what would end its turn: tokens that only a template may set."""
    reserved = {*tokenizer.get_added_vocab(), *tokenizer.all_special_tokens}
    for token in sorted(reserved, key=len, reverse=True):
        if token.strip():
            text = text.replace(token, " ")
    return text


def _device(asked: str) -> str:
    if asked != "auto":
        return asked
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _usual(device: str) -> str:
    if device == "cpu":
        return "float32"
    return "bfloat16" if device.startswith("cuda") and torch.cuda.is_bf16_supported() else "float16"
