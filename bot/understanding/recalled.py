"""An older version told by what it shows: "the version with the gold armour, but …", 「雪のやつに戻して」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding import lemmas
from bot.understanding.dictionary import english
from bot.understanding.normalise import shadow

LONGEST = 300
"""Characters of a message that tells of a version; of a prompt, the words that are looked through."""
_PROMPT = 2000

_OLDER = r"(?:earlier|previous|older|old|other|first|original|prior)"
_NOUN = r"(?:version|one|picture|image|pic|photo|draft|take|try|attempt|edit|render|state)"
_SHOWN = (
    r"(?:with|w/|where|in which|that (?:had|has|shows?)|which (?:had|has|shows?)|showing|wearing|of|in|on|from when)"
)
_ARTICLE = r"(?:the|that|my|our)"
_WORD = r"[\w'-]{1,30}"
_TOLD = (
    rf"{_ARTICLE} (?:{_OLDER} )?{_NOUN} (?:{_SHOWN}) (?:(?:it|he|she|they|there|we) (?:was|were|had|is) )?"
    rf"(?P<shown>{_WORD}(?: {_WORD}){{0,5}}?)"
    rf"|{_ARTICLE} (?:{_OLDER} )?(?P<named>{_WORD}(?: {_WORD}){{0,2}}?)"
    r" (?:version|one|draft|take|edit|picture|image|pic)"
)
_ASK = (
    r"(?:(?:ok(?:ay)?|hm+|no|nah|actually|hey|bot|wait|so|well|please|pls|ugh|where's|where is|what about)[\s,]+){0,3}"
    r"(?:(?:can|could|may) (?:you|we|i) |(?:i|we)(?:'d| would)? (?:really )?(?:want|like|need|prefer|liked|preferred"
    r"|loved|love)(?: to)? |let'?s )?"
)
_CHOOSE = (
    rf"{_ASK}(?:(?:go|take (?:me|us|it)|switch|revert|return|jump|change|bring (?:me|it)|roll)(?: it)?(?: back)?"
    r" (?:to|with)"
    r"|back to|use|take|have|keep|restore|bring back|show(?: me| us)?|see|pick|choose|get back|give me|start(?: again"
    r"| over)? (?:from|with)|continue (?:from|with)|work (?:from|with))?"
)
_AGAIN = r"(?: (?:again|back|please|pls|instead|for now|was (?:better|nicer|best|nice)|better|more|i want that one))*"
_CHOSEN = re.compile(rf"{_CHOOSE} ?(?:{_TOLD}){_AGAIN}(?:[,.?! ]+i want (?:that|it)(?: one)?)?{_AGAIN}")
_WISHED = re.compile(
    rf"(?:(?:{_CHOOSE}|in|on|from|with|for|to|like|based on|instead) )?(?:{_TOLD}){_AGAIN}"
    r"(?:[\s,.:;!–-]+(?:(?:but|and|only|except|just|then|now|please)\b[\s,]*)+|\s*[,.:;–]+\s*)(?P<wish>\S.*)",
    re.DOTALL,
)
_NOUN_JA = r"(?:バージョン|ver\.?|やつ|ヤツ|方|ほう|絵|画像|写真|版|案|状態|とき|時)"
_TOLD_JA = (
    rf"(?:(?:あの|その|さっきの|前の|以前の|最初の|先ほどの)[、,]?)?(?P<shown>[^、。,\s]{{1,16}}?)"
    rf"(?:を?(?:着て|着た|つけて|つけた|付けた|かぶった|持った|持って|してた|入れた|足した)(?:い?た|いる|る)?"
    rf"|が?(?:あった|いた|ある)|だった)?の?{_NOUN_JA}"
)
_OPEN_JA = r"(?:(?:やっぱり?|うーん|いや|じゃあ|ごめん)[、,\s]*)?"
_BACK_JA = (
    r"(?:(?:に|へ|まで)(?:戻して|もどして|戻す|戻る|戻って|戻りたい|戻せる|戻せます|戻ろう)|を?(?:もう[一1][度回])?"
    r"(?:見せて|出して|使って|復元して)|(?:が|の(?:ほう|方)が)(?:よかった|良かった|好き|いい|良い)(?:です)?|で(?:続けて|お願い|いい))"
)
_CHOSEN_JA = re.compile(
    rf"{_OPEN_JA}{_TOLD_JA}{_BACK_JA}(?:ください|ほしい|くれ|ね|な|よ|か|かな|かも|です|くれる|くれますか|もらえますか)*[。！!？?]*"
)
_WISHED_JA = re.compile(
    rf"{_OPEN_JA}{_TOLD_JA}(?:{_BACK_JA[:-1]}|に戻(?:して|って))(?:から)?|をベースに|から|だけど|なんだけど|を|に|で|は|の)"
    r"[、,\s]*(?P<wish>(?!して|変え|変更|なっ|する|戻し)[^\s].*)",
    re.DOTALL,
)
_VERSION = re.compile(r"\bversion\b|バージョン|ver\b|版")
_TELLS = re.compile(rf"\b(?:{_TOLD})(?= (?:please|again|back|was|is|but|and|so|i|we|with)\b|[,.!?]|$)")
_TELLS_JA = re.compile(_TOLD_JA)
_PLAIN = frozenset(
    """
    a an the of in on at with and or to by for from is are was were it its he she his her their that this had
    has wearing there some very one picture image version first second third last next same different other
    another previous older old new original left right top bottom middle better best good nice bigger smaller
    more less whole earlier prior current latest ones you we i did made sent gave posted just
    """.split()  # noqa: SIM905
)
_WORDS = re.compile(r"[a-z0-9][a-z0-9'-]*")
_RUNS_JA = re.compile(r"[ァ-ヺー]+|[一-鿿々]+[ぁ-ん]?|[ぁ-ん]{2,}|[a-z0-9]+")
_ENDING = re.compile(r"(?:'s|ing|ed|es|s|y|e|n)$")


def chosen(message: str, prompts: Sequence[str]) -> int | None:
    """The version that ``message`` goes back to and asks nothing besides, 1-based; ``prompts`` oldest first.

    Of several that show it the latest, the current one aside.
    """
    if (text := _comparable(message, prompts)) is None:
        return None
    found = (_CHOSEN if text.isascii() else _CHOSEN_JA).fullmatch(_bare(text))
    return _version(_shown(found), prompts[:-1]) if found else None


def wished(message: str, prompts: Sequence[str]) -> tuple[int, str] | None:
    """The version that ``message`` wants to start from, 1-based, and the wish.

    None where the current one shows it too, unless a version is said: nobody calls the one they answer that.
    """
    if (text := _comparable(message, prompts)) is None:
        return None
    found = (_WISHED if text.isascii() else _WISHED_JA).fullmatch(text)
    if found is None or (not _VERSION.search(text, 0, found.start("wish")) and _shows(prompts[-1], _shown(found))):
        return None
    version = _version(_shown(found), prompts[:-1])
    # The wish as typed: a shadow is in small letters.
    as_typed = " ".join(message.split())
    kept = as_typed[-len(found["wish"]) :] if len(as_typed) == len(text) else found["wish"]
    return (version, kept) if version else None


def told(message: str, prompts: Sequence[str]) -> int | None:
    """The older version that ``message`` tells of anywhere in it, 1-based."""
    if (text := _comparable(message, prompts)) is None:
        return None
    tellings = _TELLS.finditer(text) if text.isascii() else _TELLS_JA.finditer(text)
    return next((version for words in map(_shown, tellings) if (version := _version(words, prompts[:-1]))), None)


def _comparable(message: str, prompts: Sequence[str]) -> str | None:
    return shadow(message) if len(prompts) > 1 and len(message) <= LONGEST else None


def _bare(text: str) -> str:
    return text.strip(" .!?,;:~。！？、〜")


def _shown(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups.get("shown") or groups.get("named") or ""


def _version(words: str, prompts: Sequence[str]) -> int | None:
    return next((at for at in range(len(prompts), 0, -1) if _shows(prompts[at - 1], words)), None)


def _shows(prompt: str, words: str) -> bool:
    """Whether every word of content in ``words``, one at least, stands in ``prompt``, itself or in English."""
    text = shadow(prompt[:_PROMPT])
    if words.isascii():
        said = [word for word in _WORDS.findall(words) if word not in _PLAIN]
        stems = {_stem(word) for word in _WORDS.findall(text)}
        return bool(said) and all(_stem(word) in stems for word in said)
    words = lemmas.as_in(text, words)
    if words in text:
        return True
    runs = [run for run in _RUNS_JA.findall(words) if run not in ("した", "して", "いた")]
    return bool(runs) and all(run in text or _in_english(run, text) for run in runs)


def _in_english(word: str, text: str) -> bool:
    said = english(word)
    return said is not None and all(
        _stem(each) in {_stem(w) for w in _WORDS.findall(text)} for each in said.lower().split()
    )


def _stem(word: str) -> str:
    """snowy, snow and snows are one; armour is armor."""
    word = word.replace("our", "or").replace("grey", "gray")
    shorter = _ENDING.sub("", word)
    return shorter if len(shorter) >= 3 else word
