"""What a picture has one of: its time, its weather, a posture. What a wish says puts aside what the prompt had instead.

``opposites.txt`` has a slot a line and between bars the words of each alternative, in both languages.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from bot.understanding import mentions
from bot.understanding.hearing import hold
from bot.understanding.normalise import is_japanese

Slot = tuple[tuple[str, ...], ...]

_OF_A_THING = frozenset(
    (
        "length",
        "thickness",
        "weight",
        "open",
        "age",
        "wear",
        "pattern",
        "material",
        "detail",
        "light",
        "lit",
        "tidiness",
    )
)
"""Slots that each thing has for itself: what is said of one thing leaves the others as they are."""
_ASIDE = {
    "add": _OF_A_THING,
    **dict.fromkeys(("tone", "detail", "layout", "text"), frozenset(("posture", "sleep", "material", "pattern"))),
}
"""Slots that a wish of a kind says nothing about: what is added is a thing of its own."""
_DENIED = (
    r"(?:not|no|less|too|isn'?t|aren'?t|never|without|instead of|rather than|don'?t want|stop|why so"
    r"|no more)\s+(?:so\s+|the\s+|an?\s+)?"
)
_DENIED_JA = (
    r"(?:では?な|じゃな|でもな|すぎ|過ぎ|をやめ|はやめ|やめ|より|は嫌|が嫌|嫌|なし|っぽさ|は?いらな|要らな"
    r"|いらん|だと困|は変|のは変|から|なの[はに]?"
    r"|なん[？?で])"
)
_YEARS = re.compile(
    r"\b(?:make|turn|have) (?:him|her|them|it)\s+(?:be |look |like |about |around |at least ){0,3}(\d\d)(?![\d%x:.])"
    r"|\b(\d\d)(?:s\b|[- ]?ish\b|[- ]?years?[- ]?old|[- ]?yo\b)|(?<!\d)(\d\d)(?:代|歳)",
    re.IGNORECASE,
)
_BEFORE = (
    r"(?:(?:at|in|during|under|on|with)\s+)?(?:(?:the|an?)\s+)?(?:(?:soft|warm|bright|clear|early|late"
    r"|gentle|light)\s+)?"
)
_AFTER = (
    r"(?=\s*(?:,|$|\b(?:with|and|in|on|at|next|near|by|under|behind|beside|against|over|through|across|around|along"
    r"|while|from|to|onto)\b))"
)
_RAN = {"雨": "(?:[のが]?降[るり](?:の|続く)?)?", "雪": "(?:[のが]?(?:降る|積もる|積もった))?"}


@cache
def _slots() -> tuple[tuple[str, Slot], ...]:
    text = (resources.files("bot.understanding") / "opposites.txt").read_text(encoding="utf-8")
    return tuple(
        (name, tuple(tuple(word.replace("_", " ").lower() for word in each.split()) for each in rest.split("|")))
        for line in text.splitlines()
        if not line.startswith("#")
        for name, _, rest in [line.partition(":")]
    )


def settle(prompt: str, clause: str, kind: str = "") -> str:
    """``prompt`` without what cannot be so together with ``clause``, a wish of that ``kind``. Never empty."""
    clause = _aged(hold(clause)[0])
    japanese, said_japanese = mentions.in_japanese(prompt), is_japanese(clause)
    near: tuple[int, int] | None = None
    looked = False
    for name, alternatives in _slots():
        if name in _ASIDE.get(kind, ()):
            continue
        asked, denied = _heard(clause, alternatives, said_japanese)
        if not asked and not denied:
            continue
        gone = [word for place, words in enumerate(alternatives) if place in denied for word in words]
        if asked:
            wanted = {word for place in asked for word in alternatives[place]}
            gone += [
                w for place, words in enumerate(alternatives) if place not in asked for w in words if w not in wanted
            ]
        for word in sorted((word for word in gone if word.isascii() is not japanese), key=len, reverse=True):
            if not looked and name in _OF_A_THING:
                near, looked = _named_thing(prompt, clause), True
            prompt = _without(
                prompt, word, japanese, near if name in _OF_A_THING else None, 8 if name == "material" else 24
            )
    return prompt


def _aged(clause: str) -> str:
    """``clause`` with a word for the age that it tells in years."""
    found = _YEARS.search(clause)
    if found is None:
        return clause
    years = int(found[1] or found[2] or found[3])
    japanese = is_japanese(clause)
    old, young = ("老人", "若い") if japanese else ("elderly", "young")
    said = old if years > 55 else young if years < 30 else "中年" if japanese else "middle-aged"
    return f"{clause}、{said}" if japanese else f"{clause}, {said}"


def _named_thing(prompt: str, clause: str) -> tuple[int, int] | None:
    found = next(mentions.said_in(prompt, clause), None)
    return (found.start, found.end) if found else None


def _heard(clause: str, alternatives: Slot, japanese: bool) -> tuple[set[int], set[int]]:
    """The alternatives that are asked for, and those that shall not be."""
    asked: set[int] = set()
    denied: set[int] = set()
    lowered = clause.lower()
    said = [
        (place, found)
        for place, words in enumerate(alternatives)
        for word in words
        if word in lowered
        for found in _pattern(word).finditer(clause)
    ]
    for place, found in said:
        within = any(
            (start <= found.start() and found.end() < end) or (start < found.start() and found.end() <= end)
            for start, end in (other.span() for _, other in said)
        )
        if not within:
            (denied if _is_denied(clause, found, japanese) else asked).add(place)
    return asked - denied, denied


def _is_denied(clause: str, found: re.Match[str], japanese: bool) -> bool:
    if japanese:
        return re.match(rf"(?:い|る|な|の)?{_DENIED_JA}", clause[found.end() : found.end() + 8]) is not None
    return (
        re.search(
            rf"(?:^|\W){_DENIED}(?:[\w-]+\s+)?$", clause[max(0, found.start() - 40) : found.start()], re.IGNORECASE
        )
        is not None
    )


@cache
def _pattern(word: str) -> re.Pattern[str]:
    if word.isascii():
        return re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    alone = len(word) == 1
    return re.compile(rf"(?<![\u3400-\u9fff]){word}(?![\u3400-\u9fff])" if alone else re.escape(word))


def _without(prompt: str, word: str, japanese: bool, near: tuple[int, int] | None, reach: int) -> str:
    if japanese:
        return _without_ja(prompt, word)
    found = _pattern(word).search(prompt)
    if found is None or (near and not near[0] - reach <= found.end() <= near[1] + 16):
        return prompt
    name = re.escape(word)
    told = rf"(?:,\s*|\s+){_BEFORE}(?<![\w-]){name}(?:\s+(?:light|sky|sun|lighting|style|weather))?{_AFTER}"
    left = re.sub(told, "", prompt, count=1, flags=re.IGNORECASE)
    if left == prompt:
        left = re.sub(
            rf"(?<![\w-]){name}\s+(?:of\s+(?:an?\s+)?)?(?=\w)|^\s*{name}\s*,\s*",
            "",
            prompt,
            count=1,
            flags=re.IGNORECASE,
        )
    left = re.sub(r"\s+,", ",", re.sub(r"\s{2,}", " ", left)).strip(" ,")
    return re.sub(r"\b([Aa])n?\s+(?=(\w))", _article, left) if len(left) > 2 else prompt


def _article(found: re.Match[str]) -> str:
    return f"{found[1]}n " if found[2].lower() in "aeiou" else f"{found[1]} "


def _joined_ja(found: re.Match[str]) -> str:
    """What is left of 「廊下に立つ」 before a noun."""
    return "の" if found[1] and re.match(r"[\u3400-\u9fff\u30a1-\u30fa]", found.string[found.end() :]) else ""


def _without_ja(prompt: str, word: str) -> str:
    pattern = _pattern(word)
    if pattern.search(prompt) is None:
        return prompt
    tail = (
        r"(?:を浴びた|を浴びて|がのぞく|が広がる|の下で|の下の|の中で|の中の|っている|ている|いる|色の"
        r"|[のでにをがはとやな])?"
    )
    parts = [
        re.sub(rf"(に?){pattern.pattern}{_RAN.get(word, '')}{tail}", _joined_ja, part, count=1)
        if pattern.search(part)
        else part
        for part in re.split(r"[、,。]", prompt)
    ]
    kept = [re.sub(r"^[のをがにはとで](?=.)|[のをがにはとで]$", "", part.strip()) for part in parts]
    return "、".join(part for part in kept if part) or prompt
