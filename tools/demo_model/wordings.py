"""How people name what is in a scene, and how they ask for a change: English and Japanese, polite, terse and sloppy.

Japanese is written with ``|`` between the pieces that shall be single tokens; :func:`plain` takes the bars out.
"""

from __future__ import annotations

import random
import re
import string

from tools.demo_model.scenes import LARGE, MEDIUM, SMALL, Scene

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
    "red": (("赤い", "赤い", "赤|の", "赤色|の"), ("赤", "赤", "赤色"), ("赤く",)),
    "orange": (("オレンジ|の", "オレンジ色|の", "橙色|の"), ("オレンジ", "オレンジ", "オレンジ色", "橙色"), ()),
    "yellow": (("黄色い", "黄色い", "黄色|の"), ("黄色", "黄色", "黄"), ("黄色く",)),
    "green": (("緑|の", "緑色|の"), ("緑", "緑", "緑色"), ()),
    "blue": (("青い", "青い", "青|の", "青色|の"), ("青", "青", "青色"), ("青く",)),
    "purple": (("紫|の", "紫色|の"), ("紫", "紫", "紫色"), ()),
    "pink": (("ピンク|の", "ピンク色|の"), ("ピンク", "ピンク", "ピンク色"), ()),
    "brown": (("茶色い", "茶色|の"), ("茶色", "茶色", "茶"), ("茶色く",)),
    "black": (("黒い", "黒い", "黒|の", "黒色|の"), ("黒", "黒", "黒色"), ("黒く",)),
    "white": (("白い", "白い", "白|の", "白色|の"), ("白", "白", "白色"), ("白く",)),
}
SIZES_EN = {
    SMALL: ("small", "small", "little", "tiny"),
    MEDIUM: ("medium", "medium-sized"),
    LARGE: ("large", "big", "big", "huge"),
}
SIZES_JA = {SMALL: ("小さい", "小さな"), MEDIUM: ("中くらいの",), LARGE: ("大きい", "大きな")}

# fmt: off
SCENE_EN = (
    "{a} {o}{on}", "{a} {o}{on}", "{a} {o}{on}", "{o}{on}", "{o}{on}", "the {o}{on}", "a picture of {a} {o}{on}",
    "draw {a} {o}{on}", "an icon of {a} {o}{on}", "a drawing of {a} {o}{on}", "show me {a} {o}{on}",
    "an image of {a} {o}{on}", "one {o}{on}", "i want {a} {o}{on}", "a simple {o}{on}", "a cute {o}{on}",
    "please draw {a} {o}{on}", "{a} {o} icon{on}", "{a} {o} emoji{on}", "a flat {o}{on}",
)
ON_EN = (
    " on a {g} background", " on a {g} background", " on a {g} background", " on {g}", " with a {g} background",
    " against a {g} background", ", {g} background", " {g} background", " in front of a {g} background",
    " on a {g} backdrop", " against {g}", ", background {g}", " and a {g} background", " on {g} background",
    " with {g} background",
)
SCENE_JA = (
    "{o}", "{o}", "{o}", "{o}|を|描いて", "{o}|の|絵", "{o}|の|イラスト", "{o}|が|ほしい", "{o}|を|お願いします",
    "{o}|の|アイコン", "かわいい|{o}", "{o}|を|ください", "{o}|を|一つ",
)
ON_JA = (
    "{G}|背景|の|{s}", "{G}|背景|に|{s}", "{s}|、|背景|は|{n}", "{s}|、|{G}|背景", "背景|が|{n}|の|{s}",
    "背景|は|{n}|で|{s}", "{s}|、|背景|{n}", "{n}|背景|の|{s}", "{s}| |{n}|背景", "{s}| |背景|{n}",
    "{G}|背景|と|{s}",
)

