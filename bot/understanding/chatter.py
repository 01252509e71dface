"""Obvious chit-chat: laughter, praise, thanks, emoji. Every word has to be one of these; anything else is a request."""

from __future__ import annotations

import re
import unicodedata

from bot.understanding.normalise import LIMIT, listed, shadow

_FEELINGS = frozenset(
    listed("""
        nice neat cool great good awesome amazing wow whoa woah wonderful beautiful gorgeous lovely cute adorable
        perfect excellent fantastic incredible brilliant impressive stunning superb fabulous epic legendary insane
        sick dope lit sweet love loved lol lmao lmfao lul rofl xd haha funny hilarious thanks thank thx thankyou ty
        tysm cheers ok okay kk k yes yeah yep yup yay woo woohoo omg omfg damn dang hmm hm mhm ah oh ooh aww aw ugh
        meh ew eww yikes gg wp hi hello hey bye gn gm pog poggers bruh sup congrats congratulations bravo kudos
        masterpiece welcome np yw sorry oops w l f ikr fr true based
    """)
)
_GLUE = frozenset(
    listed("""
        it its is was are that thats this these those they the a an so very really super too much such just actually
        pretty totally absolutely i im you u ur your my me we man guys bro dude bot job work one ones picture pic pics
        image images result results look looks looking looked turned came out how what for of to all lot lots many and
        but well now like liked help god everyone tbh ngl same
    """)
)
_PHRASES = frozenset(
    listed("""
        not_bad bad_bot thanks_again this_is_fire thats_fire good_night good_morning no nope nah no_worries no_problem
        no_way no_cap you_too me_too same same_here well_done way_to_go of_course i_see got_it nvm never_mind
        nevermind for_real much_better way_better lets_go works_for_me i_like_it i_like_this i_like_that i_liked_it
        huh わ お え あ
    """)
)
"""Chatter as a whole only, words joined by "_"."""
_FEELINGS_JA = listed("""
    すごい すご すげ すげえ 凄い 凄 やばい やば やべ やべえ えぐい えぐ えもい かわいい かわい 可愛い かわよ 尊い
    きれい 綺麗 美しい いい いいね 良い よい いい感じ 良い感じ いいかんじ 最高 さいこう 好き すき 大好き 神 天才 上手
    じょうず うまい お見事 見事 完璧 かんぺき ぱふぇくと さすが 流石 素敵 すてき 素晴らしい すばらしい かこいい かけえ
    格好いい おもしろい 面白い おもろい うける ないす ぐど わろた わら 笑 草 ありがとう ありがと 有難う 感謝 助かる
    助かた 助かります さんきゅ おつ 乙 お疲れ様 お疲れさま おつかれさま おお わあ うわ おや へえ ほお なるほど 了解
    りょうかい おけ ok はい うん それな せやな ほんと まじ 大丈夫 びくり 拍手 おはよう こんにちは こんばんは おやすみ
    ごめん ごめんなさい よろしく
""")
_GLUE_JA = listed("""
    ですね です だね だ ね よ な なあ ございます ございました ました した でした だた じゃん すぎる すぎます すぎ やん
    す ます いたします めちゃ めちゃくちゃ とても すごく 超 ちょう 本当に ほんとに 本当 まじで これ それ この絵
    この画像 なんか いや もう かも さん さま 様 感じ かんじ くない わ わね え
""")
"""Both in hiragana, without ー, っ and small vowels: the form that _folded() gives."""
_LONG = dict.fromkeys(map(ord, "〜～~"))
_SMALL = dict.fromkeys(map(ord, "ー〜～~ぁぃぅぇぉっ・"))
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def _folded(text: str) -> str:
    """Katakana to hiragana; nothing that merely lengthens."""
    return text.translate(_HIRAGANA).translate(_SMALL)


def _scanner(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_JA = frozenset(map(_folded, _FEELINGS_JA))
# Atomic and possessive: the longest word at each place or nothing, so no text can make it try again.
_JAPANESE = re.compile(rf"(?>w+|{_scanner(_JA | frozenset(map(_folded, _GLUE_JA)))})++")
_JAPANESE_WORD = re.compile(rf"w+|{_scanner(_JA | frozenset(map(_folded, _GLUE_JA)))}")
_LAUGH = re.compile(
    r"[bm]?[wu]?a?(?:ha|he|hi|ho|ja){2,}h?|ha+h?|lo+l[ols]*|lmf?a+o+|x+d+|w+|rofl+|(?:ky|gy)a+|k+|z+|(?:kek)+|a+h+|o+h+"
)
_REMOVED = re.compile(
    r"<a?:\w{1,64}:\d{1,25}>|<[@#][!&]?\d{1,25}>|:[a-z][a-z0-9_]{1,31}:|https?://\S+|[0-9#*]\ufe0f?\u20e3"
    r"|(?<!\S)(?:[:;=8x]['^-]?[)(dpo3/\\|\]\[*]+|<3+|t_+t|d:|\+1|10/10|orz|m\(_ _\)m)(?!\S)",
    re.IGNORECASE,
)
_NOT_A_WORD = re.compile(r"[\W_]+")
_RUN = re.compile(r"(.)\1{2,}")
_PAIR = re.compile(r"(.)\1+")
_SQUEEZED = frozenset(_PAIR.sub(r"\1", word) for word in _FEELINGS | _GLUE)
_SQUEEZED_FEELINGS = frozenset(_PAIR.sub(r"\1", word) for word in _FEELINGS)


def is_chatter(message: str) -> bool:
    """Whether ``message`` is nothing but chatter, emoji, punctuation or a bare link."""
    if len(message) > LIMIT:
        return False
    text = _compared(message)
    # NFKC makes 18 letters of some (ﷺ): what grows so much is no chatter, and would take its time.
    if len(text) > 2 * LIMIT:
        return False
    pieces = text.split()
    if not pieces:
        return True
    if "_".join(map(_folded, pieces)) in _PHRASES:
        return True
    heard = [_english(piece) if piece.isascii() else _japanese(piece) for piece in pieces]
    return None not in heard and any(heard)


def _compared(message: str) -> str:
    """Words apart by spaces, in the form that is compared; no emoji, emoticons, links or mentions."""
    text = _REMOVED.sub(" ", message).translate(_LONG)
    # Before NFKC, which makes letters of some emoji (㊗ becomes 祝).
    text = "".join(" " if unicodedata.category(mark) == "So" else mark for mark in text)
    return _NOT_A_WORD.sub(" ", shadow(text).replace("'", ""))


def _english(word: str) -> bool | None:
    """True: a feeling; False: a word between; None: neither."""
    if word in _FEELINGS or _LAUGH.fullmatch(word):
        return True
    if word in _GLUE:
        return False
    squeezed = _PAIR.sub(r"\1", word)
    if not _RUN.search(word) or squeezed not in _SQUEEZED:
        return None
    return squeezed in _SQUEEZED_FEELINGS


def _japanese(piece: str) -> bool | None:
    folded = _folded(piece)
    for kept in (r"\1\1", r"\1", ""):
        shortened = _RUN.sub(kept, folded)
        if not shortened or _JAPANESE.fullmatch(shortened):
            words = _JAPANESE_WORD.findall(shortened)
            return any(word in _JA or word.strip("w") == "" for word in words)
    return None
