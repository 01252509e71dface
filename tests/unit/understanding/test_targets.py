"""Which picture or version is meant, and the wish that is left."""

from __future__ import annotations

import pytest

from bot.errors import BadInput
from bot.understanding.intent import Adjust, Edit, Upscale, Vary
from bot.understanding.interpret import Context, interpret
from bot.understanding.parameters import Parameters
from bot.understanding.targets import HERE, PREVIOUS, Target, anywhere, find


@pytest.mark.parametrize(
    ("text", "target", "wish"),
    [
        ("make the 3rd one green", Target(picture=3), "make it green"),
        ("put a scarf on #4", Target(picture=4), "put a scarf on it"),
        ("i like the 2nd one, but taller", Target(picture=2), "taller"),
        ("top left, but in winter", Target(picture=1), "in winter"),
        ("the bottom right one with a kite", Target(picture=4), "with a kite"),
        ("make the upper right picture darker", Target(picture=2), "make it darker"),
        ("the last one, but at dusk", Target(picture=4), "at dusk"),
        ("右下のを冬にして", Target(picture=4), "冬にして"),
        ("3枚目に傘を足して", Target(picture=3), "傘を足して"),
        ("最後のやつ明るくして", Target(picture=4), "明るくして"),
        ("左上だけ明るく", Target(picture=1), "明るく"),
        ("put the moon in the top left corner", HERE, "put the moon in the top left corner"),
        ("the second cat is too small", HERE, "the second cat is too small"),
        ("2番目の窓を開けて", HERE, "2番目の窓を開けて"),
        ("rotate the photo 30 degrees", HERE, "rotate the photo 30 degrees"),
    ],
)
def test_one_of_four_pictures(text: str, target: Target, wish: str) -> None:
    assert find(text, 4, 1) == (target, wish)


@pytest.mark.parametrize(
    ("text", "target", "wish"),
    [
        ("the previous one but green", Target(version=PREVIOUS), "green"),
        ("go back to the original and add a kite", Target(version=1), "add a kite"),
        ("the 2nd one, but darker", Target(version=2), "darker"),
        ("前のに戻して傘を足して", Target(version=PREVIOUS), "傘を足して"),
        ("最初の絵に傘を足して", Target(version=1), "傘を足して"),
        ("the first snow of the year", HERE, "the first snow of the year"),
    ],
)
def test_one_of_three_versions(text: str, target: Target, wish: str) -> None:
    assert find(text, 1, 3) == (target, wish)


def test_commands_and_wishes_take_the_picture_along() -> None:
    four = Context(has_picture=True, pictures=4)
    assert interpret("upscale the bottom left one", four) == Upscale(picture=3)
    assert interpret("右上に似た感じで", four) == Vary(picture=2)
    wider = Adjust(parameters=Parameters(relative=(("aspect", "wider"),)), picture=2)
    assert interpret("the 2nd one, wider", four) == interpret("make the 2nd one wider", four) == wider
    assert interpret("undo that and make it green", four) == Edit(instruction="make it green", version=PREVIOUS)
    with pytest.raises(BadInput, match="no_such_picture"):
        interpret("make the 4th one green", Context(has_picture=True, pictures=2))


@pytest.mark.parametrize(
    ("text", "pictures", "versions", "target", "wish"),
    [
        ("the middle one needs a bell", 3, 1, Target(picture=2), "needs a bell"),
        ("one on the right, zoom out", 2, 1, Target(picture=2), "zoom out"),
        ("4 but less saturated", 4, 1, Target(picture=4), "less saturated"),
        ("the lower middle one, but at dusk", 6, 1, Target(picture=5), "at dusk"),
        ("the second from the left but in fog", 3, 1, Target(picture=2), "in fog"),
        ("v3 please with a kite", 1, 5, Target(version=3), "with a kite"),
        ("the one from two edits ago but at night", 1, 4, Target(version=-2), "at night"),
        ("the last version, but greener", 1, 3, Target(version=PREVIOUS), "greener"),
        ("the first one but at night", 1, 2, Target(version=1), "at night"),
        ("右の子、もっと笑わせて", 2, 1, Target(picture=2), "もっと笑わせて"),
        ("二個前の構図で秋に", 1, 3, Target(version=-2), "構図で秋に"),
        ("バージョン2を水彩にして", 1, 3, Target(version=2), "水彩にして"),
        ("the man on the left is too tall", 4, 1, HERE, "the man on the left is too tall"),
        ("remove the bird top right", 1, 1, HERE, "remove the bird top right"),
        ("右の男を消して", 2, 1, HERE, "右の男を消して"),
        ("first, make it bluer", 4, 1, HERE, "first, make it bluer"),
        ("the jersey needs number 7", 1, 1, HERE, "the jersey needs number 7"),
        ("make it 9:16", 1, 1, HERE, "make it 9:16"),
    ],
)
def test_places_and_versions_by_their_many_names(
    text: str, pictures: int, versions: int, target: Target, wish: str
) -> None:
    assert find(text, pictures, versions) == (target, wish)


def test_a_command_names_its_picture_anywhere() -> None:
    assert anywhere("larger, the bottom left one i mean", 4, 1) == (Target(picture=3), "larger, it i mean")
    assert anywhere("印刷したいのは右上のやつ", 4, 1) == (Target(picture=2), "印刷したいのはこれ")
    assert anywhere("let's do that but larger", 4, 1) == (HERE, "let's do that but larger")
