"""Wishes that name what the prompt has and what is wanted in its place, however they are worded; what is not wanted."""

from __future__ import annotations

import re

from bot.understanding import dictionary, mentions
from bot.understanding.lexicon import classes_en
from bot.understanding.normalise import is_japanese

_END = (
    r"(?:,\s+(?:it'?s|that'?d|that would|because|since|so|cause|my|they)\b.{1,60})?(?:[\s,]+(?:instead"
    r"|please|pls|plz|lol|haha|tbh|ngl|maybe|though|here|this time|now|ok|if possible))*\s*$"
)
_A = r"(?:an?|the|some|his|her|its|their|those|that|these|this|my)\s+"
_SWAPS = tuple(
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        r"^(?P<new>.{1,80}?),?\s+(?:instead of|insted of|rather than|in place of|for)\s+(?P<old>.{1,60}?)",
        r"^(?P<new>.{1,80}?),?\s+(?:and not|but not|not)\s+(?P<old>.{1,60}?)",
        r"^(?:not|no|i didn'?t (?:ask for|want|say|mean)|i don'?t want|less)\s+(?P<old>.{1,60}?)(?:,|\s+but"
        r"|\s+more)\s+(?P<new>.{1,80}?)",
        r"^(?P<old>.{1,60}?)\s*(?:->|→|=>|➡️?)\s*(?P<new>.{1,80}?)",
        r"^(?:.{0,40}?\b(?:put|have|want|with)\s+)?(?P<new>.{1,80}?)\s+where\s+(?P<old>.{1,60}?)\s+(?:is|are|was|were)",
        r"^(?P<new>.{1,60}?)\s+(?:would be|is|would look|would've been|would have been|'d be|looks)\s+"
        r"(?:\w+er|more \w+|better|way \w+)\s+than\s+(?P<old>.{1,60}?)",
        r"^(?:.{0,40}?\b)?(?:replace|swap(?: out)?|exchange|substitute|change|turn|switch|trade|convert"
        r"|transform|make)\s+"
        r"(?P<old>.{1,60}?)\s+(?:into|in to|to|with|for|by|4|w/)\s+(?:be\s+)?(?P<new>.{1,80}?)",
        r"^(?P<old>[\w' -]{1,40}?)\s+(?:should(?:'?ve)?|needs? to|has to|have to|must|could|was supposed to"
        r"|were supposed to|ought to)"
        r"\s+(?:have\s+)?(?:been?|be)\s+(?P<new>an?\s+.{1,60}?)",
        r"^(?:can|could|may|would)\s+(?P<old>(?:the|his|her|its|their|that"
        r"|those)\s+[\w' -]{1,40}?)\s+be(?:come)?\s+(?P<new>an?\s+.{1,60}?)",
        r"^(?:make|turn|change)\s+(?P<old>(?:the|this|that|his|her|their)\s+[\w' -]{1,30}?|him"
        r"|her)\s+(?P<new>an?\s+.{1,60}?)",
        r"^(?P<old>[\w-]{3,20})\s+(?:into|to)\s+(?P<new>(?:an?\s+)?[\w-]{3,20}(?: [\w-]{3,20})?)",
    )
)
_GIVES = (
    r"(?:して|する|し(?:た|て|よ)|変え|変更|差し替え|入れ替え|置き換え|替え|お願い|頼|がいい|が良い|でいい|希望|にできま"
    r"|にできる|に$|で$|を?持たせ|のほうが|の方が|だったら|なら"
    r"|かな|かも|派|の気分|だろ|でしょ|やろ|にしよ|を?のっけ|に置|置い|の色|をのっけ|を乗せ|にした|にしたら|にして|にな|へ|を$|だと|が好き|がほし|が欲し)"
)
_SWAPS_JA = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<old>[^、。]{1,20})(?:[^、。]{0,6}?)(?:じゃなくて?|ではなくて?|でなく|じゃないです|じゃない"
        r"|の代わりに|のかわりに|をやめて|やめさせて|やめて|→|->|なしで|(?:って)?よりも?か?)、?(?:むしろ|断然|絶対)?"
        rf"(?P<new>[^、。！!]{{1,24}}?)(?:{_GIVES}|[にでをが]?[！!]*$|です|にしよ|と思)",
        rf"(?P<old>[^、。]{{1,20}}?)から(?P<new>[^、。]{{1,16}}?)(?:に|へ){_GIVES}?",
        r"(?P<old>[^、。をはも]{1,16}?)(?:をぜんぶ|を全部|ぜんぶ|全部|を|は|も"
        r"|、)、?(?P<new>[^、。をには]{1,16}?)(?:に|へ|が|で|だったら|なら|希望)",
    )
)
_PUT_FOR = re.compile(r"変え|替え|換え|チェンジ|入れ替|置き換")
_GONE = (
    r"\b(?:remove|delete|erase|get rid of|lose|take|ditch|drop|no more|no|without|w/o|w/out|minus|hide|cut"
    r"|crop out|edit out"
    r"|eliminate|wipe|clear|clean up|strip|nix|kill|axe|scrap|kick(?: out)?|leave out|omit|not have"
    r"|don'?t (?:want|need|like)"
    r"|didn'?t (?:want|ask for|need|say|order)|should(?:n'?t| not) (?:have|be)|never asked for|too many|too much|skip"
    r"|yeet|bin|banish|get"
    r"|do without|could do without|lost|less|rid of|who asked for|why(?: is| are|'?s) there|why does \w+ have)\s+"
)
_GONE_JA = (
    r"(?:を|は|が|も|、)?(?:全部|ぜんぶ|すべて|全て)?(?:消|けし|け[しす]|取[っりる]|とって|取り除|外[しす]"
    r"|はずし|なく[しす]|無く[しす]|削除|除去|抜[いき]|どけ|どか[しす]"
    r"|脱[いが]|剃|な[しい]|ナシ|無[しい]|いら[なんね]|要ら[なんね]|不要|邪魔|やめ|やませ|頼んで|カット|消去"
    r"|撤去|排除|嫌|だめ|ダメ|じゃま|余計|いない|入れない|入って|ぶちこわし|捨て)"
)


