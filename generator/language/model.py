"""A causal language model that can only say JSON of a given schema (llguidance), a token at a time."""

from __future__ import annotations

import copy
import dataclasses
import json
import time
from typing import Any

import llguidance.hf
import llguidance.numpy
import numpy as np
import torch
from llguidance import LLMatcher
from transformers import AutoModelForCausalLM

from generator.language import loading
from generator.language.loading import OutOfTime, harmless
from generator.language.protocol import LanguageOptions, Question

_HEAT = 0.7
_COMPACT: Any = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
_KEPT = 4
"""Openings whose keys and values are kept: one for each kind of question."""
_STEP = 256
"""Tokens of a text that are read at once: between two such steps the clock is looked at."""


@dataclasses.dataclass(slots=True, eq=False)
class LanguageModel:
    """Serves one question at a time. What it keeps between two of them is of the asker's own words alone."""

    tokenizer: Any
    network: Any
    _openings: dict[tuple[int, ...], Any] = dataclasses.field(default_factory=dict)
    _grammar: Any = None

    def __post_init__(self) -> None:
        self._grammar = llguidance.hf.from_tokenizer(self.tokenizer, n_vocab=self._width)

    @property
    def _width(self) -> int:
        """Logits of a pass: tokenizers may know fewer tokens than the network, or more."""
        return max(int(self.network.get_output_embeddings().weight.shape[0]), len(self.tokenizer))

    @torch.inference_mode()
    def answer(self, question: Question, seconds: float) -> str | None:
        """JSON that fits the schema; None where it came to no end within ``most_tokens``, or has no room.

        Raises OutOfTime; ValueError for a schema that cannot be kept to.
        """
        until = time.monotonic() + seconds
        tokens, opening = self._tokens(question)
        room = getattr(self.network.config, "max_position_embeddings", None) or 1 << 20
        if len(tokens) + question.most_tokens > room:
            return None
        matcher = self._matcher(question.schema)
        state = _State(self.network, *self._begun(tokens, opening, until))
        logits = state.read(tokens[state.length :], until)
        dice = None if question.chance is None else np.random.default_rng(question.chance)
        said: list[int] = []
        while not matcher.is_stopped() and len(said) < question.most_tokens:
            # What can only come next need not be asked for.
            following = matcher.compute_ff_tokens() or [self._chosen(matcher, logits, dice)]
            if not matcher.consume_tokens(following):
                raise ValueError(matcher.get_error())
            said += following
            if matcher.is_stopped():
                break
            logits = state.read(following, until)
        return _text(self._grammar, said) if matcher.is_accepting() or matcher.is_stopped() else None

    def _matcher(self, schema: str) -> LLMatcher:
        matcher = LLMatcher(self._grammar, LLMatcher.grammar_from_json_schema(schema, defaults=_COMPACT))
        if matcher.is_error():
            raise ValueError(matcher.get_error())
        return matcher

    def _chosen(self, matcher: LLMatcher, logits: np.ndarray, dice: np.random.Generator | None) -> int:
        mask = llguidance.numpy.allocate_token_bitmask(1, self._width)
        llguidance.numpy.fill_next_token_bitmask(matcher, mask)
        allowed = np.unpackbits(mask.view(np.uint8), bitorder="little")[: len(logits)].astype(bool)
        scores = np.where(allowed & np.isfinite(logits), logits, -np.inf)
        if not np.isfinite(scores).any():
            raise ValueError("no token fits")
        if dice is None:
            return int(scores.argmax())
        weights = np.exp((scores - scores.max()) / _HEAT)
        return int(dice.choice(len(weights), p=weights / weights.sum()))

    def _tokens(self, question: Question) -> tuple[list[int], int]:
        """The whole dialogue, and how many of its first tokens are the same whatever is asked."""
        one, other = (self._rendered(question, text) for text in ("0", "～"))
        whole = self._rendered(question, harmless(self.tokenizer, question.text))
        same = next((at for at, pair in enumerate(zip(one, other, whole, strict=False)) if len(set(pair)) > 1), 0)
        return whole, same

    def _rendered(self, question: Question, text: str) -> list[int]:
        (first, answer), *others = *question.examples, (text, "")
        turns = [(f"{question.instruction}\n\n{first}", answer), *others]
        if not self.tokenizer.chat_template:
            said = "\n\n".join(f"{asked}\nJSON: {answer}".strip() for asked, answer in turns)
            return list(self.tokenizer(said)["input_ids"])
        # One user who speaks first, and no system: all templates take that.
        messages = [
            {"role": role, "content": content}
            for turn in turns
            for role, content in zip(("user", "assistant"), turn, strict=True)
        ][:-1]
        said = self.tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        return list(self.tokenizer(said, add_special_tokens=False)["input_ids"])

    def _begun(self, tokens: list[int], opening: int, until: float) -> tuple[Any, int]:
        """Keys and values of the dialogue's opening, a copy of one's own, and how many tokens they are of."""
        key = tuple(tokens[:opening])
        if not key:
            return None, 0
        if key not in self._openings:
            state = _State(self.network, None, 0)
            state.read(list(key), until)
            if len(self._openings) >= _KEPT:
                self._openings.clear()
            self._openings[key] = state.cache
        return copy.deepcopy(self._openings[key]), opening


@dataclasses.dataclass(slots=True)
class _State:
    network: Any
    cache: Any
    length: int

    def read(self, tokens: list[int], until: float) -> np.ndarray:
        """Logits (vocabulary,), float32, of what comes after ``tokens``, of which there is at least one."""
        out: Any = None
        for start in range(0, len(tokens), _STEP):
            if time.monotonic() > until:
                raise OutOfTime
            some = torch.tensor([tokens[start : start + _STEP]], device=self.network.device)
            out = self.network(input_ids=some, past_key_values=self.cache, use_cache=True)
            self.cache = out.past_key_values
            self.length += some.shape[1]
        return np.asarray(out.logits[0, -1].float().cpu().numpy())


def _text(grammar: Any, tokens: list[int]) -> str | None:
    """Decoded by the grammar's own table, which knows bytes; None where they are no JSON after all."""
    said = bytes(grammar.decode_bytes(tokens)).decode(errors="replace")
    try:
        # A stop token may stand at the end.
        value, _ = json.JSONDecoder().raw_decode(said)
    except json.JSONDecodeError:
        return None
    return json.dumps(value, ensure_ascii=False)


def load(options: LanguageOptions) -> LanguageModel:
    """Raises OSError where there are no such weights, or none as safetensors; ValueError for a device or tokenizer
    that does not serve."""
    return LanguageModel(loading.tokenizer(options), loading.network(options, AutoModelForCausalLM))
