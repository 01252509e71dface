"""Mends the words of commands that fingers slipped on: "udno", "upsclae", "varitions"."""

from __future__ import annotations

import functools
import re

from bot.understanding.normalise import listed

_COMMANDS = listed("""
    undo redo revert reroll regenerate again upscale variation variations variant variants vary seed steps guidance
    aspect ratio landscape portrait square sampler strength previous original version picture another similar
    negative wider taller narrower random forward
""")
_KNOWN = frozenset(
    listed("""
        wide water winter sea see send stop step site size vary very very pictures versions versus red reds read
        under unto agent aspects reverse reserved simpler sampled sample similarly others mother strengthen length
        wiser water taller smaller tall teller narrow image steep steeps stems sees seeds need feed weed
    """)
)
"""Words of their own that are only near a command's."""
_WORD = re.compile(r"[a-z]{4,12}")


def mended(text: str) -> str:
    """``text``, a shadow, with each word that is one slip away from a command's word put right."""
    return _WORD.sub(lambda found: _nearest(found[0]), text)


@functools.lru_cache(maxsize=2048)
def _nearest(word: str) -> str:
    if word in _KNOWN or word in _COMMANDS:
        return word
    return next((known for known in _COMMANDS if abs(len(known) - len(word)) < 2 and _one_slip(word, known)), word)


def _one_slip(word: str, known: str) -> bool:
    """One letter too many, too few, wrong, or two changed over; the first one is always hit."""
    if word[0] != known[0] or len(known) < 4:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    mine, theirs = word[at:], known[at:]
    if mine[1:] == theirs or mine == theirs[1:]:
        return True
    if mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]:
        return True
    return len(known) > 4 and mine[1:] == theirs[1:]
