"""A translation model, Japanese to English: MarianMT and what is built like it (an encoder and a decoder), or a causal
model that was trained to translate when it is told to, as CAT-Translate was. Its own configuration says which.
"""

from __future__ import annotations

import dataclasses
import re
import time
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

from generator.language import loading
from generator.language.loading import OutOfTime
from generator.language.protocol import LanguageOptions, Translate

_TOLD = "Translate the following Japanese text into English.\n\n{text}"
"""The wording that CAT-Translate was trained with."""
_SENTENCE = re.compile(r"(?<=[。！？!?])(?![。！？!?])\s*")
_LONGER, _AND = 3, 32
"""Tokens of a translation: so many times those of the text, and so many more. One that is longer goes astray."""


@dataclasses.dataclass(slots=True, eq=False)
class Translator:
    tokenizer: Any
    network: Any

    @torch.inference_mode()
    def answer(self, asked: Translate, seconds: float) -> str | None:
        """The likeliest translation; None where it came to no end, or has no room. Raises OutOfTime."""
        until = time.monotonic() + seconds
        text = loading.harmless(self.tokenizer, asked.text).strip()
        if not self._encodes:
            return self._said(self._told(text), until)
        # These were trained on single sentences, and leave out what comes behind the first.
        said = [self._said(sentence, until) for sentence in _SENTENCE.split(text) if sentence.strip()]
        return " ".join(filter(None, said)) if said and all(said) else None

    @property
    def _encodes(self) -> bool:
        return bool(self.network.config.is_encoder_decoder)

    def _told(self, text: str) -> str:
        messages = [{"role": "user", "content": _TOLD.format(text=text)}]
        return str(
            self.tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        )

    def _said(self, text: str, until: float) -> str | None:
        given = self.tokenizer(text, return_tensors="pt", add_special_tokens=self._encodes).to(self.network.device)
        length = int(given["input_ids"].shape[1])
        # An encoder has its own room.
        room = (getattr(self.network.config, "max_position_embeddings", None) or 1 << 20) - 1
        most = min(_LONGER * length + _AND, room if self._encodes else room - length)
        if length > room or most < 1:
            return None
        if (left := until - time.monotonic()) <= 0:
            raise OutOfTime
        tokens = self.network.generate(
            input_ids=given["input_ids"],
            attention_mask=given["attention_mask"],
            do_sample=False,
            max_new_tokens=most,
            max_time=left,
        )[0]
        if time.monotonic() > until:
            raise OutOfTime
        new = tokens[1:] if self._encodes else tokens[length:]
        return str(self.tokenizer.decode(new, skip_special_tokens=True)).strip() if len(new) < most else None


def load(options: LanguageOptions) -> Translator:
    """Raises OSError where there are no such weights, or none as safetensors; ValueError for a device or a model that
    does not serve; ImportError where its tokenizer wants a package that is not there."""
    config = AutoConfig.from_pretrained(options.home, **loading.known(options))
    tokenizer = loading.tokenizer(options)
    if config.is_encoder_decoder:
        return Translator(tokenizer, loading.network(options, AutoModelForSeq2SeqLM))
    if not tokenizer.chat_template:
        raise ValueError("a causal model without a chat template cannot be told to translate")
    return Translator(tokenizer, loading.network(options, AutoModelForCausalLM))
