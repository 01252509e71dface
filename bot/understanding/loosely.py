"""Settings in a sentence that no rule has whole: a dial by its name, with the number or the direction beside it.

Only for what is known to be about settings: "use 90210 as the seed", "ease off the guidance", 「工程を減らして」.
"""

from __future__ import annotations

import re

from bot.understanding import setting
from bot.understanding.normalise import listed
from bot.understanding.parameters import Parameters
from bot.understanding.references import COUNTED

_DIALS = (
    ("seed", r"\bseed\b|シード|乱数"),
    ("steps", r"\b(?:steps?|iterations?)\b|ステップ|工程|ステプ"),
    ("guidance", r"\b(?:guidance|cfg)\b|\bscale(?= \d)|ガイダンス"),
    ("strength", r"\b(?:strength|denois\w*)\b|強度|変化量"),
    ("width", r"\bwidth\b|\bw(?= \d)|横幅|幅|横(?=\d)"),
    ("height", r"\bheight\b|\bh(?= \d)|高さ|縦(?=\d)"),
)
_SIDES = (
    ("width", r"(\d{2,5}) ?(?:px|pixels?)? (?:wide|across)\b"),
    ("height", r"(\d{2,5}) ?(?:px|pixels?)? (?:high|tall)\b"),
)
_AFTER = re.compile(r"[^\d.,;:、。]{0,14}?[:=]?\s?(?<![\w.])(-?\d[\d.]*)")
_BEFORE = re.compile(r"(?<![\w.#])(-?\d[\d.]*+)(?!st|nd|rd|th|番|枚|つ|x|px)[^\d.,;、。]{0,8}$")
_DOWN = re.compile(
    r"\b(?:less|fewer|lower\w*|reduc\w+|decreas\w+|drop\w*|cut\w*|down|half|halve|ease|back off"
    r"|too (?:high|many|much|strong)|weaker)\b|減|下げ|さげ|落と|低|弱|少な|半分|高すぎ|強すぎ"
)
_UP = re.compile(
    r"\b(?:more|higher|rais\w+|increas\w+|bump\w*|up|boost\w*|crank\w*|double|too (?:low|few|weak)|stronger)\b"
    r"|増|上げ|あげ|高|強|多|倍|足りな|低すぎ|弱すぎ"
)
_OTHER = re.compile(r"\b(?:new|another|different|other|random|fresh|chang\w+|chuck|shuffle)\b|別|新|変え|違う|ランダム")
_SAME = re.compile(r"\b(?:same|keep|lock\w*|before|fix\w*)\b|同じ|固定|そのまま|さっきの")
_LORA = re.compile(
    r"(?<![a-z0-9_<:.-])(?P<name>[a-z0-9-]*(?:_[a-z0-9_.-]*[a-z0-9]|-(?:xl|v?\d[\d.]*)))(?![a-z0-9_-])"
    r"(?:[^\d]{0,24}?(?<![a-z0-9_.])(?P<weight>[0-2]?\.\d{1,3}|\d{2,3} ?(?:%|percent)|[0-2](?:\.\d{1,3})?(?![\d:])))?"
)
_GONE = re.compile(r"\b(?:drop|remove|without|disable|off|lose|kill|no)\b|外し|はずし|なし|消し|抜い|切って|オフ|要ら")
_HALF = re.compile(r"\bhalf\b|半分")
_COUNT = re.compile(
    r"(?<![a-z0-9.:#/-])(?<!もう)(?<!number )x?(?P<value>"
    r"\d{1,2}|(?:just|only) one|a single|half a dozen|半ダース|1ダース"
    rf"|{'|'.join(COUNTED[1:])}|a pair|a couple|ひとつ|ふたつ|みっつ|よっつ|いつつ|むっつ|やっつ)"
    r"(?![a-z0-9]*[\d.:%/])(?! ?(?:st|nd|rd|th|x|px|times|hours?|minutes?|legs?|fingers?|arms?|people)\b)"
    r"(?!枚?[目め]|[番倍度回前かへ])"
)
_QUOTE = r"[\"'「『]"
_WORDS_OF = r"[^\"'「」『』。.;]{1,60}?"
_NEGATIVE = re.compile(
    rf"{_QUOTE}(?P<first>{_WORDS_OF})[\"'」』][^\"'「『]{{0,30}}(?:\bneg|ネガ)"
    rf"|(?:\bneg(?:s|ative)?|(?<!オ)ネガ|否定|除外)[^「『\"']{{0,20}}{_QUOTE}(?P<second>{_WORDS_OF})[\"'」』]"
    r"|\b(?:exclude|blacklist|append|ban|stick|add|put) (?P<third>.{1,60}?) (?:via|in|into|to|from|on) (?:the |my )?neg"
    r"|\bneg(?:s|ative)?(?: prompts?| list)? (?:should |must |to |also |please )*(?:include|have|contain)s?:? "
    r"(?P<fourth>.{1,60})"
    r"|(?:(?<!オ)ネガ|否定|除外)(?:ティブ)?(?:プロンプト|ワード|プロ|欄|側|リスト)?(?:のほう)?[にへはも:→、 ]{1,3}"
    r"(?P<fifth>[^をに。]{1,30}?)(?:、これ)?(?:を|って)?(?:入れ|いれ|足し|追加|加え|書|登録|$)"
)
_WORDS = {word: at for at, word in enumerate(COUNTED, 1)}
_WORDS |= {word: at for at, word in enumerate(listed("ひとつ ふたつ みっつ よっつ いつつ むっつ ななつ やっつ"), 1)}
_WORDS |= {"just one": 1, "only one": 1, "a single": 1, "a pair": 2, "a couple": 2}
_WORDS |= {"half a dozen": 6, "半ダース": 6, "1ダース": 12}


