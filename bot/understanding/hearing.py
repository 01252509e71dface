"""What is heard of a message before it is understood: nobody's name, no emoji of a server's own, quoted words held."""

from __future__ import annotations

import re

_MENTION = re.compile(r"<@[!&]?\d{1,25}>|<#\d{1,25}>|<a?:\w{1,64}:\d{1,25}>")
_CALLED = re.compile(
    r"^\s*(?:@(?!\d)[\w.-]{1,40}|(?:hey|hi|ok|okay)?\s{0,3}\b(?:egaku|bot)\b(?=\s*[,:!]))[\s,:!、]*", re.IGNORECASE
)
"""An address at the front: "@Egaku …", "hey bot, …". "@12 …" is a version."""
QUOTED = re.compile(
    r"[\"“”„＂]([^\"“”„＂]{1,400})[\"“”„＂]|「([^「」]{1,400})」|『([^『』]{1,400})』|(?<!\w)'([^']{1,80})'(?!\w)"
)
_EMPTY = re.compile(r"\s{3,}")
"""Every pattern that looks for a word behind white space would try it from each blank."""
_MARK = "\u0298"
"""A letter that nobody types: what stands for a quotation is compared as a word is."""
_HELD = re.compile(rf"{_MARK}(\d{{1,3}}){_MARK}")


def heard(text: str) -> str:
    """``text`` without mentions and custom emoji, nor a name that it begins with."""
    if "<" not in text and "@" not in text and ":" not in text and "," not in text:
        return text
    return _CALLED.sub("", _MENTION.sub("", text)).strip()


def hold(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with each quotation held by a mark of its own, and the quotations, marks of quotation included.

    A long run of white space outside of them is a short one.
    """
    quotations: list[str] = []

    def held(found: re.Match[str]) -> str:
        quotations.append(found[0])
        return f" {_MARK}{len(quotations) - 1}{_MARK} "

    words = QUOTED.sub(held, text.replace(_MARK, ""), count=100)
    return _EMPTY.sub(lambda run: "\n" if "\n" in run[0] else "  ", words), tuple(quotations)


def give_back(text: str, quotations: tuple[str, ...]) -> str:
    return " ".join(_HELD.sub(lambda found: quotations[int(found[1])], text).split(" ")).strip() if quotations else text


def inside(quotation: str) -> str:
    """The words themselves."""
    return quotation[1:-1].strip()
