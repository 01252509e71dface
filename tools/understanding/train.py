"""Train the reader of messages: ``python -m tools.understanding.train``; a minute on one core.

``messages/*.jsonl`` has a message a line, written for this purpose, with what it asks for: ``m`` the message, ``p`` the
prompt of the picture that it replies to, ``a`` the action (edit where there is none), ``k`` the kind of an edit or the
kinds of several wishes, ``ok`` kinds that are right too. ``--without NAME`` leaves a file out, ``--share`` takes only so
much of them: for measuring on the rest.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bot.understanding.clauses import pieces
from bot.understanding.features import features
from bot.understanding.reader import ACTIONS, BUCKETS, KINDS, bucket

MESSAGES = Path(__file__).parent / "messages"
WEIGHTS = Path("bot/understanding/reader.npz")
KEPT = 65_000
"""Buckets whose weights are kept: the largest."""
ACCEPTED = 0.3
"""Share of a kind's target that goes to those that are right too."""

Row = dict[str, Any]
Example = tuple[np.ndarray, int, np.ndarray]
"""(buckets, number of the action, shares of the kinds: all 0 where none is told)."""


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
    parts = pieces(row["m"])
    if len(parts) == len(kinds) and set(kinds) <= set(KINDS):
        yield from ({**row, "m": part, "k": kind, "ok": []} for part, kind in zip(parts, kinds, strict=True))


def example(row: Row) -> Example:
    found = sorted({bucket(feature) for feature in features(row["m"], row.get("p") or "")})
    action = row.get("a", "edit")
    target = np.zeros(len(KINDS), np.float32)
    if action == "edit":
        said = row["k"] if isinstance(row["k"], list) else [row["k"]]
        main = [kind for kind in said if kind in KINDS][:1]
        others = [kind for kind in row.get("ok", []) if kind in KINDS and kind not in main]
        for kinds, share in ((main, 1 - ACCEPTED if others else 1), (others, ACCEPTED)):
            for kind in kinds:
                target[KINDS.index(kind)] += share / len(kinds)
    return np.array(found), ACTIONS.index(action), target


class Linear(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag(BUCKETS, len(ACTIONS) + len(KINDS), mode="sum")
        nn.init.zeros_(self.bag.weight)
        self.bias = nn.Parameter(torch.zeros(len(ACTIONS) + len(KINDS)))

    def forward(self, found: Sequence[np.ndarray], dropped: float) -> Tensor:
        """Scores, (n, actions + kinds); each feature is left out with the chance ``dropped``."""
        lengths = torch.tensor([len(one) for one in found])
        weights = torch.repeat_interleave(lengths.float().rsqrt(), lengths)
        weights *= (torch.rand(len(weights)) >= dropped) / (1 - dropped)
        starts = lengths.cumsum(0) - lengths
        scores: Tensor = self.bag(torch.from_numpy(np.concatenate(found)), starts, per_sample_weights=weights)
        return scores + self.bias


def trained(examples: Sequence[Example], epochs: int, lr: float, dropped: float, decay: float) -> Linear:
    model = Linear()
    optimiser = torch.optim.AdamW(model.parameters(), lr, weight_decay=decay)
    rng, batch = random.Random(0), 256
    order, step, steps = list(range(len(examples))), 0, epochs * -(-len(examples) // batch)
    for _ in range(epochs):
        rng.shuffle(order)
        for at in range(0, len(order), batch):
            found, actions, kinds = zip(*(examples[i] for i in order[at : at + batch]), strict=True)
            scores, wanted = model(found, dropped), torch.from_numpy(np.stack(kinds))
            loss = nn.functional.cross_entropy(scores[:, : len(ACTIONS)], torch.tensor(actions))
            loss = loss - (scores[:, len(ACTIONS) :].log_softmax(1) * wanted).sum() / wanted.sum().clamp(min=1)
            optimiser.param_groups[0]["lr"] = lr * (1 - step / steps)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
    return model


def save(model: Linear, file: Path) -> None:
    values = model.bag.weight.detach().numpy()
    kept = np.sort(np.argsort(-np.abs(values).sum(1))[:KEPT])
    scales = np.abs(values[kept]).max(0) / 127
    np.savez_compressed(
        file,
        buckets=kept.astype(np.uint32),
        values=np.round(values[kept] / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=model.bias.detach().numpy(),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--without", nargs="*", default=[], help="files of messages to leave out")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--lr", type=float, default=0.05)
    parser.add_argument("--dropped", type=float, default=0.5)
    parser.add_argument("--decay", type=float, default=0.01)
    options = parser.parse_args()
    torch.manual_seed(0)
    files = [file for file in sorted(MESSAGES.glob("*.jsonl")) if file.stem not in options.without]
    examples = [example(row) for row in rows(files)]
    save(trained(examples, options.epochs, options.lr, options.dropped, options.decay), options.out)
    print(f"{len(examples)} messages of {len(files)} files; {options.out} has {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
