"""From the groups of a rule about a setting to Parameters."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.understanding import flags, values
from bot.understanding.parameters import Parameters
from bot.understanding.references import number

Found = re.Match[str]
Meaning = Callable[[Found], Parameters]
Rule = tuple[re.Pattern[str], Meaning]

_NAMES = (
    ("seed", r"seed|シード|しーど|種|乱数"),
    ("strength", r"strength|denois|強度|強さ|変化"),
    ("image-guidance", r"image[ -]guidance|image cfg"),
    ("guidance", r"guidance|cfg|ガイダンス"),
    ("steps", r"step|ステップ|すてっぷ"),
    ("ar", r"^ar$|aspect|アスペクト|比率"),
    ("size", r"size|サイズ"),
    ("count", r"image|picture|variation|count|枚数"),
)
_SHAPES = {"widescreen": "wide", "vertical": "portrait", "horizontal": "landscape"}
_SHAPES_JA = {**dict.fromkeys(("スクエア", "真四角", "四角"), "正方形"), "縦向き": "縦長", "横向き": "横長"}
_NEGATIVES = {
    **dict.fromkeys(("文字", "テキスト", "字", "文章"), "text"),
    **dict.fromkeys(("透かし", "ウォーターマーク"), "watermark"),
    **dict.fromkeys(("サイン", "署名"), "signature"),
    **dict.fromkeys(("枠", "フレーム"), "frame"),
    "ロゴ": "logo",
}
_BETWEEN = re.compile(r"\s*(?:,|、|\band\b|\bor\b|\bno\b|\bany\b|・|と|や|も)\s*|\s+")
_HD = {"full hd": (1920, 1080), "fhd": (1920, 1080), "1080p": (1920, 1080), "フルhd": (1920, 1080), "720p": (1280, 720)}


def flag(name: str, value: str) -> Parameters:
    """As ``--name value`` says it. Raises BadInput as :func:`flags.parse` does."""
    return flags.parse(f"--{name} {value}")[1]


def named(found: Found) -> Parameters:
    """A setting by its name, with a value."""
    name = _name(found["name"])
    value = share(name, found["value"].replace(" ", ""), found.string[found.end("value") :])
    return flag(name, value) or way(name, "new")(found)  # "seed -1" sets none: another one


def share(name: str, value: str, after: str) -> str:
    """A strength of 70 % is 0.7."""
    percent = name == "strength" and re.match(r" ?(?:%|percent)", after)
    return f"{float(value) / 100:g}" if percent else value


def towards(found: Found) -> Parameters:
    """A setting by its name, with a direction."""
    groups = found.groupdict()
    return Parameters(relative=((_name(groups["name"]), "+" if groups.get("up") else "-"),))


def way(name: str, direction: str) -> Meaning:
    return lambda _: Parameters(relative=((name, direction),))


def steps(found: Found) -> Parameters:
    return flag("steps", str(_counted(found["value"])))


def count(found: Found) -> Parameters:
    return flag("count", str(_counted(found["value"])))


def size(found: Found) -> Parameters:
    width = found["width"]
    return flag("size", f"{width}x{found.groupdict().get('height') or width}")


def known_size(found: Found) -> Parameters:
    width, height = _HD[found["known"]]
    return Parameters(width=width, height=height)


def aspect(found: Found) -> Parameters:
    return flag("ar", found["value"].replace(" ", "").replace("対", ":").replace(" to ", ":"))


def shape(found: Found) -> Parameters:
    word = found["shape"]
    return Parameters(aspect=values.SHAPES[_SHAPES_JA.get(word, _SHAPES.get(word, word))])


def lora(found: Found) -> Parameters:
    return Parameters(loras=((found["name"], weight(found.groupdict().get("weight") or "1")),))


def weight(said: str) -> float:
    """Of a LoRA: 0.6, "60", "60%" and "60 percent"."""
    value = float(re.sub(r" ?(?:%|percent)$", "", said))
    return value / 100 if value > values.LORA_WEIGHTS[1] else value


def no_lora(found: Found) -> Parameters:
    return Parameters(loras=((found["name"], 0.0),))


def model(found: Found) -> Parameters:
    return Parameters(model=found["name"].replace(" ", ""))


def sampler(found: Found) -> Parameters:
    said = found["name"].replace(" ", "_")
    return Parameters(
        sampler=re.sub(r"(?<=[a-z+])(?=karras|a$|sde|2m|3m)|(?<=m)(?=sde|karras)", "_", said).replace("__", "_")
    )


def negative(found: Found) -> Parameters:
    words = dict.fromkeys(word.strip(" \"'「」『』.。") for word in _BETWEEN.split(found["words"]))
    return Parameters(negative=tuple(_NEGATIVES.get(word, word) for word in words if word))


def listed_negative(found: Found) -> Parameters:
    """A list with commas, as it stands."""
    return unwanted(found["words"])


def unwanted(listed: str) -> Parameters:
    words = re.split(r"[,、・]| and ", listed.strip("\"'「」『』 .。"))
    return Parameters(negative=tuple(_NEGATIVES.get(word.strip(), word.strip()) for word in words if word.strip()))


def _name(said: str) -> str:
    return next((name for name, form in _NAMES if re.search(form, said)), said)


def _counted(word: str) -> int:
    return {"a": 1, "an": 1, "single": 1, "a single": 1, "a couple": 2, "a couple of": 2, "couple": 2}.get(
        word
    ) or number(word)
