"""Which picture or version a wish is about, wherever it says so: "make the 2nd one blue", "top left, but at night"."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from bot.understanding.references import KANJI, ORDINAL, leading, number

PREVIOUS = -1
"""As a version: the one before the current one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    picture: int | None = None
    """1-based among the replied turn's pictures."""
    version: int | None = None
    """1-based from the first version of the branch, or PREVIOUS."""


HERE = Target()
_ONE = r"(?:one|picture|image|pic|photo|img|version|option)"
_END = (
    r"(?=\s*[,:;.!?]|\s+(?:is|are|but|with|without|and|please|pls|looks?|make|add|remove|turn|change"
    r"|put|upscale|more|less|wider|bigger|in|at|as|give)\b|\s*$)"
)
_CORNER = r"(?P<row>top|upper|bottom|lower)[\s-]?(?P<column>left|right)(?:[\s-]hand)?"
_FIRSTLY = re.compile(
    rf"^(?:(?:on|in|for|with|from|take|use|ok(?:ay)?|i (?:like|love|prefer|want|pick|choose"
    rf"|meant))\s+)?(?:the\s+)?{_CORNER}(?:\s+{_ONE})?{_END}(?:[\s,:;.]+|but\b|and\b)*",
    re.IGNORECASE,
)
_CORNERED = re.compile(rf"\b(?:the\s+)?{_CORNER}\s+{_ONE}\b", re.IGNORECASE)
_SIDED = re.compile(rf"\b(?:the\s+)?(?P<side>left|right|last|bottom|top)(?:most)?\s+{_ONE}\b", re.IGNORECASE)
_ORDERED = re.compile(
    rf"\b(?:the\s+|my\s+)?(?P<ordinal>{ORDINAL})\s+(?:{_ONE})\b(?!\s+(?:from|of|that|which|who|to"
    rf"|on the (?:left|right))\b)|(?<!\w)(?:{_ONE}|number|no\.)\s*#?(?P<number>\d{{1,2}})(?!\d|\s*(?:%"
    rf"|x\b|steps|more|of\b|deg|°|px|percent|years?|people|times))\b|(?<!\w)#(?P<hash>\d{{1,2}})(?!\w)"
    rf"|\b(?:use|take|pick|choose|like|love|prefer|from|on|upscale"
    rf"|with)\s+(?:the\s+)?(?P<bare>{ORDINAL})(?=\s*[,.]|\s+(?:but|and make)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:\b(?:go |take me |revert |switch )?(?:back )?to\s+|\b(?:use|take|from|like|as in|with"
    rf"|on)\s+)?\b(?:the\s+)?(?:previous|prior|one before|last)(?:\s+{_ONE})?(?=\s*[,:;.]|\s+(?:but|and"
    rf"|with|without|except|only)\b)\s*(?:[,:;.]+|but\b|and\b)?\s*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    rf"(?:\b(?:go |take me |revert |switch )?(?:back )?to\s+|\b(?:use|take|from|like|as in|with"
    rf"|on)\s+)?\b(?:the\s+)?(?:very\s+)?(?:original|initial|first)(?:\s+{_ONE})?(?=\s*[,:;.]|\s+(?:but"
    rf"|and|with|without|except|only)\b)\s*(?:[,:;.]+|but\b|and\b)?\s*",
    re.IGNORECASE,
)
_N = rf"(?:\d{{1,2}}|[{KANJI}])"
_THING_JA = r"(?:の?(?:画像|絵|写真|やつ|もの|バージョン|の(?=[をにはがで])))?"
_TAIL_JA = r"(?:の方|のほう)?(?:だけ|から|[、,:：\s]+|[をはのにでもが]|$)\s*"
_CORNER_JA = re.compile(rf"(?P<corner>左上|右上|左下|右下){_THING_JA}{_TAIL_JA}")
_NTH_JA = re.compile(
    rf"(?P<n>{_N})(?:(?:枚目|枚め){_THING_JA}{_TAIL_JA}|(?:番目|つ目|個目|番)(?:の?(?:画像|絵|写真|やつ"
    rf"|もの){_TAIL_JA}|(?:だけ|から|[、,:：をは]\s*)))"
)
_FIRST_JA = re.compile(
    r"(?:一番|いちばん)?(?:最初|はじめ|初め|元)の(?:画像|絵|写真|やつ|もの|バージョン|の"
    r"|状態)?(?:に戻(?:して|って)|から|をベースに|で|を|に|、|,|の方を)+\s*"
)
_BEFORE_JA = re.compile(
    r"(?:ひとつ前|[一1]つ前|前|さっき|直前)の(?:画像|絵|写真|やつ|もの|バージョン|の"
    r"|状態)?(?:に戻(?:して|って)|から|をベースに|を|に|で|、|,|の方を)+\s*"
)
_LAST_JA = re.compile(rf"(?:最後|一番最後)の(?:画像|絵|写真|やつ|もの)?{_TAIL_JA}")
_CORNERS = {("top", "left"): 1, ("top", "right"): 2, ("bottom", "left"): 3, ("bottom", "right"): 4}
_CORNERS_JA = {"左上": 1, "右上": 2, "左下": 3, "右下": 4}
_MEANT_JA = re.compile(r"(?:の|を|は|に|で|、|,|だけ|から|だと|が)\s*$")


def find(text: str, pictures: int, versions: int) -> tuple[Target, str]:
    """What ``text`` is about, and the wish without the words that said so.

    ``pictures``: of the turn that is answered; ``versions``: from the first one to that turn.
    """
    at, wish = leading(text)
    if at is not None:
        return _nth(at, pictures, versions), re.sub(r"^(?:but|and)\s+", "", wish)
    if pictures > 1 and (in_grid := _of_grid(text, pictures)):
        return in_grid
    if found := _ORDERED.search(text):
        word = next(word for word in found.groups() if word)
        rest = _without(text, found)
        return (_nth(number(unicodedata.normalize("NFKC", word)), pictures, versions), rest) if rest else (HERE, text)
    if pictures > 1 and (found := _NTH_JA.search(text)):
        return Target(number(unicodedata.normalize("NFKC", found["n"]))), _cut(text, found)
    for pattern, version in ((_BEFORE, PREVIOUS), (_ORIGINAL, 1), (_BEFORE_JA, PREVIOUS), (_FIRST_JA, 1)):
        if versions > 1 and (found := pattern.match(text)) and (rest := text[found.end() :].strip()):
            return (Target(picture=1) if pictures > 1 and version == 1 else Target(version=version)), rest
    return HERE, text


def _nth(number: int, pictures: int, versions: int) -> Target:
    """With one picture only, "the 2nd one" is a version where there are so many."""
    return Target(version=number) if pictures == 1 and 1 < number <= versions else Target(picture=number)


def _of_grid(text: str, pictures: int) -> tuple[Target, str] | None:
    for pattern in (_FIRSTLY, _CORNERED):
        if found := pattern.search(text):
            row = {"upper": "top", "lower": "bottom"}.get(found["row"].lower(), found["row"].lower())
            rest = text[found.end() :] if pattern is _FIRSTLY else _without(text, found)
            return Target(_CORNERS[row, found["column"].lower()]), rest.strip() or text
    if (found := _CORNER_JA.search(text)) and found.start() == 0:
        return Target(_CORNERS_JA[found["corner"]]), _cut(text, found)
    if found := _SIDED.search(text):
        at = {"left": 1, "top": 1, "right": min(2, pictures), "last": pictures, "bottom": pictures}
        return Target(at[found["side"].lower()]), _without(text, found)
    if found := _LAST_JA.match(text):
        return Target(pictures), _cut(text, found)
    return None


def _without(text: str, found: re.Match[str]) -> str:
    """The reference taken out; "make the 2nd one blue" is "make it blue"."""
    before, after = text[: found.start()], text[found.end() :]
    if re.fullmatch(r"[\s,:;.]*(?:but\b|and\b)?\s*", after) or not before.strip():
        after = re.sub(r"^[\s,:;.]*(?:but\b|and\b)?\s*", "", after)
    if chosen := re.search(
        r"(?:\bi\s+)?\b(?:like|love|prefer|pick|choose|take|use|want)\s*$|^\s*(?:in|on|for|with|from)\s*$",
        before,
        re.IGNORECASE,
    ):
        before = before[: chosen.start()]
        after = re.sub(r"^[\s,:;.]*(?:but\b|and\b)?\s*", "", after)
        return f"{before.rstrip(' ,')} {after}".strip()
    if not before.strip():
        return after.strip()
    return f"{before.rstrip()} it {after.strip()}".strip()


def _cut(text: str, found: re.Match[str]) -> str:
    return (text[: found.start()] + text[found.end() :]).strip(" 、,") or text
