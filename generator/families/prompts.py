"""Prompts → embeddings, each text once: a negative prompt hardly ever changes."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import torch
from torch import Tensor

_KEPT = 64
"""Texts whose embeddings are remembered, the latest."""


class Prompts:
    """A CLIP text encoder."""

    def __init__(self, tokenizer: Any, encoder: Any) -> None:
        self._tokenizer = tokenizer
        self._encoder = encoder
        self._remembered = functools.lru_cache(_KEPT)(self._embedding)

    def embedding(self, text: str) -> Tensor:
        """(1, tokens, width); what is too long for the model is cut off, as in the pipelines."""
        return self._remembered(text)

    def _embedding(self, text: str) -> Tensor:
        found: Tensor = self.output(text)[0]
        return found

    @torch.inference_mode()
    def output(self, text: str, **more: Any) -> Any:
        """Whatever the encoder says of it."""
        length = min(self._tokenizer.model_max_length, self._encoder.config.max_position_embeddings)
        tokens = self._tokenizer(text, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
        mask = tokens.attention_mask if getattr(self._encoder.config, "use_attention_mask", False) else None
        device = self._encoder.device
        return self._encoder(
            tokens.input_ids.to(device), attention_mask=None if mask is None else mask.to(device), **more
        )


class Encoded(NamedTuple):
    tokens: Tensor
    """(1, tokens, width)"""
    pooled: Tensor
    """(1, width): the text as a whole."""


class PairedPrompts:
    """Two CLIP text encoders side by side, of which the second also sums up the text: Stable Diffusion XL."""

    def __init__(self, first: Prompts, second: Prompts) -> None:
        self._pair = (first, second)
        self._remembered = functools.lru_cache(_KEPT)(self._encoded)

    def encoded(self, text: str) -> Encoded:
        return self._remembered(text)

    @torch.inference_mode()
    def _encoded(self, text: str) -> Encoded:
        outputs = [encoder.output(text, output_hidden_states=True) for encoder in self._pair]
        # Their last layers serve only to sum up; the pipelines take the ones before.
        return Encoded(torch.cat([one.hidden_states[-2] for one in outputs], dim=-1), outputs[-1].text_embeds)
