"""Which picture or version a wish is about, wherever it says so: "make the 2nd one blue", "top left, but at night"."""

from __future__ import annotations

import re

from bot.understanding.places import (
    BARE,
    CORNER,
    CORNER_JA,
    HERE,
    NAMED,
    NAMED_JA,
    NOUN_JA,
    OLDER,
    OLDER_JA,
    PREVIOUS,
    Target,
    resolve,
)
from bot.understanding.references import KANJI, ORDINAL, leading

__all__ = ["HERE", "PREVIOUS", "Target", "anywhere", "find"]

_OPEN = (
    r"(?:(?:ok(?:ay)?|so|hm+|ngl|now|please|pls|and|well|honestly|tbh|hey|bot|not this(?: one)?|no)[\s,]+){0,3}"
    r"(?:(?:(?:go |take me |revert |switch |start )?(?:back )?(?:to|from)|take|use|on|in|for|with|from"
    r"|like|as in|based on|pick|choose|(?:can|could) we use"
    r"|i (?:really )?(?:like|liked|love|prefer|want|pick|choose|meant))\s+)?"
)
_PRAISE = (
    r"(?:'s|is|was|were|looks?|slaps|rocks|wins|has)\s(?:(?:so|very|really|pretty|the|almost|my|great"
    r"|good|nice|best|better|perfect|cool|cute|fine|closest|close|favou?rite|lovely|amazing"
    r"|winner)[\s,]+){0,4}"
)
_AFTER = (
    rf"(?:\s+{_PRAISE}|\s*[,:;.、!+]+(?!\d)\s*|\s+[-–—]+\s+|\s+(?=(?:but|and|except|only"
    rf"|just)\b))(?:{_PRAISE})?(?:(?:but|and|except|only|just|please|pls)\b[\s,]*)*"
)
_VERBS = (
    r"(?=(?:with|without|w/|as|in|at|on|under|over|is|are|needs?|looks?|make|add|remove|turn|change|put|give|more"
    r"|less|wider|bigger|again|set|please|pls|upscale|zoom)\b)"
)
_LEADING = re.compile(
    rf"{_OPEN}(?:(?P<sure>{NAMED}|{OLDER}|{CORNER})(?:{_AFTER}|\s+{_VERBS})|(?P<bare>{BARE})(?:{_AFTER}"
    rf"|\s+(?=(?:with|without|w/o|as|please|pls)\b)))",
    re.IGNORECASE,
)
_BY_NUMBER = re.compile(
    r"(?:(?:ok(?:ay)?|so|now|and|well|pls|please)[\s,]+)?(?:in|for|on|with|from|do|take|use) (?P<bare>\d{1,2})"
    r"(?:\s*[,:]\s*|\s+(?=(?:let|have|make|give|the|she|he|it|her|his|they|there|but|bring|put|add|remove|change|turn)\b))",
    re.IGNORECASE,
)
"""A number alone, behind a word that makes a place of it: "in 4 let the cat yawn"."""
_ORDER_WORD = re.compile(r"(?:first|second|third|last|left|right)", re.IGNORECASE)
"""At the front, without an article: "first, make it blue" is about an order of deeds."""
_INSIDE = re.compile(
    rf"(?<![\w#])(?P<name>{NAMED}|(?:the |that )(?:previous|earlier|older|old|original) (?:one|picture"
    rf"|image|version|photo)|(?:version ?\d{{1,9}}|v ?\d{{1,2}})|the \d(?:st|nd|rd|th)(?= (?:had|has|was|could"
    rf"|would|should)\b))"
    r"(?!\w)(?!\s*(?:%|x\b|steps|more\b|deg|°|px|percent|years?|people|times|colou?r|corner|side"
    r"|(?:from|of|that|which|who|on)\b))",
    re.IGNORECASE,
)
_TO_A_THING = re.compile(r"(?:\bto|\binto)\s*$|\bone by\s*$", re.IGNORECASE)
_N = rf"(?:\d{{1,2}}|[{KANJI}])"
_TAIL_JA = (
    r"(?:の方|のほう)?(?:(?:だけ(?:ど)?|から|なんだけど|をベースに|に戻して(?:から)?|がええな"
    r"|がいい(?:な|けど)?|[、,:：。\s]|[をはのにでが]|も(?!っと|う))+|$)\s*"
)
_PIECE_JA = (
    r"(?:の?(?:画像|絵|写真|やつ|ヤツ|もの|子|案|バージョン|パターン|イラスト|一枚|方|ほう)"
    r"|の(?=[をにはがでも、,]))"
)
_SURE_JA = rf"(?:{CORNER_JA}|[左右]から{_N}番[目め]|{_N}(?:枚[目め]|まいめ)|[最一番]{{0,2}}(?:最後|ラスト))"
_OPEN_JA = r"^(?:(?:これじゃなくて|これではなく|やっぱり?|じゃあ|では|あと|次は)[、,\s]*)?"
_LEADING_JA = re.compile(
    rf"{_OPEN_JA}(?:(?P<sure>{_SURE_JA})(?:{_PIECE_JA}{_TAIL_JA}|の(?:画像|絵|写真|やつ|ヤツ|子|案)|{_TAIL_JA})|(?P<named>{NAMED_JA}|{_N}(?=の(?:子|やつ"
    rf"|絵|画像|方)))(?:{_PIECE_JA}(?:{_TAIL_JA}|(?=[\dx×もァ-ヶ]))|の[、,]\s*|(?:のほう"
    rf"|の方)[、,はをに]?\s*|[、,:：]\s*|の?(?=もっと|もう少し))"
    rf"|(?P<nth>{_N}番)(?:の(?!目)|[をはに、,]|(?=引き|寄り))\s*|(?P<nth2>{_N}(?:番目|つ目"
    rf"|個目))(?:だけ|から|[、,:：をはが]\s*))"
)
_OLDER_LEADING_JA = re.compile(
    rf"{_OPEN_JA}(?P<name>{OLDER_JA})(?:{NOUN_JA}{{1,2}}{_TAIL_JA}|の(?=構図|状態|段階)"
    rf"|の?(?:に戻して(?:から)?|から|を|、)\s*)"
)
_MIDWAY_JA = re.compile(rf"(?P<name>{_N}(?:枚[目め]|まいめ)){_PIECE_JA}?(?:だけ|から|[、,をはにのも])*")


