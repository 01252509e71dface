"""Wishes in English upon an English prompt: what each kind of them does to it."""

from __future__ import annotations

import re

from bot.understanding import (
    english_places,
    english_postures,
    english_removals,
    english_styles,
    english_times,
    english_tones,
)
from bot.understanding.english_phrases import ARTICLE, NOT_THINGS, an, appended, phrase

_REPLACE = re.compile(
    rf"^(?:please )?(?:replace|swap(?: out)?|exchange|substitute|change|turn|switch|trade|convert"
    rf"|transform)\s+(?:{ARTICLE})?(?P<old>[\w' -]{{1,50}}?)\s+(?:in ?to|to|with|for"
    rf"|by)\s+(?:be\s+)?(?P<new>[\w' -]{{1,80}})$"
    rf"|^(?:make|let) (?:{ARTICLE})(?P<old2>[\w' -]{{1,40}}?)\s+(?:in ?to\s+|be\s+"
    rf"|to be\s+)?(?P<new2>an?\s+[\w' -]{{1,60}}?)(?: instead)?$"
    rf"|^(?!(?:i|we|you|he|she|it|they|do|does|did|is|are|should|please|the)\b)(?:an?\s+"
    rf"|some\s+)?(?P<new3>[\w' -]{{1,50}}?),? (?:instead of|not"
    rf"|rather than) (?:{ARTICLE})?(?P<old3>[\w' -]{{1,40}})$"
    rf"|^(?:{ARTICLE})?(?P<old4>[\w' -]{{1,40}}?) should be (?P<new4>an?\s+[\w' -]{{1,60}}?)(?: instead)?$",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"^(?:please |also |maybe |just |how about |what about |i want |i'?d like |can we have "
    r"|could there be |there should be |should have |needs |she needs |he needs |it needs |they need "
    r"|let there be |with |plus |and )*(?:(?:add|insert|include|draw|throw in|stick|slap|attach|place"
    r"|put(?: in)?|have|bring in|show)\s+)?(?:in\s+)?(?P<thing>(?:an?|some|more|another|two|three|four"
    r"|five|\d+|lots of|a few|many|falling|the)\s+[\w' -]{1,120}|[\w'-]+(?:\s+[\w'-]+){0,8})$",
    re.IGNORECASE,
)
_GIVE = re.compile(
    rf"^(?:please )?(?:give|get|buy)\s+(?:(?:{ARTICLE})?[\w'-]+(?:\s+[\w'-]+)?)\s+(?P<thing>(?:an?"
    rf"|some|more|another|two|\d+)\s+[\w' -]{{1,100}})$|^(?:make|have|let|put|dress) (?:it|him|her|them"
    rf"|the \w+(?: \w+)?) (?:wear(?:ing)?|in|hold(?:ing)?)\s+(?P<worn>[\w' -]{{1,80}})$",
    re.IGNORECASE,
)


def changed(prompt: str, clause: str, kind: str) -> str | None:
    """``prompt`` after one wish of that kind; None where it has no place for it or the wish is not plain."""
    text = clause.strip(" .,!")
    match kind:
        case "remove":
            thing = english_removals.removed(text)
            return english_removals.strike(prompt, thing) if thing else None
        case "style":
            return english_styles.restyled(prompt, text)
        case "pose":
            return english_postures.posed(prompt, text)
        case "background":
            return english_times.at_time(prompt, text) or english_places.moved(prompt, text)
        case "tone":
            return english_times.at_time(prompt, text) or english_tones.toned(prompt, text)
        case "detail" | "layout":
            return english_tones.toned(prompt, text)
        case "add":
            return english_times.at_time(prompt, text) or _given(prompt, text) or _with_more(prompt, text)
        case "attribute":
            if _REPLACE.match(text):
                return _replaced(prompt, text)
            return _given(prompt, text) or english_postures.instead(prompt, text)
        case "replace" | "recolour":
            return _replaced(prompt, text)
    return None


def _replaced(prompt: str, text: str) -> str | None:
    found = _REPLACE.match(text)
    if found is None:
        return None
    groups = found.groupdict()
    old = next((groups[name] for name in ("old", "old2", "old3", "old4") if groups[name]), "")
    new = next((groups[name] for name in ("new", "new2", "new3", "new4") if groups[name]), "")
    return _instead(prompt, old, new) if old.lower() not in NOT_THINGS else None


def _given(prompt: str, text: str) -> str | None:
    found = _GIVE.match(text)
    return appended(prompt, found["thing"] or f"wearing {found['worn']}") if found else None


def _with_more(prompt: str, text: str) -> str | None:
    found = _ADD.match(text)
    return appended(prompt, found["thing"]) if found else None


def _instead(prompt: str, old: str, new: str) -> str | None:
    span = phrase(prompt, re.sub(rf"^{ARTICLE}", "", old, flags=re.IGNORECASE))
    if span is None:
        return None
    new = re.sub(r"^(?:the|some)\s+", "", new.strip())
    start, end = span
    had = re.match(r"(?:an?|the|his|her|its|their|my)\s+", prompt[start:end], re.IGNORECASE)
    if re.match(r"an?\s+", new, re.IGNORECASE) or not had:
        words = new if had or not re.match(r"an?\s+", new) else re.sub(r"^an?\s+", "", new)
    else:
        article = had[0].strip().lower()
        many = new.endswith("s") and not new.endswith("ss")
        words = (
            new if article in ("a", "an") and many else f"{an(new) if article in ('a', 'an') else had[0].strip()} {new}"
        )
    return prompt[:start] + words + prompt[end:]
