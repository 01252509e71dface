"""Is what the demo models draw what was asked for?

python -m benchmarks.demo [--json] [--count 60] [--grids FOLDER] [--rows recolour,swap]

Every row draws combinations that training never saw: the object and colour of each were kept apart (see
``tools.demo_model.scenes.held_out``). Edits start from pictures that the model itself drew, right or wrong, with the
latents that Egaku keeps. A row's picture counts only if everything asked of the row holds for it. Exits with 1 when a
bound is missed.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from benchmarks.demo.asked import ASYMMETRIC, CHANGES, WISHES, any_scenes, never_trained, worded
from benchmarks.demo.drawing import Easel
from benchmarks.demo.figures import Figures
from benchmarks.demo.holds import judged
from benchmarks.demo.unseen_wordings import UNSEEN_EN, UNSEEN_JA
from tools.demo_model import judge
from tools.demo_model.scenes import OBJECTS


@dataclasses.dataclass(frozen=True, slots=True)
class Bench:
    count: int
    rng: random.Random
    easel: Easel
    figures: Figures

    def locales(self) -> Iterator[str]:
        """Both languages with the same dice, so that only the words can make a difference."""
        before = self.rng.getstate()
        for locale in ("en", "ja"):
            self.rng.setstate(before)
            yield locale


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--count", type=int, default=60, help="pictures a row")
    parser.add_argument("--grids", type=Path, default=Path("benchmarks/out/demo"))
    parser.add_argument("--rows", default="", help="only these, by comma")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    diffusers_logging.disable_progress_bar()
    transformers_logging.disable_progress_bar()
    started = time.monotonic()
    rng = random.Random(options.seed)
    bench = Bench(options.count, rng, Easel(rng), Figures(options.grids))
    only = set(filter(None, options.rows.split(",")))
    for name, row in ROWS.items():
        if not only or name in only:
            # A row is the same alone and among the others.
            rng.seed(f"{options.seed}/{name}")
            row(bench)
            if not options.json:
                told = {k: f"{v:.3f}" for k, v in bench.figures.values.items() if k.startswith(f"{name}.")}
                print(f"{time.monotonic() - started:5.0f} s  {name:9} {told}", flush=True)
    missed = bench.figures.missed()
    if options.json:
        print(
            json.dumps(
                {"count": options.count, "figures": bench.figures.values, "missed": missed, "grids": str(options.grids)}
            )
        )
    else:
        print("missed:", missed or "nothing")
    return 1 if missed else 0


def image_row(bench: Bench) -> None:
    bench.figures.values["classifier.clean"] = round(judge.accuracy_on_clean()["thing"], 4)
    for locale in bench.locales():
        shots = bench.easel.imagine(never_trained(bench.rng, bench.count), locale)
        seen = judge.see([shot.picture for shot in shots])
        pairs = list(zip(seen, shots, strict=True))
        marks = {
            name: [getattr(s, name) == getattr(shot.wanted, name) for s, shot in pairs]
            for name in ("colour", "ground", "thing")
        }
        bench.figures.note("image", locale, marks, [], shots)


def edit_row(kind: str) -> Callable[[Bench], None]:
    def run(bench: Bench) -> None:
        things = ASYMMETRIC if kind == "mirror" else OBJECTS
        scenes = any_scenes(bench.rng, bench.count, things=things)
        sources = bench.easel.imagine(scenes)
        wanted = [CHANGES[kind](bench.rng, scene) for scene in scenes]
        for locale in bench.locales():
            wishes = [(WISHES[kind][locale](old, new), new) for old, new in zip(scenes, wanted, strict=True)]
            after = bench.easel.edit(sources, wishes)
            bench.figures.note(kind, locale, judged(kind, sources, after), sources, after)

    return run


def chain_row(bench: Bench) -> None:
    """Recolour, then the ground, then another colour: the third turn must hold what the second left."""
    for locale in bench.locales():
        scenes = any_scenes(bench.rng, bench.count)
        shots = bench.easel.imagine(scenes)
        for kind in ("recolour", "ground", "recolour"):
            before = shots
            scenes = [CHANGES[kind](bench.rng, scene) for scene in scenes]
            wishes = [(WISHES[kind][locale](new, new), new) for new in scenes]
            shots = bench.easel.edit(shots, wishes)
        seen = judge.see([shot.picture for shot in shots])
        marks = judged("recolour", before, shots)
        marks["thing"] = [s.thing == scene.thing for s, scene in zip(seen, scenes, strict=True)]
        marks["kept"] = [s.ground == scene.ground for s, scene in zip(seen, scenes, strict=True)]
        bench.figures.note("chain", locale, marks, before, shots)


def unseen_row(bench: Bench) -> None:
    """Wordings written by others than the training's, never trained on."""
    for locale, wordings in (("en", UNSEEN_EN), ("ja", UNSEEN_JA)):
        chosen = [(kind, text) for kind, texts in wordings.items() for text in texts]
        bench.rng.shuffle(chosen)
        chosen = [chosen[i % len(chosen)] for i in range(max(bench.count, len(chosen)))]
        scenes = [
            any_scenes(bench.rng, 1, things=[bench.rng.choice(ASYMMETRIC if kind == "mirror" else OBJECTS)])[0]
            for kind, _ in chosen
        ]
        sources = bench.easel.imagine(scenes)
        wanted = [CHANGES[kind](bench.rng, scene) for (kind, _), scene in zip(chosen, scenes, strict=True)]
        wishes = [
            (worded(text, old, new, locale), new) for (_, text), old, new in zip(chosen, scenes, wanted, strict=True)
        ]
        after = bench.easel.edit(sources, wishes)
        right = []
        for (kind, _), old, shot in zip(chosen, sources, after, strict=True):
            marks = judged(kind, [old], [shot])
            right.append(all(mark[0] for mark in marks.values()))
            if not right[-1]:
                print(f"  unseen, missed: {kind}: {shot.text}", file=sys.stderr)
        bench.figures.note("unseen", locale, {"edit": right}, sources, after)


ROWS: dict[str, Callable[[Bench], None]] = {
    "image": image_row,
    **{kind: edit_row(kind) for kind in WISHES},
    "chain": chain_row,
    "unseen": unseen_row,
}

if __name__ == "__main__":
    sys.exit(main())