COLOUR_EN = (
    "make it {c}", "make it {c}", "make it {c}", "make it {c}", "make the {t} {c}", "make the {t} {c}",
    "turn it {c}", "turn the {t} {c}", "paint it {c}", "paint the {t} {c}", "change the color to {c}",
    "change the colour to {c}", "change color to {c}", "change it to {c}", "color it {c}", "colour it {c}",
    "colour the {t} {c}", "{c}", "{c}", "in {c}", "now in {c}", "recolor it {c}", "i want it {c}",
    "i want it to be {c}", "i want the {t} to be {c}", "{c} instead", "a {c} one", "it should be {c}",
    "the {t} should be {c}", "let's try {c}", "{c} {t}", "a {c} {t}", "make this {c}", "make that {c}",
    "make it {c} instead of {c0}", "change {c0} to {c}", "from {c0} to {c}", "could it be {c}", "can it be {c}",
    "give it a {c} color", "dye it {c}", "{c} version", "same but {c}", "same but in {c}", "the same {t} in {c}",
    "use {c}", "use {c} for the {t}", "make its color {c}", "color {c}", "set the color to {c}", "more {c}",
    "not {c0}, {c}", "fill it with {c}", "switch to {c}", "the {t} in {c}", "make {t} {c}", "change the {t} to {c}",
    "i'd like it {c}", "i prefer {c}", "try {c}", "how about {c}", "what about {c}", "only the {t} {c}",
    "make her {c}", "make him {c}", "make it look {c}",
)
GROUND_EN = (
    "put it on a {g} background", "put it on a {g} background", "put it on a {g} background",
    "make the background {g}", "make the background {g}", "change the background to {g}",
    "change background to {g}", "{g} background", "a {g} background", "background {g}", "on a {g} background",
    "on {g}", "with a {g} background", "turn the background {g}", "set the background to {g}", "bg {g}", "{g} bg",
    "paint the background {g}", "the background should be {g}", "i want a {g} background",
    "can the background be {g}", "give it a {g} background", "background in {g}", "{g} backdrop",
    "replace the background with {g}", "put the {t} on a {g} background", "place it on a {g} background",
    "place it on {g}", "put it on {g}", "put the {t} on {g}", "put it against a {g} background",
    "same but on a {g} background", "same {t} on a {g} background", "make the backdrop {g}",
    "color the background {g}", "colour the background {g}", "the background in {g}", "use a {g} background",
    "background to {g}", "background should be {g}", "make background {g}", "behind it {g}",
    "make everything behind it {g}", "now on a {g} background", "i'd like a {g} background",
    "fill the background with {g}", "switch the background to {g}", "add a {g} background", "{g} behind it",
    "make the back {g}", "the {t} on a {g} background", "keep the {t} but make the background {g}",
    "{g} for the background", "background: {g}", "set it on {g}", "move it to a {g} background",
    "have a {g} background", "let the background be {g}",
)
BOTH_EN = (
    "make it {c} on a {g} background", "make it {c} and the background {g}",
    "make it {c} and put it on a {g} background", "{c} {t} on a {g} background", "a {c} {t} on a {g} background",
    "turn it {c} with a {g} background", "make it {c}, background {g}", "{c} on {g}", "{c} on a {g} background",
    "make the {t} {c} and the background {g}", "make the background {g} and the {t} {c}",
    "make the background {g} and make it {c}", "{g} background and {c} {t}",
    "change the {t} to {c} and the background to {g}", "change it to {c} and put it on {g}",
    "paint it {c} and make the background {g}", "i want a {c} {t} on a {g} background", "{c} {t}, {g} background",
    "{c} with a {g} background", "background {g}, {t} {c}", "make it {c} with a {g} background",
    "turn the {t} {c} and the background {g}", "color it {c} and change the background to {g}",
    "change the background to {g} and make it {c}", "{c} {t} and {g} background",
    "make it {c} and add a {g} background",
)
BIGGER_EN = (
    "bigger", "bigger", "bigger", "make it bigger", "make it bigger", "larger", "make it larger", "enlarge it",
    "enlarge", "scale it up", "increase the size", "too small", "it's too small", "a bit bigger",
    "make the {t} bigger", "make the {t} larger", "grow it", "make it big", "make it large", "bigger {t}",
    "a bigger {t}", "increase its size", "size up", "should be bigger", "it should be bigger", "i want it bigger",
    "a larger {t}", "much bigger", "zoom in", "can it be bigger", "blow it up", "make it huge",
    "the {t} should be bigger", "scale up the {t}", "more big", "bring it closer", "way bigger", "make this bigger",
)
SMALLER_EN = (
    "smaller", "smaller", "smaller", "make it smaller", "make it smaller", "shrink it", "shrink", "scale it down",
    "decrease the size", "reduce the size", "too big", "it's too big", "a bit smaller", "make the {t} smaller",
    "make it small", "make it tiny", "make it little", "smaller {t}", "a smaller {t}", "reduce its size",
    "size down", "should be smaller", "it should be smaller", "i want it smaller", "much smaller", "zoom out",
    "can it be smaller", "shrink the {t}", "the {t} should be smaller", "scale down the {t}", "too large",
    "move it away", "way smaller", "make this smaller",
)
SWAP_EN = (
    "make it a {t}", "make it a {t}", "turn it into a {t}", "turn it into a {t}", "replace it with a {t}",
    "replace the {t0} with a {t}", "change it to a {t}", "change it into a {t}", "swap it for a {t}",
    "swap the {t0} for a {t}", "a {t} instead", "{t} instead of {t0}", "a {t} instead of the {t0}",
    "change the {t0} into a {t}", "change the {t0} to a {t}", "now a {t}", "what about a {t}", "how about a {t}",
    "make the {t0} a {t}", "i want a {t}", "it should be a {t}", "{t}", "{t}", "a {t}", "not a {t0}, a {t}",
    "transform it into a {t}", "replace with {t}", "turn the {t0} into a {t}", "let it be a {t}", "same but a {t}",
    "same but with a {t}", "use a {t}", "draw a {t} instead", "make that a {t}", "switch to a {t}",
    "a {t} would be better", "i'd like a {t}", "convert it to a {t}", "try a {t}", "let's try a {t}",
    "put a {t} there instead",
)
MIRROR_EN = (
    "mirror it", "mirror it", "mirror", "flip it", "flip it", "flip", "flip horizontally", "flip it horizontally",
    "mirror image", "flip left to right", "reverse it", "make it face the other way", "face the other way",
    "turn it around", "make it look the other way", "mirror the {t}", "flip the {t}", "flip the picture",
    "mirrored", "flipped", "mirror the picture", "swap left and right", "flip left and right",
    "the other direction", "other way around", "facing the other way", "make the {t} face the other way",
    "flip sides", "mirror horizontally", "horizontal flip", "reverse the direction",
)

