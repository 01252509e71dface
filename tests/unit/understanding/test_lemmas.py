"""Words in other spellings than the prompt's or the dictionary's; with the extra ``ja``, and without."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.understanding import dictionary
from bot.understanding.lemmas import LONGEST, as_in
from bot.understanding.recalled import chosen
from bot.understanding.rewrite import new_prompt
from bot.understanding.translate import to_english

with_ja = pytest.mark.skipif(importlib.util.find_spec("sudachipy") is None, reason="the extra ja is not installed")


@with_ja
@pytest.mark.parametrize(
    ("prompt", "message", "heard"),
    [
        ("窓辺の猫", "ねこを消して", "猫を消して"),
        ("窓辺のねこ", "ネコを消して", "ねこを消して"),
        ("くるまが停まるガレージ", "車を消して", "くるまを消して"),
        ("引き出しの付いた机", "引出しを消して", "引き出しを消して"),
        ("ソファーに座る犬", "ソファを消して", "ソファーを消して"),
        ("帽子をかぶった少女", "ぼうしを赤くして", "帽子を赤くして"),
        ("浮き輪で遊ぶ子供", "うきわ無しで", "浮き輪無しで"),
        ("噴水のある広場", "ふんすい消して", "噴水消して"),
        ("蜘蛛の巣のある洋館", "クモの巣を取って", "蜘蛛の巣を取って"),
        ("電信柱と夕焼け", "電信ばしらを消して", "電信柱を消して"),
        ("侍と蝋燭", "さむらいとろうそくを消して", "侍と蝋燭を消して"),
        ("眼鏡の猫", "めがねちゃんを消して", "眼鏡ちゃんを消して"),
    ],
)
def test_what_the_prompt_has_is_heard_in_the_prompts_spelling(prompt: str, message: str, heard: str) -> None:
    assert as_in(prompt, message) == heard


@with_ja
@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        ("看板と猫", "文字を「ネコ」にして"),
        ("赤い車と虎", "とらっくを追加して"),
        ("橋と端のある川", "はしを消して"),
        ("橋の下の川", "はしっこを暗くして"),
        ("靴を履いた子猫", "くつひもを消して"),
        ("山と雨", "やまない雨にして"),
        ("月の夜", "ふたりがつきあってる感じに"),
        ("夜の川", "かわいくして"),
        ("a cat by a window", "ねこを消して"),
        ("窓辺の猫", "remove the cat"),
        ("窓辺の猫", ""),
        ("二匹の猫", "2枚目の犬を消して"),
        ("二匹の猫", "一匹だけにして"),
        ("猫" * (LONGEST + 1), "ねこを消して"),
        ("窓辺の猫", "犬\ud800を消して"),
    ],
)
def test_what_only_sounds_alike_or_is_quoted_stays_as_typed(prompt: str, message: str) -> None:
    assert as_in(prompt, message) == message


@with_ja
@pytest.mark.parametrize(
    ("prompt", "message", "after"),
    [
        ("机の上の蝋燭と古い本", "ろうそく消して", "机の上の古い本"),
        ("草原を走る兎、朝", "うさぎを狐に変えて", "草原を走る狐、朝"),
        ("バイオリンを弾く少女", "ヴァイオリンをフルートに替えて", "フルートを弾く少女"),
        ("壁の時計と椅子", "いすを赤くして", "壁の時計と赤い椅子"),
        ("かぼちゃと黒猫、満月", "カボチャをもっと大きくして", "大きなかぼちゃと黒猫、満月"),
        ("a mushroom in the forest", "茸を赤くして", "a red mushroom in the forest"),
    ],
)
def test_a_thing_in_another_spelling_is_the_one_that_is_changed(prompt: str, message: str, after: str) -> None:
    assert new_prompt(prompt, message) == after


@with_ja
def test_a_version_is_told_by_a_thing_in_another_spelling() -> None:
    versions = ("桜の下の少女", "雪の中の少女", "雪の中の少女、帽子")
    assert chosen("さくらのバージョンに戻して", versions) == 1


@with_ja
@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("ふんすいを消して", "remove the fountain"),
        ("タコ焼きを消して", "remove the takoyaki"),
        ("南瓜を消して", "remove the pumpkin"),
        ("はくを消して", None),
    ],
)
def test_the_dictionary_has_a_word_in_every_spelling_but_short_kana(japanese: str, english: str | None) -> None:
    assert to_english(japanese) == english


@with_ja
def test_several_threads_read_at_once() -> None:
    wishes = [(f"猫と{number}匹の狐、椅子", "ねこを消して、いすを赤く") for number in range(400)]
    with ThreadPoolExecutor(8) as threads:
        heard = set(threads.map(lambda wish: as_in(*wish), wishes))
    assert heard == {"猫を消して、椅子を赤く"}


def _without_the_extra(expression: str) -> object:
    program = f"""
import json, sys
sys.modules["sudachipy"] = None
from bot.understanding import dictionary, lemmas
from bot.understanding.rewrite import new_prompt
from bot.understanding.translate import to_english
print(json.dumps({expression}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_without_the_extra_all_else_is_as_ever() -> None:
    assert _without_the_extra(
        """[
            lemmas.as_in("窓辺の猫", "ねこを消して"),
            dictionary.spellings(),
            dictionary.english("うきわ"),
            to_english("ねこを消して"),
            new_prompt("窓辺の猫と犬", "ねこを消して"),
        ]"""
    ) == ["ねこを消して", [{}, {}], None, "remove the cat", "窓辺の犬"]


def test_japanese_is_loaded_where_it_is_read_and_not_on_import() -> None:
    program = "import sys, bot.understanding.interpret, bot.__main__; print('sudachipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"


def test_a_spelling_of_the_dictionary_is_its_own_word_with_the_extra_as_without() -> None:
    assert {word: dictionary.english(word) for word in dictionary.entries()} == dict(dictionary.entries())
