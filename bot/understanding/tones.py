"""Which way the look of a whole picture shall go: brightness, contrast, saturation, warmth, sharpness, blur, zoom."""

from __future__ import annotations

import re

_UP, _DOWN = "+", "-"
_MORE = (
    r"(?:more|increase|raise|up|boost|bump(?: up)?|add|higher|pump(?: up)?|crank(?: up)?|enhance"
    r"|improve|stronger|extra|needs)"
)
_LESS = r"(?:less|decrease|reduce|lower|drop|tone down|turn down|bring down|cut|weaker|too much|dial (?:down|back))"
_ALL = r"(?:\s(?:a|the|its|of|bit|tiny|little|touch|some|more|overall|picture'?s?|image'?s?|photo'?s?)){0,4}\s"
_RULES = (
    (
        "brightness",
        _UP,
        r"bright(?:er|en|ness up)?\b|light(?:er|en)\b(?! (?:blue|green|red|hair|skin|brown|purple))"
        r"|too dark|not bright enough",
    ),
    ("brightness", _UP, r"(?<!す)(?:明る(?:く|め)|明るい感じ)|暗すぎ|暗い(?:な|かな|かも|です|けど|$)"),
    (
        "brightness",
        _DOWN,
        r"dark(?:er|en)\b|dim(?:mer)?\b|too bright|too light|tone down the bright\w+|暗(?:く|め)|明るすぎ"
        r"|まぶし",
    ),
    (
        "contrast",
        _UP,
        rf"{_MORE}{_ALL}contrast|contrast (?:up|higher)|contrasty|change contrast|not enough contrast"
        rf"|コントラスト(?:を|は)?(?:もっと|もう少し)?(?:上げ|あげ|強|高)|メリハリ",
    ),
    (
        "contrast",
        _DOWN,
        rf"{_LESS}{_ALL}contrast|contrast down|too contrasty|コントラスト(?:を|は)?(?:もっと"
        rf"|もう少し)?(?:下げ|さげ|弱|低)",
    ),
    (
        "saturation",
        _UP,
        rf"(?:{_MORE}{_ALL})?(?:saturation)\b(?! (?:down|lower))|(?<!de)(?<!over)(?<!over )saturate"
        rf"|more colou?rful|more vivid|vivid|vibran|bolder colou?rs|colou?rs pop|too dull|too pale"
        rf"|washed out|彩度(?:を|は)?(?:もっと|もう少し)?(?:上げ|あげ|高)|鮮やか|あざやか|ビビッド|カラフル",
    ),
    (
        "saturation",
        _DOWN,
        rf"{_LESS}{_ALL}(?:saturation|colou?r)|desaturat|muted|(?:over|too )saturated|too colou?rful"
        rf"|less vivid|less vibrant|彩度(?:を|は)?(?:もっと|もう少し)?(?:下げ|さげ|低|落)|くすんだ|派手すぎ"
        rf"|淡",
    ),
    ("warmth", _UP, r"warm(?:er|th)?\b|too (?:cold|blue|cool)\b|暖か|温か|あたたか|暖色"),
    (
        "warmth",
        _DOWN,
        r"cool(?:er)(?: (?:tone|colou?r|light|temperature)s?)?|cool (?:tone|colou?r|light)s?|colder"
        r"|too (?:warm|yellow)|寒色|冷た|クールな色",
    ),
    (
        "sharpness",
        _UP,
        r"sharp(?:er|en|ness)?\b|crisp(?:er)?|too (?:blurry|soft)|unblur|de-?blur|シャープ|くっきり"
        r"|はっきり|ぼやけ(?:て|すぎ)",
    ),
    ("sharpness", _DOWN, r"soft(?:er|en)\b(?! \w*(?:light|shadow))|ソフト|ふんわり|柔らか"),
    ("blur", _UP, r"(?<!un)(?<!de)(?<!motion )\bblur\b|bokeh|depth of field|ぼかし|ぼかす|ぼけさせ"),
    ("zoom", "in", r"zoom(?:ed)?[ -]in|closer|close[ -]?up|ズームイン|寄って|アップにして|アップで|拡大"),
    (
        "zoom",
        "out",
        r"zoom(?:ed)?[ -]out|(?:further|farther) (?:away|back|out)|wider shot|ズームアウト|引きで|引いて"
        r"|遠く",
    ),
)
_COMPILED = tuple(
    (name, way, re.compile(rf"\b(?:{p})" if p[0].isascii() and p[0].isalpha() else p)) for name, way, p in _RULES
)
_TURNED = re.compile(r"\b(?:not (?:so|as|too)|less|isn'?t|don'?t (?:make|want) it (?:so |too )?|a bit less) (?=\w)")


def directions(text: str) -> dict[str, str]:
    """From a shadow: {"brightness": "+", "zoom": "in", …}; "less bright" is "-"."""
    found: dict[str, str] = {}
    for name, way, pattern in _COMPILED:
        if name not in found and (match := pattern.search(text)):
            turned = way in (_UP, _DOWN) and any(each.end() == match.start() for each in _TURNED.finditer(text))
            found[name] = {_UP: _DOWN, _DOWN: _UP}[way] if turned else way
    return found
