"""What somebody does in an English prompt."""

from __future__ import annotations

import re

from bot.understanding.english_phrases import appended

_POSTURES = (
    r"(?:standing|sitting|lying(?: down)?|walking|running|flying|jumping|dancing|sleeping|floating"
    r"|kneeling|swimming|smiling|frowning|crying|laughing|waving)"
)
_POSE = re.compile(
    r"^(?:(?:make|have|let|get|show) )?(?:(?:it|him|her|them|the \w+(?: \w+)?|he|she|they"
    r"|it) )?(?:should |be |to be |look |to |is |needs to )*(?P<pose>smil\w+|sit\w*|stand\w*|run\w*"
    r"|jump\w*|danc\w+|wav\w+|sleep\w*|walk\w*|fly\w*|swim\w*|laugh\w*|cry\w*|kneel\w*|wink\w*"
    r"|frown\w*|look(?:ing)? (?:at|up|down|away|left|right|back)\b|fac(?:e|ing)\b|hold(?:ing)?\b"
    r"|rais(?:e|ing)\b|lie|lying)(?P<rest>[\w' -]{0,60})$",
    re.IGNORECASE,
)


def posed(prompt: str, text: str) -> str | None:
    """``prompt`` with somebody doing what ``text`` says; None where it is no plain deed."""
    found = _POSE.match(text)
    return _doing(prompt, found["pose"], found["rest"]) if found else None


def _doing(prompt: str, pose: str, rest: str) -> str:
    words = _ing(pose.split(" ", maxsplit=1)[0]) + pose[len(pose.split(" ", maxsplit=1)[0]) :] + rest.rstrip()
    found = re.search(rf"\b{_POSTURES}\b", prompt, re.IGNORECASE)
    body = r"(?:stand|sit|l(?:ie|ying)|walk|run|kneel|jump|danc|fly|sleep|float|swim)"
    if found and re.match(body, found[0]) and re.match(body, words):
        return prompt[: found.start()] + words + prompt[found.end() :]
    return appended(prompt, words)


def _ing(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    verb = re.sub(r"(?<=[^s])s$", "", verb)
    known = {"sit": "sitting", "run": "running", "lie": "lying", "swim": "swimming"}
    return known.get(verb, verb[:-1] + "ing" if verb.endswith("e") else verb + "ing")
