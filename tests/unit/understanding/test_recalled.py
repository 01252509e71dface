"""An older version told by what it shows."""

from __future__ import annotations

import pytest

from bot.understanding.intent import Edit, Undo
from bot.understanding.interpret import Context, interpret
from bot.understanding.recalled import chosen, told, wished

KNIGHTS = (
    "a knight in a castle",
    "a knight in gold armor in a castle",
    "a knight in gold armor in a forest",
    "a knight in silver armor by the sea",
)
KNIGHTS_JA = ("城の騎士", "金の鎧の騎士、城", "雪の中の銀の鎧の騎士", "海辺の銀の鎧の騎士")


@pytest.mark.parametrize(
    ("message", "version"),
    [
        ("go back to the one with the gold armour", 3),
        ("ok take me back to the castle one", 2),
        ("can we have the forest version again?", 3),
        ("where's the one with the castle? i want that one", 2),
        ("Restore the version in the forest please", 3),
        ("go back to the one with the dragon", None),
        ("go back to the previous one", None),
        ("add a dragon to the castle", None),
    ],
)
def test_the_latest_older_version_that_shows_it_is_gone_back_to(message: str, version: int | None) -> None:
    assert chosen(message, KNIGHTS) == version


@pytest.mark.parametrize(
    ("message", "version"),
    [
        ("雪のやつに戻して", 3),
        ("やっぱり城のバージョンに戻してください", 2),
        ("金の鎧のほうがよかった", 2),
        ("竜のやつに戻して", None),
        ("城の絵にして", None),
        ("背景の城をもっと大きく", None),
    ],
)
def test_japanese_goes_back_to_what_a_version_shows(message: str, version: int | None) -> None:
    assert chosen(message, KNIGHTS_JA) == version


@pytest.mark.parametrize(
    ("message", "prompts", "found"),
    [
        ("the version with the gold armour, but add Rome", KNIGHTS, (3, "add Rome")),
        ("use the castle one but at night", KNIGHTS, (2, "at night")),
        ("back to the one in the forest, and give him a cape", KNIGHTS, (3, "give him a cape")),
        ("the silver one, but at night", KNIGHTS, None),
        ("the red one, but at night", KNIGHTS, None),
        ("金の鎧のバージョンから、背景を雪山にして", KNIGHTS_JA, (2, "背景を雪山にして")),
        ("さっきの金の鎧のほうに傘を持たせて", KNIGHTS_JA, (2, "傘を持たせて")),
        ("銀の鎧の方に赤いマントをつけて", KNIGHTS_JA, None),
        (
            "金の鎧のバージョンから、背景を雪山にして",
            ("a golden knight", "a knight, 金の鎧", "a knight"),
            (2, "背景を雪山にして"),
        ),
    ],
)
def test_a_wish_starts_from_the_version_it_tells_of(
    message: str, prompts: tuple[str, ...], found: tuple[int, str] | None
) -> None:
    assert wished(message, prompts) == found


def test_a_japanese_word_is_found_in_an_english_prompt() -> None:
    assert chosen("雪のやつに戻して", ("a fox in the snow", "a fox on the beach")) == 1


def test_what_is_known_to_go_back_may_tell_of_the_version_anywhere() -> None:
    assert told("hmm i think we all liked the one with the castle, it was nicer", KNIGHTS) == 2
    assert told("it was nicer", KNIGHTS) is None


def test_the_branch_is_walked_back_to_that_version() -> None:
    here = Context(has_picture=True, versions=4, prompts=KNIGHTS, prompt=KNIGHTS[-1])
    assert interpret("go back to the castle one", here) == Undo(times=2)
    edit = interpret("the version with the gold armour, but make the background blue", here)
    assert edit == Edit(instruction="make the background blue", version=-1)


def test_one_version_is_never_told_from_another() -> None:
    assert chosen("go back to the castle one", KNIGHTS[:1]) is None
    assert wished("the castle one, but at night", ()) is None


def test_a_version_that_is_called_one_is_an_older_one_even_where_the_current_one_shows_the_same() -> None:
    prompts = ("a silver owl", "a golden owl", "a golden owl at night")
    assert wished("from the golden version, but in a forest", prompts) == (2, "in a forest")
    assert wished("the golden one, but in a forest", prompts) is None
