"""Settings in English, and the words that stand between two of them."""

from __future__ import annotations

import re

from bot.understanding import setting
from bot.understanding.setting import Meaning, Rule

_N = r"(?P<value>\d{1,9}|two|three|four|five|six|seven|eight|nine|ten)"
_VALUE = r"(?P<value>-?[\d.][\d.e+-]*)"
_SAMPLER = r"(?:euler(?: a| ancestral)?|ddim|ddpm|plms|dpm\+\+(?: 2m| 3m)?(?: sde)?|unipc|lcm|heun|deis)(?: karras)?"
_DIAL = (
    r"(?P<name>(?:the |my )?(?:(?:sampling |inference )?steps?(?: count)?"
    r"|(?:image )?guidance(?: scale)?|cfg(?: scale)?|(?:denoising )?strength|denoise))"
)
_BIT = r"(?: (?:just )?(?:(?:by )?a (?:little(?: bit)?|bit|lot|notch|touch|tad)|slightly|some|way|much|again|more))?"
_MUCH = r"(?:(?:just |slightly |a (?:bit|little|lot|few|tad) |even |some |much |way |a touch ))?"
_RAISE = (
    r"(?:increase|raise|boost|bump(?: up)?|crank(?: up)?|up|turn up|push(?: up)?|higher|more|extra"
    r"|additional|add more)"
)
_LOWER = r"(?:decrease|reduce|lower|drop|cut(?: down)?|turn down|less|fewer|bring down|dial down)"
_MOVE = r"(?:turn|bring|dial|crank|take|bump|push|cut|drop|set|put|move|scale|change|raise|lower|increase|reduce|make)"
_NAME = r"(?P<name>[\w.-]{1,60})"
_WEIGHT = r"(?P<weight>[01]?\.\d{1,3}|[0-2](?:\.\d{1,3})?|\d{2,3}(?: ?%)?)"
_AT = r"(?:,? (?:at|with|to|by|a|weight|strength|@|up|down|set|of|on|its|weighted)){0,5} ?[:=@]? ?"
_PX = r"(?: ?(?:px|pixels?))?"
_NO = (
    r"(?P<words>(?:(?:text|words?|letters?|lettering|watermarks?|signatures?|logos?|captions?|borders?|frames?|writing)"
    r"(?:,? (?:or |and |no |any )*)?){1,6})"
)
_PICTURES = r"(?:images?|pictures?|pics?|versions?|options?|copies|renders?|outputs?|results?|samples?|tries)"
_MODEL = (
    r"(?:sd ?xl|sd ?[123](?:\.\d)?|flux|pony|dreamshaper|anything|juggernaut|deliberate"
    r"|realistic ?vision|illustrious)"
)
_PROMPT = (
    r"(?:the |my )?(?:prompt|description|words|text prompt|instructions?|what i (?:wrote|said"
    r"|asked(?: for)?|typed))"
)

