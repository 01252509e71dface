"""The prompt as it should be after an edit."""

from __future__ import annotations

import pytest

from bot.understanding.rewrite import new_prompt


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        # colour, English
        ("a red circle", "make it blue", "a blue circle"),
        ("A red circle", "Make it BLUE please!", "A blue circle"),
        ("a red circle", "blue", "a blue circle"),
        ("a red circle", "can you turn it green?", "a green circle"),
        ("a red circle", "change the colour to green", "a green circle"),
        ("a red circle", "change red to blue", "a blue circle"),
        ("a red circle", "i want it purple", "a purple circle"),
        ("a circle", "make it orange", "an orange circle"),
        ("an orange circle", "make it blue", "a blue circle"),
        ("an orange on a table", "make it blue", "a blue orange on a table"),
        ("circle", "make it blue", "blue circle"),
        ("a large circle", "make it blue", "a large blue circle"),
        ("photo of a cat", "make it red", "photo of a red cat"),
        ("a red circle on a yellow background", "make it blue", "a blue circle on a yellow background"),
        ("a circle on a yellow background", "make it blue", "a blue circle on a yellow background"),
        ("a red cat with a blue hat", "make the hat green", "a red cat with a green hat"),
        ("a red cat with a hat", "make the hat green", "a red cat with a green hat"),
        # colour, Japanese
        ("赤い丸", "青くして", "青い丸"),
        ("赤い丸", "青くしてください。", "青い丸"),
        ("赤い丸", "青", "青い丸"),
        ("赤い丸", "色を緑に変えて", "緑の丸"),
        ("緑の丸", "赤にして", "赤い丸"),
        ("オレンジ色の丸", "茶色に", "茶色い丸"),
        ("赤い丸", "赤を青に", "青い丸"),
        ("赤い丸", "丸を青くして", "青い丸"),
        ("丸", "青くして", "青い丸"),
        ("大きな丸", "青くして", "大きな青い丸"),
        ("黄色い背景に赤い丸", "青くして", "黄色い背景に青い丸"),
        ("赤い丸、黄色い背景", "青くして", "青い丸、黄色い背景"),
        ("白鳥と金魚", "青くして", "青い白鳥と金魚"),
        ("赤い帽子の猫", "帽子を青くして", "青い帽子の猫"),
        ("赤い帽子の猫", "帽子を金色にして", "金色の帽子の猫"),
        # ground
        ("a blue circle", "put it on a yellow background", "a blue circle on a yellow background"),
        ("a blue circle", "on an orange background", "a blue circle on an orange background"),
        ("a blue circle on a white background", "make the background green", "a blue circle on a green background"),
        ("a circle on a white background, flat", "green background", "a circle on a green background, flat"),
        ("a circle", "change the background to a beach", "a circle with a beach in the background"),
        ("a circle with a beach in the background", "background blue", "a circle on a blue background"),
        ("青い丸", "背景を黄色にして", "青い丸、黄色い背景"),
        ("青い丸", "背景を黄色に", "青い丸、黄色い背景"),
        ("青い丸、白い背景", "背景は緑で", "青い丸、緑の背景"),
        ("白い背景に青い丸", "背景を緑にして", "緑の背景に青い丸"),
        ("白い背景の青い丸", "緑の背景にして", "緑の背景の青い丸"),
        ("赤い丸", "背景を海にして", "赤い丸、海の背景"),
        ("赤い丸、海の背景", "背景を黄色に", "赤い丸、黄色い背景"),
        # size
        ("a red circle", "bigger", "a large red circle"),
        ("a large red circle", "make it a bit smaller", "a red circle"),
        ("a small orange", "bigger please", "an orange"),
        ("a red circle", "smaller", "a small red circle"),
        ("a small circle", "smaller", "a tiny circle"),
        ("a tiny circle", "smaller", "a tiny circle"),
        ("赤い丸", "もっと大きくして", "大きな赤い丸"),
        ("大きな赤い丸", "小さくして", "赤い丸"),
        ("黄色い背景に赤い丸", "小さめにして", "黄色い背景に小さな赤い丸"),
        ("丘の上の風車、赤い羊", "羊を大きくして", "丘の上の風車、大きな赤い羊"),
        ("大きな丘の上の羊", "羊を小さくして", "大きな丘の上の小さな羊"),
        # another thing
        ("a red circle", "make it a star", "a red star"),
        ("a red circle on a white background", "change the circle to a star", "a red star on a white background"),
        ("a red circle", "turn it into a blue star", "a blue star"),
        ("a red apple", "replace the apple with a banana", "a red banana"),
        ("赤い丸", "星にして", "赤い星"),
        ("黄色い背景に赤い丸", "丸を星に変えて", "黄色い背景に赤い星"),
        ("赤い猫", "猫じゃなくて犬にして", "赤い犬"),
        # several
        ("a red circle", "make it blue and the background green", "a blue circle on a green background"),
        ("赤い丸", "青くして背景を緑にして", "青い丸、緑の背景"),
        ("赤い丸", "青くして、もっと大きくして", "大きな青い丸"),
        ("a red cat", "make it blue and add a hat", "a blue cat, a hat"),
        # the other language
        ("a red circle", "青くして", "a blue circle"),
        ("a red circle", "背景を黄色にして", "a red circle on a yellow background"),
        ("赤い丸", "make it blue", "青い丸"),
        ("赤い丸", "make the circle blue", "青い丸"),
        ("赤い丸", "put it on a yellow background", "赤い丸、黄色い背景"),
        ("赤い丸", "bigger", "大きな赤い丸"),
        # no rewriting
        ("a red circle", "mirror it", "a red circle"),
        ("赤い丸", "左右反転して", "赤い丸"),
        ("a red circle", "add a hat", "a red circle, a hat"),
        ("赤い丸", "帽子を追加して", "赤い丸、帽子"),
        ("a cat", "make it black and white", "a cat, black and white"),
        ("a red circle", "make the hat green", "a red circle, make the hat green"),
        ("a red circle", "in the style of Monet", "a red circle, in the style of Monet"),
        ("赤い丸", "turn it into a star", "赤い丸、turn it into a star"),
        ("", "make it blue", "make it blue"),
    ],
)
def test_the_prompt_says_what_the_picture_is_now(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


def test_a_long_conversation_keeps_one_of_each_wish() -> None:
    prompt = "a red circle"
    for wish in (
        "blue",
        "bigger",
        "green background",
        "make it purple",
        "background to pink",
        "smaller",
        "make it a star",
    ):
        prompt = new_prompt(prompt, wish)
    assert prompt == "a purple star on a pink background"
    prompt = "赤い丸"
    for wish in ("青くして", "大きくして", "背景を緑に", "紫にして", "背景をピンクにして", "小さくして", "星にして"):
        prompt = new_prompt(prompt, wish)
    assert prompt == "紫の星、ピンクの背景"


def test_a_prompt_never_outgrows_what_may_be_typed_and_the_last_wish_is_in_it() -> None:
    prompt = "a red circle"
    for number in range(60):
        prompt = new_prompt(prompt, f"add the number {number} " + "x" * 90)
    assert len(prompt) <= 4000
    assert "the number 59" in prompt
    assert prompt.startswith("a red circle")
