"""Which of several pictures a message means: "the 2nd one, …", "#2 …", 「2枚目を…」."""

from __future__ import annotations

import re
import unicodedata

_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
KANJI = "一二三四五六七八九十"
_KANA = ("ひとつ", "ふたつ", "みっつ", "よっつ", "いつつ")
_VALUES = {word: at for words in (_ENGLISH, COUNTED, KANJI, _KANA) for at, word in enumerate(words, 1)}
_VALUES |= {"twice": 2, "thrice": 3, "a couple of": 2, "左上": 1, "右上": 2, "左下": 3, "右下": 4}
_CORNERS = {("top", "left"): 1, ("top", "right"): 2, ("bottom", "left"): 3, ("bottom", "right"): 4}
"""Row by row in a sheet of four."""

ORDINAL = rf"(?:{'|'.join(_ENGLISH)}|\d{{1,2}} ?(?:st|nd|rd|th))"
THING = r"(?:one|picture|image|pic|photo)"
_BY_ORDER = rf"(?:the )?(?P<ordinal>{ORDINAL})(?: {THING})?"
_CORNER = rf"(?:the )?(?P<corner>(?:top|upper|bottom|lower)[ -](?:left|right))(?: {THING})?"
PICTURE = rf"(?:{_BY_ORDER}|{_CORNER}|(?:(?:{THING}|number|no\.) ?)?#?(?P<digits>\d{{1,2}}))"
"""English, in a shadow: the 2nd one, second, top left, picture 2, #2, 2."""
TIMES = rf"(?P<times>\d{{1,3}}|twice|thrice|a couple of|{'|'.join(COUNTED)})"
TIMES_JA = rf"(?P<times>(?:\d{{1,3}}|[{KANJI}])(?:つ|個|回|度|手|ステップ|枚)|{'|'.join(_KANA)})"
_PICTURE_JA = rf"(?:(?P<digits>\d{{1,2}}|[{KANJI}])(?:枚目|枚め|番目|つ目|個目|番)|(?P<corner>左上|右上|左下|右下))"
PICTURE_JA = rf"(?:{_PICTURE_JA}(?:の(?:画像|絵|写真|やつ|もの))?)"

_LEADING = re.compile(
    rf"(?:(?:on|in|for|with|from|take|use)\s+)?(?:the\s+)?(?P<ordinal>{ORDINAL})\s+"
    r"(?:one(?!\s+(?:on|from|of|that|which|who|and|or)\b)(?=[\s,:;.、])"
    r"|(?:picture|image|pic|photo)(?=\s*[,:;.、]|\s+(?:but|with|without|make|add|remove|turn|change|put)\b))"
    r"\s*(?:[,:;.、]+|[-–—]+(?=\s)|but\b)?\s*"
    rf"|(?:{THING}|number|no\.?)\s*#?(?P<number>\d{{1,2}})\s*(?:[,:;、]+|but\b)\s*"
    r"|[#＃](?P<hash>\d{1,2})(?![a-z0-9_])\s*(?:[,:;.、]+|but\b|[をはのにでもが](?!方|ほう))?\s*"
    rf"|(?P<sheet>\d{{1,2}}|[{KANJI}])枚[目め](?:の(?:画像|絵|写真|やつ))?"
    r"(?:だけ|から|[、,:：\s]+|[をはのにでもが](?!方|ほう))?\s*"
    rf"|(?P<place>\d{{1,2}}|[{KANJI}])(?:番目?|つ目)(?:の(?:画像|絵|写真|やつ)[をはのにでもが]?|[、,:：]+|[をは])\s*",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"(?:is|are|was|were|looks?|seems?|has|had|needs?)\b|みたい|っぽ|のよう|と同じ", re.IGNORECASE)


def number(word: str) -> int:
    """2, "2", "２", "2nd", "second", "two", 二, "2つ", ふたつ → 2."""
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits[0])
    if corner := re.fullmatch("(top|upper|bottom|lower)[ -](left|right)", word):
        return _CORNERS[{"upper": "top", "lower": "bottom"}.get(corner[1], corner[1]), corner[2]]
    return _VALUES[word.lower()] if word.lower() in _VALUES else _VALUES[word[0]]


def picture(match: re.Match[str]) -> int | None:
    """What PICTURE or PICTURE_JA found in ``match``, if anything."""
    names = ("ordinal", "digits", "corner")
    word = next((word for name, word in match.groupdict().items() if word and name in names), None)
    return number(word) if word else None


def leading(text: str) -> tuple[int | None, str]:
    """The picture that ``text`` opens with, and the words after it; None and all of ``text`` without one."""
    found = _LEADING.match(text)
    if found is None or found.end() == len(text):
        return None, text
    return number(unicodedata.normalize("NFKC", found[found.lastgroup or 0])), text[found.end() :]


def is_statement(words: str) -> bool:
    """Whether ``words`` go on about the picture ("is too dark", 「みたいな感じで」), which they cannot do without."""
    return _STATEMENT.match(words) is not None
