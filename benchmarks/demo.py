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
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from diffusers.utils import logging as diffusers_logging
from PIL import Image
from transformers.utils import logging as transformers_logging

from benchmarks.unseen_wordings import UNSEEN_EN, UNSEEN_JA
from bot.bootstrap import demo_spec
from generator import pictures
from generator.events import Source
from generator.families.base import Family, Rows, State
from generator.recipe import Recipe, Task
from generator.residency import Residency
from tools.demo_model import judge
from tools.demo_model.scenes import COLOURS, MEDIUM, OBJECTS, SHAPES, Scene, held_out, readable, unstated_ground
from tools.demo_model.wordings import COLOURS_JA, THINGS_EN, THINGS_JA, article

SPEC = demo_spec()
BATCH = 12
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

ASYMMETRIC = ("car", "fish", "bird", "rocket", "boat", "banana", "umbrella", "cup", "book", "balloon", "house", "apple")
SIMILAR = 0.7
"""Intersection over union from which on a silhouette counts as kept."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shot:
    """One drawn picture with what is needed to go on from it."""

    picture: np.ndarray
    source: Source
    text: str
    wanted: Scene


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
    bench = Bench(options.count, options.grids, options.seed)
    only = set(filter(None, options.rows.split(",")))
    for name, row in ROWS.items():
        if not only or name in only:
            row(bench)
            if not options.json:
                told = {k: f"{v:.3f}" for k, v in bench.figures.items() if k.startswith(f"{name}.")}
                print(f"{time.monotonic() - started:5.0f} s  {name:9} {told}", flush=True)
    missed = bench.missed()
    if options.json:
        print(
            json.dumps(
                {"count": options.count, "figures": bench.figures, "missed": missed, "grids": str(options.grids)}
            )
        )
    else:
        print("missed:", missed or "nothing")
    return 1 if missed else 0


class Bench:
    """Draws rows of pictures and keeps the figures."""

    def __init__(self, count: int, grids: Path, seed: int) -> None:
        self.count = count
        self.grids = grids
        self.rng = random.Random(seed)
        self.figures: dict[str, float] = {}
        self._models = Residency([SPEC])
        grids.mkdir(parents=True, exist_ok=True)

    # -- drawing

    def imagine(self, scenes: Sequence[Scene], locale: str = "en") -> list[Shot]:
        texts = [prompt(scene, locale) for scene in scenes]
        drawn = self._drawn([self._recipe(Task.TEXT_TO_IMAGE, text) for text in texts], [None] * len(texts))
        return [Shot(*made, text, scene) for made, text, scene in zip(drawn, texts, scenes, strict=True)]

    def edit(self, shots: Sequence[Shot], wishes: Sequence[tuple[str, Scene]]) -> list[Shot]:
        recipes = [self._recipe(Task.EDIT, text) for text, _ in wishes]
        drawn = self._drawn(recipes, [shot.source for shot in shots])
        return [Shot(*made, text, scene) for made, (text, scene) in zip(drawn, wishes, strict=True)]

    def _recipe(self, task: Task, text: str) -> Recipe:
        edit, defaults = task is Task.EDIT, SPEC.defaults
        return Recipe(
            task=task,
            prompt=text,
            model=SPEC.key,
            revision="",
            width=SPEC.native_size,
            height=SPEC.native_size,
            steps=defaults.edit_steps if edit else defaults.steps,
            guidance=defaults.edit_guidance if edit else defaults.guidance,
            image_guidance=defaults.image_guidance if edit else None,
            sampler=defaults.sampler,
            seed=self.rng.randrange(2**32),
            source="-" if edit else None,
        )

    def _drawn(self, recipes: list[Recipe], sources: list[Source | None]) -> list[tuple[np.ndarray, Source]]:
        family = self._models.family(recipes[0])
        made = []
        for at in range(0, len(recipes), BATCH):
            pairs = zip(recipes[at : at + BATCH], sources[at : at + BATCH], strict=True)
            states = [family.init(recipe, family.encode(recipe, source)) for recipe, source in pairs]
            step_together(family, states)
            made += [_finished(family, state) for state in states]
        return made

    # -- figures

    def note(
        self, row: str, locale: str, marks: dict[str, list[bool]], before: Sequence[Shot], after: Sequence[Shot]
    ) -> None:
        suffix = "" if locale == "en" else f".{locale}"
        for name, right in marks.items():
            self.figures[f"{row}{suffix}.{name}"] = round(sum(right) / len(right), 4)
        all_right = [all(each) for each in zip(*marks.values(), strict=True)]
        self.figures[f"{row}{suffix}.all"] = round(sum(all_right) / len(all_right), 4)
        _grid(self.grids / f"{row}{suffix}.png", before, after, all_right)

    def missed(self) -> list[str]:
        low = [
            f"{name} {self.figures[name]} < {bound}"
            for name, bound in BOUNDS.items()
            if self.figures.get(name, 1) < bound
        ]
        for name, value in self.figures.items():
            behind = self.figures.get(name.replace(".ja.", "."), value) - value
            if ".ja." in name and name.replace(".ja.", ".") in BOUNDS and round(behind, 4) > POINTS:
                low.append(f"{name} {value} is {behind:.3f} behind English")
        return low


@torch.inference_mode()
def step_together(family: Family, states: list[State]) -> None:
    """Drive pictures of equal length through shared forward passes."""
    while not states[0].done:
        rows = [family.rows(state) for state in states]
        outputs = family.forward(Rows.joined(*rows)).split([len(each) for each in rows])
        for state, output in zip(states, outputs, strict=True):
            state.advance(family.guide(state, output))


def _finished(family: Family, state: State) -> tuple[np.ndarray, Source]:
    picture = np.asarray(family.decode(state.latents))
    return picture, Source(picture=b"", latents=pictures.pack(state.latents, family.space))


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


# -- what is asked


def prompt(scene: Scene, locale: str) -> str:
    """The plain way to ask for a scene."""
    if locale == "ja":
        of = COLOURS_JA[scene.colour][0][0].replace("|", "") if scene.colour else ""
        on = COLOURS_JA[scene.ground][0][0].replace("|", "") + "背景の" if scene.ground in COLOURS_JA else ""
        return f"{on}{of}{THINGS_JA[scene.thing][0]}"
    words = f"{scene.colour} {THINGS_EN[scene.thing][0]}" if scene.colour else THINGS_EN[scene.thing][0]
    return article(words) + (f" on a {scene.ground} background" if scene.ground in COLOURS else "")


def never_trained(rng: random.Random, count: int, *, things: Sequence[str] = OBJECTS) -> list[Scene]:
    """Scenes whose object and colour were never together in training, spread over the objects."""
    pairs = [(thing, colour) for thing in things for colour in COLOURS if held_out(thing, colour)]
    rng.shuffle(pairs)
    scenes: list[Scene] = []
    while len(scenes) < count:
        thing, colour = pairs[len(scenes) % len(pairs)]
        ground = rng.choice([g for g in COLOURS if readable(thing, colour, g)])
        scenes.append(Scene(thing, colour, ground, size=MEDIUM))
    return scenes


def any_scenes(rng: random.Random, count: int, *, things: Sequence[str] = OBJECTS) -> list[Scene]:
    """Scenes of every object, half of them on the ground that nobody asked for."""
    scenes: list[Scene] = []
    while len(scenes) < count:
        thing, colour = things[len(scenes) % len(things)], rng.choice(list(COLOURS))
        ground = unstated_ground(thing, colour) if rng.random() < 0.5 else rng.choice(list(COLOURS))
        if readable(thing, colour, ground):
            scenes.append(Scene(thing, colour, ground, size=MEDIUM))
    rng.shuffle(scenes)
    return scenes


def new_colour(rng: random.Random, scene: Scene) -> Scene:
    """Another colour, a pair that training never saw where the object has one."""
    usable = [c for c in COLOURS if c != scene.colour and readable(scene.thing, c, scene.ground)]
    apart = [c for c in usable if held_out(scene.thing, c)]
    return scene.but(colour=rng.choice(apart or usable))


def new_ground(rng: random.Random, scene: Scene) -> Scene:
    return scene.but(
        ground=rng.choice([g for g in COLOURS if g != scene.ground and readable(scene.thing, scene.colour, g)])
    )


def new_thing(rng: random.Random, scene: Scene) -> Scene:
    return scene.but(thing=rng.choice([t for t in OBJECTS if t != scene.thing and (scene.colour or t not in SHAPES)]))


def _ja(colour: str | None) -> tuple[str, str]:
    """(「青くして」, 「青」)"""
    _, nouns, adverbs = COLOURS_JA[colour or ""]
    return f"{adverbs[0]}して" if adverbs else f"{nouns[0]}にして", nouns[0]


WISHES: dict[str, dict[str, Callable[[Scene, Scene], str]]] = {
    "recolour": {"en": lambda _, new: f"make it {new.colour}", "ja": lambda _, new: _ja(new.colour)[0]},
    "ground": {
        "en": lambda _, new: f"put it on {article(new.ground)} background",
        "ja": lambda _, new: f"背景を{_ja(new.ground)[1]}にして",
    },
    "both": {
        "en": lambda _, new: f"make it {new.colour} and put it on {article(new.ground)} background",
        "ja": lambda _, new: f"{_ja(new.colour)[0]}、背景を{_ja(new.ground)[1]}にして",
    },
    "swap": {
        "en": lambda _, new: f"turn it into {article(THINGS_EN[new.thing][0])}",
        "ja": lambda _, new: f"{THINGS_JA[new.thing][0]}に変えて",
    },
    "bigger": {"en": lambda *_: "make it bigger", "ja": lambda *_: "もっと大きくして"},
    "smaller": {"en": lambda *_: "make it smaller", "ja": lambda *_: "もっと小さくして"},
    "mirror": {"en": lambda *_: "mirror it", "ja": lambda *_: "左右反転して"},
}
CHANGES: dict[str, Callable[[random.Random, Scene], Scene]] = {
    "recolour": new_colour,
    "ground": new_ground,
    "both": lambda rng, scene: new_colour(rng, new_ground(rng, scene)),
    "swap": new_thing,
    "bigger": lambda _, scene: scene.but(size=scene.size + 1),
    "smaller": lambda _, scene: scene.but(size=scene.size - 1),
    "mirror": lambda _, scene: scene.mirrored,
}


# -- what holds


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


# -- the rows


def image_row(bench: Bench) -> None:
    bench.figures["classifier.clean"] = round(judge.accuracy_on_clean()["thing"], 4)
    for locale in ("en", "ja"):
        shots = bench.imagine(never_trained(bench.rng, bench.count), locale)
        seen = judge.see([shot.picture for shot in shots])
        pairs = list(zip(seen, shots, strict=True))
        marks = {
            name: [getattr(s, name) == getattr(shot.wanted, name) for s, shot in pairs]
            for name in ("colour", "ground", "thing")
        }
        bench.note("image", locale, marks, [], shots)


def edit_row(kind: str) -> Callable[[Bench], None]:
    def run(bench: Bench) -> None:
        things = ASYMMETRIC if kind == "mirror" else OBJECTS
        scenes = any_scenes(bench.rng, bench.count, things=things)
        sources = bench.imagine(scenes)
        wanted = [CHANGES[kind](bench.rng, scene) for scene in scenes]
        for locale in ("en", "ja"):
            wishes = [(WISHES[kind][locale](old, new), new) for old, new in zip(scenes, wanted, strict=True)]
            after = bench.edit(sources, wishes)
            bench.note(kind, locale, judged(kind, sources, after), sources, after)

    return run


def chain_row(bench: Bench) -> None:
    """Recolour, then something else, then the ground: the third turn must hold what the second left."""
    for locale in ("en", "ja"):
        scenes = any_scenes(bench.rng, bench.count)
        shots = bench.imagine(scenes)
        for kind in ("recolour", "ground", "recolour"):
            before = shots
            scenes = [CHANGES[kind](bench.rng, scene) for scene in scenes]
            wishes = [(WISHES[kind][locale](new, new), new) for new in scenes]
            shots = bench.edit(shots, wishes)
        seen = judge.see([shot.picture for shot in shots])
        marks = judged("recolour", before, shots)
        marks["thing"] = [s.thing == scene.thing for s, scene in zip(seen, scenes, strict=True)]
        marks["kept"] = [s.ground == scene.ground for s, scene in zip(seen, scenes, strict=True)]
        bench.note("chain", locale, marks, before, shots)


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
        sources = bench.imagine(scenes)
        wanted = [CHANGES[kind](bench.rng, scene) for (kind, _), scene in zip(chosen, scenes, strict=True)]
        wishes = [
            (_worded(text, old, new, locale), new) for (_, text), old, new in zip(chosen, scenes, wanted, strict=True)
        ]
        after = bench.edit(sources, wishes)
        right = []
        for (kind, _), old, shot in zip(chosen, sources, after, strict=True):
            marks = judged(kind, [old], [shot])
            right.append(all(mark[0] for mark in marks.values()))
            if not right[-1]:
                print(f"  unseen, missed: {kind}: {shot.text}", file=sys.stderr)
        bench.note("unseen", locale, {"edit": right}, sources, after)


def _worded(text: str, old: Scene, new: Scene, locale: str) -> str:
    if locale == "ja":
        values = {
            "c": _ja(new.colour)[1],
            "c_ku": _ja(new.colour)[0].removesuffix("して"),
            "g": _ja(new.ground)[1] if new.ground in COLOURS else "",
        }
        return text.format(**values, t=THINGS_JA[new.thing][0], t0=THINGS_JA[old.thing][0])
    thing = THINGS_EN[new.thing][0]
    for key, word in (("t", thing), ("c", new.colour or ""), ("g", new.ground)):
        text = text.replace(f"a {{{key}}}", article(word) if word else "")
    return text.format(c=new.colour, g=new.ground, t=thing, t0=THINGS_EN[old.thing][0])


ROWS: dict[str, Callable[[Bench], None]] = {
    "image": image_row,
    **{kind: edit_row(kind) for kind in WISHES},
    "chain": chain_row,
    "unseen": unseen_row,
}

if __name__ == "__main__":
    sys.exit(main())
