"""Wishes about a picture's pixels alone: turned, mirrored, cropped, scaled, or a level moved by a number."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from bot.understanding import values
from bot.understanding.normalise import bare, shadow


@dataclasses.dataclass(frozen=True, slots=True)
class Rotate:
    degrees: int
    """Clockwise, 1 … 359."""


@dataclasses.dataclass(frozen=True, slots=True)
class Flip:
    upright: bool = True
    """Left and right change places; False: top and bottom."""


@dataclasses.dataclass(frozen=True, slots=True)
class Crop:
    aspect: tuple[int, int]
    """From the middle, as large as it goes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    width: int
    height: int


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    what: str
    """brightness, contrast or saturation."""
    factor: float
    """0 … 4; 1 changes nothing."""


Pixels = Rotate | Flip | Crop | Scale | Level
Found = re.Match[str]

MOST = 4.0
_IT = r"(?:it|this|that|the (?:picture|image|photo|pic|whole thing)|picture|image|photo)"
_A = r"(?:,? ?(?:by )?(?:about )?)"
_WHAT = r"(?:(?:the |its )?(?P<what>brightness|contrast|saturation|exposure))"
_BY = r"(?P<by>\d{1,3})(?: ?(?:%|percent|パーセント))?"
_JA = r"(?P<what>明るさ|明度|輝度|コントラスト|彩度|鮮やかさ)"
_DO = r"(?:して|する|しよう|お願い)?"
_SIZE = r"(?P<width>\d{1,5}) ?(?:px)? ?(?:x|×|by|\*) ?(?P<height>\d{1,5})(?: ?(?:px|pixels?|ピクセル))?"
_NAMED = {
    "exposure": "brightness",
    "明るさ": "brightness",
    "明度": "brightness",
    "輝度": "brightness",
    "コントラスト": "contrast",
    "彩度": "saturation",
    "鮮やかさ": "saturation",
    "brighter": "brightness",
    "saturated": "saturation",
}


def _rotate(found: Found) -> Rotate | None:
    groups = found.groupdict()
    degrees = int(groups.get("degrees") or 90)
    left = any(way in (groups.get("way") or "") for way in ("left", "counter", "anti", "ccw", "左", "反時計"))
    degrees = -degrees if left else degrees
    return Rotate(degrees % 360) if degrees % 360 else None


def _half_turn(_: Found) -> Rotate:
    return Rotate(180)


def _mirror(_: Found) -> Flip:
    return Flip()


def _upset(_: Found) -> Flip:
    return Flip(upright=False)


def _crop(found: Found) -> Crop | None:
    try:
        aspect = values.shape(found["shape"].replace(" ", ""))
    except ValueError:
        return None
    return Crop(aspect) if aspect else None


def _scale(found: Found) -> Scale | None:
    try:
        return Scale(values.side(found["width"]), values.side(found["height"]))
    except ValueError:
        return None


def _up(found: Found) -> Level | None:
    return _level(found, 1 + int(found["by"]) / 100)


def _down(found: Found) -> Level | None:
    return _level(found, 1 - int(found["by"]) / 100)


def _to(found: Found) -> Level | None:
    return _level(found, int(found["by"]) / 100)


def _half(found: Found) -> Level | None:
    return _level(found, 0.5)


def _double(found: Found) -> Level | None:
    return _level(found, 2.0)


def _level(found: Found, factor: float) -> Level | None:
    return Level(_NAMED.get(found["what"], found["what"]), round(factor, 3)) if 0 <= factor <= MOST else None


