"""How people name what is in a scene, and how they ask for a change: English and Japanese, polite, terse and sloppy."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tools.demo_model.scenes import Scene
from tools.demo_model.wordings import english, japanese, keywords, noise
from tools.demo_model.wordings.captions import caption_en, caption_ja
from tools.demo_model.wordings.names import COLOURS_JA, THINGS_EN, THINGS_JA, article, colour_en

__all__ = ["COLOURS_JA", "THINGS_EN", "THINGS_JA", "article", "caption", "instruction"]

KEYWORDS = 0.12
"""Share of instructions that are no sentence, only the words that matter among others."""

Template = Callable[[random.Random, str], str]
"""A kind of edit → one way to ask for it, its places still to fill."""


def caption(rng: random.Random, scene: Scene) -> str:
    """A prompt for the scene, every other one Japanese."""
    if rng.random() < 0.5:
        return noise.sloppy_ja(rng, caption_ja(rng, scene))
    return noise.sloppy_en(rng, caption_en(rng, scene))


def instruction(rng: random.Random, kind: str, before: Scene, after: Scene) -> str:
    """A wish that turns ``before`` into ``after``, every other one Japanese."""
    if rng.random() < 0.5:
        text = _filled(rng, japanese.template, keywords.japanese, kind, _values_ja(rng, before, after))
        return noise.sloppy_ja(rng, text)
    values = _values_en(rng, before, after)
    text = _filled(rng, english.template, keywords.english, kind, values)
    return noise.sloppy_en(rng, text)


def _filled(rng: random.Random, template: Template, scattered: Template, kind: str, values: dict[str, str]) -> str:
    """A template with its places filled; one that asks for what the scene has no word for is drawn again."""
    while True:
        text = (scattered if rng.random() < KEYWORDS else template)(rng, kind)
        if all(values.get(name) for name in re.findall(r"{(\w+)}", text)):
            break
    text = re.sub(r"\ba {(\w+)}", lambda match: article(values[match[1]]), text)
    return text.format(**values)


def _values_en(rng: random.Random, before: Scene, after: Scene) -> dict[str, str]:
    return {
        "t": rng.choice(THINGS_EN[after.thing]),
        "t0": rng.choice(THINGS_EN[before.thing]),
        "c": colour_en(rng, after.colour) if after.colour else "",
        "c0": colour_en(rng, before.colour) if before.colour else "",
        "g": colour_en(rng, after.ground),
    }


def _values_ja(rng: random.Random, before: Scene, after: Scene) -> dict[str, str]:
    values = {"t": rng.choice(THINGS_JA[after.thing]), "t0": rng.choice(THINGS_JA[before.thing])}
    for names, colour in (("Cnk", after.colour), ("GNK", after.ground)):
        if colour in COLOURS_JA:
            adjectives, nouns, adverbs = COLOURS_JA[colour]
            noun = rng.choice(nouns)
            forms = (rng.choice(adjectives), noun, rng.choice(adverbs or (f"{noun}に",)))
            values |= dict(zip(names, forms, strict=True))
    if before.colour:
        values["n0"] = rng.choice(COLOURS_JA[before.colour][1])
    return values
