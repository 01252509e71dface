"""A message → an Intent."""

from __future__ import annotations

import pytest

from bot.errors import BadInput
from bot.understanding.intent import Adjust, Answer, Ask, Edit, Imagine, Intent, Undo, Upscale, Vary
from bot.understanding.interpret import Context, imagine, interpret
from bot.understanding.parameters import Parameters

FOUR = Context(has_picture=True, pictures=4)
NONE = Context(has_picture=False, pictures=0)
P = Parameters


def test_an_instruction_keeps_its_case_width_and_lines() -> None:
    message = "Write “Ｅｇａｋｕ”,\n  PLEASE"
    assert interpret(message, FOUR) == Edit(instruction=message)


@pytest.mark.parametrize(
    ("message", "picture", "instruction"),
    [
        ("the 2nd one, make it blue", 2, "make it blue"),
        ("The second one: make it Darker", 2, "make it Darker"),
        ("the 2nd one but with red eyes", 2, "with red eyes"),
        ("2nd one make it Blue", 2, "make it Blue"),
        ("in the 3rd picture, remove the hat", 3, "remove the hat"),
        ("picture 4: make it blue", 4, "make it blue"),
        ("#2 make it blue", 2, "make it blue"),
        ("#2, make it blue", 2, "make it blue"),
        ("＃２ 青くして", 2, "青くして"),
        ("2枚目を青くして", 2, "青くして"),
        ("２枚目をもっと明るく", 2, "もっと明るく"),
        ("二枚目の背景を海にして", 2, "背景を海にして"),
        ("3枚目、帽子を追加して", 3, "帽子を追加して"),
        ("3枚目から帽子を消して", 3, "帽子を消して"),
        ("2番目の画像を青くして", 2, "青くして"),
        ("2番目の猫を青くして", None, "2番目の猫を青くして"),
        ("the second cat should be blue", None, "the second cat should be blue"),
        ("the 2nd one is too dark", 2, "the 2nd one is too dark"),
        ("add 1 more cat", None, "add 1 more cat"),
    ],
)
def test_a_leading_reference_names_the_picture_and_leaves_the_wish(
    message: str, picture: int | None, instruction: str
) -> None:
    assert interpret(message, FOUR) == Edit(instruction=instruction, picture=picture)


@pytest.mark.parametrize(
    "message",
    [
        "the 5th one, make it blue",
        "#9 bigger",
        "5枚目を青くして",
        "U5",
        "V0",
        "show the tenth one",
        "5枚目",
        "upscale 7",
        "#0 blue",
    ],
)
def test_a_picture_that_is_not_there_is_told(message: str) -> None:
    with pytest.raises(BadInput) as caught:
        interpret(message, FOUR)
    assert caught.value.key == "error.no_such_picture"
    assert caught.value.values["pictures"] == 4


def test_flags_beside_an_instruction_go_with_it() -> None:
    assert interpret("make it blue --seed 5 --no hat", FOUR) == Edit(
        instruction="make it blue", parameters=P(seed=5, negative=("hat",))
    )
    assert interpret("2枚目を青くして －－count 2", FOUR) == Edit(
        instruction="青くして", picture=2, parameters=P(count=2)
    )


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "\u200b", "\x00", "\u3000"])
def test_an_empty_message_is_asked_back(message: str) -> None:
    assert interpret(message, FOUR) == Ask(key="ask.empty")


@pytest.mark.parametrize("message", ["please", "お願いします", "2", "42 7", "#123"])
def test_a_message_without_a_wish_is_asked_back(message: str) -> None:
    assert interpret(message, FOUR) == Ask(key="ask.unclear")


@pytest.mark.parametrize("message", ["make it blue", "青くして", "U2", "variations", "#2 blue", "2枚目"])
def test_a_reply_before_any_picture_is_asked_back(message: str) -> None:
    assert interpret(message, NONE) == Ask(key="ask.no_picture")


