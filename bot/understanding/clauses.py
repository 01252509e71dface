"""One message, several wishes: taken apart in their order, with what shall stay as it is kept apart."""

from __future__ import annotations

import dataclasses
import re

from bot.understanding import verbs
from bot.understanding.hearing import give_back, hold
from bot.understanding.normalise import is_japanese

MOST = 12
"""Wishes that are read one by one; what comes after them stays one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Clauses:
    wishes: tuple[str, ...]
    keep: tuple[str, ...]
    """What was asked to be left as it is, in the words that were said."""


_OPENS = (
    rf"(?:(?:please|maybe|then|also|now|just|finally|perhaps|don'?t|do not|never) )?(?:(?:{verbs.EDIT_VERB})\b"
    rf"|(?:more|less|fewer|no|without|a bit|a little|slightly|much|way) \w|(?:{verbs.COMPARATIVE})\b"
    rf"|(?:his|her|its|their|the) (?:\w+ ){{1,3}}(?:{verbs.COLOUR}|{verbs.COMPARATIVE}|{verbs.MATERIAL}"
    rf"|{verbs.ADJECTIVE}|clear|visible)\b"
    rf"|(?:he|she|it|they|there|the \w+) (?:should|needs?|has to|must|could)\b"
    rf"|(?:{verbs.COLOUR}) (?:{verbs.PLACE_WORD})"
    rf"|(?:a |the )?(?:\w+ )?(?:{verbs.PLACE_WORD})\b|(?:at|in the) (?:{verbs.TIME})\b"
    rf"|\d{{1,3}} steps\b|seed \d|\d{{1,4}}:\d|(?:in|as) (?:an? )?(?:{verbs.STYLE})\b|(?:{verbs.STYLE})\b)"
)
_JOINT = re.compile(
    rf"\s*[;\n。]+\s*|\s*(?<![.\d])\.(?=\s|$)\s*|\s*[!?！？]+\s+"
    rf"|\s*,?\s*\b(?:and then|and also|and|then|also|plus|but also|but|n|&|\+)\s+(?={_OPENS})"
    rf"|\s*,\s*(?:and\s+)?(?={_OPENS})|\s*&\s*(?={_OPENS})|\s+\+\s+",
    re.IGNORECASE,
)
_TE = "|".join(f"(?<={end}て)" for end in "しえけっれせいげめべきじみり")
_JOINT_JA = re.compile(
    rf"[。！!？?;；\n]+\s*|(?:{_TE})[、,\s]+|(?<=[くにでめ])[、,]+|[\u3000]+"
    rf"|(?:{_TE})(?=(?!下さ|欲し|頂|貰|良い|見て|頼)[\u3400-\u9fff\u30a1-\u30fa])"
    r"|[、,]?(?:それから|あと|そして|さらに|ついでに|かつ|そのあと|んで|それと)[、,\s]*"
    r"|[、,]\s*(?=[^、,。]{1,20}[をはにも][^、,。]{0,20}(?:て|に|で|たい|ほしい)(?:$|[、。]))"
)
_KEEP = re.compile(
    r"\b(?:but |and |just |please )?(?:(?:don'?t|do not|dont|never|without) (?:chang|touch|alter|modif"
    r"|mess|mov|affect|edit|los|remov)\w*"
    r"(?: (?:with|up))?|keep(?:ing)?|leav(?:e|ing)|preserv(?:e|ing)|maintain(?:ing)?"
    r"|retain(?:ing)?)\s+(?P<what>.{1,120}?)"
    r"(?=\s*(?:[.,;!]|$|\b(?:but|and (?:then )?(?:" + verbs.EDIT_VERB + r"))\b))",
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
    reader = _japanese if is_japanese(text) else _english
    wishes, keep = reader(text)
    if len(wishes) > MOST:
        wishes = [*wishes[: MOST - 1], ", ".join(wishes[MOST - 1 :])]
    return Clauses(_back(wishes, quotations), _back(keep, quotations))


def _back(words: list[str], quotations: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (give_back(each, quotations).strip() for each in words)))


def _english(text: str) -> tuple[list[str], list[str]]:
    wishes: list[str] = []
    keep: list[str] = []
    for clause in filter(None, (each.strip(" ,.;!") for each in _JOINT.split(text) if each)):
        if not _STAY.search(clause):
            if same := _ALSO_SAME.match(clause):
                keep.append(same["what"])
            else:
                wishes.append(clause)
            continue
        found = _KEEP.search(clause)
        if found is None:
            wishes.append(clause)
            continue
        keep.append(_STAYS.sub("", found["what"]).strip(" ,"))
        rest = clause[: found.start()].rstrip(" ,") + " " + clause[found.end() :].lstrip(" ,.")
        if rest := re.sub(r"^(?:but|and|just)\b\s*|\s*\b(?:but|and|just)$", "", rest.strip(), flags=re.IGNORECASE):
            wishes.append(rest)
    return wishes, keep


def _japanese(text: str) -> tuple[list[str], list[str]]:
    keep = [re.sub(r"^(?:でも|ただし|あと|ただ)", "", found["what"]) for found in _KEEP_JA.finditer(text)]
    rest = _KEEP_JA.sub("、", text).strip(" 、,。")
    pieces = [piece.strip(" 、,。") for piece in _JOINT_JA.split(rest) if piece]
    return [piece for piece in pieces if piece and piece not in ("でも", "ただ", "ただし", "あと")], keep
