"""Deeds upon a Japanese prompt: strike out, put in place of, add, set."""

from __future__ import annotations

import re

from bot.understanding import dictionary, lexicon, mentions
from bot.understanding.dictionary import english, japanese_of
from bot.understanding.normalise import LIMIT

_GONE = (
    r"(?:消して|けして|消す|取って|とって|取り除いて|外して|はずして|なくして|無くして|削除|除去"
    r"|抜いて|どけて|脱がせて|剃って)"
)
_REMOVE = re.compile(
    rf"^(?P<thing>[^をはがも、。]{{1,16}}?)(?:[をはもが])?(?:全部|すべて|全て|全員)?(?:{_GONE}|なしで"
    rf"|なしに|なし|無しで|抜きで|抜き|いらない|要らない|不要|邪魔)"
)
_REPLACE = re.compile(
    r"^(?P<old>[^をは、。]{1,16}?)(?:を|は|じゃなくて、?|ではなく(?:て)?、?|の代わりに|のかわりに"
    r"|やめて、?)(?P<new>[^をに、。]{1,20}?)(?:に|を|で)?(?:して|変えて|変更|差し替えて|入れ替えて"
    r"|置き換えて|替えて|する|したい|がいい)?$"
)
_ADD = re.compile(
    r"^(?:(?P<where>[^をに、。]{1,12})に)?(?P<new>[^をに、。]{1,24}?)(?:を|も|が)?(?:もう[一1](?:つ|匹"
    r"|人|本|羽|枚))?(?:追加|足して|加えて|入れて|置いて|飾って|増やして|飛ばして|降らせて|浮かべて"
    r"|乗せて|載せて|のせて|つけて|付けて|かぶせて|被せて|かけて|持たせて|着せて|巻いて|ほしい|欲しい"
    r"|描いて|咲かせて|並べて)"
)
_WHERE = re.compile(
    r"^(?:背景|バック|場所|舞台)[をはも](?P<place>[^をに、。]{1,24}?)(?:に|で|の中に)(?:して|変えて"
    r"|変更|する)?$|^(?P<place2>[^をに、。]{1,16}?)(?:の中|の前)?(?:を背景に|が背景)(?:して)?$"
)
_WHEN = re.compile(
    r"^(?:時間帯?|季節|天気|全体|背景)?[をは]?(?P<when>夜|夜景|夕方|夕焼け|夕暮れ|朝|早朝|昼|深夜"
    r"|真夜中|春|夏|秋|冬|雨|雪|雪景色|晴れ|曇り|嵐|霧|星空)(?:の?(?:景色|風景|シーン|時間|背景"
    r"|空))?(?:に|で|を)?(?:して|変えて|変更|降らせて)?$"
)
_STYLE = re.compile(
    r"^(?:これを|全体を|絵を)?(?P<style>[^をに、。]{1,16}?)(?:風|調|っぽく|タッチ|スタイル"
    r"|の画風)(?:に|で)?(?:して|変えて)?$|^(?P<style2>アニメ|水彩画?|油絵|ドット絵|漫画|マンガ|線画"
    r"|スケッチ|実写|写真|イラスト|浮世絵|水墨画)(?:に|で|化)(?:して|変えて)?$"
)
_TIMES = (
    "夜景",
    "真夜中",
    "深夜",
    "夜空",
    "夜",
    "夕焼け",
    "夕暮れ",
    "夕方",
    "朝日",
    "早朝",
    "朝",
    "昼下がり",
    "昼",
    "星空",
    "青空",
)
_SEASONS = ("春", "夏", "秋", "冬")
_WEATHERS = ("雪景色", "雪", "雨", "晴れ", "曇り", "嵐", "霧")
_STYLES = (
    r"(?:[^、。\s]{0,8}(?:風|調|タッチ|スタイル|画)|アニメ|水彩|油絵|ドット絵|イラスト|写真|実写|線画"
    r"|スケッチ|漫画|浮世絵)"
)
_TONES = (
    (r"明る(?!すぎ|過ぎ|くし?な[いく])|暗すぎ|暗過ぎ", "明るい光", ("暗い", "薄暗い")),
    (r"暗く(?!し?な[いく])|暗め|明るすぎ|明る過ぎ", "暗い照明", ("明るい",)),
    (r"鮮やか|彩度を上|カラフル", "鮮やかな色", ()),
    (r"白黒|モノクロ", "モノクロ", ("カラフル",)),
    (r"セピア", "セピア調", ()),
    (r"暖か|温か|暖色", "暖色", ("寒色",)),
    (r"寒色|冷た", "寒色", ("暖色",)),
    (r"コントラスト", "高コントラスト", ()),
    (r"高画質|高解像度|シャープ|くっきり", "高精細", ()),
)
_TONE_RULES = tuple((re.compile(pattern), words, against) for pattern, words, against in _TONES)
_MOMENTS = frozenset(("time", "season", "weather"))
_NOT_THINGS = frozenset(("これ", "それ", "あれ", "全部", "全体", "背景"))
_SPOTS = (*"空橋机浜林丘谷崖港池畑岬島店道", "窓辺", "鳥居", "バー")
"""What is one to be at, but as a part of a longer word is none: 「道」 in 「道具」."""
_PLACES = (
    "(?:"
    + "|".join((*(word for word in lexicon.words("place") if not word.isascii() and word not in ("月", "外")), *_SPOTS))
    + ")"
)


