"""The kinds of an edit."""

from __future__ import annotations

import pytest

from bot.understanding.kinds import kind, kinds

KINDS = {
    "recolour": "make it blue | change the car to red | paint the door green | 青くして | 車を赤くして | 色を緑に",
    "background": "put it on a yellow background | make the background green | at night | 背景を黄色にして | 夜にして",
    "layout": "bigger | make it smaller | mirror it | zoom in | もっと大きくして | 小さくして | 左右反転して",
    "replace": "replace the cat with a dog | change the car into a bus | 猫を犬に変えて | 猫じゃなくて犬",
    "add": "add a hat | put a star on top | 帽子を追加して | 赤い帽子をかぶせて",
    "remove": "remove the red hat | get rid of the dog | take the dog out | 帽子を消して",
    "style": "make it anime style | as a watercolour | in the style of Monet | アニメ風にして | 水彩画で",
    "tone": "too dark :( | もっと明るく | more contrast | 彩度を上げて",
    "pose": "make her smile | sitting on a chair | 笑顔にしたい",
    "detail": "sharper | fix the hands | もっと高画質に",
    "attribute": "longer hair | make the table wooden | 髪を短くして",
    "text": "write “OPEN” on the sign | change the title to 'Moon' | 看板に「営業中」と書いて",
}


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [(wish.strip(), expected) for expected, wishes in KINDS.items() for wish in wishes.split(" |")],
)
def test_a_plain_wish_is_shown_as_what_it_is(instruction: str, expected: str) -> None:
    assert kind(instruction) == expected


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("make the coat green and remove the umbrella", ("recolour", "remove")),
        ("at night, and add a lantern", ("background", "add")),
        ("darker, in watercolor style", ("tone", "style")),
        ("コートを緑にして、傘を消して", ("recolour", "remove")),
        ("夜にして、提灯を追加して", ("background", "add")),
    ],
)
def test_several_wishes_have_their_kinds_in_order(message: str, found: tuple[str, ...]) -> None:
    assert kinds(message) == found


def test_what_the_picture_shows_tells_one_kind_from_another() -> None:
    assert kind("a red one", "a cat with a blue hat") == "recolour"
