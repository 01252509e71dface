"""Prompt flags."""

from __future__ import annotations

import time

import pytest

from bot.errors import BadInput
from bot.understanding.flags import FLAGS, NAMES, given, parse
from bot.understanding.parameters import Parameters
from bot.understanding.values import STEEPEST
from generator.models import MAX_ASPECT

P = Parameters


@pytest.mark.parametrize(
    ("text", "words", "parameters"),
    [
        ("a red circle", "a red circle", P()),
        ("a red circle --seed 42", "a red circle", P(seed=42)),
        ("--seed 42 a red circle", "a red circle", P(seed=42)),
        ("a red --seed 42 circle", "a red circle", P(seed=42)),
        ("赤い丸 --seed 42", "赤い丸", P(seed=42)),
        ("赤い丸－－ｓｅｅｄ　４２", "赤い丸", P(seed=42)),
        ("赤い丸 −−seed 42", "赤い丸", P(seed=42)),
        ("a cat —seed 42", "a cat", P(seed=42)),
        ("a cat –seed 42", "a cat", P(seed=42)),
        ("a cat --seed=42", "a cat", P(seed=42)),
        ("a cat --SEED 42", "a cat", P(seed=42)),
        ("a cat --seed 42, --steps 20.", "a cat", P(seed=42, steps=20)),
        ("a cat --seed 1e9", "a cat", P(seed=10**9)),
        ("a cat --seed -1", "a cat", P()),
        ("a cat --seed —1", "a cat", P()),
        ("a cat --seed 9223372036854775807", "a cat", P(seed=2**63 - 1)),
        ("a cat --ar 16:9", "a cat", P(aspect=(16, 9))),
        ("a cat --ar 16：9", "a cat", P(aspect=(16, 9))),
        ("a cat --aspect 3/2", "a cat", P(aspect=(3, 2))),
        ("a cat --count 4", "a cat", P(count=4)),
        ("a cat --n 2", "a cat", P(count=2)),
        ("a cat --steps 20 --guidance 5", "a cat", P(steps=20, guidance=5.0)),
        ("a cat --cfg 7.5", "a cat", P(guidance=7.5)),
        ("a cat --image-guidance 2 --strength 0.5", "a cat", P(image_guidance=2.0, strength=0.5)),
        ("a cat --image_guidance .5", "a cat", P(image_guidance=0.5)),
        ("a cat --sampler euler --model m", "a cat", P(sampler="euler", model="m")),
        ('a cat --sampler "DPM++ 2M"', "a cat", P(sampler="DPM++ 2M")),
        ("a cat --size 128x128", "a cat", P(width=128, height=128)),
        ("a cat --size 127×131px", "a cat", P(width=127, height=131)),
        ("a cat --size 512", "a cat", P(width=512, height=512)),
        ("a cat --size 16:9", "a cat", P(aspect=(16, 9))),
        ("a cat --size Wide", "a cat", P(aspect=(16, 9))),
        ("猫 --size 縦長", "猫", P(aspect=(2, 3))),
        ("a cat --w 64 --h 96", "a cat", P(width=64, height=96)),
        ("a cat --lora name:0.6", "a cat", P(loras=(("name", 0.6),))),
        ("a cat --lora a --lora b:-0.5", "a cat", P(loras=(("a", 1.0), ("b", -0.5)))),
        ("a cat --no hat", "a cat", P(negative=("hat",))),
        ("a cat --no big red hat --seed 1", "a cat", P(negative=("big red hat",), seed=1)),
        ("a cat --no text, frame、文字", "a cat", P(negative=("text", "frame", "文字"))),
        ('a cat --no "big, red hat", dog', "a cat", P(negative=("big, red hat", "dog"))),
        ("a cat --no “big red hat”", "a cat", P(negative=("big red hat",))),
        ('a cat --no "a --seed b" --seed 3', "a cat", P(negative=("a --seed b",), seed=3)),
        ("a cat --no hat --no dog --no hat", "a cat", P(negative=("hat", "dog"))),
        ("猫 --no 帽子、文字", "猫", P(negative=("帽子", "文字"))),
        ("--seed 5", "", P(seed=5)),
        ("", "", P()),
    ],
)
def test_flags_are_taken_out_of_the_words(text: str, words: str, parameters: Parameters) -> None:
    assert parse(text) == (words, parameters)


@pytest.mark.parametrize(
    "text",
    [
        "a well--known cat",
        "a cat -- happy",
        "--",
        "a cat --",
        "x --> y",
        "-----",
        "--1",
        "a —red one",
        "彼は——猫",
        "a - b",
        "-seed 42",
        "two\nlines,  two  spaces",
    ],
)
def test_dashes_that_are_no_flag_stay_in_the_prompt(text: str) -> None:
    assert parse(text) == (text, Parameters())


def test_a_repeated_flag_the_last_wins() -> None:
    assert parse("--seed 1 --steps 5 --seed 2")[1] == Parameters(seed=2, steps=5)
    assert parse("--seed 1 --seed -1")[1] == Parameters()
    assert parse("--lora a:1 --lora a:0.5")[1] == Parameters(loras=(("a", 0.5),))