COLOUR_JA = (
    "{k}|して", "{k}|して", "{k}|して", "{n}|に|して", "{n}|に|して", "{n}|に|変えて", "色|を|{n}|に|変えて",
    "色|を|{n}|に|して", "{k}|塗って", "{n}|で|塗って", "それ|を|{k}|して", "これ|を|{k}|して", "{t}|を|{k}|して",
    "{t}|を|{n}|に|して", "{t}|を|{n}|に", "{n}|が|いい", "{n}|で", "{n}|に", "{n}|で|お願い", "色|は|{n}|で",
    "{n}|に|変更|して", "{k}", "{n}", "{C}|{t}|に|して", "{C}|{t}", "{t}|の|色|を|{n}|に|して",
    "{t}|の|色|を|{n}|に|変えて", "{k}|できる", "{n}|に|できる", "{k}|して|ほしい", "{n}|の|方|が|いい",
    "やっぱり|{n}|で", "やっぱり|{k}|して", "もっと|{k}|して", "{n0}|じゃなくて|{n}", "{n0}|を|{n}|に|して",
    "{n0}|から|{n}|に", "色|{n}", "全体|を|{k}|して", "同じ|で|{n}", "{t}|を|{k}|塗って", "{t}|は|{n}|が|いい",
    "{C}|の|が|いい", "{k}|なる", "{k}|変えて", "色|を|{n}|に|変更|して", "{n}|に|染めて",
)
GROUND_JA = (
    "背景|を|{n}|に|して", "背景|を|{n}|に|して", "背景|を|{n}|に|して", "背景|を|{k}|して", "背景|を|{n}|に",
    "背景|は|{n}|で", "背景|{n}", "{G}|背景|に|して", "{G}|背景|で", "{G}|背景", "バック|を|{n}|に|して",
    "背景|の|色|を|{n}|に|変えて", "背景|を|{n}|に|変えて", "背景色|を|{n}|に|して", "背景|は|{n}|が|いい",
    "背景|を|{n}|で|塗って", "背景|だけ|{n}|に|して", "後ろ|を|{n}|に|して", "背景|を|{k}|塗って",
    "{n}|の|背景|に|して", "背景|を|{n}|に|変更|して", "背景|が|{n}|の|方|が|いい", "背景|を|{k}",
    "背景|も|{n}|に|して", "背景|{n}|に|して", "背景|は|{n}|に|して", "背景|は|{n}", "{n}|背景", "バック|は|{n}|で",
    "背景|を|{n}|で", "背景|を|{n}|に|できる", "背景|を|{n}|に|して|ほしい",
    "{t}|は|そのまま|で|背景|を|{n}|に|して", "背景|の|色|は|{n}|で", "背景|の|色|を|{n}|に|して",
    "周り|を|{n}|に|して", "うしろ|を|{n}|に|して", "{G}|背景|に|変えて", "{G}|背景|の|上|に|置いて",
)
BOTH_JA = (
    "{k}|して|、|背景|を|{N}|に|して", "{n}|に|して|背景|を|{N}|に|して", "背景|を|{N}|に|して|{k}|して",
    "{G}|背景|に|{C}|{t}", "{G}|背景|の|{C}|{t}|に|して", "{t}|を|{n}|に|、|背景|を|{N}|に|して",
    "{t}|は|{n}|、|背景|は|{N}", "{k}|して|背景|は|{N}|で", "{n}|に|して|、|背景|は|{N}|に|して",
    "背景|は|{N}|で|{t}|は|{n}", "{C}|{t}|、|{G}|背景", "背景|を|{N}|に|、|{t}|を|{n}|に",
    "{t}|を|{k}|して|背景|を|{N}|に|して", "{n}|に|変えて|背景|を|{N}|に|変えて",
    "背景|を|{N}|に|、|色|を|{n}|に|して", "{n}|で|背景|{N}",
)
BIGGER_JA = (
    "大きく|して", "大きく|して", "もっと|大きく", "もっと|大きく|して", "大きく", "もう少し|大きく",
    "もう少し|大きく|して", "サイズ|を|大きく|して", "拡大|して", "でかく|して", "{t}|を|大きく|して",
    "{t}|を|もっと|大きく|して", "ちょっと|大きく|して", "小さすぎる", "小さい|から|大きく|して", "大きめ|に|して",
    "大きい|方|が|いい", "大きく|できる", "{t}|を|拡大|して", "大きい|{t}|に|して", "大きな|{t}|に|して",
    "もっと|でかく", "少し|大きく|して", "サイズ|アップ", "アップ|に|して",
)
SMALLER_JA = (
    "小さく|して", "小さく|して", "もっと|小さく", "もっと|小さく|して", "小さく", "もう少し|小さく",
    "もう少し|小さく|して", "サイズ|を|小さく|して", "縮小|して", "ちいさく|して", "{t}|を|小さく|して",
    "{t}|を|もっと|小さく|して", "ちょっと|小さく|して", "大きすぎる", "大きい|から|小さく|して", "小さめ|に|して",
    "小さい|方|が|いい", "小さく|できる", "{t}|を|縮小|して", "小さい|{t}|に|して", "小さな|{t}|に|して",
    "もっと|ちいさく", "少し|小さく|して", "サイズ|ダウン", "縮めて",
)
SWAP_JA = (
    "{t}|に|して", "{t}|に|して", "{t}|に|変えて", "{t}|に|変えて", "{t0}|を|{t}|に|して", "{t0}|を|{t}|に|変えて",
    "{t0}|を|{t}|に", "{t}|に|置き換えて", "代わり|に|{t}", "{t}|が|いい", "{t}|で", "{t0}|じゃなくて|{t}",
    "{t0}|の|代わり|に|{t}", "{t}|に|変更|して", "やっぱり|{t}|に|して", "やっぱり|{t}", "{t}", "今度|は|{t}",
    "次|は|{t}", "{t}|に|できる", "それ|を|{t}|に|して", "{t}|の|方|が|いい", "{t0}|を|{t}|に|置き換えて",
    "{t}|に|して|ほしい", "同じ|で|{t}", "{t}|に|変身", "{t}|に|入れ替えて",
)
MIRROR_JA = (
    "反転|して", "反転|して", "左右|反転", "左右|反転|して", "左右|を|反転|して", "逆|向き|に|して",
    "反対|向き|に|して", "ミラー|して", "左右|を|逆|に|して", "向き|を|変えて", "左右|を|入れ替えて",
    "鏡|に|映して", "向き|を|逆|に|して", "反転", "反対|を|向いて", "{t}|を|反転|して", "鏡像|に|して",
    "左右|逆|に|して", "向き|を|反対|に|して", "逆|に|して", "水平|反転", "水平|に|反転|して",
    "{t}|の|向き|を|変えて", "裏返して", "フリップ|して",
)

