"""What a message is likely to be: a linear model over its features, trained on messages written for it.

``reader.npz`` is made by ``tools/understanding/train.py``; its messages stand beside that script. Multinomial logistic
regression over hashed features (Weinberger et al., 2009, "Feature Hashing for Large Scale Multitask Learning").
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
BUCKETS = 1 << 17
"""Features are hashed into so many."""


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
    places: NDArray[np.int32]
    """(BUCKETS,): where a bucket's weights stand in ``values``; 0, whose weights are nothing, where it has none."""
    values: NDArray[np.float32]
    """(kept + 1, actions + kinds)."""
    bias: NDArray[np.float32]


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


@lru_cache(maxsize=256)
def read(message: str, parent: str = "") -> Reading:
    """``message`` as a reply to a picture whose prompt is ``parent``. Pure, bounded, under a millisecond."""
    import numpy as np

    weights = _weights()
    found = [*{bucket(feature) for feature in features(message, parent)}]
    scores = weights.values[weights.places[found]].sum(0) / np.sqrt(len(found)) + weights.bias
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
        buckets, values, scales, bias = (kept[name] for name in ("buckets", "values", "scales", "bias"))
    places = np.zeros(BUCKETS, np.int32)
    places[buckets] = np.arange(1, len(buckets) + 1)
    nothing = np.zeros((1, values.shape[1]), np.float32)
    return _Weights(places, np.concatenate([nothing, values * scales]).astype(np.float32), bias)
