"""Deeds upon a prompt: gone, put in place of, added, set, with what contradicts them struck out."""

from __future__ import annotations

import pytest

from bot.understanding.rewrite import new_prompt

FOX = "a red fox in a green coat standing on a bridge at sunset, oil painting"
TAGS = "1boy, short brown hair, wool scarf, city street, day, smile"
KITSUNE = "赤い傘を持った白い狐、雪の森、夕方"


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        (FOX, "remove the coat", "a red fox standing on a bridge at sunset, oil painting"),
        (FOX, "lose the bridge", "a red fox in a green coat at sunset, oil painting"),
        (
            FOX,
            "replace the coat with a scarf",
            "a red fox in a green scarf standing on a bridge at sunset, oil painting",
        ),
        (FOX, "put it in a forest", "a red fox in a green coat standing, oil painting, in a forest"),
        (FOX, "at night", "a red fox in a green coat standing on a bridge, oil painting, at night"),
        (FOX, "make it pixel art", "a red fox in a green coat standing on a bridge at sunset, pixel art"),
        (FOX, "sitting", "a red fox in a green coat sitting on a bridge at sunset, oil painting"),
        (FOX, "too dark", f"{FOX}, bright lighting"),
        (FOX, "give the fox a lantern", f"{FOX}, a lantern"),
        (FOX, "rotate 90", FOX),
        (FOX, "remove the umbrella", FOX),
        (TAGS, "no scarf", "1boy, short brown hair, city street, day, smile"),
        (TAGS, "on the beach", "1boy, short brown hair, wool scarf, day, smile, on the beach"),
        (TAGS, "at night", "1boy, short brown hair, wool scarf, city street, smile, at night"),
        ("a poster with the text 'SALE', red", "change SALE to 'OPEN'", "a poster with the text 'OPEN', red"),
        ("a fox with a hat and glasses", "remove the hat", "a fox with glasses"),
        (FOX, "コートを取って", "a red fox standing on a bridge at sunset, oil painting"),
        (FOX, "夜にして", "a red fox in a green coat standing on a bridge, oil painting, at night"),
        (KITSUNE, "傘を消して", "白い狐、雪の森、夕方"),
        (KITSUNE, "狐を狼に変えて", "赤い傘を持った白い狼、雪の森、夕方"),
        (KITSUNE, "夜にして", "赤い傘を持った白い狐、雪の森、夜"),
        (KITSUNE, "帽子をかぶせて", f"{KITSUNE}、帽子"),
        (KITSUNE, "水彩画風にして", f"{KITSUNE}、水彩画風"),
    ],
)
def test_the_prompt_takes_the_wish_and_keeps_the_rest(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


@pytest.mark.parametrize("instruction", ["I don't like the weird thing there", "柵っぽい謎のやつを消して"])
def test_what_shall_be_gone_is_never_named_in_the_prompt(instruction: str) -> None:
    assert new_prompt(FOX, instruction) == FOX
