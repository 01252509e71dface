"""The reader: what it is certain of, and what it does with what it never met."""

from __future__ import annotations

import math
import time

import pytest

from bot.understanding.features import READ
from bot.understanding.reader import ACTIONS, KINDS, read


@pytest.mark.parametrize(
    "message", ["make it blue", "", "🐙", "ﷺ" * 4000, "\u0298" * 40, "zqxj kvbw", "空" * 4000, "?"]
)
def test_a_reading_is_shares_of_every_action_and_every_kind(message: str) -> None:
    reading = read(message, "a lighthouse by the sea")
    for shares, names in ((reading.actions, ACTIONS), (reading.kinds, KINDS)):
        assert tuple(shares) == names
        assert math.isclose(sum(shares.values()), 1, abs_tol=1e-6)


def test_what_stands_far_behind_is_not_looked_at() -> None:
    assert read("make it blue " + "a" * READ) == read("make it blue " + "a" * 3000)


def test_the_longest_message_is_read_at_once() -> None:
    started = time.perf_counter()
    read("make the 空を青く and " * 200, "a lighthouse " * 300)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("make the roof green", "edit"),
        ("my brother painted his roof green last summer", "none"),
        ("which model drew this?", "answer"),
        ("屋根を緑にして", "edit"),
        ("昨日屋根の緑のペンキを買いました", "none"),
        ("これはどのモデルで描いたの？", "answer"),
    ],
)
def test_words_of_an_edit_do_not_make_one(message: str, action: str) -> None:
    assert read(message).action == action