def swapped(prompt: str, clause: str, kind: str = "replace") -> str | None:
    """``prompt`` with what is wanted in place of what it has, where ``clause`` names both."""
    japanese = is_japanese(clause)
    if kind in ("pose", "text"):
        return None
    for pattern in _SWAPS_JA if japanese else _SWAPS:
        found = pattern.search(clause) if japanese else pattern.match(clause)
        if found is None:
            continue
        new = _fitting(found["new"], mentions.in_japanese(prompt))
        if japanese and pattern is _SWAPS_JA[-1] and not _noun(found["new"], kind, _PUT_FOR.search(clause) is not None):
            continue
        # English puts the thing itself last, and so does Japanese: 「ケーキのいちご」.
        spans = [(each.start, each.end) for each in mentions.said_in(prompt, found["old"])]
        span = spans[-1] if spans else mentions.find(prompt, found["old"])
        if new and span:
            return put(prompt, *span, new)
    return None


_LEAD = re.compile(
    r"^.{0,60}\b(?:be|been|holding|hold|use|using|had|have|has|wearing|wear|is|was|were|riding|want|prefer|of|with)\s+"
    r"(?=(?:an?|some)\s|[\w-]+(?:\s[\w-]+)?$)",
    re.IGNORECASE,
)
"""What comes before the thing wanted: "she should be holding"."""
_SENTENCE = re.compile(
    r"\b(?:i|he|she|it|they|you|we|needs?|should|would|have|has|make|but|be|is|are|was|were|about|focus|look|all|so"
    r"|shld|ones?|it's|to|and have|n't|compared|different|better|more|less)\b|^(?:with|in|on|at|and|huge|big|small)\b",
    re.IGNORECASE,
)
"""Words of a sentence, which is no thing to be put in place of another."""


def of_its_kind(prompt: str, clause: str) -> str | None:
    """``prompt`` with the thing that ``clause`` names in place of the one thing of its kind."""
    named = [(clause[start:end], kind) for start, end, kind in _things(clause) if kind in _ALIKE]
    if len(named) != 1 or next(mentions.said_in(prompt, clause), None):
        return None
    had = [(start, end) for start, end, kind in _things(prompt) if kind == named[0][1]]
    new = _fitting(named[0][0], mentions.in_japanese(prompt))
    return put(prompt, *had[0], new) if len(had) == 1 and new else None


_ALIKE = frozenset(("animal", "person", "food", "garment", "plant"))


def _things(text: str) -> list[tuple[int, int, str]]:
    """What is named in ``text``, each with its class."""
    if not is_japanese(text):
        return [(*each.span(), dictionary.subject(each[0].lower())) for each in re.finditer(r"[A-Za-z][\w'-]*", text)]
    spans = [span for span in mentions.words(text) if dictionary.english(text[slice(*span)])]
    return [(*span, dictionary.subject(text[slice(*span)])) for span in spans]


def complains(clause: str) -> bool:
    """Whether ``clause`` says that a thing should not be there and asks for nothing in its place."""
    return _COMPLAINT.search(clause) is not None


_COMPLAINT = re.compile(
    r"\b(?:should(?:n'?t| not) (?:have|be (?:there|here|in))"
    r"|did(?:n'?t| not) (?:ask for|want|say|order)|(?:don'?t|do not"
    r"|dont) (?:want|need)|never asked for"
    r"|who asked for|get rid of|why(?: is| are|'?s) there|why does \w+ have)\b"
    r"|(?:いらな|要らな|いらん|不要|頼んでな|頼んでいな)[いかんっ]?|(?:消して|どけて|外して|なしで"
    r"|なくして)(?:ください|ほしい|欲しい|お願い.{0,6})?$",
    re.IGNORECASE,
)


