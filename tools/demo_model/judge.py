"""Look at a picture of the demo world and say what is in it: ground, object's colour, silhouette, and which object.

Colours and silhouettes are measured; the object is told by a small classifier that was trained on renders alone
(``python -m tools.demo_model.judge --train``).
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import itertools
import random
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from tools.demo_model.scenes import COLOURS, GROUNDS, OBJECTS, SIDE, Scene, random_scene, readable, render

WEIGHTS = Path(__file__).with_name("judge.safetensors")


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one picture. ``mask`` is bool (128, 128); ``extent`` its longer side's share."""

    thing: str
    colour: str
    ground: str
    mask: np.ndarray
    extent: float


def see(pictures: list[np.ndarray]) -> list[Seen]:
    """Judge uint8 pictures (h, w, 3), square."""
    small = [_at_native_size(picture) for picture in pictures]
    things = _things(small)
    return [_seen(picture, thing) for picture, thing in zip(small, things, strict=True)]


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Intersection over union of two masks; 0 where both are empty."""
    union = (first | second).sum()
    return float((first & second).sum() / union) if union else 0.0


def _at_native_size(picture: np.ndarray) -> np.ndarray:
    if picture.shape[:2] == (SIDE, SIDE):
        return picture
    return np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def _seen(picture: np.ndarray, thing: str) -> Seen:
    border = np.concatenate(
        [
            picture[:3].reshape(-1, 3),
            picture[-3:].reshape(-1, 3),
            picture[:, :3].reshape(-1, 3),
            picture[:, -3:].reshape(-1, 3),
        ]
    )
    ground = np.median(border, 0)
    mask = _largest_part(np.abs(picture.astype(np.float32) - ground).max(-1) > 42)
    inside = _eroded(mask)
    colour = np.median(picture[inside if inside.any() else mask], 0) if mask.any() else ground
    return Seen(thing, nearest(colour, COLOURS), nearest(ground, GROUNDS), mask, _extent(mask))


def nearest(rgb: np.ndarray, names: dict[str, tuple[int, int, int]]) -> str:
    """The name whose colour is nearest in CIE Lab."""
    table = _lab(np.asarray(list(names.values()), np.float32))
    return list(names)[int(np.square(table - _lab(np.asarray(rgb, np.float32)[None])).sum(-1).argmin())]


def _lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB 0..255 (n, 3) → CIE Lab under D65."""
    linear = np.where(rgb / 255 <= 0.04045, rgb / 255 / 12.92, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    xyz = (
        linear
        @ np.asarray([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
        / [0.9505, 1, 1.089]
    )
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], -1)


def _eroded(mask: np.ndarray) -> np.ndarray:
    core = mask.copy()
    for axis in (0, 1):
        for shift in (-2, 2):
            core &= np.roll(mask, shift, axis)
    return core


def _largest_part(mask: np.ndarray) -> np.ndarray:
    """Without specks: what a 5 x 5 majority vote leaves."""
    padded = np.pad(mask.astype(np.uint8), 2)
    votes = sum(padded[y : y + mask.shape[0], x : x + mask.shape[1]].astype(int) for y in range(5) for x in range(5))
    return mask & (votes >= 8)


def _extent(mask: np.ndarray) -> float:
    if not mask.any():
        return 0.0
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    longest = int(max(rows[-1] - rows[0], columns[-1] - columns[0])) + 1
    return float(longest / mask.shape[0])


class Classifier(nn.Sequential):
    """RGB (n, 3, 64, 64) in -1..1 → logits over ``OBJECTS``."""

    def __init__(self) -> None:
        layers: list[nn.Module] = []
        widths = (3, 24, 48, 96, 96)
        for i, o in itertools.pairwise(widths):
            layers += [nn.Conv2d(i, o, 3, stride=2, padding=1), nn.GroupNorm(8, o), nn.SiLU()]
            layers += [nn.Conv2d(o, o, 3, padding=1, groups=8), nn.SiLU()]
        super().__init__(
            *layers, nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Dropout(0.2), nn.Linear(96 * 16, len(OBJECTS))
        )


def _input(pictures: list[np.ndarray]) -> Tensor:
    x = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
    return nn.functional.avg_pool2d(x, 2)


@functools.cache
def _classifier() -> Classifier:
    network = Classifier().eval()
    network.load_state_dict({name: value.float() for name, value in load_file(WEIGHTS).items()})
    return network


@torch.inference_mode()
def _things(pictures: list[np.ndarray]) -> list[str]:
    if not pictures:
        return []
    return [OBJECTS[i] for i in _classifier()(_input(pictures)).argmax(1).tolist()]


def train(minutes: float, *, seed: int = 0) -> None:
    """On renders of every object, colour and ground, softened and speckled as a small autoencoder does."""
    rng, torch_rng = random.Random(seed), torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    network = Classifier()
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-2)
    pool, labels = _renders(rng, 9000)
    started, step = time.monotonic(), 0
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        for parameters in optimiser.param_groups:
            parameters["lr"] = 2e-3 * (1 - share)
        rows = torch.randint(len(pool), (64,), generator=torch_rng)
        x = _softened(pool[rows], torch_rng)
        loss = nn.functional.cross_entropy(network(x), labels[rows], label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        if step % 100 == 0:
            print(step, f"{loss.item():.3f}", flush=True)
    save_file({name: value.half() for name, value in network.state_dict().items()}, WEIGHTS)
    _classifier.cache_clear()


def _renders(rng: random.Random, count: int) -> tuple[Tensor, Tensor]:
    scenes = [random_scene(rng, training=rng.random() < 0.85) for _ in range(count)]
    return _input([render(scene) for scene in scenes]), torch.tensor([OBJECTS.index(scene.thing) for scene in scenes])


def _softened(x: Tensor, generator: torch.Generator) -> Tensor:
    blurred = nn.functional.avg_pool2d(nn.functional.pad(x, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    share = torch.rand(len(x), 1, 1, 1, generator=generator)
    shift = torch.randint(-4, 5, (2,), generator=generator).tolist()
    x = torch.roll(share * blurred + (1 - share) * x, shift, (2, 3))
    return x + 0.06 * torch.rand(len(x), 1, 1, 1, generator=generator) * torch.randn(x.shape, generator=generator)


def accuracy_on_clean(count: int = 560, seed: int = 4242) -> dict[str, float]:
    """Share of clean, readable renders whose object, colour and ground are told right."""
    rng = random.Random(seed)
    scenes: list[Scene] = []
    while len(scenes) < count:
        scene = random_scene(rng, training=len(scenes) % 2 == 0)
        if scene.colour and readable(scene.thing, scene.colour, scene.ground):
            scenes.append(scene)
    seen = see([render(scene) for scene in scenes])
    pairs = list(zip(scenes, seen, strict=True))
    return {
        name: sum(getattr(a, name) == getattr(b, name) for a, b in pairs) / count
        for name in ("thing", "colour", "ground")
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=float, metavar="MINUTES")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.train:
        train(options.train)
    print(accuracy_on_clean())
