"""What is asked of the demo models: scenes that training never saw, and the wishes that change one into another."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tools.demo_model.scenes import COLOURS, MEDIUM, OBJECTS, SHAPES, Scene, held_out, readable, unstated_ground
from tools.demo_model.wordings import COLOURS_JA, THINGS_EN, THINGS_JA, article

ASYMMETRIC = ("car", "fish", "bird", "rocket", "boat", "banana", "umbrella", "cup", "book", "balloon", "house", "apple")
"""Objects that look another way in a mirror."""


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


def worded(text: str, old: Scene, new: Scene, locale: str) -> str:
    """An unseen wording, its places filled in."""
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
