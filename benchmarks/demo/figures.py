"""The figures of a run, their bounds, and the grids to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.demo.drawing import Shot

BOUNDS = {
    "image.colour": 0.95,
    "image.ground": 0.95,
    "image.thing": 0.90,
    "recolour.colour": 0.95,
    "recolour.shape": 0.92,
    "ground.ground": 0.95,
    "ground.object": 0.90,
    "swap.all": 0.80,
    "bigger.all": 0.80,
    "smaller.all": 0.80,
    "mirror.all": 0.85,
    "both.all": 0.90,
    "chain.all": 0.85,
    "unseen.all": 0.90,
    "classifier.clean": 0.98,
}
POINTS = 0.03
"""Japanese may be at most this much behind English."""


class Figures:
    """Shares of right pictures by ``row[.ja].mark``, and a grid a row in ``grids``."""

    def __init__(self, grids: Path) -> None:
        self.values: dict[str, float] = {}
        self._grids = grids
        grids.mkdir(parents=True, exist_ok=True)

    def note(
        self, row: str, locale: str, marks: dict[str, list[bool]], before: Sequence[Shot], after: Sequence[Shot]
    ) -> None:
        suffix = "" if locale == "en" else f".{locale}"
        for name, right in marks.items():
            self.values[f"{row}{suffix}.{name}"] = round(sum(right) / len(right), 4)
        all_right = [all(each) for each in zip(*marks.values(), strict=True)]
        self.values[f"{row}{suffix}.all"] = round(sum(all_right) / len(all_right), 4)
        _grid(self._grids / f"{row}{suffix}.png", before, after, all_right)

    def missed(self) -> list[str]:
        low = [
            f"{name} {self.values[name]} < {bound}"
            for name, bound in BOUNDS.items()
            if self.values.get(name, 1) < bound
        ]
        for name, value in self.values.items():
            behind = self.values.get(name.replace(".ja.", "."), value) - value
            if ".ja." in name and name.replace(".ja.", ".") in BOUNDS and round(behind, 4) > POINTS:
                low.append(f"{name} {value} is {behind:.3f} behind English")
        return low


def _grid(file: Path, before: Sequence[Shot], after: Sequence[Shot], right: Sequence[bool]) -> None:
    """Pairs of before and after (or pictures alone), wrong ones with a dark corner."""
    tiles = []
    for index in range(min(30, len(after))):
        parts = [before[index].picture, after[index].picture] if before else [after[index].picture]
        tile = np.concatenate(parts, 1).copy()
        if not right[index]:
            tile[:10, :10] = (255, 0, 255)
        tiles.append(np.pad(tile, ((2, 2), (2, 2), (0, 0))))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 6)
    rows = [np.concatenate(tiles[at : at + 6], 1) for at in range(0, len(tiles), 6)]
    Image.fromarray(np.concatenate(rows, 0)).save(file)