_WAY = (
    r"(?P<way>clockwise|cw|right|to the right|counter-?clockwise|counter clockwise|anti-?clockwise|ccw"
    r"|left|to the left)"
)
_GRAMMAR: tuple[tuple[Callable[[Found], Pixels | None], tuple[str, ...]], ...] = (
    (
        _rotate,
        (
            rf"(?:rotate|turn)(?: {_IT})?(?: by)? (?P<degrees>\d{{1,3}}) ?(?:°|deg|degrees?)?(?:,? {_WAY})?",
            rf"(?:rotate|turn)(?: {_IT})? {_WAY}(?: by)? (?P<degrees>\d{{1,3}}) ?(?:°|deg|degrees?)?",
            rf"rotate(?: {_IT})?(?: {_WAY})?",
            rf"(?:画像を|絵を|写真を|これを)?(?P<way>右|左|時計回り"
            rf"|反時計回り)?[にへ]?(?P<degrees>\d{{1,3}})(?:度|°)[,、]?(?:だけ)?(?:回転|回して|傾けて){_DO}",
            rf"(?:画像を|絵を|写真を|これを)?(?P<way>右|左|時計回り|反時計回り)?[にへ]?(?:回転){_DO}",
        ),
    ),
    (_half_turn, (rf"(?:turn|flip)(?: {_IT})? upside[ -]down|upside down", rf"(?:上下)?逆さま?に{_DO}")),
    (
        _upset,
        (
            rf"(?:flip|mirror)(?: {_IT})? (?:vertically|top to bottom|upright)|vertical flip",
            rf"(?:画像を|絵を)?(?:上下|縦|垂直)[をに]?(?:反転|ひっくり返して|逆に){_DO}",
        ),
    ),
    (
        _mirror,
        (
            rf"(?:mirror|flip)(?: {_IT})?(?: horizontally| left to right| around| sideways| the other way)?",
            r"(?:horizontal(?:ly)? flip|flipped|mirrored|mirror image)",
            rf"(?:画像を|絵を)?(?:左右|横|水平)?[をに]?(?:反転|ミラー|鏡写し|鏡像)(?:に)?{_DO}|左右を?逆に?{_DO}",
        ),
    ),
    (
        _crop,
        (
            rf"(?:crop|cut|trim)(?: {_IT})?(?: (?:in)?to)?(?: an?| be)? (?P<shape>square|landscape|portrait"
            rf"|\d{{1,4}} ?: ?\d{{1,4}})(?: format| shape| aspect ratio)?",
            rf"(?P<shape>正方形|横長|縦長|\d{{1,4}}:\d{{1,4}})[にで](?:トリミング|切り抜き|切り抜いて"
            rf"|切り取って|クロップ){_DO}",
        ),
    ),
    (
        _scale,
        (
            rf"(?:(?:resize|scale|shrink|resample)(?: {_IT})?(?: down| up)?(?: to)?|(?:make {_IT} )?exactly) {_SIZE}",
            rf"(?:ちょうど)?{_SIZE}に(?:リサイズ|縮小|拡大縮小|スケール){_DO}",
        ),
    ),
    (
        _up,
        (
            rf"(?:increase|raise|boost|bump up|bump|up) {_WHAT}{_A}{_BY}|{_WHAT} ?\+ ?{_BY}|{_WHAT} up(?: by)? {_BY}",
            rf"(?:make {_IT} )?{_BY} (?:more )?(?P<what>brighter|saturated|contrast)",
            rf"{_JA}を?(?:プラス|\+)?{_BY}(?:だけ)?(?:上げて|あげて|アップ|増やして|高く){_DO}"
            rf"|{_JA}を?\+{_BY}(?:に)?{_DO}",
        ),
    ),
    (
        _down,
        (
            rf"(?:decrease|reduce|lower|drop) {_WHAT}{_A}{_BY}|{_WHAT} ?- ?{_BY}|{_WHAT} down(?: by)? {_BY}",
            rf"(?:make {_IT} )?{_BY} less (?P<what>saturated|contrast)",
            rf"{_JA}を?(?:マイナス|-)?{_BY}(?:だけ)?(?:下げて|さげて|ダウン|減らして|低く|落として){_DO}",
        ),
    ),
    (
        _to,
        (
            rf"(?:set|change|make|put) {_WHAT} (?:to|at|be) {_BY}|{_WHAT}(?: to| at| =|:)? ?{_BY}",
            rf"{_JA}を?{_BY}[にで]{_DO}",
        ),
    ),
    (_half, (rf"(?:half|halve) {_WHAT}", rf"{_JA}を?半分に{_DO}")),
    (_double, (rf"double {_WHAT}", rf"{_JA}を?(?:2|二)?倍に{_DO}")),
)


def _split(pattern: str) -> list[str]:
    """The alternatives at the top of ``pattern``."""
    parts, depth, start = [], 0, 0
    for at, mark in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(mark, 0) if pattern[at - 1 : at] != "\\" else 0
        if mark == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
    return [*parts, pattern[start:]]


_RULES = tuple(
    (re.compile(part), meaning) for meaning, patterns in _GRAMMAR for whole in patterns for part in _split(whole)
)


def read(clause: str) -> Pixels | None:
    """What ``clause`` asks of the pixels; None where it asks for anything else."""
    if len(clause) > 120:
        return None
    text = bare(shadow(clause))
    text = text if text.isascii() else text.replace(" ", "")
    for pattern, meaning in _RULES:
        if (found := pattern.fullmatch(text)) and (wish := meaning(found)):
            return wish
    return None
