"""What a message is likely to be: a linear model over its features, trained on messages written for it.

``reader.npz`` is made by ``tools/understanding/train.py``; its messages stand beside that script. Multinomial logistic
regression; a feature goes by its hash, and those that no two messages share have no weight.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.understanding.features import features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ACTIONS = ("edit", "none", "answer", "generate", "variation", "rerun", "navigate", "upscale")
KINDS = (
    *("recolour", "attribute", "replace", "add", "remove", "background"),
    *("style", "tone", "pose", "layout", "text", "detail"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities, each mapping adding up to 1."""

    actions: Mapping[str, float]
    kinds: Mapping[str, float]
    """Of an edit, were it one."""

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
    """Where a feature's weights stand in ``values``, by its hash."""
    values: NDArray[np.int8]
    """(features, actions + kinds)."""
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]


def hashed(feature: str) -> int:
    return zlib.crc32(feature.encode())


@lru_cache(maxsize=256)
def read(message: str, parent: str = "") -> Reading:
    """``message`` as a reply to a picture whose prompt is ``parent``. Pure, bounded, about a millisecond."""
    import numpy as np

    weights = _weights()
    hashes = {hashed(feature) for feature in features(message, parent)}
    known = [place for place in map(weights.places.get, hashes) if place is not None]
    scores = weights.bias
    if known:
        scores = scores + weights.values[known].sum(0, np.int32) * weights.scales / np.sqrt(len(known))
    return Reading(
        actions=dict(zip(ACTIONS, _shares(scores[: len(ACTIONS)]), strict=True)),
        kinds=dict(zip(KINDS, _shares(scores[len(ACTIONS) :]), strict=True)),
    )


def _shares(scores: NDArray[np.float32]) -> list[float]:
    import numpy as np

    exponentials = np.exp(scores - scores.max())
    shares: list[float] = (exponentials / exponentials.sum()).tolist()
    return shares


@cache
def _weights() -> _Weights:
    import numpy as np

    with (resources.files("bot.understanding") / "reader.npz").open("rb") as file:
        kept = np.load(file, allow_pickle=False)
        hashes, values, scales, bias = (kept[name] for name in ("hashes", "values", "scales", "bias"))
    return _Weights({one: place for place, one in enumerate(hashes.tolist())}, values, scales, bias)
