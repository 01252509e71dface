"""What objects, colours and sizes are called, the usual word first and more than once."""

from __future__ import annotations

import random

from tools.demo_model.scenes import LARGE, MEDIUM, SMALL

THINGS_EN = {
    "circle": ("circle", "circle", "round", "disc"),
    "square": ("square", "square", "box"),
    "triangle": ("triangle",),
    "star": ("star",),
    "heart": ("heart",),
    "cat": ("cat", "cat", "kitty", "kitten"),
    "dog": ("dog", "dog", "puppy"),
    "fish": ("fish",),
    "bird": ("bird",),
    "rabbit": ("rabbit", "rabbit", "bunny"),
    "tree": ("tree",),
    "flower": ("flower", "flower", "blossom"),
    "mushroom": ("mushroom",),
    "apple": ("apple",),
    "banana": ("banana",),
    "cake": ("cake", "cake", "birthday cake"),
    "house": ("house", "house", "home"),
    "car": ("car", "car", "automobile"),
    "rocket": ("rocket", "rocket", "spaceship"),
    "boat": ("boat", "boat", "ship", "sailboat"),
    "umbrella": ("umbrella",),
    "balloon": ("balloon",),
    "crown": ("crown",),
    "hat": ("hat", "hat", "top hat"),
    "cup": ("cup", "cup", "mug"),
    "book": ("book",),
    "ghost": ("ghost",),
    "robot": ("robot",),
}
THINGS_JA = {
    "circle": ("丸", "丸", "円", "まる"),
    "square": ("四角", "四角", "四角形", "正方形"),
    "triangle": ("三角", "三角", "三角形"),
    "star": ("星", "星", "ほし"),
    "heart": ("ハート",),
    "cat": ("猫", "猫", "ねこ", "ネコ"),
    "dog": ("犬", "犬", "いぬ", "イヌ"),
    "fish": ("魚", "魚", "さかな"),
    "bird": ("鳥", "鳥", "とり", "小鳥"),
    "rabbit": ("うさぎ", "うさぎ", "ウサギ", "兎"),
    "tree": ("木", "木", "樹"),
    "flower": ("花", "花", "お花"),
    "mushroom": ("キノコ", "きのこ"),
    "apple": ("りんご", "りんご", "リンゴ"),
    "banana": ("バナナ",),
    "cake": ("ケーキ",),
    "house": ("家", "家", "おうち"),
    "car": ("車", "車", "くるま", "自動車"),
    "rocket": ("ロケット",),
    "boat": ("船", "船", "ボート", "ヨット"),
    "umbrella": ("傘", "傘", "かさ"),
    "balloon": ("風船", "風船", "バルーン"),
    "crown": ("王冠",),
    "hat": ("帽子", "帽子", "ハット"),
    "cup": ("コップ", "コップ", "カップ", "マグカップ"),
    "book": ("本", "本", "ほん"),
    "ghost": ("おばけ", "おばけ", "お化け", "幽霊"),
    "robot": ("ロボット",),
}
COLOURS_EN = {"purple": ("purple", "purple", "violet"), "white": ("white",), "black": ("black",)}
# (before a noun, with に or で, with して)
COLOURS_JA = {
    "red": (("赤い", "赤い", "赤の", "赤色の"), ("赤", "赤", "赤色"), ("赤く",)),
    "orange": (("オレンジの", "オレンジ色の", "橙色の"), ("オレンジ", "オレンジ", "オレンジ色", "橙色"), ()),
    "yellow": (("黄色い", "黄色い", "黄色の"), ("黄色", "黄色", "黄"), ("黄色く",)),
    "green": (("緑の", "緑色の"), ("緑", "緑", "緑色"), ()),
    "blue": (("青い", "青い", "青の", "青色の"), ("青", "青", "青色"), ("青く",)),
    "purple": (("紫の", "紫色の"), ("紫", "紫", "紫色"), ()),
    "pink": (("ピンクの", "ピンク色の"), ("ピンク", "ピンク", "ピンク色"), ()),
    "brown": (("茶色い", "茶色の"), ("茶色", "茶色", "茶"), ("茶色く",)),
    "black": (("黒い", "黒い", "黒の", "黒色の"), ("黒", "黒", "黒色"), ("黒く",)),
    "white": (("白い", "白い", "白の", "白色の"), ("白", "白", "白色"), ("白く",)),
}
SIZES_EN = {
    SMALL: ("small", "small", "little", "tiny"),
    MEDIUM: ("medium", "medium-sized"),
    LARGE: ("large", "big", "big", "huge"),
}
SIZES_JA = {SMALL: ("小さい", "小さな"), MEDIUM: ("中くらいの",), LARGE: ("大きい", "大きな")}


def article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def colour_en(rng: random.Random, colour: str) -> str:
    return rng.choice(COLOURS_EN.get(colour, (colour,)))
