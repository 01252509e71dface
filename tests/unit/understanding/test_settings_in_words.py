"""Parameters in words, and slips of the finger."""

from __future__ import annotations

import pytest

from bot.understanding import new_picture
from bot.understanding.commands import match
from bot.understanding.intent import Adjust, Edit, Imagine, Intent, Reroll, Undo, Upscale, Vary
from bot.understanding.interpret import Context, interpret
from bot.understanding.parameters import Parameters as P
from bot.understanding.settings_in_words import mentioned
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


@pytest.mark.parametrize(
    ("message", "parameters"),
    [
        ("same seed but 40 steps", P(steps=40, relative=(("seed", "same"),))),
        ("30 steps cfg 5", P(steps=30, guidance=5.0)),
        ("CFG=7, steps=35, seed=12", P(seed=12, steps=35, guidance=7.0)),
        ("new seed, 3 pictures", P(count=3, relative=(("seed", "new"),))),
        ("more steps, it looks mushy", P(relative=(("steps", "+"),))),
        ("turn the cfg down a notch", P(relative=(("guidance", "-"),))),
        ("render it at 640 by 960", P(width=640, height=960)),
        ("again in 9:16", P(aspect=(9, 16))),
        ("turn the moss lora down to 0.4", P(loras=(("moss", 0.4),))),
        ("negative: blurry, extra hands", P(negative=("blurry", "extra hands"))),
        ("アニメLoRAを0.6で", P(loras=(("アニメ", 0.6),))),
        ("水彩画のloraを0.4まで下げて", P(loras=(("水彩画", 0.4),))),
        ("LoRA 油絵 0.7で足して", P(loras=(("油絵", 0.7),))),
        ("強さ0.5のドット絵LoRAで", P(loras=(("ドット絵", 0.5),))),
        ("dpm++ 2m karras", P(sampler="dpm++_2m_karras")),
        ("同じシードのまま50ステップで", P(steps=50, relative=(("seed", "same"),))),
        ("シード9で3枚", P(seed=9, count=3)),
        ("もう少しガイダンスを弱くしてもう一回", P(relative=(("guidance", "-"),))),
        ("ネガティブに「ぼやけ」を入れて", P(negative=("ぼやけ",))),
        ("幅640、高さ960で", P(width=640, height=960)),
    ],
)
def test_settings_add_up_in_one_message(message: str, parameters: P) -> None:
    assert match(message) == Adjust(parameters=parameters)


@pytest.mark.parametrize(
    ("message", "prompt"),
    [
        ("forget this, draw a stone bridge", "a stone bridge"),
        ("new pic: two herons", "two herons"),
        ("different topic, a lighthouse keeper", "a lighthouse keeper"),
        ("次は石の橋を描いて", "石の橋"),
        ("話変わるけど、灯台守を描いて", "灯台守"),
        ("leave it as it is", None),
        ("never mind, i found my keys", None),
        ("次は勝つ", None),
    ],
)
def test_another_picture_is_told_from_a_change_of_this_one(message: str, prompt: str | None) -> None:
    assert new_picture.prompt(message) == prompt


@pytest.mark.parametrize(
    ("message", "parameters"),
    [
        ("my boss says forty is silly, give it 30 steps and see", P(steps=30)),
        ("neg prompt: fog, rain. the client hates those", P(negative=("fog", "rain"))),
        ('add lora "mossy" weight 0.8', P(loras=(("mossy", 0.8),))),
        ("なんか崩れてるし、ステップ40でもう一回お願いしたい", P(steps=40)),
        ("スマホの壁紙にしたいから768x1344が嬉しい", P(width=768, height=1344)),
        ("it looks nice", P()),
    ],
)
def test_of_what_is_known_to_be_about_settings_they_are_found_anywhere(message: str, parameters: P) -> None:
    assert mentioned(message) == parameters
