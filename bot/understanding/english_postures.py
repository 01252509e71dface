"""What somebody does in an English prompt."""

from __future__ import annotations

import re

from bot.understanding.english_phrases import appended

_BODY = r"(?:stand|sit|l(?:ie|y)|walk|run|kneel|jump|danc|fl(?:y|ie)|sleep|float|swim|crouch|perch|sprint|stroll|climb)"
"""Begins what the whole body does: it does one such thing at a time."""
_POSTURES = re.compile(rf"\b{_BODY}(?:n?n?m?m?ing|e?s|ed)(?: down)?\b", re.IGNORECASE)
_BESIDES = re.compile(
    r"(?:smil|frown|laugh|cry|wav|wink|look|fac|hold|rais|carry|wear|point|yawn|grin|sing|talk|shout|scream|star|glar|eat"
    r"|drink|read|play|blow|smok|us|think|listen|clos|open|cross|reach|thing|noth|someth|everyth|dur|even|morn|cloth|bring)"
    r"ing$",
    re.IGNORECASE,
)
"""Deeds that leave the body as it is, and words that are none."""
_POSE = re.compile(
    r"^(?:(?:make|have|let|get|show) )?(?:(?:it|him|her|them|the \w+(?: \w+)?|he|she|they"
    r"|it) )?(?:should |be |to be |look |to |is |needs to )*(?P<pose>smil\w+|sit\w*|stand\w*|run\w*"
    r"|jump\w*|danc\w+|wav\w+|sleep\w*|walk\w*|fly\w*|swim\w*|laugh\w*|cry\w*|kneel\w*|wink\w*"
    r"|frown\w*|look(?:ing)? (?:at|up|down|away|left|right|back)\b|fac(?:e|ing)\b|hold(?:ing)?\b"
    r"|rais(?:e|ing)\b|lie|lying)(?P<rest>[\w' -]{0,60})$",
    re.IGNORECASE,
)
_RATHER = re.compile(
    r"(?:\b(?P<new>\w{2,20}ing)|\b(?:to|should|could|can|make|have|let)\s+"
    r"(?:him |her |it |them |he |she |they )?(?P<verb>[a-z]{3,12}))"
    r"\b[^.!?]{0,50}?[\s,]+(?:and not|not|instead of|rather than)\s+(?:just |only |merely )?(?P<old>\w{2,20}ing)\b",
    re.IGNORECASE,
)
_BE_DOING = re.compile(
    r"\b(?:be|him|her|them|it|he's|she's|it's)\s+(?P<new>[a-z]{2,20}ing)\b|^(?P<alone>[a-z]{2,20}ing)\b", re.IGNORECASE
)


def posed(prompt: str, text: str) -> str | None:
    """``prompt`` with somebody doing what ``text`` says; None where it is no plain deed."""
    if (swapped := instead(prompt, text)) is not None:
        return swapped
    found = _POSE.match(text)
    return _doing(prompt, found["pose"], found["rest"]) if found else None


def instead(prompt: str, text: str) -> str | None:
    """``prompt`` with what ``text`` says somebody does in place of what they did; None where they did no such thing."""
    if (swapped := rather(prompt, text)) is not None:
        return swapped
    doing = _BE_DOING.search(text)
    deed = (doing["new"] or doing["alone"]) if doing else None
    had = _POSTURES.search(prompt)
    if deed is None or had is None or _BESIDES.match(deed):
        return None
    return prompt[: had.start()] + text[text.index(deed) :].strip(" .,!") + prompt[had.end() :]


def rather(prompt: str, text: str) -> str | None:
    """``prompt`` with the one deed for the other that ``text`` names: "swinging it, not holding it"; or None."""
    found = _RATHER.search(text)
    had = _done(prompt, found["old"]) if found else None
    if found is None or had is None:
        return None
    return prompt[: had.start()] + (found["new"] or _ing(found["verb"].lower())) + prompt[had.end() :]


def _done(prompt: str, deed: str) -> re.Match[str] | None:
    """Where ``prompt`` has a deed, be it "stands" for "standing"."""
    stem = re.escape(re.sub(r"(.)\1$", r"\1", deed[:-3]))
    return re.search(rf"\b{stem}\w?(?:ing|e?s)\b", prompt, re.IGNORECASE)


def _doing(prompt: str, pose: str, rest: str) -> str:
    words = _ing(pose.split(" ", maxsplit=1)[0]) + pose[len(pose.split(" ", maxsplit=1)[0]) :] + rest.rstrip()
    found = _POSTURES.search(prompt)
    if found and re.match(_BODY, words):
        return prompt[: found.start()] + words + prompt[found.end() :]
    return appended(prompt, words)


def _ing(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    verb = re.sub(r"(?<=[^s])s$", "", verb)
    known = {"sit": "sitting", "run": "running", "lie": "lying", "swim": "swimming"}
    return known.get(verb, verb[:-1] + "ing" if verb.endswith("e") else verb + "ing")
