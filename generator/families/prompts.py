"""Prompts → embeddings, each text once."""

from __future__ import annotations

import collections
from typing import Any

import torch
from torch import Tensor


class Prompts:
    """A CLIP text encoder that remembers its latest ``keep`` texts: a negative prompt hardly ever changes."""

    def __init__(self, tokenizer: Any, encoder: Any, keep: int = 64) -> None:
        self._tokenizer = tokenizer
        self._encoder = encoder
        self._keep = keep
        self._known: collections.OrderedDict[str, Tensor] = collections.OrderedDict()

    def embedding(self, text: str) -> Tensor:
        """(1, tokens, width); what is too long for the model is cut off, as in the pipelines."""
        if text in self._known:
            self._known.move_to_end(text)
        else:
            self._known[text] = self._encoded(text)
            if len(self._known) > self._keep:
                self._known.popitem(last=False)
        return self._known[text]

    def _encoded(self, text: str) -> Tensor:
        length = min(self._tokenizer.model_max_length, self._encoder.config.max_position_embeddings)
        tokens = self._tokenizer(text, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
        mask = tokens.attention_mask if getattr(self._encoder.config, "use_attention_mask", False) else None
        device = self._encoder.device
        with torch.inference_mode():
            found: Tensor = self._encoder(
                tokens.input_ids.to(device), attention_mask=None if mask is None else mask.to(device)
            )[0]
        return found
