"""Text as typed → text to keep and text to compare. All linear, but for NFKC: see :func:`shadow`."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 4000
"""Characters a message may have, flags included: what a Discord modal takes."""

_SOFT = (0x00AD, 0x061C, 0x180E, 0x200B, 0xFEFF, 0x115F, 0x1160, 0x3164, 0xFFA0)
_RANGES = (
    *((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F)),
    *((0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB)),
    (0xD800, 0xDFFF),
)
_UNWANTED = dict.fromkeys([*_SOFT, *(code for first, last in _RANGES for code in range(first, last + 1))])
# Joiners and variation selectors hold emoji and some scripts together: part of what is kept, not of what is compared.
_JOINERS = dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0xE0000, 0xE01F0)])
_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»〝〞〟＂", '"'), **dict.fromkeys("‘’‚‛′`´｀＇", "'")})

_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

_LEADING = re.compile(
    r"(?:(?:please|pls|plz|(?:can|could|would|will) (?:you|we|u|ya)|hey|ok(?:ay)?|um+|hm+"
    r"|actually|sorry|wait|now|then|and"
    r"|just|nope|oof|ugh|eww?|wait no|no wait|let'?s|i(?: want| would like|'d like) to|nah|nvm|oops)\b"
    r"|やっぱり|やっぱ|やはり|すみません|すいません|あの|じゃあ|では|いや|う[ー~〜]*ん|ごめん|ちょっと待って"
    r")[\s,、。.!…~〜]*"
)
_TRAILING_WORDS = re.compile(
    r"(?:^|[\s,.!?、。])(?:please|pls|plz|thanks|thx|ty|thank you|for me|now|then|would you|will you|lol|lmao|haha+)$"
)


def listed(words: str) -> tuple[str, ...]:
    """Words apart by white space, for long word lists."""
    return tuple(words.split())


_TRAILING_JA = listed("""
    をお願いいたします お願いいたします お願い致します をお願いします お願いします お願いできますか おねがいします
    をお願い お願い おねがい くださいませ ください 下さい くれますか くれませんか くれないか くれない くれる
    もらえますか もらえませんか もらえる いただけますか いただけませんか いただける 頂けますか ちょうだい 頂戴
    いただけますでしょうか いただけないでしょうか いただくことは可能でしょうか もらえますでしょうか もらえないかな
    くださいませんか くださいな くだしあ おくれ よろしくです よろしく よろ たのみます 頼みます 頼んます たのむ 頼む 希望
    ほしいです 欲しいです ほしい 欲しい くれや くれ ですか です かな ねえ ねぇ ね な よ 笑 w 草
""")


def clean(text: str) -> str:
    """``text`` trimmed, without controls (NUL), bidi marks, zero-width spaces and lone surrogates; else verbatim."""
    return text.translate(_UNWANTED).strip()


def shadow(text: str) -> str:
    """What is compared in place of ``text``: NFKC, lower case, straight quotes, single spaces, nothing invisible.

    Sorting combining marks makes NFKC quadratic: give it at most ``LIMIT`` characters.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_UNWANTED).translate(_JOINERS).translate(_QUOTES))
    return " ".join(folded.lower().split())


def bare(shadowed: str) -> str:
    """A shadow without politeness, emoji and punctuation around it: the form in which commands are matched.

    A leading ``@``, ``#`` or ``-`` stays. Meant for short messages: quadratic in the number of pleasantries.
    """
    while True:
        before = shadowed
        opening = _LEADING.match(shadowed := _trim(shadowed))
        shadowed = _trim(_TRAILING_WORDS.sub("", shadowed[opening.end() if opening else 0 :]))
        for tail in _TRAILING_JA:
            # "w" and 草 laugh only after Japanese; 〜して alone is the stem that commands are written in.
            if shadowed.endswith(tail) and (tail != "w" or not shadowed[:-1].rstrip("w").isascii()):
                shadowed = _trim(shadowed.removesuffix(tail))
                break
        if shadowed == before:
            return shadowed


def shorten(text: str, limit: int = 40) -> str:
    """For showing somebody their own words inside an error."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _trim(text: str) -> str:
    first, last = 0, len(text)
    while first < last and not (text[first].isalnum() or text[first] in "@#-"):
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return text[first:last]


def is_japanese(text: str) -> bool:
    """Whether there is kana or kanji in it."""
    return _JAPANESE.search(text) is not None