@pytest.mark.parametrize(
    "message", ["undo --seed 3", "upscale --steps 3", "@12 --count 2", "vary --seed 2", "元に戻して --seed 3"]
)
def test_flags_that_a_command_cannot_use_are_not_passed_over(message: str) -> None:
    with pytest.raises(BadInput) as caught:
        interpret(message, FOUR)
    assert caught.value.key == "error.command_with_flags"


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("count 1000", "error.flag_value"),
        ("1000枚", "error.flag_value"),
        ("make it blue --count 0", "error.flag_value"),
        ("make it blue --sede 3", "error.unknown_flag"),
        ("青くして --seed", "error.flag_without_value"),
        ("upscale 100x", "error.upscale_factor"),
        ("x" * 6000, "error.prompt_too_long"),
    ],
)
def test_what_cannot_be_is_told_with_a_key(message: str, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        interpret(message, FOUR)
    assert caught.value.key == key


def test_imagine_splits_prompt_and_flags() -> None:
    assert imagine(" a red circle --seed 1 ") == Imagine(prompt="a red circle", parameters=P(seed=1))
    assert imagine("赤い丸 --seed 1") == Imagine(prompt="赤い丸", parameters=P(seed=1))
    assert imagine("undo") == Imagine(prompt="undo")
    assert imagine("x" * 4000).prompt == "x" * 4000


@pytest.mark.parametrize("text", ["", "  ", "--seed 42", "--no hat", "\u200b", "--seed -1"])
def test_imagine_without_a_prompt_is_told(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        imagine(text)
    assert caught.value.key == "error.empty_prompt"


def test_imagine_with_too_long_a_prompt_says_how_long_it_is() -> None:
    with pytest.raises(BadInput) as caught:
        imagine("x" * 6000)
    assert (caught.value.key, caught.value.values) == ("error.prompt_too_long", {"limit": 4000, "length": 6000})


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("upscale the original", Upscale(version=1)),
        ("upscale the first version", Upscale(version=1)),
        ("use the seed from version 1", Ask(key="ask.unclear")),
        ("more like the previous one", Vary(version=-1)),
        ("one more undo pls", Undo()),
        ("nvm go back one more", Undo()),
        ("can u undo", Undo()),
        ("2枚目みたいなのあと3枚ほしい", Vary(picture=2, count=3)),
        ("もっと横長に", Adjust(parameters=P(relative=(("aspect", "wider"),)))),
        ("#3を紫にして", Edit(instruction="紫にして", picture=3)),
        ("the top left one on a night sky", Edit(instruction="on a night sky", picture=1)),
        ("版57を青くして", Edit(instruction="青くして", version=57)),
        ("make version 57 green", Edit(instruction="make it green", version=57)),
        ("variations of the bottom left one please", Vary(picture=3)),
        ("give me 4 variations of the 2nd one", Vary(picture=2, count=4)),
        ("似た感じで3枚", Vary(count=3)),
        ("reroll the original", Adjust(parameters=P(relative=(("seed", "new"),)), version=1)),
        ("the original but with 30 steps", Adjust(parameters=P(steps=30), version=1)),
        ("オリジナルをアップスケールして", Upscale(version=1)),
        ("前のやつみたいなのもっと", Vary(version=-1)),
    ],
)
def test_a_command_may_be_about_another_version_or_picture(message: str, intent: Intent) -> None:
    assert interpret(message, Context(has_picture=True, pictures=4, versions=3)) == intent


@pytest.mark.parametrize(
    ("message", "picture", "version"),
    [
        ("what's the seed of the 2nd one?", 2, None),
        ("2枚目のシードは？", 2, None),
        ("what was the prompt two versions ago?", None, -2),
        ("what was the seed?", None, None),
    ],
)
def test_a_question_may_be_about_another_version_or_picture(
    message: str, picture: int | None, version: int | None
) -> None:
    answer = interpret(message, Context(has_picture=True, pictures=4, versions=3))
    assert isinstance(answer, Answer)
    assert (answer.picture, answer.version) == (picture, version)
