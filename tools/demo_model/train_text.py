"""Teach the text encoder to read before anything is drawn.

python -m tools.demo_model.train_text --out WORK/text --minutes 4

A denoising loss says little about words: colour and ground stayed confused after half an hour of it. Here linear heads
on the last token's state must tell what a text asks for (object, colour, ground, size, kind of edit), which needs no
picture and takes minutes. The heads are thrown away; what they read is what cross-attention finds.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from tools.demo_model.encode_scenes import MEMBERS, group
from tools.demo_model.networks import new_text_encoder
from tools.demo_model.scenes import COLOURS, MEDIUM, OBJECTS, Scene, random_scene
from tools.demo_model.tokenizer import LENGTH, new_tokenizer
from tools.demo_model.wordings import caption, instruction

KINDS = ("caption", *MEMBERS[1:])
HEADS = {
    "thing": ("", *OBJECTS),
    "colour": ("", *COLOURS),
    "ground": ("", *COLOURS),
    "size": ("", 1, 2, 3),
    "kind": KINDS,
}
UNKNOWN = -100
"""What cross-entropy passes over: the grammar may or may not have said it."""


Reading = tuple[str, list[int]]
"""A text, and what each head must read in it."""


def readings(rng: random.Random, count: int, *, captions: float) -> list[Reading]:
    """Texts to read, a share of them captions, the rest instructions."""
    return [(captioned if rng.random() < captions else instructed)(rng) for _ in range(count)]


def captioned(rng: random.Random) -> Reading:
    scene = random_scene(rng)
    unsaid = scene.ground in ("white", "grey")
    asked = {
        "thing": scene.thing,
        "colour": scene.colour or "",
        "ground": scene.ground,
        "size": scene.size,
        "kind": "caption",
    }
    labels = _labels(asked)
    if unsaid:
        labels[2] = UNKNOWN
    if scene.size == MEDIUM:
        labels[3] = UNKNOWN
    return caption(rng, scene), labels


def instructed(rng: random.Random) -> Reading:
    member = rng.randrange(1, len(MEMBERS))
    scenes = group(rng)
    kind, before, after = MEMBERS[member], scenes[0], scenes[member]
    return instruction(rng, kind, before, after), _labels({"kind": kind} | _changed(kind, after))


def _changed(kind: str, after: Scene) -> dict[str, object]:
    match kind:
        case "colour":
            return {"colour": after.colour}
        case "ground":
            return {"ground": after.ground}
        case "both":
            return {"colour": after.colour, "ground": after.ground}
        case "swap":
            return {"thing": after.thing}
    return {}


def _labels(asked: dict[str, object]) -> list[int]:
    return [
        names.index(asked.get(head, "")) if asked.get(head, "") in names else UNKNOWN for head, names in HEADS.items()
    ]


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self, encoder: CLIPTextModel, tokenizer: CLIPTokenizer) -> None:
        super().__init__()
        self.encoder, self._tokenizer = encoder, tokenizer
        self.heads = nn.ModuleDict(
            {head: nn.Linear(encoder.config.hidden_size, len(names)) for head, names in HEADS.items()}
        )

    def loss(self, read: Sequence[Reading], *, heads_only: bool = False) -> tuple[Tensor, dict[str, float]]:
        """Cross-entropy of all heads together, and the share that each of them reads right."""
        texts, labels = zip(*read, strict=True)
        encoded = self._tokenizer(list(texts), padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        states = self.encoder(encoded.input_ids).last_hidden_state
        last = states[torch.arange(len(states)), encoded.attention_mask.sum(1) - 1]
        loss, right = torch.zeros(()), {}
        for (name, head), wanted in zip(self.heads.items(), torch.tensor(labels).T, strict=True):
            made = head(last.detach() if heads_only else last)
            loss = loss + nn.functional.cross_entropy(made, wanted, ignore_index=UNKNOWN)
            right[name] = float((made.argmax(1) == wanted)[wanted != UNKNOWN].float().mean())
        return loss, right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = new_tokenizer()
    reader = Reader(new_text_encoder(tokenizer), tokenizer)
    optimiser = torch.optim.AdamW(reader.parameters(), options.lr, betas=(0.9, 0.98), weight_decay=1e-2)
    started, step = time.monotonic(), 0
    while (share := (time.monotonic() - started) / (60 * options.minutes)) < 1:
        for parameters in optimiser.param_groups:
            parameters["lr"] = options.lr * min(1, (step + 1) / 100) * max(0.02, 1 - share)
        loss, right = reader.loss(readings(rng, options.batch, captions=0.4))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % 50 == 0:
            told = " ".join(f"{head} {share:.3f}" for head, share in right.items())
            print(f"{step} {time.monotonic() - started:.0f}s {told}", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(reader.encoder.state_dict(), options.out / "encoder.pt")


if __name__ == "__main__":
    main()
