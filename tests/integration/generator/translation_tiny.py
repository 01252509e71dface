"""Translation models of a few thousand numbers that were taught a handful of lines by heart: real code, real files."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.integration.generator import language_tiny

LINES = {
    "謎めいた城": "a mysterious castle",
    "謎めいた城。": "a mysterious castle.",
    "もっとふんわりさせて": "make it fluffier.",
    '看板に "XQ0" と飾って': 'decorate the sign with "XQ0"',
    "まだ訳せないもの": "まだ、訳せない",
}
"""The last one is a translation that is none."""
_STEPS = 400
_ENOUGH = 0.003


def build(folder: Path, lines: Mapping[str, str] = LINES) -> Path:
    """A MarianMT model as the hub has them, which knows ``lines``."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    vocabulary = _vocabulary(folder, lines)
    torch.manual_seed(0)
    network = MarianMTModel(
        MarianConfig(
            vocab_size=len(vocabulary),
            d_model=32,
            encoder_layers=1,
            decoder_layers=1,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            max_position_embeddings=128,
            pad_token_id=vocabulary["<pad>"],
            eos_token_id=vocabulary["</s>"],
            decoder_start_token_id=vocabulary["<pad>"],
            forced_eos_token_id=vocabulary["</s>"],
            dropout=0.0,
            num_beams=2,
            encoder_ffn_dim=64,
            decoder_ffn_dim=64,
        )
    )
    tokenizer = _tokenizer(folder)
    given = tokenizer(list(lines), text_target=list(lines.values()), return_tensors="pt", padding=True)
    given["labels"][given["labels"] == vocabulary["<pad>"]] = -100
    _teach(network, dict(given))
    network.save_pretrained(folder)
    return folder


def build_causal(folder: Path, japanese: str = "謎めいた城", english: str = "a mysterious castle") -> Path:
    """A causal model with a chat template that answers ``english`` when it is told to translate ``japanese``."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    language_tiny.build(folder)
    tokenizer, network = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    told = f"Translate the following Japanese text into English.\n\n{japanese}"
    asked = tokenizer.apply_chat_template(
        [{"role": "user", "content": told}], tokenize=False, add_generation_prompt=True
    )
    before = len(tokenizer(asked)["input_ids"])
    whole = torch.tensor([tokenizer(asked + english + language_tiny.END)["input_ids"]])
    labels = whole.clone()
    labels[:, :before] = -100
    _teach(network, {"input_ids": whole, "labels": labels})
    network.save_pretrained(folder)
    return folder


def _teach(network: Any, given: dict[str, Any]) -> None:
    import torch

    network.train()
    steps = torch.optim.Adam(network.parameters(), lr=1e-2)
    for _ in range(_STEPS):
        loss = network(**given).loss
        if loss.item() < _ENOUGH:
            return
        steps.zero_grad()
        loss.backward()
        steps.step()
    raise AssertionError(f"not learnt: {loss.item()}")


def _vocabulary(folder: Path, lines: Mapping[str, str]) -> dict[str, int]:
    """Japanese by its characters, English by its words, in one table, as those models have it."""
    import sentencepiece

    pieces: list[str] = []
    sides = {"source.spm": ("char", list(lines)), "target.spm": ("word", list(lines.values()))}
    for name, (kind, said) in sides.items():
        made = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(said),
            model_writer=made,
            model_type=kind,
            vocab_size=200,
            hard_vocab_limit=False,
            character_coverage=1.0,
            minloglevel=2,
        )
        (folder / name).write_bytes(made.getvalue())
        read = sentencepiece.SentencePieceProcessor(model_proto=made.getvalue())
        pieces += [read.id_to_piece(number) for number in range(read.get_piece_size())]
    kept = [piece for piece in dict.fromkeys(pieces) if not piece.startswith("<")]
    table = {piece: number for number, piece in enumerate(["</s>", "<unk>", *kept, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(table), encoding="utf-8")
    return table


def _tokenizer(folder: Path) -> Any:
    from transformers import MarianTokenizer

    tokenizer = MarianTokenizer(*(str(folder / name) for name in ("source.spm", "target.spm", "vocab.json")))
    tokenizer.save_pretrained(folder)
    return tokenizer
