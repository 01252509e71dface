"""What a message is likely to be: a linear model over its features, trained on messages written for it.

``reader.bin`` is made by ``tools/understanding/train.py``; its messages stand beside that script. Multinomial logistic
regression; a feature goes by its hash, and those that no two messages share have no weight.
"""

from __future__ import annotations

import dataclasses
import json
import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from bot.understanding.features import features

ACTIONS = ("edit", "none", "answer", "generate", "variation", "rerun", "navigate", "upscale")
KINDS = (
    *("recolour", "attribute", "replace", "add", "remove", "background"),
    *("style", "tone", "pose", "layout", "text", "detail"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities; those of the actions add up to 1, and so do those of the kinds."""

    actions: Mapping[str, float]
    kinds: Mapping[str, float]
    """Of an edit, were it one: what it is about most."""
    asked: Mapping[str, float]
    """Of an edit, were it one: how likely each kind is among its wishes. These add up to nothing."""

    @property
    def action(self) -> str:
        return max(self.actions, key=self.actions.__getitem__)

    @property
    def kind(self) -> str:
        return max(self.kinds, key=self.kinds.__getitem__)

    @property
    def talks(self) -> float:
        """How likely nothing is to be done: chatter or a question."""
        return self.actions["none"] + self.actions["answer"]


@dataclasses.dataclass(frozen=True, slots=True)
class _Weights:
    places: Mapping[int, int]
    """Where a feature's row begins in ``rows``, by its hash."""
    rows: memoryview
    """A signed byte for each action, kind, and kind again, feature after feature."""
    scales: tuple[float, ...]
    """What a 1 in a row is worth, for each byte of it."""
    bias: tuple[float, ...]


_WIDTH = len(ACTIONS) + 2 * len(KINDS)


def hashed(feature: str) -> int:
    """In 32 bits."""
    return zlib.crc32(feature.encode())


@lru_cache(maxsize=256)
def read(message: str, parent: str = "") -> Reading:
    """``message`` as a reply to a picture whose prompt is ``parent``. Pure, bounded, about a millisecond."""
    weights = _weights()
    hashes = {hashed(feature) for feature in features(message, parent)}
    known = [weights.rows[at : at + _WIDTH] for at in map(weights.places.get, hashes) if at is not None]
    length = math.sqrt(len(known) or 1)
    sums = map(sum, zip(*known, strict=True)) if known else [0] * _WIDTH
    scores = [
        base + total * scale / length for base, total, scale in zip(weights.bias, sums, weights.scales, strict=True)
    ]
    return Reading(
        actions=dict(zip(ACTIONS, _shares(scores[: len(ACTIONS)]), strict=True)),
        kinds=dict(zip(KINDS, _shares(scores[len(ACTIONS) : -len(KINDS)]), strict=True)),
        asked={kind: 1 / (1 + math.exp(-score)) for kind, score in zip(KINDS, scores[-len(KINDS) :], strict=True)},
    )


def _shares(scores: Sequence[float]) -> list[float]:
    """Softmax."""
    most = max(scores)
    weighed = [math.exp(score - most) for score in scores]
    return [each / sum(weighed) for each in weighed]


@cache
def _weights() -> _Weights:
    """Read as ``tools/understanding/train.py`` writes it: a line of JSON, the hashes, the rows; all of it zlib's."""
    head, _, body = zlib.decompress((resources.files("bot.understanding") / "reader.bin").read_bytes()).partition(b"\n")
    told = json.loads(head)
    count: int = told["features"]
    places = {one: place * _WIDTH for place, (one,) in enumerate(struct.iter_unpack("<I", body[: 4 * count]))}
    return _Weights(places, memoryview(body[4 * count :]).cast("b"), tuple(told["scales"]), tuple(told["bias"]))
