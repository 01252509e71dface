"""The English commands, as full matches over a bare shadow (see ``normalise``). The first match decides.

Which picture or version is meant alone is read in ``selecting``, settings in ``english_settings``.
"""

from __future__ import annotations

import re

from bot.understanding import meanings
from bot.understanding.meanings import Rule
from bot.understanding.references import PICTURE, TIMES

_NOUN = r"(?: (?:one|picture|image|photo|version|turn|state))"
_IT = r"(?:it|this one|that one|this|that|this thing|(?:the|this|that|my) (?:picture|image|photo|pic|file))"
_DEED = r"(?:changes?|edits?|steps?|retouch|filter|crop|thing|action|modification|one)"
_LAST = (
    rf"(?:(?:the |my |that |this |your )?(?:very )?(?:last|latest|previous|most recent)(?: {_DEED})?"
    rf"|(?:the|my|that|this|your) {_DEED})"
)
_STEPS = rf"(?:(?: by)? {TIMES}(?: (?:more )?(?:times?|steps?|turns?|versions?|edits?|back))?)"
_TO = r"(?:(?:go |take me |jump |return |revert |switch |change |bring me |move )?(?:back )?to )"
_SHOW = r"(?:(?:show|open|pick|select|choose|see|view)(?: me)? )"
_ME = r"(?:me |us |chat )?"
_GIVE = (
    rf"(?:(?:(?:make|show|give|generate|create|draw|do|try|got|have|see|get|gimme|produce|whip up|made"
    rf"|be) )?{_ME}|i (?:want|need) (?:to see )?"
    r"|(?:i'd|i would) (?:like|love)(?: to see)? |let me see )"
)
_TURN = r"(?P<turn>\d{1,18})(?:\.(?P<of>\d{1,2}))?"
_FACTOR = (
    r"(?: (?=by |to |[x×]|\d+ ?(?:[x×]|times))(?:by |to )?[x×]? ?(?P<factor>\d{1,3}) ?(?:[x×]"
    r"|times)?(?: (?:its|the|the original) size)?)"
)
_TAKE = (
    r"(?: (?:one|try|version|picture|image|take|go|shot|attempt|roll|spin|variant|variation"
    r"|interpretation|option|draft))"
)
_SOME = r"(?:some |a few |few |a couple (?:of |more )?|several |any |one |a |an |another |two |three |more ){0,2}"
_KIND = (
    r"(?:more |other |others? |different |alternat(?:iv)?e |additional |new |fresh |similar "
    r"|slightly different |comparable |subtle |sibling ){0,2}"
)
_SAMES = (
    r"(?:versions?|variations?|variants?|alternatives?|takes?|options?|ideas|ones?|pictures?|images?"
    r"|photos?|shots?|interpretations?|attempts?|siblings?"
    r"|cousins?|renditions?|others)"
)
_OF = (
    rf"(?: (?:of|like|for|on|to|from) (?:{_IT}|{PICTURE}|these|those|them|the same(?: (?:thing|idea))?"
    rf"|this guy|that same idea))"
)
_VEIN = (
    r"(?: (?:in|along|with|of) (?:the|this|that|these) (?:exact )?(?:same )?(?:vein|spirit|lines?|vibe"
    r"|style|idea|mood|family|shoot|theme))"
)

