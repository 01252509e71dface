"""A light guess at the kind of an edit, for display only: nothing is decided by it."""

from __future__ import annotations

import re

from bot.understanding.colours import ENGLISH, STEM
from bot.understanding.normalise import bare, shadow

_READ = 300
"""Characters looked at: the wish stands at the front."""
_GROUND = r"(?:back ?ground|backdrop|bg)\b"

_TO_A_COLOUR = rf"\b{ENGLISH}$|{STEM}色?[くにで](?:して|変えて|塗って|する|染めて|変更)?$"

# The first rule that is found anywhere decides: what names a deed comes first, then what names a thing.
_LEXICON = (
    (
        "background",
        rf"\b(?:remove|delete|add|put|insert)(?: in)?(?: an?| the)?(?: \w+){{0,2}} {_GROUND}",
        r"背景[をは]?(?:消|なく|削除|透明|ぼか)",
    ),
    (
        "remove",
        r"\b(?:remove|delete|erase|lose|get rid of|take (?:.{1,40} )?(?:away|off|out)|without|no more)\b|^no \w",
        r"消して|消す|取って|取り除|外して|なくして|無くして|削除|除去|抜きで|なしで|なしに|無しで|いらない",
    ),
    (
        "add",
        r"\b(?:add|insert|give (?:it|him|her|them|the \w+)|wear(?:ing)?)\b",
        r"\b(?:put|place)(?! (?:it|him|her|them|this|that)\b)",
        r"追加|加えて|足して|付けて|つけて|かぶせて|被せて|乗せて|載せて|のせて|入れて|置いて|持たせて|欲しい|ほしい",
    ),
    (
        "background",
        rf"\b{_GROUND}|\bat (?:night|sunset|sunrise|dawn|dusk)\b",
        r"背景|バックを|(?:夜|夕方|朝|冬|雪景色)に(?:して|変えて)",
    ),
    (
        "replace",
        r"\b(?:replace|swap|instead of)\b",
        r"じゃなくて|ではなく|差し替え|置き換え|入れ替え|取り替え|代わりに|かわりに",
    ),
    (
        "layout",
        r"\b(?:big|bigger|small|smaller|large|larger|huge|tiny|wider|taller|zoom|crop|mirror|flip|rotate|move|enlarge)\b",
        r"\b(?:shrink|resize|scale|cent(?:er|re)|landscape|portrait orientation|closer|further)\b",
        r"大き|おおき|小さ|ちいさ|でか|デカ|拡大|縮小|反転|ミラー|鏡|回転|ズーム|横長|縦長|移動|中央|真ん中|寄せて",
    ),
    (
        "style",
        r"\b(?:style|anime|cartoon|water ?colou?r|oil painting|pixel art|sketch|(?:photo-?)?realistic|artwork)\b",
        r"風に|風で|っぽく|タッチ|水彩|油絵|ドット絵|アニメ|線画|スケッチ|写実|リアル|イラスト調",
    ),
    ("recolour", _TO_A_COLOUR, r"\b(?:re)?colou?r\b|色を"),
    (
        "replace",
        r"\b(?:change|turn|transform|convert) .{1,60} (?:in)?to\b",
        r"\bmake (?:it|(?:the )?\w+) an? (?!bit\b|little\b|lot\b|tad\b)",
        r"を.{1,20}に(?:して|変えて|変更|する)|^(?!.*(?:やか|らか|静か|きれい|綺麗|派手|シンプル)に)[^にを]{1,12}に(?:して|変えて)$",
    ),
    ("recolour", rf"\b{ENGLISH}\b|{STEM}色?[くいの]"),
)
_RULES = tuple((kind, re.compile("|".join(patterns))) for kind, *patterns in _LEXICON)


def edit_kind(instruction: str) -> str:
    """recolour, background, layout, replace, add, remove, style, or "edit" where none of them is plain."""
    text = bare(shadow(instruction[:_READ]))
    return next((kind for kind, pattern in _RULES if pattern.search(text)), "edit")
