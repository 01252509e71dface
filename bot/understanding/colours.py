"""Colour words, English and Japanese, and how each is said before a noun."""

from __future__ import annotations

import dataclasses
import re


@dataclasses.dataclass(frozen=True, slots=True)
class Colour:
    english: str
    japanese: str
    """As it stands before a noun: 赤い, 緑の."""


# English, Japanese before a noun, and its Japanese names without an ending. 水, 茶, 桃 and 灰 alone are things.
_ROWS = (
    ("red", "赤い", ("赤", "真っ赤", "レッド", "あか")),
    ("blue", "青い", ("青", "真っ青", "ブルー", "あお")),
    ("yellow", "黄色い", ("黄", "イエロー")),
    ("green", "緑の", ("緑", "みどり", "黄緑", "グリーン")),
    ("orange", "オレンジ色の", ("オレンジ", "橙")),
    ("purple", "紫の", ("紫", "むらさき", "パープル")),
    ("pink", "ピンクの", ("ピンク", "桃色")),
    ("brown", "茶色い", ("茶色", "ブラウン")),
    ("black", "黒い", ("黒", "真っ黒", "ブラック")),
    ("white", "白い", ("白", "真っ白", "ホワイト")),
    ("grey", "灰色の", ("灰色", "グレー")),
    ("gold", "金色の", ("金",)),
    ("silver", "銀色の", ("銀",)),
    ("navy", "紺色の", ("紺",)),
    ("cyan", "水色の", ("水色",)),
    ("beige", "ベージュの", ("ベージュ",)),
    ("turquoise", "ターコイズの", ("ターコイズ",)),
)
_ALIKE = (("gray", "灰色の"), ("golden", "金色の"), ("violet", "紫の"))
_BY_ENGLISH = {english: Colour(english, japanese) for english, japanese, *_ in (*_ROWS, *_ALIKE)}
_BY_STEM = {stem: _BY_ENGLISH[english] for english, _, stems in _ROWS for stem in stems}

ENGLISH = rf"(?:{'|'.join(sorted(_BY_ENGLISH, key=len, reverse=True))})"
STEM = rf"(?:{'|'.join(sorted(_BY_STEM, key=len, reverse=True))})"
"""A Japanese colour without its ending: 赤, 黄, オレンジ."""
_ENDING = r"(?:色[いのな]|[いのな])"
JAPANESE = rf"{STEM}{_ENDING}"
"""A Japanese colour before a noun: 赤い, 赤の, 赤色の; never inside a word such as 赤ちゃん or 金魚."""


def named(word: str) -> Colour:
    """The colour of an English word, or of a Japanese one with or without its ending. KeyError for anything else."""
    word = word.lower()
    if word in _BY_ENGLISH:
        return _BY_ENGLISH[word]
    bare = re.sub("(?<=.)[いのな]$", "", word)  # 水色の is 水色, 赤色の is 赤
    return _BY_STEM[bare if bare in _BY_STEM else bare.removesuffix("色")]


def stems(colour: Colour) -> str:
    """A pattern for the Japanese names of ``colour`` before a noun."""
    names = (stem for stem, other in _BY_STEM.items() if other.japanese == colour.japanese)
    return rf"(?:{'|'.join(names)}){_ENDING}"
