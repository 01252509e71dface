"""Wishes for another colour of what the prompt has: the colour that it had goes."""

from __future__ import annotations

import re

from bot.understanding import dictionary, mentions
from bot.understanding.colours import JAPANESE, STEM
from bot.understanding.displacing import modifiers
from bot.understanding.lexicon import classes_en
from bot.understanding.normalise import is_japanese


def recoloured(prompt: str, clause: str) -> str | None:
    """``prompt`` with the colour of the thing that ``clause`` names, or its one colour, put aside for another."""
    japanese = mentions.in_japanese(prompt)
    new = _colour_said(prompt, clause)
    if new is None:
        return None
    words = _japanese_colour(new) if japanese else _english_colour(new)
    if words is None:
        return None
    spans = list(mentions.said_in(prompt, clause))
    if not spans and _other_thing(clause):
        return None
    if (
        not japanese
        and (refused := _refused_ja(clause))
        and (found := re.search(rf"\b{refused}\b", prompt, re.IGNORECASE))
    ):
        return _with_colour(prompt, *found.span(), words)
    had = (
        list(_HAD_JA.finditer(prompt))
        if japanese
        else [each for each in re.finditer(r"[A-Za-z-]+", prompt) if _is_colour(each[0].lower())]
    )
    for span in reversed(spans):
        before = [
            each for each in had if each.end() <= span.start and span.start - each.end() <= (2 if japanese else 16)
        ]
        if before and (japanese or len(prompt[before[-1].end() : span.start].split()) <= 1):
            return _with_colour(prompt, before[-1].start(), before[-1].end(), words)
    if spans and spans[-1].start < len(prompt) and had and len(had) > 1:
        return None
    if len(had) == 1 and (not spans or _names_no_other(prompt, had[0], spans, japanese)):
        return _with_colour(prompt, had[0].start(), had[0].end(), words)
    if spans and not had:
        at = spans[-1].start if japanese else modifiers(prompt, spans[-1].start)
        return _with_colour(prompt, at, at, words + ("" if japanese else " "))
    return None


_THINGS = frozenset(("garment", "animal", "body", "plant", "thing", "food", "place"))


def _other_thing(clause: str) -> bool:
    """Whether a thing is named, which then is none of the prompt's."""
    if is_japanese(clause):
        thing = re.match(r"([^をは]{1,12})[をは]", clause)
        said = dictionary.english(thing[1]) if thing else None
        return said is not None and dictionary.subject(thing[1] if thing else "") in _THINGS
    words = re.findall(r"[a-z-]+", clause.lower())
    return any(dictionary.subject(word) in _THINGS for word in words if not _is_colour(word))


def _names_no_other(prompt: str, colour: re.Match[str], spans: list[mentions.Mention], japanese: bool) -> bool:
    """Whether the one colour can be that of the thing named."""
    return all(abs(span.start - colour.end()) <= (6 if japanese else 24) for span in spans)


def _with_colour(prompt: str, start: int, end: int, words: str) -> str:
    before = prompt[:start]
    if article := re.search(r"\b([Aa])n?\s+$", before):
        before = before[: article.start()] + article[1] + ("n " if words[:1].lower() in "aeiou" else " ")
    return before + words + prompt[end:]


def _is_colour(word: str) -> bool:
    return word in {"colorful", "colourful"} or classes_en(word) == "colour"


def _thing_ja(prompt: str, word: str) -> bool:
    """Whether a word in katakana, which may be a colour of any name, is that of a thing."""
    return "\u30a1" <= word[0] <= "\u30fc" and (word in prompt or dictionary.subject(word) in _THINGS)


_SHADE = frozenset(
    """dark light deep pale bright neon dusty jet hot baby royal forest sky navy pastel soft copper emerald ruby
    all""".split()  # noqa: SIM905
)


