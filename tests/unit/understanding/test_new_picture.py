"""Another picture is asked for, or the one that is there is meant."""

from __future__ import annotations

import pytest

from bot.understanding.intent import Imagine
from bot.understanding.interpret import Context, interpret
from bot.understanding.new_picture import LONGEST, prompt


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("forget that, draw a tin robot", "a tin robot"),
        ("new picture: two otters in a canoe", "two otters in a canoe"),
        ("can you draw me a harbour at dawn", "a harbour at dawn"),
        ("ok enough owls, how about a lighthouse", "a lighthouse"),
        ("次は錫のロボットを描いて", "錫のロボット"),
        ("錫のロボットの絵を描いて", "錫のロボット"),
        ("新しい絵：港の朝", "港の朝"),
        ("はい次！歯医者の忍者", "歯医者の忍者"),
    ],
)
def test_another_picture_is_asked_for(message: str, words: str) -> None:
    assert prompt(message) == words


def test_it_is_drawn_from_its_words_alone() -> None:
    for message in ("forget that, draw a tin robot", "new picture: a tin robot"):
        assert interpret(message, Context(has_picture=True)) == Imagine(prompt="a tin robot")


@pytest.mark.parametrize(
    "message",
    [
        "draw a hat on him",
        "make a new background",
        "forget it",
        "next time make the sky darker",
        "次はもっと明るく描いて",
        "背景の絵を描いて",
        "draw " + "a very " * (LONGEST // 7) + "long picture",
    ],
)
def test_the_picture_that_is_there_is_meant(message: str) -> None:
    assert prompt(message) is None
