"""What stands beside a command: "hmm no", "its so slow", "for my phone", 「うわ変になった」, 「印刷したいので」."""

from __future__ import annotations

import re

_SPLIT = re.compile(
    r"[.!?。！？…;；\n]+(?!\d)|[,、，](?!\d{3}\b)|(?<=\s)[-–—:](?=\s)|[（()）]|(?<=\w)\s+(?:but"
    r"|because|cause|cuz|bc|since|so (?:that )?(?=i |we |it |you )|for (?=my |the |our |a )|instead of"
    r"|,?\s*and then|(?=(?:im|i'm|its|it's|i need|i don'?t|they|it looks?|too)\b))\s*"
    r"|(?<=[たなだ])(?:から|ので|けど)\s*|(?<=[いるた])(?:から|ので|けど)\s*"
    r"|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+|(?<=[ぁ-ん])[wｗ草]+\s*|\s{2,}|(?<=[ぁ-ん一-鿿])\s+",
    re.IGNORECASE,
)
_BECAUSE_JA = re.compile(r"^[^、。!?！？\n]{1,30}?[いるただな](?:ので|んで|から)[、,]?(?=.{3})")
_ENGLISH_FILLER = re.compile(
    r"(?:(?:no worries|thank you (?:dear|so much|very much|in advance)|not this one|hey bot|uh|ah+|oh"
    r"|um+|hm+|er|no+|nope|nah|ew+|oof|ugh|gah|wait|hold on|ok(?:ay)?|yes|yeah|sorry|hi|hello|hey|bot"
    r"|dear|sir|friend|mate|dude|bro|lads|guys|please|thanks|thank you"
    r"|danke|merci|cheers|kindly|if (?:you can|possible|that's ok)|for now|this time|instead|first"
    r"|then|actually|never ?mind|oops|my bad|well"
    r"|same (?:prompt|settings|everything(?: else)?|subject|picture|thing|concept|idea)|final answer|lol|no worries"
    r"|not this(?: one)?|close|almost(?: there)?|not bad|love it|great|nice|cool|ooh+|lock (?:that"
    r"|it) in"
    r"|choose it|use it|keep (?:it|that|this)|going with it|that one|this one|would you|the rest is fine)(?: |$))++"
)
_JAPANESE_FILLER = re.compile(
    r"(?:(?:うーん|うわ|うん|いや|ごめん間違えた|ごめんなさい|あー|え|あ|お|う|惜しい|おしい|ごめん"
    r"|すみません|恐れ入りますが|申し訳ないですが|まあ|やっぱり?|んー|とりあえず|はい|いい感じ"
    r"|これで続ける|これで|それで|それにして|それ出して|それ以外は同じで|それ|これ|"
    r"そのまま|設定そのまま|お手数ですが|できれば|よければ|間違えた|草|w|台無し|もう一声|これ採用|採用|これ好き|惜しい|違う(?:な|かも|なあ)?|ちがうな|なんか違う(?:な)?|イマイチ|いまいち|微妙)[、ー〜]*+)++"
)
_SUBJECT = re.compile(
    r"(?:i|i'?m|i'?ll|i'?ve|i'?d|we|we'?re|it|its|it's|it'?ll|they|they'?re|that|that'?s|thats|this"
    r"|these|those|he|she|you|the|my|our|there|too|so|still|not|never|way|looks?|looking|just"
    r"|doesn'?t|don'?t|didn'?t|isn'?t|what|whats|kinda|chat|hands?|colou?rs?|face|\d+ (?:is|are)|four"
    r"|for|some|take as|need|another|each|because|since|everything|nothing)(?: |$)"
)
_WISHES = re.compile(
    r"\b(?:add|remove|make|change|put|replace|turn|swap|give|erase|delete|draw|paint|blur|crop|rotate"
    r"|flip|move|brighter|darker|bigger|smaller|should|could|would|can you|instead|with"
    r"|without|back|again|wish|any day|button|life|day|bed|server|exactly)\b"
)
_ASKS_JA = re.compile(
    r"(?:て|で|に|を|は|と|ください|ほしい|欲しい|くれ|たい|って|へ|よう|ろ|れ|の|が|も|なあ|ない\?"
    r"|\?)$|(?:にして|変えて|消して|足して|追加|入れて|付けて|つけて|塗)"
)
_TELLS_JA = re.compile(r"(?:た|だ|い|る|すぎ|です|ます|ん|\d)$")
_WEAK = re.compile(
    r"again|back|more|next|encore|forward|once more|another(?: one)?|one more|portrait|landscape"
    r"|square|revert|start over"
    r"|similar|別の|違うの|(?:and )?[\d:x. ]+(?: and)?"
)


def split(message: str) -> list[str]:
    """The clauses of ``message``, as typed."""
    return [part for part in _SPLIT.split(_BECAUSE_JA.sub("", message)) if part and part.strip()]


def is_filler(text: str) -> bool:
    """Whether ``text``, a bare shadow, says nothing."""
    if text.isascii():
        return _ENGLISH_FILLER.fullmatch(text + " ") is not None or _ENGLISH_FILLER.fullmatch(text) is not None
    return _JAPANESE_FILLER.fullmatch(text.replace(" ", "")) is not None


def is_reason(text: str) -> bool:
    """Whether ``text``, a bare shadow, tells something and asks for nothing."""
    if len(text) > 60:
        return False
    if text.isascii():
        return _SUBJECT.match(text) is not None and _WISHES.search(text) is None
    return len(text) <= 30 and _TELLS_JA.search(text) is not None and _ASKS_JA.search(text) is None


def is_weak(text: str) -> bool:
    """Whether ``text`` is a command only where nothing but pleasantries stands beside it."""
    return _WEAK.fullmatch(text) is not None
