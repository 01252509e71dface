"""Where a thing that somebody names stands in a prompt, be it there in other words: several of it, the other language,
kana for kanji, a kind for its member ("hat" for a straw cap, "the animal", "him")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding import dictionary
from bot.understanding.lexicon import classes_en, small_en
from bot.understanding.normalise import is_japanese


class Mention(NamedTuple):
    """A word of a message that stands in the prompt as well, each with where it is there."""

    start: int
    end: int
    said: tuple[int, int]


_KINDS = {
    "hat": "cap beret helmet bonnet fedora crown beanie",
    "cap": "hat beanie",
    "flower": "rose tulip lily daisy blossom sunflower petal",
    "car": "convertible sedan vehicle jeep taxi truck van",
    "vehicle": "car truck van bus bike motorcycle taxi",
    "bike": "bicycle motorcycle vespa scooter",
    "bicycle": "bike",
    "clothes": "dress suit shirt hoodie jacket uniform robe coat kimono armor armour t-shirt tracksuit",
    "outfit": "dress suit shirt hoodie jacket uniform robe coat kimono armor armour",
    "beard": "moustache mustache goatee",
    "glasses": "spectacles eyeglasses goggles",
    "armor": "armour",
    "armour": "armor",
    "text": "words letters caption lettering title",
    "building": "skyscraper tower house",
    "ppl": "people crowd passers-by pedestrian tourist person",
    "people": "crowd passers-by pedestrian tourist person",
    "person": "people passer-by pedestrian figure",
    "crowd": "people",
    "sword": "katana blade sabre",
    "ship": "boat",
    "boat": "ship sailboat",
    "wings": "winged",
    "wing": "winged",
    "kid": "child boy girl",
    "child": "kid boy girl",
    "puppy": "dog",
    "kitty": "cat kitten",
    "kitten": "cat",
    "bunny": "rabbit",
    "rabbit": "bunny",
    "snow": "snowy snowing",
    "rain": "rainy raining",
    "fog": "foggy mist misty",
    "mist": "fog misty",
    "street lamp": "streetlight lamppost",
}
"""Members and other names of a thing: the other words that a prompt may have for it."""
_KINDS_JA = {
    "帽子": "ハット キャップ ベレー帽 麦わら帽子",
    "眼鏡": "メガネ めがね 丸眼鏡",
    "人": "人物 通行人 人混み 人影 群衆",
    "花": "バラ 薔薇 桜 ひまわり チューリップ",
    "車": "自動車 乗用車 トラック",
    "ひげ": "髭 ヒゲ 顎ひげ",
    "文字": "テキスト ロゴ",
    "ビル": "ビル群 高層ビル",
}
_PRONOUNS = {
    **dict.fromkeys(("animal", "creature", "beast", "pet", "動物", "生き物"), "animal"),
    **dict.fromkeys(
        (
            "him",
            "her",
            "he",
            "she",
            "guy",
            "dude",
            "bloke",
            "lady",
            "person",
            "character",
            "figure",
            "彼",
            "彼女",
            "人物",
            "主人公",
            "主役",
        ),
        "person",
    ),
}
"""What stands for the one thing of its kind that a prompt has."""
_WORDS_EN = re.compile(r"[A-Za-z][\w'-]*")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def in_japanese(prompt: str) -> bool:
    """Whether a prompt is written in Japanese: an English one may have wishes in Japanese at its end."""
    head = re.split(r"[,、。]", prompt, maxsplit=1)[0]
    return is_japanese(head) and 3 * len(_JAPANESE.findall(head)) > len(_LATIN.findall(head))


def find(prompt: str, thing: str) -> tuple[int, int] | None:
    """Where ``prompt`` has ``thing``, a noun of either language, without article or adjectives."""
    found = next((span for name in names(thing, in_japanese(prompt)) if (span := _stands(prompt, name))), None)
    kind = _PRONOUNS.get(re.sub(r"^(?:the|this|that)\s+", "", thing.strip().lower()))
    if found is None and kind:
        alike = [span for span in words(prompt) if dictionary.subject(prompt[slice(*span)].lower()) == kind]
        return alike[0] if len(alike) == 1 else None
    return found


def said_in(prompt: str, message: str) -> Iterator[Mention]:
    """What ``message`` names that ``prompt`` has, in the order of the message."""
    taken = -1
    for start, end in words(message):
        if start >= taken and (span := find(prompt, message[start:end])):
            taken = end
            yield Mention(*span, (start, end))


def words(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` has what may be a noun."""
    return _japanese(text) if is_japanese(text) else _english(text)


