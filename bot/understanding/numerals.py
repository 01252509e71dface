"""Numbers in words as digits: "thirty-two steps", "a dozen", 「十二枚」, 「八割」. Only where settings are read."""

from __future__ import annotations

import re

from bot.understanding.references import COUNTED

_TEENS = (
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: at for at, word in enumerate((*COUNTED, *_TEENS), 1)}
_VALUES |= {word: 10 * at for at, word in enumerate(_TENS, 2)} | {"dozen": 12}
_SMALL, _TENTHS = "|".join(COUNTED[:9]), "|".join(_TENS)
_BELOW = rf"(?:(?P<tens>{_TENTHS})(?:[ -](?P<unit>{_SMALL}))?|(?:a )?(?P<alone>{'|'.join((*_TEENS, 'dozen'))}))"
_ENGLISH = re.compile(
    rf"(?<![\w-])(?:(?P<hundred>{_SMALL}|a) ?hundred(?: (?:and )?(?:{_BELOW}|(?P<last>{_SMALL})))?"
    rf"|{_BELOW.replace('P<', 'P<only_')})(?![\w-])"
)
_KANJI = {mark: at for at, mark in enumerate("〇一二三四五六七八九")}
_JAPANESE = re.compile(
    r"(?<![\u3400-\u9fff])([〇一二三四五六七八九十百]{1,6})(?=枚|つ|個|回|度|番|倍|割|案|パターン|種|点|ステップ|px|ピクセル|[でに]|$)"
)
_TENTHS_JA = re.compile(r"(?<![\d.])(\d(?:\.\d)?)割")


def in_digits(text: str) -> str:
    """A shadow with numbers from eleven on in digits, and those of Japanese that count something.

    "one" to "ten" are words of the grammar: in "one more" nothing is counted.
    """
    if text.isascii():
        return _ENGLISH.sub(_english, text)
    return _TENTHS_JA.sub(lambda found: f"{round(float(found[1]) * 10)}%", _JAPANESE.sub(_japanese, text))


def _english(found: re.Match[str]) -> str:
    said = found.groupdict()
    hundreds = said.pop("hundred")
    below = sum(_VALUES[word] for word in said.values() if word)
    return str(100 * _VALUES.get(hundreds, 1) + below if hundreds else below)


def _japanese(found: re.Match[str]) -> str:
    total = digit = 0
    for mark in found[1]:
        if mark in "十百":
            total, digit = total + (digit or 1) * (10 if mark == "十" else 100), 0
        else:
            digit = 10 * digit + _KANJI[mark]
    return str(total + digit)
