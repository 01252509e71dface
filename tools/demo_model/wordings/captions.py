"""How people describe a picture that they want."""

from __future__ import annotations

import random

from tools.demo_model.scenes import MEDIUM, Scene
from tools.demo_model.wordings.names import COLOURS_JA, SIZES_EN, SIZES_JA, THINGS_EN, THINGS_JA, article, colour_en

# fmt: off
SCENE_EN = (
    "{a} {o}{on}", "{a} {o}{on}", "{a} {o}{on}", "{o}{on}", "{o}{on}", "the {o}{on}", "a picture of {a} {o}{on}",
    "draw {a} {o}{on}", "an icon of {a} {o}{on}", "a drawing of {a} {o}{on}", "show me {a} {o}{on}",
    "an image of {a} {o}{on}", "one {o}{on}", "i want {a} {o}{on}", "a simple {o}{on}", "a cute {o}{on}",
    "please draw {a} {o}{on}", "{a} {o} icon{on}", "{a} {o} emoji{on}", "a flat {o}{on}",
)
ON_EN = (
    " on a {g} background", " on a {g} background", " on a {g} background", " on {g}", " with a {g} background",
    " against a {g} background", ", {g} background", " {g} background", " in front of a {g} background",
    " on a {g} backdrop", " against {g}", ", background {g}", " and a {g} background", " on {g} background",
    " with {g} background",
)
SCENE_JA = (
    "{o}", "{o}", "{o}", "{o}を描いて", "{o}の絵", "{o}のイラスト", "{o}がほしい", "{o}をお願いします",
    "{o}のアイコン", "かわいい{o}", "{o}をください", "{o}を一つ",
)
ON_JA = (
    "{G}背景の{s}", "{G}背景に{s}", "{s}、背景は{n}", "{s}、{G}背景", "背景が{n}の{s}",
    "背景は{n}で{s}", "{s}、背景{n}", "{n}背景の{s}", "{s} {n}背景", "{s} 背景{n}",
    "{G}背景と{s}",
)
# fmt: on


def caption_en(rng: random.Random, scene: Scene) -> str:
    thing = rng.choice(THINGS_EN[scene.thing])
    colour = colour_en(rng, scene.colour) if scene.colour else ""
    size = _size_word(rng, SIZES_EN, scene)
    noun = " ".join(word for word in (size, colour, thing) if word)
    if colour and rng.random() < 0.12:
        noun = rng.choice(
            (
                f"{colour} colored {thing}",
                f"{thing} in {colour}",
                f"{colour}-coloured {thing}",
                f"{thing} that is {colour}",
                f"{thing}, {colour}",
            )
        )
        noun = f"{size} {noun}" if size else noun
    ground = (
        rng.choice(ON_EN).replace("a {g}", article(colour_en(rng, scene.ground))).replace("{g}", scene.ground)
        if _say_ground(rng, scene)
        else ""
    )
    template = rng.choice(SCENE_EN)
    text = template.replace("{a} {o}", article(noun)).format(o=noun, on=ground)
    return text


def caption_ja(rng: random.Random, scene: Scene) -> str:
    thing = rng.choice(THINGS_JA[scene.thing])
    colour = rng.choice(COLOURS_JA[scene.colour][0]) if scene.colour else ""
    size = _size_word(rng, SIZES_JA, scene)
    words = [word for word in (size, colour) if word]
    if rng.random() < 0.3:
        words.reverse()
    text = rng.choice(SCENE_JA).format(o="".join([*words, thing]))
    if _say_ground(rng, scene):
        before, noun, _ = COLOURS_JA[scene.ground]
        text = rng.choice(ON_JA).format(s=text, G=rng.choice(before), n=rng.choice(noun))
    return text


def _size_word(rng: random.Random, words: dict[int, tuple[str, ...]], scene: Scene) -> str:
    said = 0.12 if scene.size == MEDIUM else 1.0
    return rng.choice(words[scene.size]) if scene.size in words and rng.random() < said else ""


def _say_ground(rng: random.Random, scene: Scene) -> bool:
    if scene.ground == "grey":
        return False
    return scene.ground != "white" or (scene.colour == "black" and rng.random() < 0.5) or rng.random() < 0.3
