"""What a training step is shown: encoded scenes, and what is said about them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tools.demo_model.encode_scenes import MEMBERS
from tools.demo_model.scenes import LARGE, OBJECTS, SMALL, Scene
from tools.demo_model.wordings import caption, instruction

EDITS = {"colour": 0.12, "ground": 0.14, "both": 0.08, "bigger": 0.11, "smaller": 0.11, "swap": 0.26, "mirror": 0.18}
"""Share of each edit in the batches; another object and mirroring are the hard ones."""

BACK = {
    "colour": "colour",
    "ground": "ground",
    "both": "both",
    "bigger": "smaller",
    "smaller": "bigger",
    "swap": "swap",
    "mirror": "mirror",
}
"""What an edit's way back is called."""


class Table:
    """Encoded groups of one shape."""

    def __init__(self, folder: Path, shape: str) -> None:
        parts = sorted(folder.glob(f"{shape}-*.npy"))
        self.latents = np.concatenate([np.load(part) for part in parts])
        rows: dict[str, list[tuple[int, int]]] = {thing: [] for thing in OBJECTS}
        self.scenes = [
            [Scene(**s) for s in row] for part in parts for row in json.loads(part.with_suffix(".json").read_text())
        ]
        for at, row in enumerate(self.scenes):
            for member, scene in enumerate(row):
                # The sizes beyond small and large have no word, nor does the side that an object looks to: a caption
                # that means two outlines teaches the blur between them.
                if SMALL <= scene.size <= LARGE and not scene.flip:
                    rows[scene.thing].append((at, member))
        self.rows = [places for places in rows.values() if places]

    def picture(self, rng: random.Random) -> tuple[np.ndarray, str]:
        """(target, caption), every object as often as any other."""
        at, member = rng.choice(rng.choice(self.rows))
        return self.latents[at, member], caption(rng, self.scenes[at][member])

    def edit(self, rng: random.Random) -> tuple[np.ndarray, np.ndarray, str]:
        """(source, target, instruction)."""
        kind = rng.choices(list(EDITS), list(EDITS.values()))[0]
        at = rng.randrange(len(self.scenes))
        before, after = 0, MEMBERS.index(kind)
        if rng.random() < 0.4:
            before, after = after, before
            kind = BACK[kind]
        old, new = self.scenes[at][before], self.scenes[at][after]
        unsayable = (kind in ("ground", "both") and new.ground == "grey") or (
            kind in ("colour", "both") and new.colour is None
        )
        # An object in its own colours that becomes another one: in whose colours? Told nothing, it would blend them.
        unclear = kind == "swap" and old.colour is None
        if unsayable or unclear or (kind == "colour" and old.ground != new.ground and old.ground == "grey"):
            return self.edit(rng)
        return self.latents[at, before], self.latents[at, after], instruction(rng, kind, old, new)


def batch(table: Table, rng: random.Random, size: int, edits: float) -> tuple[Tensor, Tensor, list[str]]:
    """(targets, sources with zeros for text-to-image, texts); one text in ten is dropped."""
    targets, sources, texts = [], [], []
    for row in range(size):
        if row < round(size * edits):
            source, target, text = table.edit(rng)
        else:
            target, text = table.picture(rng)
            source = np.zeros_like(target)
        targets.append(target)
        sources.append(source)
        texts.append("" if rng.random() < 0.1 else text)
    return torch.from_numpy(np.stack(targets)).float(), torch.from_numpy(np.stack(sources)).float(), texts