def test_of_size_and_aspect_the_later_wins() -> None:
    assert parse("--size 64x64 --ar 1:2")[1] == Parameters(aspect=(1, 2))
    assert parse("--ar 1:2 --size 64x64")[1] == Parameters(width=64, height=64)


@pytest.mark.parametrize(
    ("text", "flag", "allowed"),
    [
        ("--seed abc", "--seed", "-1, 0 … 9223372036854775807"),
        ("--seed -2", "--seed", None),
        ("--seed 9223372036854775808", "--seed", None),
        ("--seed 1.5", "--seed", None),
        ("--seed 1e999", "--seed", None),
        ("--seed 1e999999999", "--seed", None),
        ("--seed nan", "--seed", None),
        ("--seed 42で", "--seed", None),
        ("--count 0", "--count", "1 … 4"),
        ("--count 1000", "--count", "1 … 4"),
        ("--count １００", "--count", "1 … 4"),
        ("--steps 0", "--steps", "1 … 150"),
        ("--guidance inf", "--guidance", "0 … 30"),
        ("--cfg 31", "--guidance", "0 … 30"),
        ("--strength 1.01", "--strength", "0 … 1"),
        ("--size 0x0", "--size", "16 … 4096 x 16 … 4096"),
        ("--size 5000x128", "--size", None),
        ("--size big", "--size", None),
        ("--w 15", "--width", "16 … 4096"),
        ("--ar 0:1", "--ar", "1:4 … 4:1"),
        ("--ar 99:1", "--ar", "1:4 … 4:1"),
        ("--ar wide", "--ar", None),
        ("--lora x:9", "--lora", None),
        ("--lora :1", "--lora", None),
        ('--no ""', "--no", None),
        ("--model " + "m" * 101, "--model", None),
    ],
)
def test_a_bad_value_names_the_flag_and_what_is_allowed(text: str, flag: str, allowed: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        parse(f"a cat {text}")
    assert caught.value.key == "error.flag_value"
    assert caught.value.values["flag"] == flag
    assert allowed is None or caught.value.values["allowed"] == allowed
    assert len(str(caught.value.values["value"])) <= 40


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_flag_without_a_value_is_told_with_an_example(name: str) -> None:
    for text in (f"a cat --{name}", f"a cat --{name} --steps 3", f"a cat --{name}   ", f"a cat --{name} ,"):
        with pytest.raises(BadInput) as caught:
            parse(text)
        assert caught.value.key == "error.flag_without_value"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("a cat --sede 42", "--seed"),
        ("a cat --Step_s 42", "--steps"),
        ("a cat --seed42", "--seed"),
        ("a cat --guidence 3", "--guidance"),
        ("猫 －－ｓｅｄｅ　４", "--seed"),
        ("猫 --no帽子", "--no"),
    ],
)
def test_an_unknown_flag_is_named_with_the_nearest_known_one(text: str, nearest: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert (caught.value.key, caught.value.values["nearest"]) == ("error.unknown_flag", nearest)


@pytest.mark.parametrize("text", ["a cat --xyzzy", "a cat --" + "q" * 100_000])
def test_an_unknown_flag_that_is_near_none_lists_them_all(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert caught.value.key == "error.unknown_flag_plain"
    assert all(f"--{flag.name}" in str(caught.value.values["known"]) for flag in FLAGS)


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.name)
def test_every_example_is_understood(flag: object) -> None:
    example = flag.example  # type: ignore[attr-defined]
    words, parameters = parse(f"a cat {example}")
    assert words == "a cat"
    assert parameters


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "a",
            " ",
            "-",
            "－",
            "—",
            '"',
            "“",
            "--",
            "-- ",
            "——",
            "--seed ",
            '--no "',
            "--no a",
            '--no a" ',
            "--seed 1 ",
        ),
        *("--lora a:1 ", "赤－－", "ﷺ", "\u0300\u0327", "\u200d", "e9", "--size 1x", ",", "--seed\t\n ", "「"),
    ],
)
def test_two_hundred_thousand_characters_take_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    for start in ("", "--seed ", "--no ", '--no "'):
        try:
            parse(start + text)
        except BadInput:
            continue
    assert time.process_time() - started < 3


def test_options_that_are_given_one_by_one_are_read_as_flags_are() -> None:
    said = {"seed": "−1", "no": "text、frame", "size": "３：２", "lora": "a:0.5", "sampler": "Euler a"}
    assert given(said) == Parameters(negative=("text", "frame"), aspect=(3, 2), loras=(("a", 0.5),), sampler="Euler a")
    assert given({}) == Parameters()
    with pytest.raises(BadInput) as refused:
        given({"size": "huge"})
    assert (refused.value.key, refused.value.values["value"]) == ("error.flag_value", "huge")


def test_no_aspect_ratio_is_taken_that_a_model_refuses() -> None:
    assert STEEPEST == MAX_ASPECT