# Written later: their new words are not in the vocabulary, so the encoder meets them in pieces, as it will meet a user's.
MORE_EN = {
    "colour": (
        "i think {c} would suit it better", "could you recolour the {t} to {c}", "give the {t} a coat of {c}",
        "repaint it in {c}", "tint it {c}", "turn its colour to {c}", "i'm after a {c} {t}", "let's go with {c}",
        "go for {c}", "make the {t} a {c} one", "it ought to be {c}", "would look good in {c}", "shade it {c}",
        "i'd rather have it in {c}", "swap the {c0} for {c}", "replace the {c0} with {c}", "no more {c0}, use {c}",
        "the {t} needs to be {c}", "have the {t} be {c}", "{c} please, not {c0}", "can we see it in {c}",
        "do a {c} version", "redo it in {c}", "the same thing, but {c}", "mind making it {c}", "transform the colour to {c}",
        "drop the {c0} and go {c}", "render the {t} in {c}", "{c} colour for the {t}", "let the {t} become {c}",
        "apply {c} to it", "coat it with {c}", "splash some {c} on it", "{c} would be nicer", "{c}!",
    ),
    "ground": (
        "could the backdrop be {g}", "swap the background for {g}", "the scene behind it should be {g}",
        "i'd prefer {g} behind the {t}", "{g} in the back please", "surround it with {g}", "put {g} behind it",
        "let's have {g} as the background", "turn the backdrop {g}", "make what's behind it {g}",
        "recolour the background to {g}", "the background could be {g}", "how about a {g} background",
        "leave the {t}, just make the background {g}", "only change the background, to {g}",
        "don't touch the {t}, background {g}", "try it against {g}", "repaint the background in {g}",
        "a {g} backdrop would be nice", "background colour {g}", "go with a {g} background",
        "can you put {g} in the background", "let's try {g} behind it", "{g} as a background", "place {g} behind the {t}",
        "change what is behind it to {g}", "the wall behind should be {g}", "show it on {g}", "stick it on a {g} background",
    ),
    "both": (
        "{c} for the {t} and {g} for the background", "recolour it {c}, then set the background to {g}",
        "i'd like the {t} in {c} on {g}", "go {c} on a {g} backdrop", "a {g} background with a {c} {t}",
        "turn it {c} and swap the background for {g}", "repaint it {c} against {g}", "make it {c}, with {g} behind it",
        "the {t} {c}, the background {g}", "have it {c} on a {g} background", "{c} please, and the backdrop {g}",
        "first make it {c}, then the background {g}", "both: {c} {t}, {g} background",
    ),
    "bigger": (
        "could you scale the {t} up", "make it twice as big", "it looks too tiny", "let it fill more of the picture",
        "a size larger", "one size up", "i'd like the {t} a bit larger", "expand it", "stretch it to be larger",
        "magnify it", "it needs to be larger", "zoom in on the {t}", "get closer", "closer", "bigger please, it's tiny",
        "make the {t} grow", "take up more space", "increase the {t}", "bump up the size", "super size it",
        "i can hardly see it, make it larger", "it's way too small", "larger by a bit", "pump up the size",
    ),
    "smaller": (
        "could you scale the {t} down", "make it half as big", "it looks too big", "let it take less room",
        "a size smaller", "one size down", "i'd like the {t} a bit smaller", "compress it", "make it more compact",
        "minimize it", "it needs to be smaller", "zoom out a little", "get further away", "further away",
        "make the {t} shrink", "take up less space", "lower the size", "cut the size", "tinier", "make it mini",
        "it fills too much, make it smaller", "it's way too big", "downsize it", "reduce the {t}",
    ),
    "swap": (
        "i'd rather have a {t}", "could it be a {t} instead", "let's make it a {t}", "go for a {t}", "i changed my mind, a {t}",
        "substitute a {t} for the {t0}", "exchange the {t0} for a {t}", "get rid of the {t0}, put a {t}",
        "remove the {t0} and draw a {t}", "instead of the {t0}, show a {t}", "trade the {t0} for a {t}",
        "no {t0}, a {t} please", "morph it into a {t}", "change the object to a {t}", "make the thing a {t}",
        "show a {t} in its place", "a {t} rather than a {t0}", "could you draw a {t} there", "let the {t0} become a {t}",
        "the {t0} should be a {t}", "i meant a {t}", "give me a {t} instead", "have a {t} there", "do a {t}",
    ),
    "mirror": (
        "could you mirror this", "flip it over sideways", "flip it the other way", "show it from the other side",
        "turn it to the other side", "make the {t} point the other way", "let it point the opposite way",
        "opposite direction", "make it look to the other side", "reflect it", "make a mirror image of it",
        "reflect it horizontally", "left becomes right", "exchange left and right", "flip along the vertical axis",
        "reverse left and right", "facing left instead of right", "have the {t} look the other way", "mirror it sideways",
        "switch the direction it faces", "turn the {t} the other way round", "invert it horizontally", "swap the sides",
    ),
}
MORE_JA = {
    "colour": (
        "{n}|バージョン|も|見たい", "{n}|に|塗り替えて", "{n}|に|塗り直して", "{t}|の|色|は|{n}|に|して", "{n}|っぽく|して",
        "{n}|系|に|して", "色違い|で|{n}", "{n0}|より|{n}|が|いい", "{n0}|を|やめて|{n}|に", "{n}|に|なりますか",
        "{n}|に|しましょう", "{t}|を|{n}|で|塗って", "{n}|の|{t}|が|見たい", "{n}|に|着色|して", "カラー|を|{n}|に",
        "{C}|色|に|して", "{t}|だけ|{n}|に|して", "{n}|希望", "{n}|に|変わる", "{n}|に|なって|ほしい",
    ),
    "ground": (
        "背景|だけ|{n}|に|変えて", "背景|の|カラー|を|{n}|に", "{t}|の|後ろ|を|{n}|に|して", "背景|を|{n}|で|塗りつぶして",
        "バック|の|色|を|{n}|に", "背景|は|{n}|希望", "{n}|の|背景|が|いい", "背景|を|{n}|系|に|して", "背景|を|{n}|っぽく",
        "後ろ|は|{n}|が|いい", "背面|を|{n}|に", "地|の|色|を|{n}|に|して", "背景|の|ところ|を|{n}|に|して", "周囲|を|{n}|に",
        "{n}|を|背景|に|して", "背景|なんだけど|{n}|に|して", "背景|を|{n}|に|塗り替えて", "{n}|の|前|に|置いて",
    ),
    "both": (
        "{t}|を|{n}|、|背景|を|{N}|に|変えて", "色|は|{n}|で|背景|は|{N}|が|いい", "背景|が|{N}|で|{C}|{t}|に|して",
        "{n}|に|塗って|、|後ろ|は|{N}|に|して", "{t}|の|色|を|{n}|に|、|背景|の|色|を|{N}|に|して", "{N}|の|背景|で|{C}|{t}",
    ),
    "bigger": (
        "一回り|大きく|して", "ひとまわり|大きく", "もっと|大きな|{t}|が|いい", "倍|の|大きさ|に|して", "大きさ|を|上げて",
        "ズーム|して", "近づけて", "もっと|近く|に", "画面|いっぱい|に|して", "{t}|の|サイズ|を|上げて", "ビッグ|に|して",
        "大きさ|が|足りない", "ちっちゃい|ので|大きく", "少し|拡大|して", "サイズ|を|もっと|大きく", "ぐっと|大きく|して",
    ),
    "smaller": (
        "一回り|小さく|して", "ひとまわり|小さく", "もっと|小さな|{t}|が|いい", "半分|の|大きさ|に|して", "大きさ|を|下げて",
        "ズームアウト|して", "遠ざけて", "もっと|遠く|に", "{t}|の|サイズ|を|下げて", "ミニ|に|して", "コンパクト|に|して",
        "でかい|ので|小さく", "少し|縮小|して", "サイズ|を|もっと|小さく", "ちっちゃく|して", "控えめ|な|サイズ|に|して",
    ),
    "swap": (
        "{t}|と|入れ替えて", "{t0}|を|やめて|{t}|に|して", "{t0}|は|いらない|から|{t}", "{t}|を|描いて", "{t}|に|しましょう",
        "{t0}|より|{t}|が|いい", "{t}|に|なりますか", "{t}|へ|変更", "{t}|に|チェンジ", "{t0}|から|{t}|に|変えて",
        "かわり|に|{t}|を|描いて", "{t}|が|見たい", "{t0}|を|{t}|と|交換|して", "{t}|に|差し替えて", "{t}|に|なって",
    ),
    "mirror": (
        "左右|逆転|させて", "逆|の|向き|に", "反対側|を|向かせて", "反対|に|向けて", "向き|を|逆転|して", "鏡写し|に|して",
        "鏡|みたいに|して", "左右|対称|に|ひっくり返して", "横|に|ひっくり返して", "左右|を|ひっくり返して", "ミラー|反転",
        "左|と|右|を|逆|に", "{t}|を|反対|向き|に", "右|向き|を|左|向き|に", "逆さ|向き|に|、|左右|で",
    ),
}

