"""Whether what a kind of edit promises holds for a picture, seen by the judge and never by its prompt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.demo.drawing import Shot
from tools.demo_model import judge

SIMILAR = 0.7
"""Intersection over union from which on a silhouette counts as kept."""


def judged(kind: str, before: Sequence[Shot], after: Sequence[Shot]) -> dict[str, list[bool]]:
    """For each picture whether each thing that the kind of edit promises holds, judged against the source as drawn."""
    pairs = list(zip(judge.see([s.picture for s in before]), judge.see([s.picture for s in after]), after, strict=True))
    colour = [new.colour == shot.wanted.colour for _, new, shot in pairs]
    kept_colour = [new.colour == old.colour for old, new, _ in pairs]
    ground = [new.ground == shot.wanted.ground for _, new, shot in pairs]
    kept_ground = [new.ground == old.ground for old, new, _ in pairs]
    shape = [judge.overlap(old.mask, new.mask) >= SIMILAR for old, new, _ in pairs]
    thing = [new.thing == shot.wanted.thing for _, new, shot in pairs]
    kept_thing = [new.thing == old.thing for old, new, _ in pairs]
    match kind:
        case "recolour":
            # Recoloured to white on a white ground, the ground steps back to grey: that is what was trained.
            return {"colour": colour, "shape": shape, "kept": kept_ground}
        case "ground":
            return {"ground": ground, "object": [a and b for a, b in zip(kept_colour, shape, strict=True)]}
        case "both":
            return {"colour": colour, "ground": ground, "shape": shape}
        case "swap":
            return {"thing": thing, "colour": kept_colour, "ground": kept_ground}
        case "bigger" | "smaller":
            grown = [new.extent / max(old.extent, 1e-3) for old, new, _ in pairs]
            size = [g >= 1.15 if kind == "bigger" else g <= 0.87 for g in grown]
            return {"size": size, "thing": kept_thing, "colour": kept_colour, "ground": kept_ground}
        case "mirror":
            turned = [judge.overlap(old.mask[:, ::-1], new.mask) >= SIMILAR for old, new, _ in pairs]
            nearer = [
                _distance(a.picture[:, ::-1], b.picture) < _distance(a.picture, b.picture)
                for a, b in zip(before, after, strict=True)
            ]
            return {"shape": turned, "mirrored": nearer, "colour": kept_colour, "ground": kept_ground}
    raise ValueError(kind)


def _distance(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.square(first.astype(np.float32) - second).mean())
