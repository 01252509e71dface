"""Japanese in English, whole or not at all; several instructions as one."""

from __future__ import annotations

import re

import pytest

from bot.understanding.colours import JAPANESE, STEM, named
from bot.understanding.dictionary import LONGEST, english, entries, japanese_of, subject
from bot.understanding.merging import merged
from bot.understanding.rewrite import unwanted
from bot.understanding.translate import to_english


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("緑にして", "make it green"),
        ("柵を消して", "remove the fence"),
        ("きつねに変えて", "make it fox"),
        ("ぬえに変えて", None),
        ("狐に傘を持たせて", "add umbrella to the fox"),
        ("背景を冬の森にして", "change the background to winter forest"),
        ("もう少し暗くして", "make it a bit darker"),
        ("狐を狼に変えて、柵を消して", "replace the fox with wolf, remove the fence"),
        ("油絵風にして", "in oil painting style"),
        ("看板に「営業中」と書いて", 'write "営業中"'),
        ("赤い狐、雪景色", "red fox, snowy landscape"),
        ("謎めいた何かを", None),
        ("make it green", "make it green"),
    ],
)
def test_what_the_dictionary_has_is_said_in_english(japanese: str, english: str | None) -> None:
    assert to_english(japanese) == english


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("シロクマを消して", "remove the polar bear"),
        ("革ジャンを着せて", "add leather jacket"),
        ("うさ耳をつけて", "add rabbit ears"),
        ("たい焼きをかき氷に変えて", "replace the taiyaki with shaved ice"),
        ("屋根裏部屋、ランタン、深夜", "attic, lantern, midnight"),
    ],
)
def test_the_dictionary_has_what_is_drawn(japanese: str, english: str) -> None:
    assert to_english(japanese) == english


def test_each_spelling_has_one_english_and_finds_its_way_back() -> None:
    assert len(entries()) >= 1200
    assert max(map(len, entries())) <= LONGEST
    assert {"きつね", "キツネ", "狐"} <= set(japanese_of("foxes"))
    assert (subject("hedgehog"), subject("革ジャン"), subject("zorp")) == ("animal", "garment", "*")


@pytest.mark.parametrize(
    ("instructions", "one"),
    [
        (["make it green", "add a kite"], "make it green, add a kite"),
        (["make it green", "add a kite", "make it red"], "add a kite, make it red"),
        (["make the background blue", "make it green", "green background"], "make it green, green background"),
        (["緑にして", "傘を追加して"], "緑にして、傘を追加して"),
        (["add a kite", "add a kite"], "add a kite"),
    ],
)
def test_a_later_wish_stands_for_an_earlier_one_of_the_same_slot(instructions: list[str], one: str) -> None:
    assert merged(instructions) == one


def test_what_shall_be_gone_is_named_for_the_negative_prompt() -> None:
    assert unwanted("remove the fence and make it green") == ("fence",)
    assert unwanted("柵を消して") == ("fence",)
    assert unwanted("make it green") == ()


def test_every_japanese_colour_is_known_as_it_stands_before_a_noun() -> None:
    stems = STEM.removeprefix("(?:").removesuffix(")").split("|")
    said = [stem + ending for stem in stems for ending in ("い", "の", "な", "色の", "色い") if stem + ending]
    assert all(named(word) for word in said if re.fullmatch(JAPANESE, word))
    assert (english("水色の帽子"), english("赤色の帽子")) == ("cyan hat", "red hat")