BEFORE_EN = (
    "please ", "please ", "can you ", "could you ", "pls ", "now ", "ok now ", "hey ", "and ", "then ", "hmm ",
    "ok, ", "so ", "maybe ", "actually ", "well, ", "would you ", "just ", "also ",
)
AFTER_EN = (
    " please", " please", "!", ".", "?", " pls", " thanks", " now", ", please", " :)", "...", " plz", " ok?",
    " if you can", " thank you", " this time", " again", " instead",
)
AFTER_JA = (
    "ください", "ください", "下さい", "。", "！", "ね", "お願い", "お願いします", "くれる？", "？", "ほしい",
    "欲しい", "ほしいです", "よ", "くれ", "ほしいな", "もらえますか", "もらえる？", "〜", "みて",
)
BEFORE_JA = (
    "じゃあ|", "次|は|", "今度|は|", "えっと|", "やっぱり|", "では|", "あと|", "それ|を|", "ちょっと|",
    "すみません|", "できれば|", "もう一度|",
)
FILLERS_EN = (
    "really", "very", "quite", "nice", "here", "there", "bit", "little", "kind", "of", "like", "think", "would",
    "look", "looks", "better", "best", "love", "see", "to", "for", "me", "my", "we", "us", "you", "your", "great",
    "good", "some", "any", "that", "this", "one", "thing", "things", "picture", "image", "whole", "entire", "all",
    "with", "be", "is", "was", "are", "need", "needs", "want", "wanted", "got", "get", "go", "let", "do", "does",
    "did", "have", "has", "had", "new", "other", "next", "time", "up", "down", "out", "off", "away", "around",
    "over", "under", "by", "at", "as", "but", "or", "if", "too", "so", "much", "more", "less", "than", "fine",
    "cool", "wow", "shade", "tone", "hue", "tint", "kindly", "perhaps", "possible", "possibly", "rather",
    "favourite", "favorite", "gets", "goes", "becomes", "become", "becoming", "alter", "render", "adjust", "update",
    "modify", "display",
)
# fmt: on