def _noun(new: str, kind: str, plain: bool) -> bool:
    """Whether a Japanese word is a thing to be put in place of another, and not how a thing shall be.

    ``plain``: the wish says that one thing shall be put for another.
    """
    new = re.sub(r"(?:とか|さん|ちゃん)$", "", new)
    if kind in ("pose", "tone", "layout", "detail", "text"):
        return False
    known = dictionary.english(new)
    if known:
        return classes_en(known.split()[-1]) not in ("colour", "style", "time", "season", "weather")
    named = r"[\u3400-\u9fff\u30a1-\u30fa\u30fc々の]{1,16}|[\u3041-\u3093]{2,5}"
    return (
        kind == "replace"
        and re.fullmatch(named if not plain else r"(?=.*[\u3400-\u9fff\u30a1-\u30fa]).{2,16}", new) is not None
    )


def _fitting(new: str, japanese: bool) -> str | None:
    """The words wanted, in the prompt's language where that is known."""
    new = re.sub(
        r"^(?:to\s+|into\s+|be\s+|with\s+|more\s+|just\s+|i want\s+|make it\s+|have\s+)+",
        "",
        new.strip(" ,.!?"),
        flags=re.IGNORECASE,
    )
    if is_japanese(new):
        new = re.sub(
            r"(?:だってば|だよ|だね|です)$|(?:とか|さん|ちゃん|くん|みたいなの|っぽいの|のほう|の方|[をにはがでもへ])$",
            "",
            new.strip("、。！!？? 　（）()"),
        )
        if re.fullmatch(r"[\u3041-\u3093]?", new):
            return None
        return new if japanese else dictionary.english(new) or new
    if japanese:
        names = dictionary.japanese_of(re.sub(rf"^{_A}", "", new, flags=re.IGNORECASE))
        return names[0] if names else re.sub(rf"^{_A}", "", new, flags=re.IGNORECASE)
    new = re.sub(r"\s+(?:on|in|for|from) (?:the|his|her|its|their)\s.*$", "", new)
    new = re.sub(r"\s+(?:doable|possible|ok|please|there)$", "", _LEAD.sub("", new))
    return None if not new or len(new.split()) > 6 or _SENTENCE.search(new) else new


def put(prompt: str, start: int, end: int, new: str) -> str:
    """``prompt`` with ``new`` at that place, adjectives of the old thing gone and its article put right."""
    if not mentions.in_japanese(prompt):
        start = modifiers(prompt, start)
        had = re.search(rf"\b{_A}$", prompt[:start], re.IGNORECASE)
        told = re.match(_A, new, re.IGNORECASE)
        if had and told:
            new = new[told.end() :]
        if had and re.match(r"an?\s", had[0], re.IGNORECASE):
            article = had[0][0] + ("n" if new[:1].lower() in "aeiou" else "")
            return prompt[: had.start()] + f"{article} {new}" + prompt[end:]
    return prompt[:start] + new + prompt[end:]


def modifiers(prompt: str, start: int) -> int:
    """Back over the adjectives of a thing, but not over its article."""
    for _ in range(3):
        found = re.search(r"([\w'-]+)\s+$", prompt[max(0, start - 30) : start])
        if found is None or not _adjective(found[1].lower()):
            break
        start -= len(found[0])
    return start


def _adjective(word: str) -> bool:
    return classes_en(word) in (
        "colour",
        "size",
        "*",
        "garment",
        "thing",
        "animal",
        "food",
        "style",
        "plant",
    ) and not re.fullmatch(
        r".*(?:ing|ed)|with|and|in|on|at|of|by|near|under|over|behind|beside|from|to|into|through|an?|the"
        r"|his|her|its|their|two|three"
        r"|across|along|around|against|between|while|is|are|inside|toward|towards|above|below|beneath|onto"
        r"|as|or|for|without",
        word,
    )


def unwanted(prompt: str, clause: str) -> str | None:
    """The words of ``prompt`` that ``clause`` asks to be gone."""
    if is_japanese(clause):
        found = re.search(_GONE_JA, clause)
        asked = clause[: found.start()] if found else clause
        if re.search(r"だけ残|以外", asked):
            return None
        spans = list(mentions.said_in(prompt, re.split(r"[がはをも](?=.)|、", asked)[0] if found is None else asked))
        # The thing itself is the last noun: 「鳥居の前の車どけて」.
        return prompt[spans[-1].start : spans[-1].end] if spans else None
    heard = re.search(_GONE, clause, re.IGNORECASE)
    if heard is None and re.search(r"\b(?:just|only)\b", clause, re.IGNORECASE):
        return None
    for said in (clause[heard.end() :], clause[: heard.start()]) if heard else (clause,):
        if spans := list(mentions.said_in(prompt, said)):
            return prompt[spans[0].start : spans[0].end]
    return None
