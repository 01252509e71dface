"""Several wishes in one message, and what shall stay."""

from __future__ import annotations

import pytest

from bot.understanding.clauses import split


@pytest.mark.parametrize(
    ("message", "wishes", "keep"),
    [
        ("make the coat green and remove the fence", ("make the coat green", "remove the fence"), ()),
        ("add a fox and a kite", ("add a fox and a kite",), ()),
        ("darker, more fog, and lose the fence", ("darker", "more fog", "lose the fence"), ()),
        ("add a sign that says “stop, and go”", ("add a sign that says  “stop, and go”",), ()),
        ("make it winter but don't change the fox", ("make it winter",), ("the fox",)),
        ("green coat, keep the face as it is", ("green coat",), ("the face",)),
        ("コートを緑にして柵を消して", ("コートを緑にして", "柵を消して"), ()),
        ("冬にして、もっと暗く", ("冬にして", "もっと暗く"), ()),
        ("顔は変えないで、コートを緑にして", ("コートを緑にして",), ("顔",)),
        ("看板に「青、赤」と書いて", ("看板に 「青、赤」 と書いて",), ()),
    ],
)
def test_a_message_comes_apart_into_its_wishes(message: str, wishes: tuple[str, ...], keep: tuple[str, ...]) -> None:
    assert (split(message).wishes, split(message).keep) == (wishes, keep)