def read(sentence: str) -> Parameters:
    """What a shadow sets, one that is known to set something. Raises BadInput as :func:`setting.flag` does."""
    said = Parameters()
    for look in (_dials, _sides, _lora, _negative):
        said = look(sentence).over(said)
    return said


def count(sentence: str) -> Parameters:
    """How many pictures, where a number is all that a shadow could mean."""
    found = [each["value"] for each in _COUNT.finditer(sentence)]
    return Parameters(count=_WORDS.get(found[0]) or int(found[0])) if found and found[0] != "0" else Parameters()


def _dials(sentence: str) -> Parameters:
    said = Parameters()
    for name, form in _DIALS:
        if dial := re.search(form, sentence):
            said = _one(name, sentence[: dial.start()][-40:], sentence[dial.end() :][:60]).over(said)
    return said


def _one(name: str, before: str, after: str) -> Parameters:
    value = _AFTER.match(after) or _BEFORE.search(before)
    around = f"{before} {after}"
    if value:
        return setting.flag(name, setting.share(name, value[1].rstrip("."), value.string[value.end() :]))
    ways: tuple[tuple[str, re.Pattern[str]], ...] = (("-", _DOWN), ("+", _UP))
    if name == "seed":
        ways = (("new", _OTHER), ("same", _SAME))
    elif name in ("width", "height"):
        return Parameters()
    return next((Parameters(relative=((name, way),)) for way, words in ways if words.search(around)), Parameters())


def _sides(sentence: str) -> Parameters:
    said = Parameters()
    for name, form in _SIDES:
        if found := re.search(form, sentence):
            said = setting.flag(name, found[1]).over(said)
    return said


def _lora(sentence: str) -> Parameters:
    """A name as files have them, with an underscore or a version in it."""
    found = _LORA.search(sentence)
    if found is None:
        return Parameters()
    said = found["weight"] or ("0.5" if _HALF.search(sentence) else "1")
    weight = 0.0 if _GONE.search(sentence) else setting.weight(said)
    return Parameters(loras=((found["name"], weight),))


def _negative(sentence: str) -> Parameters:
    found = _NEGATIVE.search(sentence)
    words = next(filter(None, found.groups()), "") if found else ""
    return setting.unwanted(words) if words else Parameters()
