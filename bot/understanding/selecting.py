"""A picture or a version chosen by a whole message: "go with the left one", "v2 was better", 「右下で決まり」."""

from __future__ import annotations

import re

from bot.understanding.intent import GoTo, Intent, Place, Undo
from bot.understanding.japanese import BACK
from bot.understanding.places import NAME, NAMED, NAMED_JA, NOUN_JA, OLDER, OLDER_JA, PREVIOUS, Target, resolve
from bot.understanding.references import KANJI, ORDINAL

_I = (
    r"(?:(?:i|we|you|let'?s|let us|lets|i'?ll|we'?ll|i'?m|we'?re|let me|imma|gonna|going|want|would"
    r"|like|wanna|i'?d|we'?d|have|will|can|could|to|just|please|ok|the) )*"
)
_WITH = (
    r"(?:go|goes|going|went|stick|sticking|continue|continuing|proceed|roll|work|working|keep working"
    r"|keep going|settle)(?: (?:with|on|for|from))"
)
_TAKE = (
    r"(?:take|pick|choose|select|keep|use|have|lock in|prefer|go for|vote(?:d)? for|show(?: me)?|open"
    r"|see|view|bring back|want|give me|gimme|"
    r"get|start(?: over)? (?:from|with)|return to|revert to|restore|roll back to|go back to|switch to"
    r"|(?:back|go|jump|return) to|to)"
)
_WHO = r"(?:(?:my|our|the) [a-z]{1,20}|chat|everyone|everybody|we|i|they|people|twitch) (?:all )?"
_SAYS = r"(?:vote[ds]?|says|said|pick(?:s|ed)|chose|chooses|wants?|went|likes)(?: (?:for|with|on))?"
_WINS = (
    r"(?:it is|it is then|is it|wins|is (?:clearly |definitely )?(?:the|my|our) (?:winner|one|pick"
    r"|choice|keeper|favou?rite|chosen one)"
    r"|for (?:me|the win)|ftw|was the (?:one|best|winner))"
)
_BETTER = (
    r"(?:was|is|were|looked|looks)(?: (?:so|way|much|a lot|far|actually|just))* (?:better|nicer|best"
    r"|cooler|cuter|the best|good)"
)
_AGAIN = (
    r"(?: (?:again|back|instead|for now|back again|please|as (?:the )?(?:base|basis)"
    r"|so (?:that )?(?:we|i) can .{1,40}))*"
)

_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_I}(?:{_TAKE}|{_WITH}) )?(?P<name>{NAMED}|{OLDER}|the {ORDINAL}){_AGAIN}",
        rf"{_I}(?:{_TAKE}|{_WITH}) (?P<name>{NAME}){_AGAIN}",
        rf"(?P<name>{NAME})(?: {_WINS}|,? (?:final answer|locked in|selected|please))",
        rf"{_WHO}{_SAYS} (?P<name>{NAME})(?: so \d{{1,2}})?",
        rf"(?:i (?:liked?|preferred|prefer) )?(?P<name>{OLDER})(?: (?:{_BETTER}|more|better))",
        rf"(?:{_I}{_TAKE} |restore |revert (?:it|my \w+"
        rf"|this)? ?(?:back )?to )(?P<name>{OLDER}){_AGAIN}(?:,? without .{{1,30}})?",
        r"(?P<name>(?:the )?(?:top|upper|bottom|lower)[ -](?:left|right|middle|center)(?: (?:one|picture|image))?)",
    )
)
_BEFORE = re.compile(
    r"(?:(?:please )?(?:go|roll|back|revert|return|take me|undo|step) ?)(?:it )?(?:back )?(?:to )?"
    r"(?:(?:the )?(?:one|version|picture|image|state|way it was|how it was) )?(?:from )?before (?:the"
    r"|i|you|we|that|adding|it) ?[\w' ]{0,40}"
)

