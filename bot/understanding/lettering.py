"""The words that stand in a picture: where a prompt has them, and others in their stead. Both languages."""

from __future__ import annotations

import difflib
import re

from bot.understanding.english_phrases import appended
from bot.understanding.english_removals import strike
from bot.understanding.hearing import QUOTED, hold, inside
from bot.understanding.normalise import is_japanese, shadow

_CAPITALS = r"[A-Z][A-Z0-9'&!.-]{0,30}[A-Z0-9!](?:\s(?:[A-Z0-9'&!.-]{1,30}(?!\w)|&)){0,7}"
_SAYS = (
    r"\b(?:saying|says|said|reading|reads|titled|entitled|named|labell?ed|marked|captioned|dated"
    r"|(?:with|has|having|and) (?:the |a )?(?:text|name|words?|title|caption|letters|year)(?: of)?)\s+"
)
_UNQUOTED = re.compile(
    rf"{_SAYS}(?P<said>(?!(?:an?|the|his|her|its)\b)(?!['\"\u2018\u201c「])(?:(?!(?:on|in|at|with|written|under|over|above|by)\b)[\w'&!.-]+\s?){{1,6}})"
    rf"|(?<![A-Za-z0-9-])(?P<capitals>{_CAPITALS})(?![A-Za-z0-9-])"
)
_CUE = re.compile(
    r"\b(?:should(?:'?ve)?|must|needs? to|has to|supposed to|ought to|to|gotta|make it|let it|have it|just)\s+"
    r"(?:rather |actually |really |only |just |be )*(?:say(?:ing)?|reads?|spell(?:ed)?|spelt|called|named)\s+"
    r"|\b(?:spelled|spelt|spelling is|it says|says|reads|called|named)\s+(?:as\s+)?(?=[A-Z0-9\"'])"
    r"|\b(?:headline|sign|title|caption) (?:reads?|says?)\s+|\bshould (?:just )?be (?=[A-Z0-9])"
    r"|\b(?:name|title|word|text|headline|caption|number|it)(?:'s| is)\s+(?=[A-Z0-9])"
    r"|(?:text|title|caption|sign|label|spanish|french|english|german|italian|latin)\s*:\s*|正しくは",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[,;(…].*|\s(?:with (?:an? |one |two |\d ).*|instead.*|not\b.*|now|please|pls|thx|thanks"
    r"|on (?:it|the|his|her)\b.*|in (?:the|big|bold|red|white|gold)\b.*|but\b.*|and\b(?! [A-Z]).*))$",
)
_DENIED_BEFORE = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bno longer|\bsays?|\bsaid|\breads)\s*$", re.IGNORECASE
)
_DENIED_AFTER = re.compile(r"^\s*(?:じゃな|ではな|でな|をやめ|より|のまま|の代わり|になって|って(?:なっ|書か))")
_HELD = re.compile("\u0298(\\d{1,3})\u0298")
_NUMBER = re.compile(r"(?<![A-Za-z0-9.])#?(\d{1,5})(?![A-Za-z0-9.])")
_BLANK = re.compile(r"\bblank\s+(?=\w)|(?:無地|空白|白紙)の(?=看板|札|表紙|ポスター|紙)")
_NONE = re.compile(
    r"\b(?:no|without|remove|delete|lose|drop|scrap|erase|ditch|get rid of|blank)\b.{0,20}\b"
    r"(?P<what>text|words?|letter(?:s|ing)?|writing|caption|title|signpost|sign|label|name|number)\b",
    re.IGNORECASE,
)
_ALIKE = 0.6
"""From which a word is taken for the right spelling of another."""


def relettered(prompt: str, clause: str) -> str | None:
    """``prompt`` with the words that ``clause`` wants in the picture, in place of those that it had.

    None where it wants none, or where a Japanese prompt has none to put them in place of.
    """
    held, quotations = hold(clause)
    had = _lettered(prompt)
    new = _quoted(prompt, held, quotations) if quotations else _told(clause, [prompt[slice(*span)] for span in had])
    if new is None and not quotations:
        return _renumbered(prompt, clause)
    if new is None:
        return None
    was = _was(prompt, held, quotations, had, new)
    if was:
        return prompt[: was[0]] + new + prompt[was[1] :]
    if is_japanese(prompt):
        return None
    return appended(_BLANK.sub("", prompt), f'the text "{new}"' if quotations else clause)


