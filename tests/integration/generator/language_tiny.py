"""A language model of a few thousand random numbers, with a tokenizer that knows bytes: real code, nothing learnt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

END = "<|im_end|>"
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def build(folder: Path, kind: str = "llama", template: str | None = _TEMPLATE, seed: int = 0) -> Path:
    """A folder as the hub has them; ``kind`` is llama or gpt2."""
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    sizes: dict[str, Any] = {"vocab_size": 264, "eos_token_id": 257, "bos_token_id": 256, "initializer_range": 0.5}
    network: Any = (
        GPT2LMHeadModel(GPT2Config(n_embd=16, n_layer=2, n_head=2, n_positions=8192, **sizes))
        if kind == "gpt2"
        else LlamaForCausalLM(
            LlamaConfig(
                hidden_size=16,
                intermediate_size=24,
                num_hidden_layers=2,
                num_attention_heads=2,
                max_position_embeddings=8192,
                **sizes,
            )
        )
    )
    network.save_pretrained(folder)
    _tokenizer(template).save_pretrained(folder)
    return folder


def _tokenizer(template: str | None) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    bytes_only = Tokenizer(models.BPE({letter: number for number, letter in enumerate(letters)}, []))
    bytes_only.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_only.decoder = decoders.ByteLevel()
    bytes_only.add_special_tokens(["<|im_start|>", END])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytes_only, bos_token="<|im_start|>", eos_token=END)
    if template is not None:
        tokenizer.chat_template = template
    return tokenizer
