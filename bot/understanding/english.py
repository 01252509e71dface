"""The English commands, as full matches over a bare shadow (see ``normalise``). The first match decides."""

from __future__ import annotations

import re

from bot.understanding import meanings
from bot.understanding.meanings import Rule
from bot.understanding.references import NAMED_PICTURE, PICTURE, TIMES

_IT = r"(?:it|this one|that one|this|that|the picture|the image)"
_LAST = r"(?:(?:the |my )?last(?: one| change| edit)?)"
_NOUN = r"(?: (?:one|picture|image|version|turn|state))"
_STEPS = rf"(?: {TIMES}(?: (?:times?|steps?|turns?|versions?|edits?))?)"
_TO = r"(?:(?:go |take me |jump |return |revert |switch |change )?(?:back )?to )"
_SHOW = r"(?:(?:show|open|pick|select|choose|see|view)(?: me)? )"
_GIVE = r"(?:(?:make|show|give|generate|create|draw|do|try) )?(?:me |us )?"
_TURN = r"(?P<turn>\d{1,18})(?:\.(?P<of>\d{1,2}))?"
_SET = r"(?:(?:use|with|set|change|at|in|to|as|do|make|make it|give me|show me|draw|same but|the|same) ){0,3}"
_NUMERIC = r"(?P<name>seed|steps|count|size|ar|aspect|aspect ratio|guidance|guidance scale|image guidance|cfg|strength)"
_FACTOR = r"(?: (?=by |[x×]|\d+ ?(?:[x×]|times))(?:by )?[x×]? ?(?P<factor>\d{1,3}) ?(?:[x×]|times)?)"
_TAKE = r"(?: (?:one|try|version|picture|image|take))"

_GRAMMAR = (
    (
        meanings.undo,
        rf"undo(?: (?:{_IT}|{_LAST}))?{_STEPS}?",
        rf"(?:go |step |roll )?back(?:{_STEPS}| a step)?|rollback",
        rf"(?:revert|take back)(?: (?:{_IT}|{_LAST}))?|(?:take|put|change) (?:it|that) back|ctrl ?[+-]? ?z",
    ),
    (meanings.redo, rf"redo(?: {_IT})?{_STEPS}?", r"undo the undo|ctrl ?[+-]? ?y", rf"(?:go |step )?forward{_STEPS}?"),
    (meanings.turn, rf"(?:{_TO}|goto )(?:the )?(?:turn |version |step )?[@#]?{_TURN}"),
    (meanings.turn, rf"(?:@|{_SHOW}?(?:turn|version) #?){_TURN}"),
    (
        meanings.first,
        rf"{_TO}(?:the )?(?:very )?(?:first{_NOUN}?|start|beginning)",
        rf"(?:{_TO}|{_SHOW})?(?:the )?(?:very first|original|initial){_NOUN}?",
        r"(?:undo|revert) (?:everything|all)|start over",
    ),
    (
        meanings.previous,
        rf"(?:{_TO}|{_SHOW})?(?:the )?(?:previous|prior){_NOUN}?",
        rf"{_TO}?the one before|(?:go )?back to (?:the )?last{_NOUN}",
        rf"i (?:liked?|prefer(?:red)?) the previous{_NOUN}?(?: better| more)?|the previous{_NOUN}? was better",
    ),
    (
        meanings.latest,
        rf"(?:{_TO}|{_SHOW})?(?:the )?(?:latest|newest|most recent){_NOUN}?|(?:go|jump) to the last{_NOUN}",
    ),
    (meanings.other_picture, rf"{_SHOW}{PICTURE}", rf"{_TO}?{NAMED_PICTURE}"),
    (
        meanings.vary,
        rf"{_GIVE}(?:some |a few |more |other |a )?vari(?:ations?|ants?)(?: (?:of|on) (?:{_IT}|{PICTURE}))?",
        rf"vary(?: (?:{_IT}|{PICTURE}))?(?: \(?(?P<how>subtle|strong)\)?)?",
        r"v ?(?P<digits>\d{1,2})",
        rf"{_GIVE}(?:a |some )?(?P<how>subtle|strong) variations?",
        rf"{_GIVE}(?:some |a few |one )?(?:more|something|another(?: one)?|others?)(?: of| like| similar to)"
        rf" (?:{_IT}|these|those|the same|{PICTURE})",
        rf"{_GIVE}(?:some(?:thing)? )?similar(?: ones?| pictures?| images?)?",
    ),
    (
        meanings.reroll,
        rf"(?:(?:do|make|run|draw|generate|try|roll) {_IT} )?(?:again|once more|one more time)|do {_IT} over",
        rf"(?:try|roll|same|run|do over) again|re-?(?:roll|generate|try|run|draw)(?: {_IT})?",
        rf"{_GIVE}(?:another|one more|a different|different|a new){_TAKE}?",
        r"(?:(?:use|try|with|pick) )?(?:a )?(?:new|another|different|random|fresh) seed",
    ),
    (
        meanings.upscale,
        rf"upscale(?: (?:{_IT}|{PICTURE}))?{_FACTOR}?",
        r"u ?(?P<digits>\d{1,2})",
        r"(?:make it |in )?(?:hd|high(?:er)? res(?:olution)?)|super-?res(?:olution)?",
    ),
    (
        meanings.parameter,
        rf"{_SET}{_NUMERIC} ?[:=]?(?: to| of)? ?(?P<value>-?[\d.][\d.:x×e/+-]*)",
        rf"{_SET}(?P<name>sampler) ?[:=]?(?: to)? ?(?P<value>[\w+]{{1,20}})",
        rf"{_SET}(?P<steps>\d{{1,9}}) steps",
        rf"{_SET}(?P<count>\d{{1,9}}) (?:of (?:them|these)|images|pictures|pics|versions)",
        rf"{_SET}(?P<ar>\d{{1,4}} ?: ?\d{{1,4}})",
        rf"{_SET}(?P<size>\d{{1,5}} ?[x×] ?\d{{1,5}})(?: ?px| pixels)?",
    ),
)
RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), meaning) for meaning, *patterns in _GRAMMAR for pattern in patterns
)