def names(thing: str, japanese: bool) -> Iterator[str]:
    """What a prompt in that language may call ``thing``, the likeliest first."""
    thing = thing.strip().lower()
    if is_japanese(thing):
        said = dictionary.english(thing)
        if japanese:
            yield thing
            yield from dictionary.japanese_of(said) if said else ()
            yield from _KINDS_JA.get(thing, "").split()
        elif said:
            yield from _english_names(said)
    elif not japanese:
        yield from _english_names(thing)
    else:
        yield from dictionary.japanese_of(thing)
        for other in _KINDS.get(dictionary.one(thing), "").split():
            yield from dictionary.japanese_of(other)


def _english_names(thing: str) -> Iterator[str]:
    yield thing
    one = dictionary.one(thing)
    yield from _KINDS.get(thing, "").split() or _KINDS.get(one, "").split()
    if (last := thing.rpartition(" ")[2]) != thing:
        yield last
        yield from _KINDS.get(dictionary.one(last), "").split()


def _stands(prompt: str, name: str) -> tuple[int, int] | None:
    if not name.isascii():
        # 「血」 is no part of 「吸血鬼」, but 「髪」 is what 「黒髪」 is.
        found = re.search(rf"{re.escape(name)}(?!{_SAME.get(_script(name[-1]), '$.')})", prompt)
        return (_compound(prompt, *found.span()), found.end()) if found else None
    one = dictionary.one(name)
    many = (
        one[:-1] + "ies"
        if re.search(r"[^aeiou]y$", one)
        else one + ("es" if re.search(r"(?:s|x|ch|sh)$", one) else "s")
    )
    forms = "|".join(re.escape(form) for form in dict.fromkeys((name, many, one)))
    found = re.search(rf"(?<![\w'-])(?:{forms})(?![\w-])", prompt, re.IGNORECASE)
    return found.span() if found else None


def _compound(prompt: str, start: int, end: int) -> int:
    """Where the longest known word that ends there begins: 「麦わら帽子」 for 「帽子」."""
    known = dictionary.entries()
    longest = range(min(start, dictionary.LONGEST - (end - start)), 0, -1)
    return next((start - more for more in longest if prompt[start - more : end] in known), start)


_SAME = {"kanji": r"[\u3400-\u9fff]", "katakana": r"[\u30a1-\u30fa\u30fc]"}


def _script(mark: str) -> str:
    return "kanji" if "\u3400" <= mark <= "\u9fff" else "katakana" if "\u30a1" <= mark <= "\u30fc" else ""


def _english(message: str) -> Iterator[tuple[int, int]]:
    """Pairs of words that name one thing, then single words."""
    found = list(_WORDS_EN.finditer(message))
    for place, word in enumerate(found):
        if word[0].lower() in small_en():
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        if after and after.start() == word.end() + 1 and after[0].lower() not in small_en():
            yield word.start(), after.end()
        if classes_en(word[0].lower()) not in ("colour", "size", "tone", "add", "replace", "small"):
            yield word.span()


def _japanese(message: str) -> Iterator[tuple[int, int]]:
    """Words of the dictionary, the longest first, and runs of one script."""
    known = dictionary.entries()
    at = 0
    while at < len(message):
        for end in range(min(len(message), at + dictionary.LONGEST), at, -1):
            if message[at:end] in known and not _inside_kana(message, at, end):
                yield at, end
                at = end
                break
        else:
            found = _RUN.match(message, at)
            if found:
                yield found.span()
            at = found.end() if found else at + 1


_RUN = re.compile(
    r"[\u30a1-\u30fa\u30fc]{2,16}|[\u3400-\u9fff々]{2,8}(?![\u3041-\u3093](?:[いうくすつぬむるてで]))"
    r"|[\u3400-\u9fff](?=[をはがもにの、]|$)|[A-Za-z][\w-]{1,20}"
)


def _inside_kana(message: str, start: int, end: int) -> bool:
    """A short word in hiragana within others is no word: 「かめ」 in 「かめら」 is, 「たこ」 in 「したこと」."""
    return (
        end - start < 3
        and all("\u3040" <= mark <= "\u309f" for mark in message[start:end])
        and (start > 0 and "\u3040" <= message[start - 1] <= "\u309f")
    )
