"""Parameters said in words as a whole message: LoRA, model, negative words, shape, "more steps", 「もう少し弱く」."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.understanding import values
from bot.understanding.intent import Adjust, Intent, Vary
from bot.understanding.parameters import Parameters

Found = re.Match[str]

_SET = (
    r"(?:(?:please|now|same but|but|use|with|try|set|make it|in|to|do it|switch to|change to|go|apply"
    r"|give me|the same) ){0,3}"
)
_NUMBER = r"(?P<weight>[01]?\.\d{1,3}|[0-2](?:\.\d{1,3})?|\d{1,3}(?: ?%)?)"
_NAME = r"(?P<name>[\w.-]{1,60})"
_JA_SET = r"[にでを]?(?:して|する|変えて|変更して|変更|設定して|使って|適用して|かけて|追加して|描いて)?"
_UNWANTED = (
    r"(?P<words>(?:(?:text|words?|letters?|lettering|watermarks?|signatures?|logos?|captions?|borders?"
    r"|frames?|writing)(?:,? (?:or |and |no )?)?){1,4})"
)
_UNWANTED_JA = r"(?P<words>文字|テキスト|透かし|ウォーターマーク|サイン|署名|ロゴ|枠|フレーム|字)"
_MORE = (
    r"(?:(?:a (?:bit|little|lot|few) |even |some |much |slightly |way )?(?:more|higher"
    r"|increase(?: the)?|raise(?: the)?|up(?: the)?|bump(?: up)?(?: the)?))"
)
_LESS = (
    r"(?:(?:a (?:bit|little|lot|few) |even |much |slightly |way )?(?:less|fewer|lower"
    r"|decrease(?: the)?|reduce(?: the)?))"
)
_PARAMETER = (
    r"(?P<parameter>steps|step count|guidance|guidance scale|cfg|cfg scale|strength|denoise|pictures"
    r"|images|variations of it)"
)
_MUCH_JA = r"(?:もっと|もう少し|もうちょっと|もうちょい|ちょっと|少し|すこし|さらに)?"
_PARAMETER_JA = r"(?P<parameter>ステップ数?|ガイダンス|cfg|強度|強さ|枚数)"
_NAMES = {
    **dict.fromkeys(("steps", "step count", "ステップ", "ステップ数"), "steps"),
    **dict.fromkeys(("guidance", "guidance scale", "cfg", "cfg scale", "ガイダンス"), "guidance"),
    **dict.fromkeys(("strength", "denoise", "強度", "強さ"), "strength"),
    **dict.fromkeys(("pictures", "images", "枚数"), "count"),
}
_NEGATIVES = {
    "文字": "text",
    "テキスト": "text",
    "字": "text",
    "透かし": "watermark",
    "ウォーターマーク": "watermark",
    "サイン": "signature",
    "署名": "signature",
    "ロゴ": "logo",
    "枠": "frame",
    "フレーム": "frame",
}


def _lora(found: Found) -> Intent:
    weight = (found.groupdict().get("weight") or "1").replace(" ", "")
    value = float(weight.removesuffix("%"))
    value = value / 100 if value > values.LORA_WEIGHTS[1] else value
    return Adjust(parameters=Parameters(loras=((found["name"], value),)))


def _vary(_: Found) -> Intent:
    return Vary()


def _model(found: Found) -> Intent:
    return Adjust(parameters=Parameters(model=found["name"]))


def _sampler(found: Found) -> Intent:
    return Adjust(parameters=Parameters(sampler=found["name"].replace(" ", "_")))


def _negative(found: Found) -> Intent:
    words = re.findall(r"[a-z]+|[^\W\d_a-z]+", found["words"])
    unwanted = dict.fromkeys(_NEGATIVES.get(word, word) for word in words if word not in ("or", "and", "no"))
    return Adjust(parameters=Parameters(negative=tuple(unwanted)))


def _shape(found: Found) -> Intent:
    word = next(word for word in found.groups() if word)
    return Adjust(parameters=Parameters(aspect=values.SHAPES[_SHAPES.get(word, word)]))


def _towards(name: str, way: str) -> Callable[[Found], Intent]:
    return lambda _: Adjust(parameters=Parameters(relative=((name, way),)))


def _more(found: Found) -> Intent:
    return Adjust(parameters=Parameters(relative=((_NAMES.get(found["parameter"], "count"), "+"),)))


def _less(found: Found) -> Intent:
    return Adjust(parameters=Parameters(relative=((_NAMES.get(found["parameter"], "count"), "-"),)))


_SHAPES = {
    "widescreen": "wide",
    "vertical": "portrait",
    "horizontal": "landscape",
    "スクエア": "square",
    "真四角": "square",
    "四角": "square",
}
_A_BIT = (
    r"(?:(?:a (?:bit|little|lot|tad|touch)|bit|much|even|slightly|way|somewhat|make it|go|make it a (?:bit|little)) )*"
)
_ASKS = (
    r"(?:(?:can|could|may) (?:i|we|you) (?:see|get|have|show(?: me)?|try|give me|do|make) |show me "
    r"|give me |i want |i'?d like |let me see |try |do |make |got )?"
)
_GRAMMAR: tuple[tuple[Callable[[Found], Intent], tuple[str, ...]], ...] = (
    (
        _vary,
        (
            rf"{_ASKS}(?:a few |some |any |a couple (?:of )?|a couple more )?(?:more |other |different "
            rf"|alternative |alternate |additional |new ){{1,2}}(?:options|versions|alternatives|takes|ideas"
            rf"|ones|variations|variants|attempts)(?: (?:of|like|for|on) (?:this|that|it|those"
            rf"|these)(?: one)?)?",
            rf"{_ASKS}(?:some |a few |any )?(?:alternatives|variations|variants|other options)(?: (?:of|for"
            rf"|on) (?:this|that|it)(?: one)?)?|(?:give me |show me |i want )?more of (?:that|this|those"
            rf"|these)(?: one| please)?",
            r"(?:もっと)?(?:他|ほか|別|違う)の?(?:パターン|バージョン|案|候補|アイデア|ver|感じの)も?(?:を"
            r"|が)?(?:もっと|いくつか|何枚か|何個か)?(?:見せて|出して|見たい|作って|描いて|ある|ください"
            r"|ちょうだい)?",
        ),
    ),
    (
        _lora,
        (
            rf"{_SET}(?:(?:the|a) )?lora ?:? {_NAME}(?:(?: at| with| to| weight| with weight| strength"
            rf"| @)* ?:? ?{_NUMBER})?",
            rf"{_SET}(?:(?:the|a|my) )?{_NAME} lora(?:(?: at| with| to| weight| strength| @| on"
            rf"| set to)* ?:? ?{_NUMBER})?",
            rf"(?P<name>[\w.-]{{1,40}}?)の?lora(?:を|は|で)?(?:強さ|重み|ウェイト)?{_NUMBER}(?:くらい"
            rf"|ぐらい)?{_JA_SET}",
            r"(?P<name>[\w.-]{1,40}?)の?lora(?:を|で)?(?:使って|適用して|かけて|オンにして|追加して)",
        ),
    ),
    (
        _model,
        (
            rf"{_SET}(?:the )?model ?:? ?(?!better|sheet|train|car|kit){_NAME}",
            rf"(?:use|try|with|switch to|change to) (?:the )?{_NAME} (?:model|checkpoint)",
            rf"モデル[をは]?(?P<name>[a-z0-9._-]{{1,60}}){_JA_SET}",
            r"(?P<name>[a-z0-9._-]{1,60})(?:の)?モデル(?:で|を使って|にして|に変えて)",
        ),
    ),
    (
        _sampler,
        (
            rf"{_SET}(?P<name>euler(?: a| ancestral)?|ddim|ddpm|dpm\+\+(?: 2m| sde| 2m sde)?|unipc|lcm|heun"
            rf"|deis)(?: sampler)?",
            rf"(?P<name>euler(?:_a)?|ddim|ddpm|unipc|lcm|heun|deis){_JA_SET}",
        ),
    ),
    (
        _negative,
        (
            rf"(?:and |but |with )?(?:no|without(?: any)?|avoid) {_UNWANTED}",
            rf"negative(?: prompt)? ?:? ?{_UNWANTED}",
            rf"{_UNWANTED_JA}(?:は|を)?(?:なし|無し|ナシ|抜き|いらない|要らない|不要|入れないで|なくして|無しで"
            rf"|なしで|抜きで|なしにして)(?:で|に|にして|して)?",
        ),
    ),
    (
        _shape,
        (
            r"(?:(?:make|turn|set|change|do|put) )?(?:it |this |that |the (?:picture|image|photo|format|aspect"
            r"|aspect ratio) )?(?:(?:in )?to |in(?:to)? |be |as )?(?:an? )?(landscape|portrait|square"
            r"|widescreen|vertical|horizontal)(?: (?:format|mode|orientation|aspect|aspect ratio|shape|image"
            r"|picture|ratio|crop|version))?(?: instead)?",
            r"(?:画像を|絵を|サイズを|比率を)?(横長|縦長|正方形|スクエア|真四角)(?:サイズ|の?画像|の?比率"
            r"|の絵)?[にでの]?(?:して|する|変えて|変更して|描いて|出して|お願い)?",
        ),
    ),
    (
        _towards("aspect", "wider"),
        (
            rf"{_A_BIT}wider(?: (?:picture|image|aspect|aspect ratio|format|canvas|please))?",
            rf"{_MUCH_JA}(?:横に広く|横幅を?広く|ワイドに|幅を?広く|横に広げて|横を広げて)(?:して)?",
        ),
    ),
    (
        _towards("aspect", "taller"),
        (
            rf"{_A_BIT}(?:taller|narrower) (?:picture|image|aspect|aspect ratio|format|canvas)|narrower",
            rf"{_MUCH_JA}(?:縦に長く|縦を?伸ばして|縦に伸ばして)(?:して)?",
        ),
    ),
    (
        _more,
        (
            rf"{_MORE} {_PARAMETER}",
            rf"{_PARAMETER} up",
            rf"{_PARAMETER_JA}を?{_MUCH_JA}(?:上げて|あげて|増やして|高く|多く|強く)(?:して)?",
            rf"{_MUCH_JA}{_PARAMETER_JA}を?(?:上げて|あげて|増やして)",
        ),
    ),
    (
        _less,
        (
            rf"{_LESS} {_PARAMETER}",
            rf"{_PARAMETER} down",
            rf"{_PARAMETER_JA}を?{_MUCH_JA}(?:下げて|さげて|減らして|低く|少なく|弱く)(?:して)?",
            rf"{_MUCH_JA}{_PARAMETER_JA}を?(?:下げて|さげて|減らして)",
        ),
    ),
    (
        _towards("strength", "+"),
        (
            rf"{_A_BIT}stronger(?: (?:change|effect|edit))?|change it more|more of a change",
            rf"{_MUCH_JA}強(?:く|め)(?:に|で)?(?:して|変えて)?|もっと大胆に(?:変えて)?",
        ),
    ),
    (
        _towards("strength", "-"),
        (
            rf"{_A_BIT}(?:weaker|subtler|more subtle)(?: (?:change|effect|edit))?|less (?:strong|of a change)"
            rf"|change it less|closer to the (?:original|first one)",
            rf"{_MUCH_JA}弱(?:く|め)(?:に|で)?(?:して|変えて)?|控えめに(?:して)?",
        ),
    ),
    (
        _towards("steps", "+"),
        (
            r"(?:in |with )?(?:higher|better|best|more|high) quality|slower but better|(?:max|maximum) quality",
            r"(?:もっと)?(?:品質|質|クオリティ)を?(?:上げて|あげて|高く)(?:して)?",
        ),
    ),
    (
        _towards("steps", "-"),
        (
            r"(?:make it |do it )?(?:faster|quicker)|(?:draw|generate|do) (?:it |this )?(?:faster|quicker)"
            r"|(?:quick|fast) (?:draft|preview|mode)|lower quality",
            r"(?:もっと)?(?:速く|早く|はやく)(?:して|描いて)?|下書きで|ラフで",
        ),
    ),
)
RULES = tuple((re.compile(pattern), meaning) for meaning, patterns in _GRAMMAR for pattern in patterns)