_GRAMMAR: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (
        setting.named,
        (
            rf"(?:{_MOVE} |keep )?(?:the )?(?P<name>seed)(?: (?:locked|fixed|set|number|value"
            rf"|no\.?))*(?: ?[:=#]| to| at| of| is)? ?(?P<value>-?\d[\d.e+]*)",
            r"lock (?:the )?(?P<name>seed) (?:to|at) (?P<value>\d+)",
            rf"(?:{_MOVE} |keep )?{_DIAL}(?: (?:up|down|back))?(?: ?[:=]| to| at| of| is| around)? ?{_VALUE}",
            r"(?P<name>count|size|ar|aspect(?: ratio)?|number of (?:images|pictures)) ?[:=]?(?: to| of"
            r"| at)? ?(?P<value>\d[\d.:x×/]*)",
        ),
    ),
    (setting.named, (r"(?P<value>\d{1,3}(?:\.\d+)?) (?P<name>cfg|guidance)",)),
    (
        setting.way("seed", "new"),
        (
            r"(?:use |try |with |pick |roll |give me )?(?:an? )?(?:new|random|different|diff|another|fresh"
            r"|other|changed) seeds?(?: every time)?",
            r"(?:change|randomi[sz]e|reroll|shuffle|switch)(?: up)? the seed|(?:the )?seed (?:random|new|-1)"
            r"|seeds? of your choice",
        ),
    ),
    (
        setting.way("seed", "same"),
        (
            r"(?:keep |use |reuse |with |lock |don'?t (?:change|touch) )?(?:the |that |this )?(?:exact "
            r"|very )?same seed(?: as before)?",
            r"(?:keep|lock|reuse|don'?t (?:change|touch)|do not change|leave|freeze) (?:the |that |this "
            r"|my )?seed(?: (?:as is|the same|locked|fixed|alone|from the (?:first|last"
            r"|previous) one))?(?! (?:at|to) \d)(?! (?:locked|fixed) (?:at|to))",
            r"seed (?:as is|the same|locked|fixed|stays(?: the same)?)",
        ),
    ),
    (
        setting.towards,
        (
            rf"{_MUCH}(?P<up>{_RAISE}) {_DIAL}(?: (?:up|higher))?{_BIT}(?! ?\d)",
            rf"{_MUCH}{_LOWER} {_DIAL}(?: (?:down|lower))?{_BIT}(?! ?\d)",
            rf"(?:{_MOVE} |give it )?{_DIAL}(?:(?: to)? be)?(?: a (?:bit|little|notch|touch|tad)"
            rf"| slightly)? (?:(?P<up>up|higher|stronger|\+)|down|lower|weaker|less)\b{_BIT}",
            rf"(?P<up>double|twice|triple) {_DIAL}",
            rf"(?:half|halve) {_DIAL}",
            r"\d{1,3} (?:(?P<up>more|extra)|fewer|less) (?P<name>steps)",
        ),
    ),
    (
        setting.steps,
        (
            rf"(?:(?:drop|bump|cut|raise|crank|up|push|take|lower) (?:it|this|that|them) (?:up "
            rf"|down )?to )?{_N} (?:sampling |inference )?steps?(?: instead of \d+)?\b",
        ),
    ),
    (
        setting.size,
        (
            rf"(?P<width>\d{{2,5}}){_PX} ?(?:x|×|by|\*) ?(?P<height>\d{{2,5}}){_PX}",
            rf"(?:a )?width(?: of)? ?(?P<width>\d{{2,5}}){_PX},? ?(?:and )?(?:a )?"
            rf"height(?: of)? ?(?P<height>\d{{2,5}}){_PX}",
            rf"(?P<width>\d{{2,5}}){_PX} (?:wide|across),? ?(?:and |by |x )?(?P<height>\d{{2,5}}){_PX} (?:high|tall)",
            rf"(?P<width>\d{{2,5}}){_PX} square",
        ),
    ),
    (setting.known_size, (r"(?P<known>full hd|fhd|1080p|720p)",)),
    (setting.aspect, (r"(?P<value>\d{1,3} ?: ?\d{1,3})(?: (?:aspect(?: ratio)?|ratio|format))?",)),
    (
        setting.count,
        (
            rf"(?:only |just )?(?P<value>\d{{1,9}}|one|two|three|four|five|six|seven|eight|nine|ten|a single"
            rf"|a couple(?: of)?)(?: (?:more|different|new|extra))? "
            rf"(?:(?:{_PICTURES}|(?:of )?(?:them|these|those)|at (?:once|a time)|times"
            rf"|in one go)\b(?: (?:at once|instead of \w+|will (?:do|suffice)))?)",
            r"(?:a )?batch(?: size)?(?: of)? (?P<value>\d{1,3}|two|three|four|five|six|eight)(?! ?[a-z])",
            r"(?P<value>\d|two|three|four|five|six|seven|eight|nine|ten) more$",
            r"(?:^|(?<=\s))(?:make|gimme|give me|get|do|generate|draw) (?P<value>\d|two|three|four|five|six"
            r"|seven|eight|nine|ten)(?: this time)?$",
        ),
    ),
    (setting.way("count", "+"), (rf"{_MUCH}more (?:pictures|images|pics)(?: at once)?",)),
    (setting.way("count", "-"), (r"fewer (?:pictures|images|pics)",)),
    (
        setting.negative,
        (
            rf"(?:and |but |with )?(?:no|without(?: any)?|avoid(?: any)?) {_NO}",
            rf"negative(?: prompt)? ?:? ?{_NO}$",
        ),
    ),
    (
        setting.listed_negative,
        (
            r"(?:put|add|include|stick|throw) [\"']?(?P<words>[^\"'.;]{1,60}?)[\"']? (?:in|to|into|on"
            r"|as)(?: the| my)? neg(?:ative)?s?(?: prompts?| list)?",
            r"neg(?:ative)?s?(?: prompts?)? ?[:=] ?(?P<words>[^.;]{1,80})$",
            r"neg(?:ative)? prompts? (?P<words>[^.;:]{1,80})$",
        ),
    ),
    (
        setting.no_lora,
        (
            rf"(?:drop|remove|disable|lose|kill|without|turn off|take off) (?:the |my )?{_NAME} loras?"
            rf"(?: entirely| completely)?",
        ),
    ),
    (
        setting.lora,
        (
            r"<?lora:(?P<name>[\w.-]{1,60}):(?P<weight>[0-2]?\.?\d{1,3})>?",
            rf"(?:the |a |my )?(?:lora|style model) ?:? ?(?:called |named )?\"?(?!at\b|up\b|down\b|a\b|to\b"
            rf"|weight){_NAME}\"?(?:{_AT}{_WEIGHT})?(?![\w.])",
            rf"(?:(?:{_MOVE}|use|with|add|apply) (?:up |down )?)?(?:the |a |my )?(?!(?:no|the|a|my|same|this"
            rf"|that|without|lora|add|use|using|with|apply|put|try|set|get|more|less|of|new|another|which|what|your|any|some"
            rf"|other|different|is|and|or|in|on|at|to|for|turn|strong|weak|stronger|weaker|run)\b)"
            rf"{_NAME} loras?(?:{_AT}{_WEIGHT})?(?![\w.])",
        ),
    ),
    (
        setting.sampler,
        (
            rf"(?:the )?(?:sampler|scheduler) ?[:=]?(?: to| is)? ?(?P<name>{_SAMPLER}|[\w+]{{2,20}})\b(?! to )",
            rf"(?P<name>{_SAMPLER})(?![\w+])(?: sampler| scheduler)?",
        ),
    ),
    (
        setting.model,
        (
            r"(?:the )?(?:model|checkpoint) ?[:=]?(?: to| is)? ?(?!better|sheet|train|car|kit|to "
            r"|is )(?P<name>[\w.-]{1,60})",
            r"(?:use|using|try|with|switch to|change to|on) (?:the )?(?!(?:other|same|a|the|this|that|new"
            r"|different|better|another)\b)(?P<name>[\w.-]{1,60}) (?:model|checkpoint)\b",
            rf"(?P<name>{_MODEL})\b",
        ),
    ),
    (
        setting.shape,
        (
            r"(?:(?:the )?(?:picture|image|photo|format|aspect(?: ratio)?) )?(?:(?:be |(?:in)?to |as "
            r"|in )(?:an? )?)?(?<!\ba )(?P<shape>landscape|portrait|square|widescreen|vertical|horizontal)"
            r"(?: (?:format|mode|orientation|aspect(?: ratio)?|shape|image|picture|ratio|crop"
            r"|version))?(?= this time| instead| again|[ ,]*$|,? \d| and \d)",
        ),
    ),
    (setting.way("aspect", "wider"), (rf"{_MUCH}wider(?: (?:picture|image|aspect(?: ratio)?|format|canvas|ratio))?$",)),
    (
        setting.way("aspect", "taller"),
        (rf"{_MUCH}(?:(?:taller|narrower) (?:picture|image|aspect(?: ratio)?|format|canvas|ratio)|narrower)$",),
    ),
    (
        setting.way("guidance", "-"),
        (
            rf"(?:follow|stick to|obey) {_PROMPT} (?:a bit |a little )?(?:less(?: (?:strictly|closely))?|more loosely)",
            r"(?:let it be |be )?(?:looser|more freedom(?: for the model)?|less literal)",
        ),
    ),
    (
        setting.way("guidance", "+"),
        (
            rf"(?:follow|stick|keep|obey|listen|adhere|respect)(?: (?:more )?(?:closer|closely|strictly|tighter"
            rf"|better|more))? (?:to )?{_PROMPT}(?: (?:more|much|a bit|better|closer|closely|strictly"
            rf"|exactly))*",
            rf"(?:be )?more literal(?: (?:with|about) {_PROMPT})?",
        ),
    ),
    (setting.way("strength", "+"), (rf"{_MUCH}stronger(?: (?:change|effect|edit))?$|change it more|more of a change",)),
    (
        setting.way("strength", "-"),
        (
            rf"{_MUCH}(?:weaker|subtler|more subtle)(?: (?:change|effect|edit))?$|less (?:strong|of a change)$"
            rf"|change it less|closer to the (?:original|first one)",
        ),
    ),
    (
        setting.way("steps", "+"),
        (
            r"(?:in |with |the |at )*(?:higher|better|best|more|high|max(?:imum)?|full"
            r"|final) quality(?: version)?(?: of it)?|slower but better",
        ),
    ),
    (
        setting.way("steps", "-"),
        (
            r"(?:make it |do it |draw it |a )?(?:bit )?(?:faster|quicker)$|(?:draw|generate|do) (?:it "
            r"|this )?(?:faster|quicker)$|(?:a |just a )?(?:quick|fast|fastest|rough|draft) (?:draft|preview"
            r"|mode|setting)(?: first)?|lower quality",
        ),
    ),
)
RULES: tuple[Rule, ...] = tuple(
    (re.compile(rf"(?<![\w.])(?:{pattern})"), meaning) for meaning, patterns in _GRAMMAR for pattern in patterns
)
BETWEEN = re.compile(
    r"[\s,.!?:;&+]+|(?:(?:one more (?:run|try|go|time)|once more|run (?:it|this|that"
    r"|the same (?:thing)?)|this time|next time|no lora|at least|as well|instead of \d+|is (?:fine|ok"
    r"|okay|enough|plenty)|would (?:probably )?be (?:fine|enough|plenty)|may|for luck|exact|roll me"
    r"|tbh|could|can|should"
    r"|(?:and )?(?:leave|keep) the rest(?: as is)?|(?:same )?everything else(?: the same)?|(?:the "
    r"|exact |identical )*same (?:prompt|settings|thing|picture|image|one)|identical settings"
    r"|(?:can|could|may|would) (?:you|we|i)|i(?:'d| would) like(?: to)?|(?:i )?(?:want|need)"
    r"|what if we|resolution of|size of|chat says|for now"
    r"|and|with|w/|but|at|in|to|use|using|set|try|run|rerun|re-run|do|make|give|gimme|me|it|this|that"
    r"|the|a|an|same|again|repeat|redo|retry"
    r"|regenerate|render|draw|generate|generated|only|just|now|instead|of|on|n|plus|then|also|still|go"
    r"|switch|change|have|get|see|apply|add|put|thru|through"
    r"|be|bot|hey|ok|so|please|pls|it's|keep|size|resolution|aspect|ratio)(?![\w']))"
)