def removed(clause: str) -> str | None:
    """What ``clause`` asks to be gone."""
    found = _REMOVE.match(clause)
    return None if found is None or found["thing"] in _NOT_THINGS else found["thing"]


def changed(prompt: str, clause: str, kind: str) -> str | None:
    """``prompt`` after one wish of that kind; None where it has no place for it or the wish is not plain."""
    if kind == "remove":
        thing = removed(clause)
        return strike(prompt, thing) if thing else None
    if (found := _WHEN.match(clause)) and kind in ("background", "tone", "add"):
        return _at_time(prompt, found["when"])
    if kind == "background" and (found := _WHERE.match(clause)):
        return placed(prompt, found["place"] or found["place2"])
    if kind == "style" and (found := _STYLE.match(clause)):
        style = found["style"] or found["style2"]
        plain = "、".join(part for part in _parts(prompt) if not re.fullmatch(_STYLES, part))
        return _appended(plain or prompt, f"{style}風" if found["style"] else style)
    if kind in ("replace", "attribute") and (found := _REPLACE.match(clause)) and found["old"] not in _NOT_THINGS:
        return _instead(prompt, found["old"], found["new"])
    if kind in ("tone", "detail"):
        return _toned(prompt, clause)
    if kind in ("add", "attribute") and (found := _ADD.match(clause)):
        return _appended(prompt, found["new"])
    return None


_PLAIN = r"[うくぐすつぬぶむ](?=[\u3400-\u9fff\u30a1-\u30fa])"
"""Ends a verb as the dictionary has it, before a noun: 「剣を持つ騎士」."""


def strike(prompt: str, thing: str) -> str | None:
    """``prompt`` without ``thing``; None where it is not in it, or is all there is."""
    if thing not in prompt:
        known = english(thing)
        thing = next((name for name in japanese_of(known) if name in prompt), "") if known else ""
    if not thing:
        return None
    kept = [part for part in map(lambda part: _struck(part, thing), _parts(prompt)) if part]
    return "、".join(kept) or None


def _struck(part: str, thing: str) -> str:
    if thing not in part:
        return part
    word = re.escape(thing)
    adjectives = r"(?:[^、。\sをのがにはと]{1,5}[いな])?"
    part = re.sub(rf"{adjectives}{word}(?:を|が)[^、。\sをがに]{{1,6}}?(?:た|る|ている|ってる|{_PLAIN})", "", part)
    part = re.sub(
        rf"(?:と|や)?{adjectives}{word}(?:の中の|の中で|の中を|の中|の下の|の下で|の|と|や|が|に|で)?", "", part
    )
    return re.sub(r"^(?:[のをがにはとで])|(?:[のをがにはとで])$", "", part)


def names_place(clause: str) -> bool:
    """Whether ``clause`` names a place, or at least no time or weather that another place would not be needed for."""
    if "窓の外" in clause:
        return False
    if re.search("背景|バック|後ろだけ|会場", clause):
        return True
    said = [
        (dictionary.subject(clause[slice(*span)]), clause[span[1] : span[1] + 1]) for span in mentions.words(clause)
    ]
    if not any(kind in _MOMENTS for kind, _ in said):
        return True
    return any(kind == "place" and after and after in "にでへの" for kind, after in said)


def placed(prompt: str, place: str) -> str:
    """``prompt`` with its place, if it says one, put aside for another."""
    return _appended(unplaced(prompt), f"{place}の背景")


def unplaced(prompt: str) -> str:
    """``prompt`` without the place that it says, if it says one."""
    parts = [part for part in _parts(prompt) if not re.fullmatch(rf"[^、。]{{0,8}}{_PLACES}(?:の背景)?", part)]
    parts = [re.sub(rf"^[^、。をが]{{0,6}}{_PLACES}(?:の中)?(?:で|に|を|の)", "", part) or part for part in parts]
    return "、".join(parts) or prompt


def _instead(prompt: str, old: str, new: str) -> str | None:
    if old not in prompt or re.search(r"[てで].|く$", new):
        return None
    return prompt.replace(old, new.removesuffix("に"), 1)


def _at_time(prompt: str, when: str) -> str:
    for group in (_TIMES, _SEASONS, _WEATHERS):
        if when in group:
            for word in group:
                prompt = prompt if word == when else (strike(prompt, word) or prompt)
    return _appended(prompt, when)


def _toned(prompt: str, clause: str) -> str | None:
    for pattern, words, against in _TONE_RULES:
        if pattern.search(clause) and not re.search("髪|肌|目|瞳|服|背景", clause):
            for each in against:
                prompt = strike(prompt, each) or prompt
            return _appended(prompt, words)
    return None


def _parts(prompt: str) -> list[str]:
    return [part.strip() for part in re.split("[、,。]", prompt) if part.strip()]


def _appended(prompt: str, words: str) -> str:
    return f"{prompt[: max(0, LIMIT - len(words) - 1)].rstrip('、。, ')}、{words}"
