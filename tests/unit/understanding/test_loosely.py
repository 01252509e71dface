"""Settings in sentences that no rule has whole, and numbers in words."""

from __future__ import annotations

import pytest

from bot.errors import BadInput
from bot.understanding.numerals import in_digits
from bot.understanding.parameters import Parameters as P
from bot.understanding.settings_in_words import mentioned


@pytest.mark.parametrize(
    ("message", "parameters"),
    [
        ("use 90210 as the seed", P(seed=90210)),
        ("chuck the seed, get me a new number", P(relative=(("seed", "new"),))),
        ("ease off the guidance, it's overcooked", P(relative=(("guidance", "-"),))),
        ("why so slow?? fewer iterations", P(relative=(("steps", "-"),))),
        ("width 1536 only, leave the height", P(width=1536)),
        ("redo at 640px high", P(height=640)),
        ("turn paper_cut_v2 down to .3", P(loras=(("paper_cut_v2", 0.3),))),
        ("drop the paper_cut_v2 thing", P(loras=(("paper_cut_v2", 0.0),))),
        ("with paper_cut_v2 at eighty percent", P(loras=(("paper_cut_v2", 0.8),))),
        ("could 'cartoon' go into the negative prompt?", P(negative=("cartoon",))),
        ("strength at seventy percent", P(strength=0.7)),
        ("a dozen so the kids can vote", P(count=12)),
        ("a single image next time round", P(count=1)),
        ("工程を減らして", P(relative=(("steps", "-"),))),
        ("縦1344の横768", P(width=768, height=1344)),
        ("ネガティブ欄に崩れた顔を足して", P(negative=("崩れた顔",))),
        ("paper_cut_v2のLoRA外して", P(loras=(("paper_cut_v2", 0.0),))),
        ("右上みたいなのを八枚", P(count=8)),
        ("オネガイシマス", P()),
        ("the horse has 5 legs", P()),
        ("もう一回", P()),
    ],
)
def test_a_dial_is_found_by_its_name_with_what_stands_beside_it(message: str, parameters: P) -> None:
    assert mentioned(message) == parameters


def test_a_value_out_of_range_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match=r"error\.flag_value"):
        mentioned("try it with like 4000 steps please")


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("thirty-two steps", "32 steps"),
        ("one hundred and five", "105"),
        ("a hundred", "100"),
        ("half of twelve", "half of 12"),
        ("one more like someone", "one more like someone"),
        ("二十四枚", "24枚"),
        ("八割の強さ", "80%の強さ"),
        ("一緒に三匹", "一緒に三匹"),
    ],
)
def test_numbers_in_words_are_read_where_they_count_something(said: str, digits: str) -> None:
    assert in_digits(said) == digits