def plain(text: str) -> str:
    return text.replace("|", "")


def article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def colour_en(rng: random.Random, colour: str) -> str:
    return rng.choice(COLOURS_EN.get(colour, (colour,)))


def _fill_en(rng: random.Random, templates: tuple[str, ...], values: dict[str, str]) -> str:
    usable = [t for t in templates if all(f"{{{key}}}" not in t for key in ("c0", "t0", "t") if not values.get(key))]
    template = rng.choice(usable)
    for key in ("t", "c", "g", "t0"):
        if values.get(key):
            template = template.replace(
                f"a {{{key}}}", article(values[key]) if rng.random() < 0.9 else f"a {values[key]}"
            )
    return template.format(**values)


def caption_en(rng: random.Random, scene: Scene) -> str:
    thing = rng.choice(THINGS_EN[scene.thing])
    colour = colour_en(rng, scene.colour) if scene.colour else ""
    size = _size_word(rng, SIZES_EN, scene)
    noun = " ".join(word for word in (size, colour, thing) if word)
    if colour and rng.random() < 0.12:
        noun = rng.choice(
            (
                f"{colour} colored {thing}",
                f"{thing} in {colour}",
                f"{colour}-coloured {thing}",
                f"{thing} that is {colour}",
                f"{thing}, {colour}",
            )
        )
        noun = f"{size} {noun}" if size else noun
    ground = (
        rng.choice(ON_EN).replace("a {g}", article(colour_en(rng, scene.ground))).replace("{g}", scene.ground)
        if _say_ground(rng, scene)
        else ""
    )
    template = rng.choice(SCENE_EN)
    text = template.replace("{a} {o}", article(noun)).format(o=noun, on=ground)
    return text