def _colour_said(prompt: str, clause: str) -> str | None:
    """The colour wanted: in Japanese with an ending that asks for it, in English the last one said."""
    if is_japanese(clause):
        found = [each["colour"] for each in _ASKED_JA.finditer(clause) if not _thing_ja(prompt, each["colour"])]
        return found[-1] if found else None
    clause = re.sub(r"(?<![-=])\s*>\s*", " instead of ", clause)
    words = re.findall(r"[A-Za-z-]+", clause)
    places = [place for place, word in enumerate(words) if _is_colour(word.lower())]
    places = [
        p
        for p in places
        if " ".join(words[max(0, p - 2) : p]).lower().rpartition(" ")[2] not in ("no", "not", "too", "less")
    ]
    if not places:
        return None
    last = places[-1]
    first = last
    while first > 0 and (words[first - 1].lower() in _SHADE or _is_colour(words[first - 1].lower())):
        first -= 1
    if first > 0 and re.search(rf"\b(?:of|than|instead of|rather than|insted of|not)\s+{words[first]}\b", clause):
        return words[places[0]] if places[0] != last else None
    return " ".join(words[first : last + 1])


def _refused_ja(clause: str) -> str | None:
    """The English of the colour that a Japanese wish names as the one that shall not be."""
    found = _REFUSED_JA.search(clause)
    return _english_colour(found["colour"]) if found else None


_REFUSED_JA = re.compile(
    rf"(?P<colour>{STEM}|[\u3400-\u9fff]{{1,3}}色|[\u30a1-\u30fa\u30fc]{{2,12}})色?い?(?:じゃな|ではな|でな|より|をやめ|はやめ|から)"
)
_ASKED_JA = re.compile(
    rf"(?P<colour>{STEM}|[\u3400-\u9fff]{{1,3}}色|[\u30a1-\u30fa\u30fc]{{2,12}}色?"
    rf"|[みあまくしむ][\u3041-\u3093]{{1,4}}(?=に|く))色?"
    r"(?:く(?:して|する|した|なっ|ね|$)|に(?:して|する|し|変え|変更|塗|染め|な[っらり]|替え|お願|でき|せ|$)|で(?:お願"
    r"|頼|いい|$|す|よろ)|が(?:いい|良い|よ|好)"
    r"|なん[だで]|なのに|だと|だったら?|かったら|の(?:ほう|方)が|[いなの][^、。をはが]{1,6}(?:が(?:いい|良い|好)|に(?:し|変え)|で(?:お願|$))|希望|っぽく|寄り|系|と?か$|$|でしょ|のはず|だよ)"
)
_KANA = {
    "みどり": "緑",
    "あか": "赤",
    "あお": "青",
    "まっくろ": "黒",
    "まっしろ": "白",
    "まっか": "赤",
    "むらさき": "紫",
    "くろ": "黒",
    "しろ": "白",
}
_HAD_JA = re.compile(
    rf"{JAPANESE}|(?:生成り|カラフル|[\u3400-\u9fff]{{1,2}}色|エメラルド|パステルカラー|クリーム色)[のな]"
    rf"|{STEM}(?=[\u3400-\u9fff](?:の|、|$))(?!金魚|白鳥|金閣|銀河|黒板|青空|青年|赤子|緑茶|黒猫館|白昼|白紙"
    rf"|金属|金庫|銀行|紫陽)|(?<=[^\u3400-\u9fff])茶(?=髪)|^茶(?=髪)"
)


def _japanese_colour(said: str) -> str | None:
    if not is_japanese(said):
        names = dictionary.japanese_of(said) or dictionary.japanese_of(said.rsplit(maxsplit=1)[-1])
        said = names[0] if names else ""
    said = _KANA.get(said, said)
    if not said:
        return None
    if re.fullmatch(r"赤|青|黒|白|真っ赤|真っ青|真っ黒|真っ白", said):
        return f"{said}い" if len(said) == 1 else f"{said}な"
    if re.fullmatch(r"黄|茶|黄色|茶色", said):
        return f"{said.rstrip('色')}色い"
    return f"{said}の"


def _english_colour(said: str) -> str | None:
    if not is_japanese(said):
        return said
    said = _KANA.get(said, said)
    found = dictionary.english(said) or dictionary.english(said.rstrip("色")) or dictionary.english(f"{said}色")
    return found if found and classes_en(found.split()[-1]) == "colour" else None
