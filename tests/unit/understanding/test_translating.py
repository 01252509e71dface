"""What is given to a translation model, and what is taken of its answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.translating import apart, asked, checked, read, together, unread


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("謎めいた城", ("謎めいた城",)),
        ("霧が立ちこめ、\n静かな朝。", ("霧が立ちこめ、 静かな朝",)),
        ("謎めいた城, masterpiece, (8k:1.2)", ("謎めいた城", "masterpiece, (8k:1.2)")),
        ("oil painting、謎めいた城、月、by nobody", ("oil painting", "謎めいた城、月", "by nobody")),
        ("看板に「本日休業、またね」と飾って", ('看板に "XQ0" と飾って',)),
        ("「春」を左に、『秋』を右に", ('"XQ0" を左に、 "XQ1" を右に',)),
    ],
)
def test_english_parts_stay_and_quoted_words_are_not_seen(text: str, pieces: tuple[str, ...]) -> None:
    found = apart(text)
    assert found is not None and found.pieces == pieces


@pytest.mark.parametrize("text", ["", "城" * 601, "XQ の城", "xq0の城"])
def test_what_is_too_long_or_could_be_mistaken_is_not_asked_of(text: str) -> None:
    assert apart(text) is None


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ('decorate the sign with "XQ0"', 'decorate the sign with "本日休業"'),
        ("decorate the sign with XQ0", 'decorate the sign with "本日休業"'),
        ("decorate the sign with 'XQ0', please", 'decorate the sign with "本日休業", please'),
        ("decorate the sign", None),
        ('"XQ0" and "XQ0"', None),
        ('"XQ1"', None),
        ('"XQ0" and "XQ7"', None),
    ],
)
def test_quoted_words_come_back_as_they_were_or_there_is_no_translation(said: str, whole: str | None) -> None:
    text = apart("看板に「本日休業」と飾って")
    assert text is not None and together(text, [said]) == whole


def test_a_quotation_within_a_quotation_keeps_its_marks() -> None:
    text = apart('看板に「彼は"はい"と」と飾って')
    assert text is not None and together(text, [text.pieces[0]]) == '看板に 「彼は"はい"と」 と飾って'


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("a mysterious castle", "a mysterious castle"),
        ("A mysterious castle.", "A mysterious castle"),
        ('"A mysterious castle."', "A mysterious castle"),
        ("  “a mysterious castle”\n", "a mysterious castle"),
        ("ａ castle，ｏｌｄ", "a castle,old"),
        ("", None),
        ("...", None),
        ("謎めいた城", None),
        ("a 謎めいた castle", None),
        ("ﾅｿﾞ castle", None),
        ("신비한 성", None),
        ("a castle \ufffd", None),
        ("a castle\na moon", None),
        ("castle " * 40, None),
        ("a castle --steps 150", None),
        ("a castle <lora:x:1>", None),
        ("@everyone look", None),
    ],
)
def test_a_translation_is_one_line_of_english_words_or_it_is_none(said: str, taken: str | None) -> None:
    assert checked(said, "謎めいた城") == taken


def test_a_translation_that_leaves_most_out_is_none() -> None:
    assert checked("a castle", "霧の立ちこめる静かな朝の湖のほとりにひっそりとたたずむ謎めいた古い石造りの城") is None


@given(st.text(max_size=300), st.text(min_size=1, max_size=60))
def test_whatever_a_model_says_what_is_taken_is_bounded_and_english(said: str, of: str) -> None:
    taken = checked(said, of)
    assert taken is None or (taken and len(taken.splitlines()) == 1 and not unread(taken.replace('"', "")))


@given(st.text(alphabet="城を「」\"'。、, a\n", max_size=60))
def test_a_text_put_together_again_has_all_its_quotations(text: str) -> None:
    found = apart(text)
    if found is not None and (whole := together(found, found.pieces)) is not None:
        assert all(quotation[1:-1].strip() in whole for quotation in found.quotations)


@pytest.mark.parametrize(
    ("text", "japanese"),
    [("謎めいた城", True), ("a castle", False), ('write "営業中"', False), ("「営業中」と書いて", True)],
)
def test_words_that_are_to_be_written_need_no_translation(text: str, japanese: bool) -> None:
    assert unread(text) is japanese


def test_a_language_models_translation_is_bounded_and_checked_too() -> None:
    limits = json.loads(asked("謎めいた城").schema)["properties"]["english"]
    assert limits["maxLength"] == 65
    assert read('{"english": "a mysterious castle"}', "謎めいた城") == "a mysterious castle"
    assert read('{"english": "謎めいた城"}', "謎めいた城") is None
    assert read('{"english": "a castle", "more": 1}', "謎めいた城") is None
    assert read("a castle", "謎めいた城") is None
