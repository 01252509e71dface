"""What a wish is put in place of in a prompt: places, words in the picture, postures, states, things preferred."""

from __future__ import annotations

import time

import pytest

from bot.understanding.rewrite import new_prompt


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("two goats arguing on a sidewalk", "same but on the moon", "two goats arguing, on the moon"),
        ("two goats arguing on a sidewalk", "same but on a ferry", "two goats arguing, on a ferry"),
        ("a bike in an alley, film photo", "put it on a pier instead of that alley", "a bike, film photo, on a pier"),
        ("a walrus on patterned wallpaper", "in a canyon", "a walrus, in a canyon"),
        ("a walker under a street lamp", "in a park", "a walker under a street lamp, in a park"),
        ("路地で眠る猫", "背景を砂浜にして", "眠る猫、砂浜の背景"),
    ],
)
def test_another_place_takes_the_room_of_the_old_one(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


@pytest.mark.parametrize(
    ("parent", "instruction"),
    [
        ("a kite over a beach", "windy"),
        ("a nun by a lake", "the northern lights behind maybe"),
        ("商店街の猫", "雨上がりの感じで"),
        ("渋谷の交差点", "夜バージョンみたい"),
    ],
)
def test_a_weather_or_a_time_leaves_the_place(parent: str, instruction: str) -> None:
    assert new_prompt(parent, instruction).startswith(parent)


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("a cafe sign saying CLOSED", "the sign should read OPEN ALL DAY", "a cafe sign saying OPEN ALL DAY"),
        ("a cake with the name Katrin", "it's spelled Catrin with a C", "a cake with the name Catrin"),
        (
            "a poster with the text 'OWLS', grunge",
            "band name is LATE SHIFT now",
            "a poster with the text 'LATE SHIFT', grunge",
        ),
        ("a racing car with number 12", "make the number 48", "a racing car with number 48"),
        ("a shop with a blank sign", "sign should say WET PAINT", "a shop with a sign, sign should say WET PAINT"),
        ("a mug that says BOSS on a desk", "no letters on the mug", "a mug on a desk"),
        ("「朝市」と書かれたのぼり", "「朝市」を「夜市」に直して", "「夜市」と書かれたのぼり"),
        ("胸に「LOBO」の文字、人形", "「LOBO」じゃなくて「ロボ」で", "胸に「ロボ」の文字、人形"),
    ],
)
def test_the_words_in_the_picture_are_put_right(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("a guard standing at a gate", "he should be running not just standing there", "a guard running at a gate"),
        ("a guard stands at a gate", "the guard ought to be dancing", "a guard dancing at a gate"),
        ("a woman holding an axe", "she needs to be swinging it, not holding it", "a woman swinging an axe"),
        ("a badger sleeping under a log", "wake the badger up", "a badger under a log, wake the badger up"),
        ("廊下に立つ兵士", "座らせて", "廊下の兵士、座らせて"),
        ("a boy in a wool hat", "make the hat leather", "a boy in a hat, make the hat leather"),
        ("a knight in steel armor", "his armor should be bronze", "a knight in bronze armor"),
        ("a young baker in a kitchen", "make her like 70", "a baker in a kitchen, make her like 70"),
        ("a dwarf with a long red beard", "younger, like 20s, and no beard", "a dwarf, younger, like 20s"),
        ("夏の線路", "雪が積もってたらいいのに", "線路、雪が積もってたらいいのに"),
    ],
)
def test_what_somebody_does_or_is_gives_way_to_its_opposite(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


def test_what_is_added_has_its_own_material() -> None:
    parent = "a knight in steel armor by a stone bridge"
    assert new_prompt(parent, "add a wooden shield").startswith(parent)


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("a plumber on a horse", "what if the horse was a camel", "a plumber on a camel"),
        ("a basket of plums", "figs > plums imo", "a basket of figs"),
        ("a monk in boots", "sandals would make more sense than boots", "a monk in sandals"),
        ("a king with a cup", "the cup should rather be a goblet", "a king with a goblet"),
        ("パーカーの少年、駅", "パーカーより着物がいいな", "着物の少年、駅"),
        ("an army truck by a river", "トラック→戦車", "a tank by a river"),
        ("a ninja throwing shurikens", "手裏剣をピザにして", "a ninja throwing pizza"),
        ("1boy, red ponytail, armour", "赤じゃなくて水色の髪がいい", "1boy, light blue ponytail, armour"),
    ],
)
def test_the_thing_preferred_stands_where_the_other_stood(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("Three runners on a dirt track at dawn", "no runners", "a dirt track at dawn"),
        ("a mole with a lamp, a cart in a field", "the cart shouldn't be there", "a mole with a lamp in a field"),
        ("a walrus in boots at a bar", "boots on a walrus? get rid of them", "a walrus at a bar, boots on a walrus"),
        ("a pony with a bell", "who wants a bell, it's a pony, get rid of it", "a pony, who wants a bell, it's a pony"),
    ],
)
def test_what_was_named_before_is_what_shall_go(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


@pytest.mark.parametrize(
    "piece",
    ["A ", "A!", "should be a ", "saying A ", "not running ", "in the ", "> a ", "「A」", "色の花に", "it says "],
)
def test_no_prompt_takes_long(piece: str) -> None:
    started = time.perf_counter()
    new_prompt((piece * 2000)[:4000] + "a", (piece * 300)[:300])
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("青い丸", "これ星にできる？", "青い星"),
        ("白い猫", "ドット絵にできる？", "白い猫、ドット絵"),
        ("白い猫", "水彩画にして", "白い猫、水彩画"),
        ("傘をさす蛙", "傘を葉っぱに変えられたりする？", "葉っぱをさす蛙"),
    ],
)
def test_asking_whether_it_can_be_done_is_wishing_it(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


@pytest.mark.parametrize(
    ("parent", "instruction", "prompt"),
    [
        ("a fox on a hill", "less bright", "a fox on a hill, dark, low lighting"),
        ("a fox on a hill", "make it less dark", "a fox on a hill"),
        ("a fox on a hill", "less contrast", "a fox on a hill, low contrast"),
        ("a fox on a hill", "add snow", "a fox on a hill, snow"),
        ("丘の狐", "暗くしないで", "丘の狐"),
        ("丘の狐", "明るすぎる", "丘の狐、暗い照明"),
    ],
)
def test_a_look_that_is_denied_is_not_asked_for(parent: str, instruction: str, prompt: str) -> None:
    assert new_prompt(parent, instruction) == prompt


def test_the_thing_that_is_named_is_the_one_resized() -> None:
    assert new_prompt("a dog and a cat", "make the cat bigger") == "a dog and a large cat"
    assert new_prompt("a small dog and a large black cat", "make the cat smaller") == "a small dog and a black cat"