_N = rf"(?:\d{{1,2}}|[{KANJI}])"
_PARTICLE_JA = r"(?:[をにでがはも]|として|から|の方[がをにで]?|のほう[がをにで]?)?"
_END_JA = (
    r"(?:です|ます|ました|ましょう|する|したい|ください|ね|ねえ|ねぇ|な|なあ|なー|わ|よ|や|かな|かも"
    r"|って|と|思う|思います|それで|これで|ので)*"
)
_CHOOSE_JA = (
    r"(?:決まり|決定|決め(?:た|ました|ます)?|きめた|し(?:て|ます|ましょう|よう)?(?:いい)?|する"
    r"|採用(?:で|して|させて)?|い(?:こう|きましょう|きます|く)|進め(?:て|ます|ましょう|る|たい)"
    r"|続け(?:て|ます|る)?|選(?:びます|ぶ|んで|択)(?:して|する|で)?|選択(?:して|する|で)?|使(?:いたい"
    r"|って|う|います|わせて)|キープ(?:で|して)?|(?:が|で|のが)(?:一番)?(?:いい|良い|よい|好み"
    r"|ベスト)(?:です)?"
    r"|見せて|表示(?:して)?|お願い|確定(?:で)?|ください|編集したい)"
)
_BETTER_JA = (
    r"(?:(?:一番)?(?:よかった|良かった|いい|良い|好き(?:だった)?|まし|マシ|好み)(?:です|な|なあ|ので"
    r"|から|わ|かも)*)"
)
_AGAIN_JA = r"(?:もう[一1][度回]|また)?"
_JAPANESE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<name>{NAMED_JA}){NOUN_JA}{{0,2}}{_PARTICLE_JA}(?:{_CHOOSE_JA}{_END_JA})?",
        rf"(?P<name>{NAMED_JA}){NOUN_JA}{{0,2}}(?:に|へ|まで){BACK}{_END_JA}",
        rf"(?P<name>{_N})(?:番)?(?:(?:の?(?:やつ|方|ほう|絵|画像))?(?:[でにが]|を)(?:{_CHOOSE_JA})?|を選択){_END_JA}",
        rf"(?P<name>{OLDER_JA}){NOUN_JA}{{0,2}}(?:(?:に|へ|まで)?{BACK}(?:ます|か)*"
        rf"|{_PARTICLE_JA}{_AGAIN_JA}(?:{_CHOOSE_JA}{_END_JA}|{_BETTER_JA})?(?:[のでに]*{BACK}(?:ます"
        rf"|か)*)?)",
        rf"(?P<name>{OLDER_JA}){NOUN_JA}{{0,2}}(?:に|へ)",
    )
)
_BEFORE_JA = re.compile(
    rf"[^、。]{{1,14}}(?:[るたすくむうつぬぶぐ]|編集|加工|補正|変更|修正"
    rf"|追加)(?:する)?前の?(?:元)?{NOUN_JA}{{0,2}}(?:(?:に|へ|まで)(?:{BACK}|して){_END_JA}|(?:が"
    rf"|で)(?:いい|よかった|良かった|お願い){_END_JA}|{_PARTICLE_JA})"
)
_UNKNOWN = 4
"""How many pictures there may be where it is not known."""
_MANY = 999
_NUMBERED = re.compile(r"\b(?:v|ver|version|turn)\b\.? ?#?\w|\bv\d|(?:バージョン|版)\d|ver\.?\d")
_FIRST = re.compile(r"\bfirst|最初|はじめ|初め")
_NEEDS_TO_KNOW = re.compile(r"last|final|lst|right|middle|cent|最後|ラスト|中|右")


def read(text: str, pictures: int | None, versions: int) -> Intent | None:
    """The picture or version that ``text``, a bare shadow, chooses; None where it says anything besides.

    ``pictures``: of the turn that is answered, None where that is not known.
    """
    for form, patterns, before in ((text, _ENGLISH, _BEFORE), (text.replace(" ", ""), _JAPANESE, _BEFORE_JA)):
        for pattern in patterns:
            if (found := pattern.fullmatch(form)) and (meant := _meant(found["name"], pictures, versions)):
                back = re.search("back|return|revert|restore|戻|もど", form) and _FIRST.search(found["name"])
                return GoTo(place=Place.FIRST) if back else meant
        if before.fullmatch(form):
            return GoTo(place=Place.PREVIOUS)
    return None


def _meant(name: str, pictures: int | None, versions: int) -> Intent | None:
    known = max(versions, 1) if versions > 1 else _MANY
    target = resolve(name, pictures or _UNKNOWN, known)
    if target is None or (target.picture is not None and not _possible(name, target.picture, pictures, versions)):
        return None
    if target.version == PREVIOUS and versions < 2 and _NEEDS_TO_KNOW.search(name):
        return None
    return _intent(target, name, known)


def _possible(name: str, picture: int, pictures: int | None, versions: int) -> bool:
    if pictures is None:
        sided = _NEEDS_TO_KNOW.search(name) and not re.search("top|bottom|upper|lower|上|下", name)
        return not sided
    return pictures > 1 or re.search(r"\d|first|second|third|[一二三四]", name) is not None


def _intent(target: Target, name: str, versions: int) -> Intent:
    match target:
        case Target(picture=int(picture)):
            return GoTo(picture=picture)
        case Target(version=version) if version == PREVIOUS:
            return GoTo(place=Place.PREVIOUS)
        case Target(version=1) if not re.search(r"\d", name):
            return GoTo(place=Place.FIRST)
    version = target.version or 1
    if version < 0:
        return Undo(times=-version)
    counted = versions < _MANY and not _NUMBERED.search(name)  # "v2" is the number on its card
    return Undo(times=max(1, versions - version)) if counted else GoTo(turn=version)
