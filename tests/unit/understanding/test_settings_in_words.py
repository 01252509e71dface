"""Parameters in words, and slips of the finger."""

from __future__ import annotations

import pytest

from bot.understanding.intent import Adjust, Edit, Imagine, Intent, Reroll, Undo, Upscale, Vary
from bot.understanding.interpret import Context, interpret
from bot.understanding.parameters import Parameters as P
from bot.understanding.typos import mended

FOUR = Context(has_picture=True, pictures=4)
TABLE: dict[Intent, str] = {
    Adjust(
        parameters=P(loras=(("ink", 0.8),))
    ): "use the ink lora at 0.8 | lora ink 0.8 | with the ink lora at 80% | inkのloraを0.8で",
    Adjust(parameters=P(loras=(("ink", 1.0),))): "use the ink lora | inkのloraを使って",
    Adjust(parameters=P(model="tiny")): "use the tiny model | model tiny | モデルをtinyにして",
    Adjust(parameters=P(sampler="euler_a")): "use euler a | try euler a",
    Adjust(parameters=P(negative=("text",))): "no text | without any text | 文字なしで | 文字はいらない",
    Adjust(parameters=P(negative=("watermark", "logo"))): "no watermark or logo",
    Adjust(parameters=P(aspect=(3, 2))): "landscape | make it landscape please | 横長にして | 横長で",
    Adjust(parameters=P(aspect=(2, 3))): "portrait format | 縦長にしてください",
    Adjust(parameters=P(aspect=(1, 1))): "make it square | 正方形にして",
    Adjust(parameters=P(relative=(("aspect", "wider"),))): "wider | a bit wider | もっと横に広くして",
    Adjust(parameters=P(relative=(("steps", "+"),))): "more steps | ステップ数を増やして | better quality",
    Adjust(parameters=P(relative=(("steps", "-"),))): "fewer steps | faster | ステップをもう少し減らして",
    Adjust(parameters=P(relative=(("guidance", "-"),))): "lower guidance | ガイダンスを下げて",
    Adjust(parameters=P(relative=(("strength", "-"),))): "a bit weaker | もう少し弱く",
    Adjust(parameters=P(relative=(("strength", "+"),))): "stronger | もっと強くして",
    Undo(): "udno | undoo pls",
    Reroll(): "rerol | agian",
    Upscale(picture=2): "upscael 2 | upsclae the 2nd one",
    Vary(): "varations | variatons please",
    Imagine(prompt="a tin robot"): "forget that, draw a tin robot | new picture: a tin robot | draw me a tin robot",
    Imagine(prompt="錫のロボット"): "新しい絵：錫のロボット | 錫のロボットの絵を描いて",
}


@pytest.mark.parametrize(
    ("message", "intent"),
    [(message.strip(), intent) for intent, said in TABLE.items() for message in said.split(" |")],
)
def test_a_setting_in_words_is_understood(message: str, intent: Intent) -> None:
    assert interpret(message, FOUR) == intent


def test_a_setting_beside_an_edit_goes_with_it() -> None:
    assert interpret("make it green and use 30 steps", FOUR) == Edit(
        instruction="make it green", parameters=P(steps=30)
    )
    assert interpret("no text and 30 steps", FOUR) == Adjust(parameters=P(negative=("text",), steps=30))


@pytest.mark.parametrize("word", ["water", "wide", "seeds", "steep", "mother", "very", "red", "stop"])
def test_a_word_of_its_own_is_never_mended(word: str) -> None:
    assert mended(word) == word