def caption_ja(rng: random.Random, scene: Scene) -> str:
    thing = rng.choice(THINGS_JA[scene.thing])
    colour = rng.choice(COLOURS_JA[scene.colour][0]) if scene.colour else ""
    size = _size_word(rng, SIZES_JA, scene)
    words = [word for word in (size, colour) if word]
    if rng.random() < 0.3:
        words.reverse()
    text = rng.choice(SCENE_JA).format(o="|".join([*words, thing]))
    if _say_ground(rng, scene):
        before, noun, _ = COLOURS_JA[scene.ground]
        text = rng.choice(ON_JA).format(s=text, G=rng.choice(before), n=rng.choice(noun))
    return text


def _size_word(rng: random.Random, words: dict[int, tuple[str, ...]], scene: Scene) -> str:
    said = 0.12 if scene.size == MEDIUM else 1.0
    return rng.choice(words[scene.size]) if scene.size in words and rng.random() < said else ""


def _say_ground(rng: random.Random, scene: Scene) -> bool:
    if scene.ground == "grey":
        return False
    return scene.ground != "white" or (scene.colour == "black" and rng.random() < 0.5) or rng.random() < 0.3


def caption(rng: random.Random, scene: Scene) -> str:
    """A prompt for the scene, two in five of them Japanese."""
    if rng.random() < 0.4:
        return plain(sloppy_ja(rng, caption_ja(rng, scene)))
    return sloppy_en(rng, caption_en(rng, scene))


ENGLISH = {
    "colour": COLOUR_EN,
    "ground": GROUND_EN,
    "both": BOTH_EN,
    "bigger": BIGGER_EN,
    "smaller": SMALLER_EN,
    "swap": SWAP_EN,
    "mirror": MIRROR_EN,
}
JAPANESE = {
    "colour": COLOUR_JA,
    "ground": GROUND_JA,
    "both": BOTH_JA,
    "bigger": BIGGER_JA,
    "smaller": SMALLER_JA,
    "swap": SWAP_JA,
    "mirror": MIRROR_JA,
}


