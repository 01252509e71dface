"""The words that stand in a picture."""

from __future__ import annotations

import re

from bot.understanding.english_phrases import appended
from bot.understanding.hearing import hold, inside


def relettered(prompt: str, clause: str) -> str | None:
    """``prompt`` with the words that ``clause`` quotes in place of those that it had; None where it quotes none."""
    held, quotations = hold(clause)
    if not quotations:
        return None
    new = inside(quotations[-1])
    old = re.search(
        r"\b(?:change|replace|swap|from|turn)\s+(?:the\s+)?(?:text\s+|word\s+"
        r"|words\s+)?(?P<old>[\w' ]{1,40}?)\s+(?:in)?to\b",
        held,
        re.IGNORECASE,
    )
    was = inside(quotations[0]) if len(quotations) > 1 else old["old"] if old else None
    if was and re.search(rf"(?<!\w){re.escape(was)}(?!\w)", prompt):
        return re.sub(rf"(?<!\w){re.escape(was)}(?!\w)", lambda _: new, prompt)
    quoted = re.search(r"'[^']{1,80}'|\"[^\"]{1,80}\"", prompt)
    if quoted and re.search(r"\b(?:change|replace|make|instead|should)\b", held, re.IGNORECASE):
        return prompt[: quoted.start() + 1] + new + prompt[quoted.end() - 1 :]
    return appended(prompt, f'the text "{new}"')