def corrected(prompt: str, clause: str) -> bool:
    """Whether ``clause`` names words of the picture and others in their stead: 「A」を「B」に, "the name is B"."""
    held, quotations = hold(clause)
    told = QUOTED.search(prompt) and (cue := _CUE.search(held)) and re.match(_CAPITALS, held[cue.end() :])
    return bool(told) or (len(quotations) > 1 and any(inside(words) in prompt for words in quotations))


def unlettered(prompt: str, clause: str) -> str | None:
    """``prompt`` without the words that stand in the picture, where ``clause`` wants none; else None."""
    none = _NONE.search(clause)
    if none is None:
        return None
    had = _lettered(prompt)
    if not had:
        return strike(prompt, none["what"])
    start, end = had[0]
    before = re.sub(rf"(?:,?\s*(?:that|which)\s+)?(?:{_SAYS})?['\"\u2018\u201c「]?$", "", prompt[:start])
    after = re.sub(r"^['\"\u2019\u201d」]?(?:\s+written on it)?", "", prompt[end:])
    return (before.rstrip() + after).strip(" ,")


def _lettered(prompt: str) -> list[tuple[int, int]]:
    """Where the words of the picture stand, without their marks of quotation."""
    quoted = [(found.start() + 1, found.end() - 1) for found in QUOTED.finditer(prompt)]
    if quoted:
        return quoted
    spans = []
    for found in _UNQUOTED.finditer(prompt):
        name = "said" if found["said"] else "capitals"
        spans.append((found.start(name), found.start(name) + len(found[name].rstrip())))
    return spans


def _quoted(prompt: str, held: str, quotations: tuple[str, ...]) -> str | None:
    """The quoted words that are wanted: the last ones, but for those that shall not stay."""
    places = [(found.start(), found.end(), int(found[1])) for found in _HELD.finditer(held)]
    free = [
        inside(quotations[number])
        for start, end, number in places
        if not _DENIED_AFTER.match(held[end:])
        and not (len(places) > 1 and _DENIED_BEFORE.search(held[:start]) and not _CUE.search(held[:start] + "X"))
    ]
    new = [words for words in free if words not in prompt] or free
    return new[-1] if new else None


def _told(clause: str, had: list[str]) -> str | None:
    """The words that are wanted though nobody quotes them: in capitals, behind "should say", or rightly spelled."""
    old = {word.lower() for words in had for word in words.split()}
    for word in re.findall(r"[A-Za-z][\w'-]{2,}", clause):
        if any(_spelling(word.lower(), other) for other in old) and word.lower() not in old:
            return str(word)
    cue = _CUE.search(clause)
    said = _TAIL.sub("", clause[cue.end() :]).strip(" .!?\"'") if cue else ""
    capitals = re.findall(rf"(?<![A-Za-z0-9-]){_CAPITALS}(?![A-Za-z0-9-])", said or clause)
    if new := [words for words in capitals if words not in had]:
        return str(new[-1])
    return said if said and 0 < len(said.split()) <= 8 and had and not is_japanese(said) else None


def _spelling(word: str, other: str) -> bool:
    return abs(len(word) - len(other)) <= 2 and difflib.SequenceMatcher(None, word, other).ratio() > _ALIKE + 0.15


def _was(
    prompt: str, held: str, quotations: tuple[str, ...], had: list[tuple[int, int]], new: str
) -> tuple[int, int] | None:
    """Where the words stand that make room for ``new``."""
    for words in map(inside, quotations):
        if words != new and words in prompt:
            return prompt.index(words), prompt.index(words) + len(words)
    named = re.search(
        r"\b(?:change|replace|swap|from|turn)\s+(?:the\s+)?(?:text\s+|words?\s+)?([\w' ]{1,40}?)\s+(?:in)?to\b", held
    )
    if named and (found := re.search(rf"(?<!\w){re.escape(named[1])}(?!\w)", prompt)):
        return found.span()
    alone = len(new.split()) == 1
    for start, end in had:
        for word in re.finditer(r"\S+", prompt[start:end]) if alone else ():
            if _spelling(new.lower(), word[0].lower()):
                return start + word.start(), start + word.end()
    if not had or re.search(r"\b(?:add|too|also|another|second)\b|追加|足して|も入れ", held):
        return None
    return had[0]


def _renumbered(prompt: str, clause: str) -> str | None:
    had = list(_NUMBER.finditer(prompt))
    known = {found[1] for found in had}
    new = [found[1] for found in _NUMBER.finditer(shadow(clause)) if found[1] not in known]
    if len(had) != 1 or len(set(new)) != 1:
        return None
    return prompt[: had[0].start(1)] + new[0] + prompt[had[0].end(1) :]
