"""A thing that somebody would rather see than the one that a prompt has: "i wanted a lobster", "croissant > bagel"."""

from __future__ import annotations

import re

from bot.understanding import dictionary, displacing, english_prompt, mentions
from bot.understanding.lexicon import classes_en, small_en

_NEW = r"(?P<new>[a-z][\w' -]{1,40}?)"
_OLD = r"(?P<old>[a-z][\w' -]{1,40}?)"
_IT = r"(?:it|this|that|he|she)"
_BETTER = (
    r"(?:would|'d|might|could|will)\s+(?:\w+ly )?(?:be|make|fit|look|work|suit|have been|feel)\s+(?:\w+ )?"
    r"(?:more|better|\w{3,8}er|cooler|best|nicer|great|perfect)\b"
)
_MEANT = (
    r"(?:wanted|said|meant|asked for|ordered|imagined|pictured|expected|requested|was hoping for|keep saying"
    r"|(?:was|am|'m) (?:thinking|imagining|picturing)(?: more)?(?: of| about)?|more of|'?d rather (?:have|see|it was)"
    r"|'?d (?:prefer|love|like)|rather have|would'?ve preferred|prefer|need)"
)
_BE = (
    r"(?:should|ought to|must|could|can|might|shld|needs to|has to|was supposed to|is supposed to)\s+"
    r"(?:rather |really |just |actually )?be"
)
_END = (
    r"(?=\s*$|\s*[,.!?:;(\"]|\s+(?:lol|haha+|imo|tbh|ngl|there|here|please|pls|plz|instead|maybe|tho|though|sorry"
    r"|i think|originally|and|but|because|since|so|cause|not|where|we|i|you|now|this time|with|on|in|for|from|than"
    r"|was|is|are)\b)"
)
_THE = rf"(?:the |his |her |their |my |{_IT}\b)?"
_SOME = r"(?:an? |the |some )?"
_FIRST = r"(?:^|[,.!?]\s*|\bhm+ )"
_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FIRST}(?:an? |some )?{_NEW}\s*(?<![-=])>\s*{_OLD}{_END}",
        rf"\b{_NEW}\s+(?:beats|over|in place of|where)\s+(?:an? |the )?{_OLD}(?:\s+(?:is|are|was|were))?{_END}",
        rf"{_FIRST}{_NEW}\s+{_BETTER}[^,.!?]{{0,40}}",
        rf"\b{_MEANT}\s+(?:more of )?{_SOME}{_NEW}{_END}",
        rf"\b(?:if|make|let|have)\s+{_THE}{_OLD}?\s*(?:be|was|were|becomes?|is)\s+{_SOME}{_NEW}{_END}",
        rf"{_FIRST}{_THE}{_OLD}?\s*{_BE}(?:come)?\s+{_SOME}{_NEW}{_END}",
        rf"\b(?:can|could|should|might)\s+{_THE}{_OLD}?\s*be(?:come)?\s+(?:an? |some ){_NEW}{_END}",
        rf"\bshould(?:'?ve| have| of) been\s+{_SOME}{_NEW}{_END}",
        rf"{_FIRST}(?:but |same pose but )?{_IT}(?:'?s|s| is) (?:supposed to be |meant to be )?an? {_NEW}{_END}",
        rf"{_FIRST}(?:an? |some )?{_NEW}\s+(?:instead|please|pls|i think)\b",
    )
)
_ALONE = re.compile(r"[,.!?;]+\s*|\s+but\s+")


def preferred(prompt: str, message: str) -> str | None:
    """An English ``prompt`` with the thing that ``message`` would rather have in place of the one it has; or None.

    The one it has is what the message names beside it, else the one thing of its kind, else what the prompt is about.
    """
    message = message.strip(" .!?")
    for cue in _CUES:
        for found in cue.finditer(message):
            groups = found.groupdict()
            new = _thing(prompt, groups["new"])
            if new and (span := _had(prompt, message, groups.get("old") or "", new)):
                return displacing.put(prompt, *span, new)
    spans = list(mentions.said_in(prompt, message))
    alone = [new for part in _ALONE.split(message) if (new := _thing(prompt, part)) and _plain(part)]
    if len(alone) == 1 and spans:
        return displacing.put(prompt, spans[0].start, spans[0].end, alone[0])
    return None


def _thing(prompt: str, said: str) -> str | None:
    """A thing that the prompt has not, as it would stand in it."""
    said = re.sub(
        r"^(?:(?:an?|the|some|my|his|her|more of|rather|with|maybe|hmm?|ok|so)\s+)+",
        "",
        said.strip(),
        flags=re.IGNORECASE,
    )
    words = said.lower().split()
    if not 0 < len(words) <= 3 or words[-1] in small_en() or classes_en(words[-1]) in _NO_THING:
        return None
    if any(word in _NEVER or (word in small_en() and word != "of") for word in words):
        return None
    return None if mentions.find(prompt, said) else said


_NO_THING = frozenset(
    (
        "colour",
        "size",
        "tone",
        "layout",
        "pose",
        "detail",
        "praise",
        "laugh",
        "thanks",
        "time",
        "season",
        "weather",
        "style",
        "bot",
        "add",
        "remove",
        "replace",
    )
)
_NEVER = frozenset(
    """he's she's it's they're that's i'm feel feels looks said wanted wrong boring overused better nah hm hmm imo tho
    opposite""".split()  # noqa: SIM905
)


def _plain(part: str) -> bool:
    return len(part.split()) <= 3


def _had(prompt: str, message: str, old: str, new: str) -> tuple[int, int] | None:
    """Where the thing stands that makes room for ``new``."""
    spans = [(each.start, each.end) for each in mentions.said_in(prompt, old)] if old else []
    if spans:
        return spans[-1]
    spans = [(each.start, each.end) for each in mentions.said_in(prompt, message)]
    if spans:
        return spans[0]
    if old.strip().lower() not in ("", "it", "this", "that", "he", "she"):
        return None
    kind = dictionary.subject(new.rsplit(maxsplit=1)[-1])
    alike = [span for span in mentions.words(prompt) if dictionary.subject(prompt[slice(*span)].lower()) == kind != "*"]
    if len(alike) == 1:
        return alike[0]
    return english_prompt.subject(prompt) if kind in ("animal", "person") else None
