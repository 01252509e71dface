"""Deeds upon a prompt: gone, put in place of, added, set, with what contradicts them struck out."""

from __future__ import annotations

import time

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


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        # a thing in other words: several, the other language, kana, its kind
        ("a lizard with three lanterns at dusk", "nix the lantern", "a lizard at dusk"),
        ("a boy in a baseball cap on a bike", "帽子いらない", "a boy on a bike"),
        ("麦わら帽子の少年、海", "remove the hat", "少年、海"),
        ("ねこと花瓶", "猫を犬にして", "犬と花瓶"),
        ("庭の犬", "a cat instead of the dog", "庭の猫"),
        ("a dog by a lake", "犬じゃなくて猫がいい", "a cat by a lake"),
        ("a dog on a lawn", "make the animal a cat", "a cat on a lawn"),
        ("a winged cat on a cloud", "羽はいらない", "a cat on a cloud"),
        ("鳥居と車、山奥", "鳥居の前の車どけて", "鳥居、山奥"),
        ("a boy with a kite on a hill", "make him an astronaut", "an astronaut with a kite on a hill"),
        ("a boy with a kite on a hill", "彼を宇宙飛行士にして", "an astronaut with a kite on a hill"),
        ("a blue vase on a shelf", "same but in red", "a red vase on a shelf"),
        # a complaint is a wish
        ("a boy with a kite", "i didn't ask for a kite", "a boy"),
        ("a heron with a bell and a ribbon", "no bell please", "a heron with a ribbon"),
        ("帽子の少年、海", "帽子はいらなかった", "少年、海"),
        ("カメラを持つ少年、海", "カメラを消して", "少年、海"),
        # one for the other, however it is worded
        ("a squire with a lute on a wall", "lute -> trumpet", "a squire with a trumpet on a wall"),
        ("a badger eating noodles", "pancakes would be funnier than noodles", "a badger eating pancakes"),
        ("a train at dusk", "a bus, not a train", "a bus at dusk"),
        # the colour that it had goes
        ("a red vespa by a gelato shop", "teal pls", "a teal vespa by a gelato shop"),
        ("a camper van by a lake", "make the van mustard yellow", "a mustard yellow camper van by a lake"),
        ("かわいい緑のカエル、池", "カエルは白がいい", "かわいい白いカエル、池"),
        # what cannot both be
        ("黒髪の少女、教室", "金髪にして", "少女、教室、金髪にして"),
        ("昼の商店街", "これ夜にできる？", "商店街、夜"),
        ("a troll with long hair in a cave", "shorter hair on him", "a troll with hair in a cave, shorter hair on him"),
        ("a long road, a girl in a coat", "longer coat", "a long road, a girl in a coat, longer coat"),
    ],
)
def test_what_contradicts_a_wish_goes(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


def test_an_english_prompt_with_a_japanese_wish_at_its_end_stays_english() -> None:
    prompt = new_prompt("a kimono girl under an umbrella", "謎めいた感じで")
    assert new_prompt(prompt, "make the umbrella red") == "a kimono girl under a red umbrella, 謎めいた感じで"


@pytest.mark.parametrize("piece", ["の", "の花", "cat ", "instead of ", "a hat, ", "を花に", "猫じゃなくて"])
def test_no_wish_takes_long(piece: str) -> None:
    started = time.perf_counter()
    new_prompt("a red fox with a hat, 花" + piece * 300, (piece * 300)[:300])
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("instruction", ["I don't like the weird thing there", "柵っぽい謎のやつを消して"])
def test_what_shall_be_gone_is_never_named_in_the_prompt(instruction: str) -> None:
    assert new_prompt(FOX, instruction) == FOX
