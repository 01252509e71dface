"""Train the reader of messages: ``python -m tools.understanding.train``; a minute on one core.

``messages/*.jsonl`` has a message a line, written for this purpose, with what it asks for: ``m`` the message, ``p`` the
prompt of the picture that it replies to, ``a`` the action (edit where there is none), ``k`` the kind of an edit or the
kinds of several wishes, ``ok`` kinds that are right too. ``--without NAME`` leaves a file out: to measure on that one.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bot.understanding.clauses import split
from bot.understanding.features import features
from bot.understanding.reader import ACTIONS, KINDS, hashed

MESSAGES = Path(__file__).parent / "messages"
WEIGHTS = Path("bot/understanding/reader.bin")
SHARED = 3
"""A feature of fewer messages has no weight."""
BATCH = 256
ACCEPTED = 0.3
"""Share of a kind's target that goes to those that are right too."""

PARTS = [len(ACTIONS), len(KINDS), len(KINDS)]
WIDTH = sum(PARTS)

Row = dict[str, Any]
Example = tuple[np.ndarray, int, np.ndarray, np.ndarray]
"""(hashes of the features, number of the action, shares of the kinds: all 0 where none is told, and for each kind
whether it is asked for: 1, 0, or -1 where that is not told)."""


def rows(files: Sequence[Path]) -> Iterator[Row]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row
            yield from _wishes(row)


def _wishes(row: Row) -> Iterator[Row]:
    """Each wish of a message that has several, where it can be told which part is which."""
    kinds = row.get("k", [])
    if isinstance(kinds, str) or len(kinds) < 2 or row.get("a", "edit") != "edit":
        return
    parts = split(row["m"]).wishes
    if len(parts) == len(kinds) and set(kinds) <= set(KINDS):
        yield from ({**row, "m": part, "k": kind, "ok": []} for part, kind in zip(parts, kinds, strict=True))


def example(row: Row) -> Example:
    found = sorted({hashed(feature) for feature in features(row["m"], row.get("p") or "")})
    action = row.get("a", "edit")
    target = np.zeros(len(KINDS), np.float32)
    asked = np.full(len(KINDS), -1, np.float32)
    if action == "edit":
        said = row["k"] if isinstance(row["k"], list) else [row["k"]]
        main = [kind for kind in said if kind in KINDS][:1]
        others = [kind for kind in row.get("ok", []) if kind in KINDS and kind not in main]
        for kinds, share in ((main, 1 - ACCEPTED if others else 1), (others, ACCEPTED)):
            for kind in kinds:
                target[KINDS.index(kind)] += share / len(kinds)
        asked[:] = [1 if kind in said else -1 if kind in others else 0 for kind in KINDS]
    return np.array(found), ACTIONS.index(action), target, asked


class Linear(nn.Module):
    """Scores of the actions and kinds; ``hashes``, (features,), sorted, are those that it has weights for."""

    def __init__(self, examples: Sequence[Example]) -> None:
        super().__init__()
        hashes, counts = np.unique(np.concatenate([found for found, *_ in examples]), return_counts=True)
        self.hashes = hashes[counts >= SHARED]
        self.weight = nn.Parameter(torch.zeros(len(self.hashes), WIDTH))
        self.bias = nn.Parameter(torch.zeros(WIDTH))

    def places(self, found: np.ndarray) -> np.ndarray:
        """Which of its features are found."""
        places = np.searchsorted(self.hashes, found).clip(max=len(self.hashes) - 1)
        known: np.ndarray = places[self.hashes[places] == found]
        return known

    def forward(self, places: Sequence[np.ndarray], dropped: float) -> Tensor:
        """(n, WIDTH); each feature is left out with the chance ``dropped``."""
        lengths = torch.tensor([len(one) for one in places])
        weights = torch.repeat_interleave(lengths.float().rsqrt(), lengths)
        weights *= (torch.rand(len(weights)) >= dropped) / (1 - dropped)
        starts, flat = lengths.cumsum(0) - lengths, torch.from_numpy(np.concatenate(places))
        return self.bias + nn.functional.embedding_bag(
            flat, self.weight, starts, mode="sum", per_sample_weights=weights
        )


def trained(examples: Sequence[Example], epochs: int, lr: float, dropped: float, decay: float) -> Linear:
    model = Linear(examples)
    placed = [(model.places(found), *wanted) for found, *wanted in examples]
    optimiser = torch.optim.AdamW(model.parameters(), lr, weight_decay=decay)
    rng = random.Random(0)
    step, steps = 0, epochs * -(-len(placed) // BATCH)
    for _ in range(epochs):
        rng.shuffle(placed)
        for at in range(0, len(placed), BATCH):
            places, actions, kinds, asked = zip(*placed[at : at + BATCH], strict=True)
            scores = model(places, dropped).split(PARTS, 1)
            loss = _loss(scores, torch.tensor(actions), *(torch.from_numpy(np.stack(each)) for each in (kinds, asked)))
            optimiser.param_groups[0]["lr"] = lr * (1 - step / steps)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
    return model


def _loss(scores: Sequence[Tensor], actions: Tensor, kinds: Tensor, asked: Tensor) -> Tensor:
    loss = nn.functional.cross_entropy(scores[0], actions)
    loss = loss - (scores[1].log_softmax(1) * kinds).sum() / kinds.sum().clamp(min=1)
    told = (asked >= 0).float()
    each = nn.functional.binary_cross_entropy_with_logits(scores[2], asked.clamp(min=0), told, reduction="sum")
    return loss + each / told.any(1).sum().clamp(min=1)


def save(model: Linear, file: Path) -> None:
    """As ``bot/understanding/reader.py`` reads it."""
    values = model.weight.detach().numpy()
    scales = np.abs(values).max(0) / 127
    head = {"features": len(values), "scales": scales.tolist(), "bias": model.bias.tolist()}
    rows = np.round(values / scales).astype(np.int8)
    body = model.hashes.astype("<u4").tobytes() + rows.tobytes()
    file.write_bytes(zlib.compress(json.dumps(head).encode() + b"\n" + body, 9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--without", nargs="*", default=[], help="files of messages to leave out")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--lr", type=float, default=0.03)
    parser.add_argument("--dropped", type=float, default=0.3)
    parser.add_argument("--decay", type=float, default=0.01)
    options = parser.parse_args()
    torch.manual_seed(0)
    files = [file for file in sorted(MESSAGES.glob("*.jsonl")) if file.stem not in options.without]
    examples = [example(row) for row in rows(files)]
    save(trained(examples, options.epochs, options.lr, options.dropped, options.decay), options.out)
    print(f"{len(examples)} messages of {len(files)} files; {options.out} has {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
