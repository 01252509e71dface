"""The kind of an edit, for display."""

from __future__ import annotations

import pytest

from bot.understanding.kinds import edit_kind, kinds

KINDS = {
    "recolour": "make it blue | blue | change the car to red | paint the door green | 青くして | 車を赤に変えて | 色を緑に | 青で",
    "background": "put it on a yellow background | make the background green | remove the background | at night"
    " | 背景を黄色にして | 背景を海に | 夜にして | 背景を消して",
    "layout": "bigger | make it smaller | mirror it | flip it | zoom in | move it to the left"
    " | もっと大きくして | 小さくして | 左右反転して | 右に移動して",
    "replace": "replace the cat with a dog | turn it into a star | make it a dog | change the car into a bus"
    " | 猫を犬にして | 星にして | 猫じゃなくて犬 | 車をバスに変えて",
    "add": "add a hat | put a star on top | give him a red hat | 帽子を追加して | 赤い帽子をかぶせて",
    "remove": "remove the red hat | no cape | get rid of the dog | take the dog out | 帽子を消して | 雨なしで",
    "style": "make it anime style | as a watercolour | in the style of Monet | アニメ風にして | 水彩画で",
    "tone": "too dark :( | もっと明るく | more contrast | black and white please | 彩度を上げて",
    "pose": "make her smile | sitting on a chair | 笑顔にしたい | こっちを向かせて",
    "detail": "sharper | fix the hands | もっと高画質に",
    "attribute": "longer hair | make the table wooden | 髪を短くして | 着物を着せて",
    "text": "write “OPEN” on the sign | change the title to 'Moon' | 看板に「営業中」と書いて",
    "edit": "surprise me",
}


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [(wish.strip(), kind) for kind, wishes in KINDS.items() for wish in wishes.split(" |")],
)
def test_a_plain_wish_is_shown_as_what_it_is(instruction: str, kind: str) -> None:
    assert edit_kind(instruction) == kind


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("make the coat green and remove the umbrella", ("recolour", "remove")),
        ("at night, and add a lantern", ("background", "add")),
        ("darker, in watercolor style", ("tone", "style")),
        ("コートを緑にして、傘を消して", ("recolour", "remove")),
        ("夜にして、提灯を追加して", ("background", "add")),
        ("hm", ("edit",)),
    ],
)
def test_several_wishes_have_their_kinds_in_order(message: str, found: tuple[str, ...]) -> None:
    assert kinds(message) == found