_NUMBERED = re.compile(rf"[#＃]\d|{_N}枚[目め]")
"""Said of nothing but pictures: with a single one it is refused by name, where "the 2nd one" may be a thing."""


def find(text: str, pictures: int, versions: int) -> tuple[Target, str]:
    """What ``text`` is about, and the wish without the words that said so.

    ``pictures``: of the turn that is answered; ``versions``: from the first one to that turn.
    """
    at, wish = leading(text)
    if at is not None and at > pictures == 1 and _NUMBERED.match(text):
        return Target(picture=at), wish
    if at is not None and (meant := _meant(str(at), pictures, versions)):
        return meant, re.sub(r"^(?:but|and)\s+", "", wish)
    for look in (_at_front, _in_japanese, _inside):
        if found := look(text, pictures, versions):
            return found
    return HERE, text


_ANYWHERE = re.compile(rf"(?<![\w#])(?:{NAMED}|{OLDER}|{CORNER}|the {ORDINAL})(?!\w)", re.IGNORECASE)
_ANYWHERE_JA = re.compile(rf"(?P<name>{CORNER_JA}|{OLDER_JA}|{NAMED_JA})(?:{NOUN_JA})?")
_LOOKED_AT = 300
"""Characters in which a command names a picture."""


def anywhere(text: str, pictures: int, versions: int) -> tuple[Target, str]:
    """The first picture or version that ``text`` names, wherever, and ``text`` with a pronoun in place of the name."""
    said = text[:_LOOKED_AT]
    english = text.isascii()
    for found in (_ANYWHERE if english else _ANYWHERE_JA).finditer(said):
        if meant := _meant(found[0] if english else found["name"], pictures, versions):
            return meant, f"{said[: found.start()]}{'it' if english else 'これ'}{text[found.end() :]}"
    return HERE, text


def _at_front(text: str, pictures: int, versions: int) -> tuple[Target, str] | None:
    found = _LEADING.match(text) or _BY_NUMBER.match(text)
    if found is None:
        return None
    bare = found["bare"]
    name = bare or found["sure"]
    rest = re.sub(r"^(?:please|pls)\s+", "", text[found.end() :].strip())
    if bare and ((bare.isdigit() and pictures < int(bare)) or _ORDER_WORD.fullmatch(bare)):
        return None
    meant = _meant(name, pictures, versions)
    return (meant, rest) if meant and rest else None


def _inside(text: str, pictures: int, versions: int) -> tuple[Target, str] | None:
    for found in _INSIDE.finditer(text):
        if _TO_A_THING.search(text, 0, found.start()):
            continue
        meant = _meant(found["name"], pictures, versions)
        if meant and (rest := _without(text, found)):
            return meant, rest
    return None


def _in_japanese(text: str, pictures: int, versions: int) -> tuple[Target, str] | None:
    if text.isascii():
        return None
    if pictures > 1 and (found := _LEADING_JA.match(text)):
        name = found["sure"] or found["named"] or found["nth"] or found["nth2"]
    elif (versions > 1 and (found := _OLDER_LEADING_JA.match(text))) or (
        pictures > 1 and (found := _MIDWAY_JA.search(text))
    ):
        name = found["name"]
    else:
        return None
    meant = _meant(name.removesuffix("番"), pictures, versions)
    rest = (text[: found.start()] + text[found.end() :]).strip(" 、,")
    return (meant, rest) if meant and rest else None


_ON_A_CARD = re.compile(r"(?:version|turn|バージョン|版)\s?#?\d", re.IGNORECASE)
"""A version by the number that its card tells: it may be greater than there are versions in the branch."""


def _meant(name: str, pictures: int, versions: int) -> Target | None:
    """Nothing in a single picture is its left one, nor has a first version an older one."""
    target = resolve(name, pictures, versions)
    if target is None or (target.picture is not None and pictures == 1):
        return None
    if target.version is None or _ON_A_CARD.match(name):
        return target
    return None if versions < 2 or target.version > versions else target


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
