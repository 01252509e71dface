"""One message, several wishes: taken apart in their order, with what shall stay as it is kept apart."""

from __future__ import annotations

import dataclasses
import re

from bot.understanding.hearing import give_back, hold
from bot.understanding.lexicon import classes_en, small_en
from bot.understanding.normalise import is_japanese, shadow

MOST = 12
"""Wishes that are read one by one; what comes after them stays one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Clauses:
    wishes: tuple[str, ...]
    keep: tuple[str, ...]
    """What was asked to be left as it is, in the words that were said."""


_ALSO = r"(?:and then|and also|and|but also|but|also|plus|then|while you'?re at it|at the same time|n|&|\+|maybe|just)"
_JOINT = re.compile(
    rf"\s*[;\n]+\s*(?:[-*•]|\d{{1,2}}[.)])?\s*|(?<!\d)(?<!\b[a-z])\.(?=\s|$)\s*|[!?]+(?:\s+|$)|\s+/\s+"
    rf"|(?P<weak>(?<!\bnot)(?<!n't)(?<! of)(?<! than)(?:\s*,\s*(?:{_ALSO}\s+){{0,2}}|\s+(?:{_ALSO}\s+){{1,2}}))",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\s*(?:[-*•]|\d{1,2}[.)])\s+|^(?:first|second|third|finally|lastly|next)(?:ly)?[,:]\s*", re.IGNORECASE
)
_TE = "|".join([*(f"(?<={end}て)" for end in "しえけれせいげめべきじみり"), r"(?<=[\u3040-\u9fff]って)"])
_ASKS_JA = r"(?!下さ|くださ|欲し|ほし|頂|いただ|貰|もら|良い|いい|見て|みて|頼|お願|おねが|くれ|ちょうだい|も[らい])"
_JOINT_JA = re.compile(
    rf"[。！!？?;；\n]+\s*(?:[-・*]|\d{{1,2}}[.)])?\s*|(?:{_TE}|(?<=で)|(?<=に)|(?<=く)|(?<=し))[、,]\s*"
    rf"|(?:{_TE}){_ASKS_JA}(?=[\u3400-\u9fff\u30a1-\u30fa])"
    r"|(?<![をはがのもと\u3000 \u0298])[\u3000 ]+(?=[\u3040-\u9fff])|(?<=[\u3040-\u9fff])[&＆+＋/／](?=[\u3040-\u9fff])"
    r"|[、,]?(?:それから|あと(?=[、は\u3400-\u9fff\u30a1-\u30fa])|そして|さらに|ついでに|かつ|そのあと|それと)[、,\s]*"
    r"|[、,]\s*(?=[^、,。]{1,20}[をはにもで][^、,。]{0,20}(?:$|[、。]))"
)
_THIS = re.compile(r"^(?:これ|この(?:絵|画像|写真))(?:[をは、]|(?=[\u3400-\u9fff\u30a1-\u30fa]))")
_CAN_IT = re.compile(r"(?<=[にく])(?:変え(?:られ|れ)|でき)(?:る|ます|ない|たり(?:する)?|そう)(?:です)?(?:か|かな|の)*$")
"""Asks whether it can be done: the wish is that it be done."""
_KEEP = re.compile(
    r"\b(?:but |and |just |please |only )?(?:(?:don'?t|do not|dont|never|without) (?:chang|touch|alter|modif|mess|mov"
    r"|affect|edit|los|remov)\w*(?: (?:with|up))?|keep(?:ing)?|leav(?:e|ing)|preserv(?:e|ing)|maintain(?:ing)?"
    r"|retain(?:ing)?)\s+(?P<what>.{1,120}?)(?=\s*(?:[.,;!]|$|\bbut\b|\band (?:then )?\w+ (?:the|it|him|her|an?)\b))",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"(?:\b(?:as (?:it|they|he|she) (?:is|are)|as is|the same|unchanged|intact|alone|untouched"
    r"|the way (?:it|they|he|she) (?:is|are)|same)\b\s*)+$",
    re.IGNORECASE,
)
_STAY = re.compile(
    r"\b(?:keep|leave|preserve|maintain|retain)\b.{0,120}\b(?:as (?:it|they|he|she) (?:is|are)|as is"
    r"|the same|unchanged|intact|alone|untouched|same)\b"
    r"|\b(?:don'?t|do not|dont|never|without) (?:chang|touch|alter|modif|mess|mov|affect|edit)"
    r"|\b(?:preserve|retain|maintain)\b"
    r"|^(?:but |and |just |please )*keep (?:the|his|her|its|their|everything|all|that|this)\b",
    re.IGNORECASE,
)
_ALSO_SAME = re.compile(r"^(?:the )?same (?P<what>[\w ]{2,40}?)(?: but| though)?$", re.IGNORECASE)
_KEEP_JA = re.compile(
    r"(?P<what>[^、。,]{1,30}?)(?:は|を|も)?(?:そのまま(?:で|に|にして)?|変えないで|変えずに"
    r"|かえないで|変えなくて(?:いい|OK)|触らないで|いじらないで|残して|維持して|キープ(?:して)?"
    r"|固定(?:して|で)?|同じままで?|同じで|崩さないで|消さないで)"
    r"(?:ください|ね|よ|お願い(?:します)?|、|,|。)*"
)


def split(message: str) -> Clauses:
    """The wishes of ``message`` in their order, as typed, and what it asks to keep."""
    text, quotations = hold(message)
    keep, rest = (_kept_ja if is_japanese(text) else _kept_en)(text)
    wishes = _apart(rest)
    if len(wishes) > MOST:
        wishes = [*wishes[: MOST - 1], ", ".join(wishes[MOST - 1 :])]
    return Clauses(_back(wishes, quotations), _back(keep, quotations))


def _back(words: list[str], quotations: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (give_back(each, quotations).strip() for each in words)))


def _apart(text: str) -> list[str]:
    parts = _apart_ja(text) if is_japanese(text) else _apart_en(text)
    return [part for part in parts if any(mark.isalnum() for mark in part)]


def _apart_en(text: str) -> list[str]:
    """Apart at every joint but those within one wish: "black and white", "a hat and gloves", "a tall, thin man"."""
    parts, begun = [], 0
    for joint in _JOINT.finditer(text):
        left, right = text[begun : joint.start()], text[joint.end() :]
        if joint["weak"] is not None and _one(left, right):
            continue
        parts.append(left)
        begun = joint.end()
    return [_ORDER.sub("", part).strip(" ,.;!?") for part in (*parts, text[begun:])]


_WORD = re.compile(r"[^\W\d_][\w'-]*|\d+")
_THINGS = frozenset(("garment", "animal", "person", "food", "plant", "thing", "body", "*"))
_DEEDS = frozenset(("add", "remove", "replace"))
_REFUSES = frozenset(("no", "without"))
_OBJECTS = frozenset(("it", "him", "them"))


def _one(left: str, right: str) -> bool:
    """Whether a weak joint lies within one wish: between words of a class, or before a thing that a deed goes on to."""
    before, after = _WORD.findall(shadow(left[-60:])), _WORD.findall(shadow(right[:60]))
    if not before or not after:
        return False
    if len(after) > 1 and (after[1] in _OBJECTS or after[0] in _REFUSES):
        return False  # "… and paint it red": a deed of its own, and so is "… and no hat"
    last, first = classes_en(before[-1]), classes_en(after[0])
    if first == last and first not in {"*", "small", "tone", "layout", "pose", "style", *_DEEDS}:
        return True
    named = [word for word in after if word not in small_en()][:1]
    alone = len(after) <= 3 and bool(named) and classes_en(named[0]) in _THINGS and first not in _DEEDS
    return alone and last in _THINGS and len(before) > 2


def _apart_ja(text: str) -> list[str]:
    return [_CAN_IT.sub("して", _THIS.sub("", part.strip(" 、,。?？"))) for part in _JOINT_JA.split(text) if part]


def _kept_en(text: str) -> tuple[list[str], str]:
    keep: list[str] = []
    rest: list[str] = []
    begun = 0
    for joint in (*_JOINT.finditer(text), None):
        clause = text[begun : joint.start() if joint else None].strip(" ,.;!")
        begun = joint.end() if joint else begun
        same = _ALSO_SAME.match(clause)
        found = _KEEP.search(clause) if _STAY.search(clause) else None
        if same:
            keep.append(same["what"])
        elif found:
            keep.append(_STAYS.sub("", found["what"]).strip(" ,"))
            clause = f"{clause[: found.start()].rstrip(' ,')} {clause[found.end() :].lstrip(' ,.')}"
            clause = re.sub(r"^(?:but|and|just)\b\s*|\s*\b(?:but|and|just)$", "", clause.strip(), flags=re.IGNORECASE)
        if not same:
            rest.append(clause + (joint[0] if joint and clause else ""))
    return keep, "".join(rest) if keep else text


def _kept_ja(text: str) -> tuple[list[str], str]:
    keep = [re.sub(r"^(?:でも|ただし|あと|ただ)", "", found["what"]) for found in _KEEP_JA.finditer(text)]
    rest = _KEEP_JA.sub("、", text).strip(" 、,。") if keep else text
    return keep, re.sub(r"(?:^|、)(?:でも|ただし|ただ|あと)(?=、|$)", "", rest)
