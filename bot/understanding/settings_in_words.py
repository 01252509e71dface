"""Settings said in words, one or several: "same seed but 40 steps", 「シード123で4枚」, "portrait", 「もう少し弱く」.

A message is taken apart from its front: at each place a setting or a word between settings, else it is none.
"""

from __future__ import annotations

import dataclasses
import re

from bot.understanding import english_settings, japanese_settings
from bot.understanding.intent import Adjust, Intent, Reroll
from bot.understanding.parameters import Parameters
from bot.understanding.setting import Rule

NEW_SEED = Parameters(relative=(("seed", "new"),))
_MOST = 40
"""Pieces that a message is taken apart into, at most."""


def read(text: str) -> Intent | None:
    """What ``text``, a bare shadow, sets; None where it says anything besides.

    Raises BadInput where a value is out of range: "count 1000".
    """
    if text.isascii():
        found = _taken(text, english_settings.RULES, english_settings.BETWEEN)
    else:
        found = _taken(text.replace(" ", ""), japanese_settings.RULES, japanese_settings.BETWEEN)
    if found is None:
        return None
    return Reroll() if found == NEW_SEED else Adjust(parameters=found) if found else None


def _taken(text: str, rules: tuple[Rule, ...], between: re.Pattern[str]) -> Parameters | None:
    said, at = Parameters(), 0
    for _ in range(_MOST):
        if at == len(text):
            return said
        for pattern, meaning in rules:
            if (found := pattern.match(text, at)) and found.end() > at:
                said, at = joined(said, meaning(found)), found.end()
                break
        else:
            found = between.match(text, at)
            if found is None or found.end() == at:
                return None
            at = found.end()
    return None


def joined(first: Parameters, then: Parameters) -> Parameters:
    """Both; of one that both set, the later."""
    both = then.over(first)
    relative = dict(first.relative) | dict(then.relative)
    for name in [name for name in relative if getattr(both, name, None) is not None]:
        relative.pop(name)
    return dataclasses.replace(
        both,
        relative=tuple(relative.items()),
        negative=tuple(dict.fromkeys((*first.negative, *then.negative))),
        loras=tuple((dict(first.loras) | dict(then.loras)).items()),
    )