_GRAMMAR = (
    (
        meanings.undo,
        rf"(?:undo|un-?do|scrap|cancel|discard|reverse|drop|roll back)(?: (?:{_IT}|{_LAST})){_STEPS}?",
        rf"(?:(?:one more|another|a second|yet another|more) )?undo{_STEPS}?|(?:scratch|scrap|cancel) that"
        r"|uno that|(?:an? )?undo",
        r"(?:undo|revert|cancel|take back) (?:the|that|my|your) (?:last )?(?:[a-z]+ )?(?:edit|change|crop"
        r"|filter|retouch|effect|resize|rotation)(?: you (?:just )?(?:applied|made|did))?",
        rf"(?:go back ?){{2,5}}|(?:go |step |roll |move )?back(?:{_STEPS}| a (?:step|bit)| again"
        rf"| one(?: more)?| once more)?(?: (?:please|once))?|rollback|one step back"
        r"|(?:history )?(?:state )?back(?: by)? one",
        rf"(?:revert|take back)(?: (?:{_IT}|{_LAST}))?|(?:take|put|change|bring|turn) (?:it|that"
        rf"|this) back(?: to (?:how it was|before))?|(?:ctrl ?[+-]? ?z ?){{1,9}}",
        r"go back to (?:how it was|what it was)(?: before)?|i (?:liked|preferred) it (?:better "
        r"|more )?before|it was (?:better|nicer) before",
    ),
    (
        meanings.redo,
        rf"redo(?: (?:{_IT}|{_LAST}))?{_STEPS}?",
        r"(?:un-?undo|undo the undo|undo that undo|ctrl ?[+-]? ?y|redo the (?:thing|change"
        r"|edit)(?: (?:that )?(?:i|you|we) just (?:undid|undone))?)",
        rf"(?:go |step |move )?forward(?:{_STEPS}| a step| again| one)?|(?:put|bring) (?:it|my change"
        rf"|the change|that) back again|reapply(?: {_IT}| the (?:change|edit))?",
    ),
    (meanings.turn, rf"(?:{_TO}|goto )(?:the )?(?:turn |version |step )?[@#]?{_TURN}"),
    (meanings.turn, rf"(?:@|{_SHOW}?(?:turn|version) #?){_TURN}"),
    (
        meanings.first,
        rf"{_TO}(?:the )?(?:very )?(?:start|beginning)|(?:undo|revert|reset) (?:everything|all(?: of it)?)"
        rf"|start over(?: from (?:the )?(?:original|scratch))?",
    ),
    (
        meanings.latest,
        rf"(?:{_TO}|{_SHOW})?(?:the )?(?:latest|newest|most recent){_NOUN}?|(?:go|jump) to the last{_NOUN}",
    ),
    (
        meanings.vary,
        rf"{_GIVE}{_SOME}{_KIND}{_SAMES}{_OF}",
        rf"{_GIVE}{_SOME}(?:more |other |different |alternat(?:iv)?e |additional |fresh |similar "
        rf"|slightly different |comparable )+{_SAMES}(?:{_OF}|{_VEIN})?(?: (?:with|just) [a-z ]{{1,30}})?",
        rf"{_GIVE}{_SOME}(?:vari(?:ations?|ants?)|alternatives|options)(?:{_OF}|{_VEIN})?",
        rf"(?:vary|remix|riff on|shuffle)(?: (?:{_IT}|{PICTURE}))?(?: \(?(?P<how>subtle|strong)\)?)?",
        r"v ?(?P<digits>\d{1,2})",
        rf"{_GIVE}(?:a |some )?(?P<how>subtle|strong) variations?{_OF}?",
        rf"{_GIVE}(?:some |a few |one )?(?:any )?(?:more|something|another(?: one)?|others?)(?: of| like"
        rf"| similar to) (?:{_IT}|these|those|them|the same|{PICTURE})",
        rf"{_GIVE}(?:some(?:thing)? |an? )?(?:similar|comparable)(?: ones?| pictures?| images?"
        rf"| but (?:not (?:the same|identical)|(?:a bit |slightly )?different))?",
        rf"{_GIVE}(?:an? )?(?:something|another|one more|a couple more|some more|a few more|more){_TAKE}?{_VEIN}",
        r"(?:(?:do|draw|try|make|run) )?(?:it|this|that)?(?: ?again)? ?but (?:a (?:bit|little) "
        r"|slightly )?different(?: each time)?|(?:a (?:bit|little) |slightly )different each time"
        r"|same same but different",
        r"(?:the )?same (?:idea|vibe|concept|subject|theme|mood|spirit"
        r"|scene),? (?:but )?(?:(?:a )?(?:different|other|another|new) (?:composition|take|picture|version"
        r"|framing)|different)",
        r"keep trying|what else (?:have )?(?:you|u) got(?: for this)?|got any more(?: like (?:this"
        r"|these))?|(?:i )?need (?:more |some )?options|more(?:,? more)+"
        r"|(?:more|others) like (?:this|these|it|that)(?: one)?",
    ),
    (
        meanings.reroll,
        rf"(?:(?:please )?(?:do|make|run|draw|generate|try|roll|spin) (?:{_IT}|the wheel) )?(?:again"
        rf"|once more|one more (?:time|try|go|run)|encore|next)|do {_IT} over",
        rf"(?:try|roll|same|run|do over|spin|spin the wheel|roll the dice) again|re-?(?:roll|generate|try|run|draw"
        rf"|peat)(?: {_IT})?(?: again)?|(?:try|do|run) (?:{_IT} )?once more",
        rf"{_GIVE}(?:another|one more|an other|a different|different|a new|a fresh|a slightly different"
        rf"|slightly different|other){_TAKE}?(?: of (?:it|this|that))?",
        r"(?:one more (?:try|go|run|time)|again|the same|same thing)(?: again)?(?: (?:with"
        r"|using) the (?:exact )?same (?:prompt|settings))",
    ),
    (
        meanings.upscale,
        rf"(?:upscale|upres|up-res|super-?res|enlarge(?= {_IT}| by| \d| the (?:picture|image)"
        rf"|$))(?: (?:{_IT}|(?:[au] ?)?{PICTURE}))?{_FACTOR}?(?: without losing (?:quality|detail)"
        rf"| w/o losing detail)?",
        r"u ?(?P<digits>\d{1,2})|(?P<factor>\d{1,3}) ?[x×](?: (?:upscale|res(?:olution)?|larger|bigger))?",
        r"[x×] ?(?P<factor>[2-4])(?: (?:upscale|res(?:olution)?))?",
        rf"(?:(?:make|get|have|want|need|see|give me|i want|i need|we have) )?(?:it |this |that |me "
        rf"|the )?(?:in |at |to be |up to |into )?(?:an? |the )?(?:hd|4k|8k|uhd|full res(?:olution)?"
        rf"|hi[ -]?res|high(?:er)? res(?:olution)?|(?:bigger|larger|higher|more) resolution)(?: (?:version"
        rf"|file|resolution|copy))?(?: of (?:it|this|that|{PICTURE}))?",
        rf"(?:increase|raise|up|boost) the resolution(?: of {_IT})?|(?P<twice>double|quadruple"
        rf"|triple) (?:the |its )?(?:resolution|res|size|pixels)|super-?res(?:olution)?",
        rf"(?:make (?:it|this) )?[x×] ?(?P<factor>\d) (?:res(?:olution)?|size)|(?:bring|blow"
        rf"|scale) {_IT} up(?: to (?:4k|8k|hd|poster size|print size)(?: resolution)?)?",
        rf"{_GIVE}(?:{_IT}|{PICTURE}) (?:in|at|as) (?:an? )?(?:hd|4k|uhd|full res(?:olution)?|hi[ -]?res"
        r"|high(?:er)? res(?:olution)?)",
        rf"(?:hi-?res|high(?:er)?[ -]res|big(?:ger)?|large(?:r)?|full[ -]res) (?:version|file|copy"
        rf"|size) of (?:{_IT}|{PICTURE})",
        rf"enlarge (?:{_IT} )?(?:(?P<factor>\d) ?(?:x|times)|to (?P<four>four|two"
        rf"|three) times its size)(?: (?:w/o|without) losing (?:detail|quality))?",
    ),
)
RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), meaning) for meaning, *patterns in _GRAMMAR for pattern in patterns
)
