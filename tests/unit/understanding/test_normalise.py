"""What is kept of a message, and what is compared."""

from __future__ import annotations

import pytest

from bot.understanding.normalise import bare, clean, shadow


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  make it blue \n", "make it blue"),
        ("make\x00 it\u200b blue\u202e", "make it blue"),
        ("\ud800make it blue", "make it blue"),
        ("Make  It\nBLUE", "Make  It\nBLUE"),
        ("１６：９", "１６：９"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("\u3000青くして\u3000", "青くして"),
    ],
)
def test_an_instruction_is_kept_as_typed_but_for_what_cannot_be_seen(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("ＭＡＫＥ　it  Blue", "make it blue"),
        ("“it’s”", '"it\'s"'),
        ("ｱﾝﾄﾞｩ", "アンドゥ"),
        ("un\u200bdo", "undo"),
        ("か\u3099", "が"),
    ],
)
def test_the_shadow_folds_width_case_quotes_and_space(text: str, compared: str) -> None:
    assert shadow(text) == compared


@pytest.mark.parametrize(
    "text",
    ["undo please", "Please, undo!", "plz undo", "could you undo for me?", "ok undo 🙏", "undo lol", "undo, thanks"],
)
def test_english_politeness_is_not_part_of_a_command(text: str) -> None:
    assert bare(shadow(text)) == "undo"


@pytest.mark.parametrize(
    "text",
    [
        *("戻して", "戻してください", "戻して下さい。", "戻してくれる？", "戻してくれますか", "戻してもらえますか？"),
        *("戻してほしいです", "やっぱり戻して", "すみません、戻してください", "戻してね！", "戻してお願いします"),
        *("戻していただけますか", "戻してwww", "戻して〜🙏"),
    ],
)
def test_japanese_politeness_is_not_part_of_a_command(text: str) -> None:
    assert bare(shadow(text)) == "戻して"


def test_a_mark_that_opens_a_reference_stays() -> None:
    assert bare(shadow(" @12! ")) == "@12"
    assert bare(shadow("#2.")) == "#2"
