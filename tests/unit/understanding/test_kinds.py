"""The kind of an edit, for display."""

from __future__ import annotations

import pytest

from bot.understanding.kinds import edit_kind

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
    "edit": "too dark :( | surprise me | もっと明るく | 笑顔にしたい",
}


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [(wish.strip(), kind) for kind, wishes in KINDS.items() for wish in wishes.split(" |")],
)
def test_a_plain_wish_is_shown_as_what_it_is(instruction: str, kind: str) -> None:
    assert edit_kind(instruction) == kind
