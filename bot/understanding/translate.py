"""Japanese wishes and prompts in English, by dictionary and pattern: for models that read English only.

What the dictionary does not have whole is not translated by halves: None, and the words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.understanding import clauses
from bot.understanding.colours import STEM, named
from bot.understanding.dictionary import english
from bot.understanding.hearing import hold, inside
from bot.understanding.normalise import bare, is_japanese, shadow

Found = re.Match[str]
LONGEST = 400
"""Characters of what is translated."""

_DO = r"(?:して|する|変えて|変更して|変更|なって|みて|替えて|しよう|したい|お願い)?"
_T = r"(?P<thing>[^をはがに、]{1,16}?)"
_N = r"(?P<new>[^をはがに、]{1,16}?)"
_MUCH = r"(?P<much>もっと|もう少し|もうちょっと|ちょっと|少し|すこし|さらに|かなり)?"
_MANNERS = {
    "明る": "brighter",
    "暗": "darker",
    "大き": "bigger",
    "小さ": "smaller",
    "長": "longer",
    "短": "shorter",
    "高": "taller",
    "低": "lower",
    "太": "thicker",
    "細": "thinner",
    "若": "younger",
    "古": "older",
    "新し": "newer",
    "かわい": "cuter",
    "可愛": "cuter",
    "怖": "scarier",
    "かっこよ": "cooler",
    "鮮やか": "more vivid",
    "丸": "rounder",
    "暖か": "warmer",
    "きれい": "more beautiful",
    "綺麗": "more beautiful",
    "リアル": "more realistic",
    "派手": "more colourful",
    "シンプル": "simpler",
    "柔らか": "softer",
    "濃": "deeper in colour",
    "薄": "paler",
    "近": "closer",
    "遠": "farther away",
    "優し": "gentler",
    "静か": "calmer",
    "賑やか": "livelier",
    "にぎやか": "livelier",
}
_MANNER = rf"(?P<manner>{'|'.join(sorted(_MANNERS, key=len, reverse=True))})"
_PUT_ON = r"(?:かぶせて|被せて|かけて|着せて|履かせて|はかせて|つけて|付けて|持たせて|巻いて)"
_POSES = {
    "笑わせて": "smiling",
    "笑顔に": "smiling",
    "笑って": "smiling",
    "座らせて": "sitting",
    "座って": "sitting",
    "立たせて": "standing",
    "走らせて": "running",
    "寝かせて": "lying down",
    "眠らせて": "sleeping",
    "飛ばせて": "flying",
    "ジャンプさせて": "jumping",
    "踊らせて": "dancing",
    "泣かせて": "crying",
    "怒らせて": "angry",
    "歩かせて": "walking",
    "こっちを向かせて": "looking at the viewer",
    "手を振らせて": "waving",
    "目を閉じさせて": "with closed eyes",
    "目を閉じて": "with closed eyes",
}


def _e(found: Found, name: str) -> str | None:
    word = found.groupdict().get(name)
    return english(word) if word else None


def _the(words: str) -> str:
    return words if words[:1].isupper() else f"the {words}"


def _remove(found: Found) -> str | None:
    thing = _e(found, "thing")
    return thing and f"remove {_the(thing)}"


def _add(found: Found) -> str | None:
    new = _e(found, "new")
    where = _e(found, "thing") if found.groupdict().get("thing") else None
    return new and (f"add {new} to {_the(where)}" if where else f"add {new}")


def _recolour(found: Found) -> str | None:
    colour = named(found["colour"]).english
    if not found["thing"]:
        return f"make it {colour}"
    thing = _e(found, "thing")
    return thing and f"make {_the(thing)} {colour}"


def _ground(found: Found) -> str | None:
    new = _e(found, "new")
    return new and f"change the background to {new}"


def _coloured_ground(found: Found) -> str:
    return f"make the background {named(found['colour']).english}"


def _swap(found: Found) -> str | None:
    new, thing = _e(found, "new"), _e(found, "thing")
    return f"replace {_the(thing)} with {new}" if new and thing else None


def _become(found: Found) -> str | None:
    new = _e(found, "new")
    return new and f"make it {new}"


def _style(found: Found) -> str | None:
    new = _e(found, "new")
    return new and f"in {new} style"


def _manner(found: Found) -> str | None:
    manner = _MANNERS[found["manner"]]
    little = "a bit " if found["much"] in ("もう少し", "もうちょっと", "ちょっと", "少し", "すこし") else ""
    if not found["thing"]:
        return f"make it {little}{manner}"
    thing = _e(found, "thing")
    return thing and f"make {_the(thing)} {little}{manner}"


_LESS = {"明る": "darker", "暗": "brighter", "大き": "smaller", "小さ": "bigger", "派手": "less colourful"}
_LESS |= {
    "長": "shorter",
    "短": "longer",
    "太": "thinner",
    "細": "thicker",
    "怖": "less scary",
    "濃": "paler",
    "薄": "deeper in colour",
}


def _complaint(found: Found) -> str | None:
    return f"make it {_LESS[found['manner']]}" if found["manner"] in _LESS else None


def _pose(found: Found) -> str | None:
    who = _e(found, "thing") if found["thing"] else "it"
    return who and f"make {_the(who) if who != 'it' else who} {_POSES[found['pose']]}"


_GONE = (
    r"(?:消して|けして|取って|とって|取り除いて|外して|はずして|なくして|無くして|削除(?:して)?"
    r"|除去(?:して)?|抜いて|どけて|脱がせて)"
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[Found], str | None]], ...] = tuple(
    (re.compile(pattern), meaning)
    for meaning, *patterns in (
        (_coloured_ground, rf"(?:背景|バック)(?:の色)?[をは](?P<colour>{STEM})色?(?:く|に|で)?{_DO}"),
        (_ground, rf"(?:背景|バック)[をは]{_N}に{_DO}", rf"{_N}(?:の中|の前)?(?:を背景に|が背景)(?:して)?"),
        (
            _remove,
            rf"{_T}[をもは]?(?:全部|すべて|全て)?{_GONE}",
            rf"{_T}(?:は|が)?(?:なしで|なしに(?:して)?|無しで|抜きで|いらない|要らない|不要|邪魔)",
        ),
        (
            _add,
            rf"(?:{_T}に)?{_N}[をも]?(?:もう[一1](?:つ|匹|人|本))?(?:追加(?:して)?|足して|加えて|入れて|置いて"
            rf"|描いて|飾って|増やして|飛ばして|降らせて|浮かべて|乗せて|載せて|のせて)",
            rf"(?:{_T}に)?{_N}を?{_PUT_ON}",
            rf"{_N}が?(?:ほしい|欲しい|あるといい)",
        ),
        (_recolour, rf"(?:(?:これ|それ|色|{_T})を)?(?P<colour>{STEM})色?(?:く|に|で){_DO}"),
        (
            _pose,
            rf"(?:{_T}を)?(?P<pose>{'|'.join(sorted(map(re.escape, _POSES), key=len, reverse=True))})(?:して"
            rf"|させて)?",
        ),
        (
            _manner,
            rf"(?:{_T}[をはの])?{_MUCH}{_MANNER}(?:く|に|め)(?:に|で)?{_DO}",
        ),
        (_complaint, rf"(?P<thing>)(?P<much>)(?:ちょっと|少し)?{_MANNER}(?:い|)?(?:すぎ|過ぎ)(?:る|だ)?"),
        (
            _swap,
            rf"{_T}(?:を|じゃなくて、?|ではなくて?、?|の代わりに){_N}(?:に|を)(?:して|変えて|変更して"
            rf"|差し替えて|入れ替えて|置き換えて)",
        ),
        (
            _style,
            rf"(?:これを|全体を)?{_N}(?:風|調|っぽく|タッチ|スタイル)(?:に|で)?{_DO}",
            r"(?:これを|全体を)?(?P<new>アニメ|水彩画?|油絵|ドット絵|漫画|マンガ|線画|スケッチ|イラスト|浮世絵"
            rf"|水墨画|ピクセルアート)(?:に|で|化){_DO}",
        ),
        (_become, rf"(?:これを|全体を)?{_N}(?:に|で){_DO}"),
    )
    for pattern in patterns
)


def to_english(text: str) -> str | None:
    """``text`` in English; None where it cannot be said whole. English is given back as it is."""
    if not is_japanese(text):
        return text
    if len(text) > LONGEST:
        return None
    said = [_clause(each) for each in clauses.split(text).wishes]
    if said and all(said):
        return ", ".join(filter(None, said))
    return things_in_english(text)


def _clause(clause: str) -> str | None:
    held, quotations = hold(clause)
    if quotations and len(quotations) == 1 and re.search(r"(?:書|入れ|追加|文字|表示)", held):
        return f'write "{inside(quotations[0])}"'
    if not is_japanese(clause):
        return clause
    text = bare(shadow(clause)).replace(" ", "")
    for pattern, meaning in _RULES:
        if (found := pattern.fullmatch(text)) and (said := meaning(found)):
            return said
    return None


def things_in_english(text: str) -> str | None:
    """A list of things, 「赤い丸、黄色い背景」; None where one of them is not known."""
    said = [english(each.strip()) for each in re.split("[、,。]", text) if each.strip()]
    return ", ".join(filter(None, said)) if said and all(said) else None