def _templates(rng: random.Random, first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return more if rng.random() < 0.4 else first


def instruction_en(rng: random.Random, kind: str, before: Scene, after: Scene) -> str:
    values = {
        "t": rng.choice(THINGS_EN[after.thing]),
        "t0": rng.choice(THINGS_EN[before.thing]),
        "c": colour_en(rng, after.colour) if after.colour else "",
        "c0": colour_en(rng, before.colour) if before.colour else "",
        "g": colour_en(rng, after.ground),
    }
    return _fill_en(rng, _templates(rng, ENGLISH[kind], MORE_EN[kind]), values)


def instruction_ja(rng: random.Random, kind: str, before: Scene, after: Scene) -> str:
    values = {
        "t": rng.choice(THINGS_JA[after.thing]),
        "t0": rng.choice(THINGS_JA[before.thing]),
        "C": "",
        "n": "",
        "k": "",
        "n0": "",
    }
    colour = after.ground if kind == "ground" else after.colour
    if colour:
        adjective, noun, adverb = COLOURS_JA[colour]
        values |= {
            "C": rng.choice(adjective),
            "n": rng.choice(noun),
            "k": rng.choice(adverb or [f"{n}|に" for n in noun]),
        }
    if after.ground in COLOURS_JA:
        values |= {"G": rng.choice(COLOURS_JA[after.ground][0]), "N": rng.choice(COLOURS_JA[after.ground][1])}
    if before.colour:
        values["n0"] = rng.choice(COLOURS_JA[before.colour][1])
    templates = _templates(rng, JAPANESE[kind], MORE_JA[kind])
    usable = [t for t in templates if "{n0}" not in t or values["n0"]]
    return rng.choice(usable).format(**values)


def instruction(rng: random.Random, kind: str, before: Scene, after: Scene) -> str:
    """A wish that turns ``before`` into ``after``, nine in twenty of them Japanese."""
    if rng.random() < 0.45:
        return plain(sloppy_ja(rng, instruction_ja(rng, kind, before, after)))
    return sloppy_en(rng, instruction_en(rng, kind, before, after))


def sloppy_en(rng: random.Random, text: str) -> str:
    """Politeness, case, filler words, typos in the function words, lost words."""
    if rng.random() < 0.2:
        text = rng.choice(BEFORE_EN) + text
    if rng.random() < 0.2:
        text = text + rng.choice(AFTER_EN)
    words = text.split(" ")
    if len(words) > 1 and rng.random() < 0.15:
        for _ in range(rng.randint(1, 3)):
            words.insert(rng.randint(0, len(words)), rng.choice(FILLERS_EN) if rng.random() < 0.7 else _gibberish(rng))
    if rng.random() < 0.12:
        at = rng.randrange(len(words))
        words[at] = _typo(rng, words[at])
    return " ".join(words)


def sloppy_ja(rng: random.Random, text: str) -> str:
    if rng.random() < 0.15:
        text = rng.choice(BEFORE_JA) + text
    if rng.random() < 0.35:
        text = text + "|" + rng.choice(AFTER_JA)
    if rng.random() < 0.08:
        for kanji in sorted(IN_KANA, key=len, reverse=True):
            text = text.replace(kanji, IN_KANA[kanji])
    if rng.random() < 0.05 and len(text) > 4:
        lost = rng.randrange(len(text))
        text = text[:lost] + text[lost + 1 :]
    if rng.random() < 0.04:
        text = (
            text
            + "|"
            + "".join(
                rng.choices(
                    "あいうえおかきくけこさしすせそたちつてとなにのはまみもやよらりるれろわをん", k=rng.randint(1, 4)
                )
            )
        )
    return text


def _gibberish(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_lowercase, k=rng.randint(2, 8)))


def _typo(rng: random.Random, word: str) -> str:
    if len(word) < 3:
        return word
    at = rng.randrange(len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
        )
    )


IN_KANA = {
    **{
        "大きく": "おおきく",
        "小さく": "ちいさく",
        "背景": "はいけい",
        "反転": "はんてん",
        "左右": "さゆう",
        "向き": "むき",
    },
    **{"後ろ": "うしろ", "少し": "すこし", "変えて": "かえて", "逆": "ぎゃく", "反対": "はんたい", "拡大": "かくだい"},
    **{
        "縮小": "しゅくしょう",
        "代わり": "かわり",
        "色": "いろ",
        "赤": "あか",
        "青": "あお",
        "緑": "みどり",
        "白": "しろ",
    },
    **{"黒": "くろ", "紫": "むらさき", "黄色": "きいろ", "茶色": "ちゃいろ", "塗って": "ぬって"},
}
"""How those who do not convert their kana write."""


def vocabulary() -> list[str]:
    """Every word and every Japanese piece that shall be one token."""
    english: set[str] = set(FILLERS_EN) | set(string.ascii_lowercase)
    groups = (
        SCENE_EN,
        ON_EN,
        *ENGLISH.values(),
        BEFORE_EN,
        AFTER_EN,
        *THINGS_EN.values(),
        *COLOURS_EN.values(),
        *SIZES_EN.values(),
        COLOURS_JA,
    )
    for group in groups:
        for text in group:
            english.update(re.findall(r"[a-z]+", re.sub(r"\{\w+\}", " ", text)))
    english |= {"colored", "coloured", "that", "in", "s", "d", "grey", "gray"}
    japanese: set[str] = set()
    nested = [form for forms in COLOURS_JA.values() for form in forms]
    for group in (
        SCENE_JA,
        ON_JA,
        *JAPANESE.values(),
        BEFORE_JA,
        AFTER_JA,
        *THINGS_JA.values(),
        *SIZES_JA.values(),
        *nested,
    ):
        for text in group:
            japanese.update(re.findall(r"[^\x00-\x7f、。！？〜]+", re.sub(r"\{\w+\}", "|", text).replace("|", " ")))
    return sorted(english) + sorted(japanese | set("、。！？〜"))
