"""Settings said in words, one or several: "same seed but 40 steps", 「シード123で4枚」, "portrait", 「もう少し弱く」.

A message is taken apart from its front: at each place a setting or a word between settings, else it is none.
"""

from __future__ import annotations

import dataclasses
import re

from bot.understanding import english_settings, japanese_settings, loosely
from bot.understanding.intent import Adjust, Intent, Reroll
from bot.understanding.normalise import bare, shadow
from bot.understanding.numerals import in_digits
from bot.understanding.parameters import Parameters
from bot.understanding.setting import Rule

NEW_SEED = Parameters(relative=(("seed", "new"),))
_LOOKED_AT = 300
"""Characters of a message in which settings are looked for among other words."""
_SENTENCES = re.compile(r"[.!?;](?:\s|$)|[。！？；\n]")
_MOST = 40
"""Pieces that a message is taken apart into, at most."""


def read(text: str) -> Intent | None:
    """What ``text``, a bare shadow, sets; None where it says anything besides.

    Raises BadInput where a value is out of range: "count 1000".
    """
    text = in_digits(text)
    if text.isascii():
        found = _taken(text, english_settings.RULES, english_settings.BETWEEN)
    else:
        found = _taken(text.replace(" ", ""), japanese_settings.RULES, japanese_settings.BETWEEN)
    if found is None:
        return None
    return Reroll() if found == NEW_SEED else Adjust(parameters=found) if found else None


def mentioned(text: str) -> Parameters:
    """Every setting that stands anywhere in ``text``, among other words; for what is known to be about settings.

    Raises BadInput as :func:`read` does.
    """
    said = Parameters()
    for sentence in _SENTENCES.split(text[:_LOOKED_AT]):
        form = in_digits(bare(shadow(sentence)))
        said = joined(said, joined(loosely.read(form), _anywhere(form)))
    return said or loosely.count(in_digits(bare(shadow(text[:_LOOKED_AT]))))


def _anywhere(form: str) -> Parameters:
    english = form.isascii()
    form, rules = (form, english_settings.RULES) if english else (form.replace(" ", ""), japanese_settings.RULES)
    said, at = Parameters(), 0
    while at < len(form):
        matches = ((rule.match(form, at), meaning) for rule, meaning in rules)
        found, meaning = next(((each, meaning) for each, meaning in matches if each and each.end() > at), (None, None))
        if found is None or meaning is None:
            at += 1
            continue
        said, at = joined(said, meaning(found)), found.end()
    return said


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
