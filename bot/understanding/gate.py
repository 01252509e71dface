"""The trigger gate: does a message ask for a change, ask a question, or only talk?

A change needs a sign that one is asked for: a deed, a comparison, a complaint, a fragment that says how it shall be.
Words without any sign are not acted upon; where they might be a wish all the same, a button is offered (GREY).
"""

from __future__ import annotations

import enum
import re

from bot.understanding import questions, verbs
from bot.understanding.hearing import hold
from bot.understanding.kinds import PLACES
from bot.understanding.normalise import bare, is_japanese, shadow


class Way(enum.Enum):
    IGNORE = enum.auto()
    ANSWER = enum.auto()
    ACT = enum.auto()
    GREY = enum.auto()


_READ = 600
"""Characters looked at."""
_V = verbs.EDIT_VERB
_WHO = (
    r"(?:you|someone|somebody|anyone|anybody|we|u|i|it|he|she|they|this|that|there|someone"
    r"|the [\w ]{1,30}?|his [\w ]{1,20}?|her [\w ]{1,20}?|its [\w ]{1,20}?)"
)
_OPEN = (
    r"(?:(?:please|pls|plz|ok|okay|hey|and|but|now|then|also|maybe|perhaps|just|actually|yes|yeah"
    r"|no(?=,)|nah|so|well|hmm+|um+|uh|oh"
    r"|(?:cool|nice|great|perfect|good|awesome)(?=\s*[,.!…:-]|\s+(?:but|now|and|can|could|make|add"
    r"|remove|change|please|try)\b)|thanks|ty|love it|wow|lol|wait|next|first|finally|hi|again"
    r"|sorry|quick|yo|dude|bro|alright|still"
    r"|for (?:this|that|the) (?:one|picture|image|photo)|in (?:this|the) (?:picture|image|photo)"
    r"|kindly|simply|everything(?: else)? (?:is )?(?:good|fine|great)|looks? (?:good|great)|almost"
    r"|i love it|not bad|close|so close|same(?: thing)?|same (?:picture|image|one))\b[\s,.!:…-]*){0,6}"
)
_LEAD = re.compile(rf"^{_OPEN}")

# Edits in the form of a question.
_ASKED = re.compile(
    rf"^(?:can|could|would|will|may|might|should|can't|couldn't) {_WHO} (?:please |also |just |maybe "
    rf"|possibly |have |get |be able to |try to |try and |be |look )*"
    rf"(?:(?:{_V})\b|(?:be|look|wear|hold|have|stand|sit|smile|face|wave|run|sleep|get|with|an?|some"
    rf"|more|less|{verbs.COMPARATIVE}|{verbs.COLOUR}|in|at|on)\b)"
    rf"|^(?:could|can|would) there be\b|^(?:what if|how about|what about|why not|why don'?t (?:you|we"
    rf"|u))\b(?! (?:you|me|us|yours?elf)\b)"
    rf"|^(?:is it possible|would it be possible|is there (?:a|any) (?:way|chance)|any (?:way"
    rf"|chance)(?: of| you (?:can|could))?|(?:do|would) (?:you|u) mind|mind|possible) (?:to |you (?:can"
    rf"|could) |we (?:can|could) |if you )?(?:(?:{_V})\b|{verbs.GERUND}\b)"
    rf"|^(?:can|could|may) (?:i|we) (?:please )?(?:have|get|see) (?:it|him|her|this|that|them|an?|the"
    rf"|some|one|more|less)\b"
    rf"|^(?:do you think )?(?:you|u) (?:could|can) (?:please )?(?:{_V})\b|^(?:would|could) (?:it|he|she"
    rf"|this|they) look\b"
)
_CAN_YOU_EVER = re.compile(
    r"^(?:can|could|do|does|will|would) (?:you|u|it|this bot|this|egaku|the bot) (?:also |even "
    r"|actually |still |really )*(?:do|draw|make|create|generate|understand|speak|read|see|hear|tell"
    r"|explain|remember|know|handle|support|work|use|show|send)\b(?: me)?"
    r" (?:videos?|gifs?|hands|anime|nsfw|music|animations?|3d models?|other|any(?:thing)?|that|what"
    r"|which|how|why|more than|multiple|japanese|english|people'?s|faces|text)\b"
    r"|^(?:can|could) you (?:tell|explain|describe|help|send|remind|say|see|hear|believe|guess"
    r"|imagine)\b|^can i (?:use|ask|share|post|sell|edit|change|undo|delete|save|download|print)\b"
    r"|^how (?:can|could|do|would) "
)
_QUESTION = re.compile(
    r"^(?:what|what's|whats|which|who|who's|whose|when|where|where's|why|how|how's|did|does|do|is"
    r"|isn't|are|aren't|was|were|has|have you|had|am|any idea|anyone know|does anyone|tell me (?:the"
    r"|what|how|which|who)|explain|whats|wat|wut|wdym|r u|give me the (?:seed|prompt)"
    r"|show me the (?:seed|prompt|recipe|settings))\b"
)
_RECIPE_ASKED = re.compile(
    r"^(?:the )?(?:seed|prompt|model|settings|recipe|sampler|steps|cfg)(?: (?:for|of) (?:this|that"
    r"|it))?(?: (?:please|pls|plz|thx))?$|\?\s*$"
)

# Wishes in the form of a statement.
_MAKE = re.compile(
    rf"\b(?:make|made|turn|have|let|give|put|get) (?:{verbs.WHOM}|the |his |her |its |their |my "
    rf"|\w+ (?:{verbs.COMPARATIVE}|look|wear|into|in|more|less)\b)"
)
_WANT = re.compile(
    rf"\b(?:i|we) (?:want|need|would like|would love|would prefer|prefer|wish|was hoping for"
    rf"|was thinking|meant|asked for)(?! (?:to (?:go|eat|sleep|know|be|live|say|thank|buy|play|watch"
    rf"|visit|learn|print|use|share|cry|die|frame|hug|marry|pet)|one (?:of )?(?:so|too|irl)|(?:a "
    rf"|some )?(?:coffee|sleep|break|nap|drink|beer|food|lunch|dinner|pizza|vacation|holiday|money"
    rf"|help)|this (?:on|as|in|framed)|that (?:on|as)|it (?:on my|framed|printed|as my)|you)\b)"
    rf"|\bi'?d (?:like|love|prefer|rather have|rather)(?! (?:to (?:know|go|thank|see you|live|say|be"
    rf"|buy|have (?:that|one|this))|this|that)\b)|\bi (?:want|wanna|gotta) (?:see|have)\b|\bi (?:want"
    rf"|need) (?:it|him|her|them|this) (?:to |in |on |with |as |at |more |less |{verbs.COMPARATIVE})"
    rf"|\b(?:it|he|she|they|this|that|picture|image|photo|scene|\w+) (?:needs?|requires?|could use"
    rf"|deserves?|should (?:be|have|wear|look|hold|get|face|stand|sit|not)"
    rf"|the [\w ]{{1,20}} should go(?: away)?$|shouldn't|has to be|have to be|must be|ought to"
    rf"|would look (?:better|good|great|nicer|cooler|cute)|would be (?:better|cooler|nicer|good|great"
    rf"|cool|nice|perfect|funny|cute) (?:if|with|in|as|on|at|without))\b"
    rf"|\b(?:let'?s|lets) (?:{_V}|see|have|try|go)\b(?! (?:go|eat|home|to bed|lunch)\b)|\b(?:better"
    rf"|cooler|nicer|good|great|cool|nice|perfect|funny|cute) (?:if|with|without|in|as) (?:it|he|she"
    rf"|they|there|the|an?|some|less|more|\w+er)\b|\bif only\b|\bimagine (?:it|this|him|her|but"
    rf"|if) (?:in|with|as|but|wearing|at)"
    rf"|\b(?:don'?t|do not|dont|didn'?t) (?:want|need|like|ask for) (?:the|a|an|any|that|those|his|her"
    rf"|its|how|so)\b|\bnot (?:enough|a fan of the|feeling the)\b|\bprefer\b"
)
_COMPLAINT = re.compile(
    r"\b(?:way |a bit |a little |kinda |kind of |still |bit |looks? |is |far |slightly |just |it'?s "
    r"|much |rather )?too (?:much|many|few|little|dark|bright|big|small|large|tiny|long|short|blurry"
    r"|noisy|busy|empty|plain|dull|pale|cold|warm|saturated|colou?rful|close|far|high|low|wide|narrow"
    r"|thin|fat|thick|old|young|scary|cute|realistic|cartoony|crowded|flat|soft|sharp|grainy|clean"
    r"|dirty|messy|modern|smooth|harsh|tall|short|simple|generic|yellow|blue|green|red|pink|orange"
    r"|purple|grey|gray|serious|happy|sad|muscular|skinny|tight|loose|shiny|zoomed|washed|light|gloomy"
    r"|moody)\b"
    r"|\bnot (?:\w+ )?(?:dark|bright|big|small|long|short|blue|red|green|happy|sad|scary|cute"
    r"|realistic|dramatic|detailed|colou?rful|wide|tall|fluffy|old|young|sharp|clear) enough\b"
    r"|\b(?:looks?|seems?|is|are) (?:a bit |a little |kinda |so |really |very |pretty "
    r"|way )?(?:off[- ]?cent(?:er|re)|blurry|washed out|crooked|wonky|deformed|pixelated|messed up"
    r"|cut off|cropped|grainy|overexposed|underexposed)\b"
    r"|\b(?:extra|missing|wrong number of|six|6|three|3) (?:fingers?|arms?|legs?|hands?|heads?|eyes?|limbs?)\b"
)
_FRAGMENT = re.compile(
    rf"^(?:(?:a )?(?:bit|little|touch|tad|lot|ton|smidge)|slightly|much|way|even|somewhat|more|less"
    rf"|fewer|moar|moarr*|extra|add(?:itional)?)(?: of)?(?: a)? (?!(?:than|or less|power|like (?:it"
    rf"|that)|people should|of you|importantly|i )\b)\w"
    rf"|^(?:(?:{verbs.COMPARATIVE})\b)(?!.{{0,20}} (?:than (?:me|mine|i|my|expected|before|last)|late))"
    rf"|^(?:with|without|minus|no more|w/o?|w/) (?:an?|the|some|more|less|his|her|its|their|no"
    rf"|\w+)\b(?!.{{0,10}}\b(?:me|you|all due|friends|doubt|love)\b)"
    rf"|^no (?!(?:way|idea|clue|problem|worries|need|thanks|thank|one|u|you|cap|thx|wonder|doubt|shot"
    rf"|joke|kidding|offen[cs]e|rush|pressure|lie|comment|it|i|that|this|he|she|they|please|but|dude"
    rf"|bro|man|matter|longer|sir|mercy|contest|bueno|biggie|chance|hurry|hard feelings|good|words"
    rf"|reason|time|homo|spoilers?|context|worse|better|more than|stress|sleep)\b)\w"
    rf"|^(?:same|this|that|it|but|and|now|only|exactly (?:this|the same)|similar"
    rf"|identical)\b.{{0,40}}\b(?:but|except|only|just|now|with|without|in|at|as"
    rf"|on)\b (?:\w+ ){{0,3}}(?:an?|the|{verbs.TIME}|{verbs.SEASON}|{verbs.STYLE}|{verbs.COLOUR}"
    rf"|{verbs.COMPARATIVE}|more|less|no|background|with|without|in|at|on|as|wearing|from)\b"
    rf"|^(?:in|as|like|at|on|during|into|under|from|to) (?:an? |the "
    rf"|some )?(?:[\w'-]+ ){{0,3}}(?:{verbs.TIME}|{verbs.SEASON}|{verbs.STYLE}|{verbs.COLOUR}|style"
    rf"|painting|background|forest|beach|space|ocean|sea|city|desert|snow|rain|mountains?|water"
    rf"|underwater|park|garden|street|castle|room|kitchen|field|moon|sky|village|jungle|black and white"
    rf"|above|below|behind|distance|movie|film|photo|poster|game|vacuum|cave|cafe|library|office|school"
    rf"|river|lake|island|ruins|tokyo|paris|style of [\w ]+)\b"
    rf"|^as (?:an?|the) (?!(?:fan|joke|treat|person|matter|result|kid|child"
    rf"|rule)\b)(?:[\w'-]+ ){{0,3}}[\w'-]+$|^(?:in|as) (?:an? |the )?[\w'-]+ style\b|^in the style of\b"
    rf"|^(?:{verbs.STYLE}|{verbs.VIEW})(?: (?:style|version|please|pls|instead|vibes?|art|mode|shot"
    rf"|edition|look))?$"
    rf"|^(?:(?:at |during |in the )?(?:{verbs.TIME})|(?:in |during )?(?:{verbs.SEASON})"
    rf"|(?:{verbs.WEATHER}))(?: ?time)?(?: (?:instead|version|scene|please|pls|now|edition|theme|themed"
    rf"|vibes?|lighting|light|sky|mode))?$"
    rf"|^(?:{verbs.COLOUR})(?: (?:instead|one|version|please|pls|and (?:{verbs.COLOUR}))|)$"
    rf"|^(?:{verbs.COLOUR}|{verbs.ADJECTIVE}|{verbs.MATERIAL}|#[0-9a-f]{{6}}) (?:hair|eyes"
    rf"|{verbs.PLACE_WORD}|dress|shirt|hat|coat|skin|fur|light(?:s|ing)?|lips|car|colou?rs|tones?"
    rf"|shadows?|clothes|version|style|theme|flowers?|shoes|jacket|skirt|palette|tint)\b(?! (?:is|are"
    rf"|looks?|was|were)\b)"
    rf"|\b(?:instead|instead of .{{1,40}})$|^(?:\w+ ){{0,4}}->|(?:->|=>|→)\s*\w|^(?:an?|one|two|three"
    rf"|four|five|\d{{1,2}}|some|several|many|lots of|a few|a couple of|another|other|different|bigger"
    rf"|smaller|longer|shorter|darker|lighter|new|1 more|2 more|one more)(?: more)? (?!(?:bit|lot|day"
    rf"|days|week|weeks|year|years|time|times|min|mins|minutes?|hours?|months?|second|seconds|nice|cool"
    rf"|great|good|masterpiece|work of|true|real|classic|legend|lol|dog person|friend|joke|man|guys"
    rf"|people|of (?:my|us|the best)|things?|question|questions|person|fan|reasons?|is|are|was"
    rf"|will)\b)[\w'-]+(?: (?:[\w'-]+ ){{0,4}}(?:on|in|at|with|behind|beside|next to|under|over|above"
    rf"|around|to|for|instead|please|pls|view|shot|style|background|hair|eyes|hat"
    rf"|angle)\b.*)?(?:instead|please)?$"
    rf"|^(?:{verbs.ADJECTIVE})(?:,? (?:and )?(?:{verbs.ADJECTIVE}|{verbs.COMPARATIVE}))? ?(?:please|pls"
    rf"|light|lighting|version)$|^(?:{verbs.VIEW})\b|^(?:wider|taller|square|landscape|portrait)\b"
    rf"|\b(?:{verbs.PLACE_WORD}|hair|eyes|sky|colou?rs?|lighting|face|hat|dress|shirt|clothes|wings?"
    rf"|skin|ears|tail|light|shadows?|cape|sword|eyes|car|house|dog|cat|flowers?|trees?|water|armou?r"
    rf"|moon|sun|clouds?|hands?|smile|style)(?: (?:a bit|a little|slightly|much|way|to|in|on|should be"
    rf"|all))? (?:{verbs.COMPARATIVE}|{verbs.COLOUR}|more|less|bigger)(?: (?:{verbs.ADJECTIVE}"
    rf"|\w+))?(?: (?:please|pls|instead|now))?$"
    rf"|\b(?:please|pls|plz|plx)\s*[!.]*$|^from (?:a |an |the )?(?:different |another |low |high |side "
    rf"|behind|above|below|front|back)|^(?:\w+ ){{1,3}}(?:hair|background|style|view|version|lighting"
    rf"|vibes|angle|shot|edition)$|^surprise me$|^more$|^less$"
)
_DONE = re.compile(
    r"\b(?:want|need|like|love|get|have|with|the|his|her|this|please) [\w ,']{0,50}\b(?:removed"
    r"|deleted|erased|added|replaced|changed|cropped|enhanced|restored|brightened|darkened|sharpened"
    r"|blurred|fixed|cleaned|cleaned up|taken out|photoshopped|edited|colou?rized|swapped|cut out"
    r"|straightened|smoothed|enlarged|upscaled)(?: (?:please|pls|out|up|from .{1,30}|to .{1,30}"
    r"|with .{1,30}))?$"
)
"""What shall have been done: "background removed please"."""
_WAS_DONE = re.compile(r"\b(?:was|were|been|got|gets|you|he|she|they|i've|it) (?:just |already )?\w+ed\b")
_MORE_FRAGMENTS = re.compile(
    r"^(?:could use|needs?|wants?|should have) (?:an?|some|more|less|\w+) ?\w*|^(?:an?|some|more|the"
    r"|\w+) (?:[\w'-]+ ){0,5}would be (?:nice|cool|good|great|better|awesome|perfect|fun)$"
    r"|\b(?:the|his|her|that|those) [\w ]{1,20} (?:has|have|needs?) to go$|^get (?:the|that|this|those"
    r"|his|her) .{1,40}\b(?:out|off|away)\b"
    r"|^(?:eyes?|mouth|arms?|hands?|legs?|head|wings?|hair|lights?) (?:\w+ )?(?:closed|open|shut|up"
    r"|down|crossed|raised|tilted|spread|on|off)$|^not an? [\w ]{1,20},? (?:but )?an? \w"
    r"|^(?:looking|facing|sitting|standing|running|jumping|smiling|waving|holding|wearing|sleeping"
    r"|flying|walking|lying|dancing|laughing|crying|riding|reading)\b(?! (?:good|great|nice|amazing"
    r"|fire|like|forward|for|at (?:this|that|it)|out loud|sick|cool|fresh))"
    rf"|^(?:4k|8k|u?hd)$|\b(?:sign|shirt|text|it|label|title|banner|hat|caption|poster"
    rf"|logo) should (?:say|read)\b|^(?:[\w'-]+ ){{0,2}}(?:{verbs.STYLE})(?: (?:style|look|version"
    rf"|movie|poster|cover|art))?$"
    rf"|^(?:in|on|at|under|inside|near) (?:an? |the |outer )?(?:[\w'-]+ ){{0,2}}{PLACES}$"
)
_FRAGMENT_SHORT = 160
_VERB_FIRST = re.compile(rf"^(?:(?:don'?t|do not|dont|never|re-?)\s?)?(?:{_V})\b")
_VERB_AFTER = re.compile(
    r"(?:[.,;:!…]|\b(?:and|but|then|so|now|also|please|pls|can you|could you|should))\s*(?:please "
    r"|just |maybe |also |then )*(?:make|add|remove|change|turn|put|give|replace|swap|zoom|crop|rotate"
    r"|flip|brighten|darken|lighten|sharpen|blur|erase|delete|recolou?r|get rid|bring back|lose|keep"
    r"|have (?:it|him|her|them)|use|move|try|fix|set)\b"
)
# "Use this as my wallpaper", "show my mom", "keep it up", "have a good night": a deed, but not upon the picture.
_NOT_A_DEED = re.compile(
    r"^(?:have (?:a (?:good|great|nice|blast|look at|point)|fun|you|to|never|been|we|i|they|seen)\b"
    r"|take (?:care|a (?:bow|break|look|seat)|my (?:money|upvote|like)|your time|notes?|that (?:back"
    r"|,)?$)|keep (?:it (?:up|going|coming|real|100)|up|going|on|them coming|coming|cooking|being"
    r"|doing|making|drawing|posting|at it)|keep'?em|give (?:me a (?:break|sec|second|minute|moment"
    r"|hug)|it up|up|this (?:man|guy|bot|person) |(?:him|her|them|bro|that (?:man|guy|artist)|it"
    r"|yourself|the bot) (?:a|an|some) (?:raise|medal|award|oscar|break|cookie|credit|hand|round)"
    r"|credit)|let (?:me|us) (?:know|see if|think|guess|cook|out|in|be|get|go|check|tell|show you|ask"
    r"|save)|let (?:him|her|them|bro) cook|let that sink|drop (?:the|your|a) (?:mic|link|prompt|beat"
    r"|seed)|drop (?:this|it) in|cut it out|clear(?:ly)?(?: (?:as|enough|winner))?$|clear winner"
    r"|warm (?:regards|welcome|wishes)|cool (?:story|beans|stuff|idea|pic|picture|bot|bro|dude|man|guy"
    r"|shot|art|image|style|concept|one|thanks|ty|!|lol|as|af|thing|work|,|cool|but)|cool$"
    r"|light(?:s out| ?weight)|open (?:source|ai|the (?:door|pod))|set (?:as|this as|it as) (?:my"
    r"|wall)|use (?:this|it|that) (?:as|for) (?:my|a|the) (?:wallpaper|pfp|avatar|banner|profile|phone"
    r"|desktop)|put (?:this|it|that) (?:in|on) (?:a (?:museum|shirt|t-?shirt|mug|frame|gallery)"
    r"|the (?:fridge|wall|louvre)|my)|show (?:me (?:the|your) (?:seed|prompt|recipe|settings|model)"
    r"|(?:this|it|that) to|my|off|your|them|stopper)|show me how|try (?:it|this|again|harder|not to|me"
    r"|my)(?: (?:at home|yourself|out))?$|trying|bring it|bring (?:your|the) (?:own|snacks|popcorn)"
    r"|go (?:off|crazy|hard|team|for it|on|ahead|girl|king|queen|to (?:sleep|bed|work|hell|school)"
    r"|home|away|touch|outside|get|figure|birds|us|you|bot)|goes hard|write (?:that|this|it) down"
    r"|write me|turn(?:s)? out|turned|make(?:s)? (?:sense|my day|me (?:laugh|cry|smile|hungry|happy"
    r"|sad|want|think|wanna|feel|nostalgic|miss|lol|proud)|you (?:think|wonder|laugh)|sure (?:to|you)"
    r"|it stop|up your mind|it rain$|a wish|love|no sense)|get (?:well|some (?:sleep|rest)|it|over|out"
    r"|lost|in|rekt|a (?:room|life|job|load)|this (?:man|guy|bot)|ready|real|back to (?:work|me))"
    r"|place (?:your|looks|is)|move on|pull (?:up|over)|hang (?:in|on|out|it)|hide (?:your|the kids)"
    r"|change(?:d)? my mind|change is|show(?:s|ed|ing)?$|have$|leave (?:it to|me|him alone)|leave$"
    r"|lay off|like (?:it|this|that|i|my|wow|literally|seriously|for real)\b|crop tops?|color me"
    r"|colou?r me|paint me|frame (?:it|this|that)$|frame this|print"
    r"|save|download|post|share|send|create your|create an account|style (?:points|is|on)|level (?:up"
    r"|\d)|pop off|light (?:is|looks)|sketch(?:y)|repeat after|double(?: rainbow)?$|double (?:kill"
    r"|tap)|lower$|let's go+|attach(?:ed)?$|apply (?:for|to|cold)|trade (?:you|offer)|texture (?:is"
    r"|looks|on)|focus(?: (?:up|bro|on work))$|level$|animate(?:d)?$|try$|balance$|outline$|correct$"
    r"|correct(?:!|,| answer| me)|fix(?:ed)?$|set$|place$|cool cool|nice\b)"
)
_ELSEWHERE = re.compile(
    r"\b(?:volume|alarm|timer|reminders?|remind (?:me|us)|calendar|shopping list|to-?do list|playlist"
    r"|e-?mails?|thermostat|meeting|appointment"
    r"|wi-?fi|(?:play|skip|pause|resume|stop) (?:the |some |a |my |this )?(?:next )?(?:song|music"
    r"|track|podcast|radio)|(?:order|call) (?:me |us )?(?:an? )?(?:pizza|taxi|uber|cab)"
    r"|my (?:list|phone|account|inbox|boss|living room|bedroom|kitchen|order|flight|reservation))\b"
    r"|音量|アラーム|タイマー|リマインド|メールを?送|音楽を?(?:かけて|流して|止めて)|電話(?:して"
    r"|をかけて)|予定を|買い物リスト"
)
"""What other assistants are asked for."""
_DEED_UPON = re.compile(
    r"\b(?:add|remove|replace|change|make|insert|delete|erase|turn|put)(?: in)? (?:an?|the|some|his"
    r"|her|its|all|every|this)\b"
)
_OF_PEOPLE = re.compile(
    r"\b(?:add|give|remove|use|put|set|fill|cover|bring|turn|make|show|let|take|write|draw|paint|get"
    r"|send|hide|leave|change|lose|drop|keep|have|save|tell)\s(?:\w+\s)?(?:yourself|yourselves|your|ur"
    r"|my mind|my day|my life|my own|me on|me as|me in$|me up|me down|me laugh|me the money)\b"
    r"|^(?:cover|fill|wake|call|text|dm|add|use|hide|replace|remove|change|move|open|cut|drop"
    r"|turn) (?:me|us)\b|^(?:move over|turn around|set (?:it|him|her|them) free|hide the (?:evidence"
    r"|pain|bodies)|drop the (?:link|mic|beat|prompt|sauce)"
    r"|turn (?:on|off|up) the (?:news|tv|radio|music|heat|lights?|sound)|put a ring on"
    r"|open the (?:door|pod|gate)|show me the money|clear as|use (?:protection|discord|code)"
    r"|write (?:that|this|it) down)\b"
)
"""Said to people, or to nobody."""
_FOR_THEMSELVES = re.compile(
    r"\bshould (?:be|have been) (?:good|fine|enough|fun|ok|okay|interesting|it|easy|proud|there|here"
    r"|done|able|working|sleeping|studying|asleep|in bed|at work|paid)\b|"
    r"\b(?:i|we) (?:really |just |so |totally |also )?(?:want|need|wanna have|must have) (?:this|that"
    r"|one|these|it|him|her|them|all of (?:this|these))(?: (?:so (?:bad|much)|on|as|in (?:my|real)"
    r"|framed|printed|irl|now|rn|asap|too|one|lol|please|hat|poster|print|shirt)\b.*)?$"
    r"|\b(?:i|we) (?:really |just )?(?:need|want) (?:an? |some |more |to )?(?:nap|haircut|coffee|drink"
    r"|break|vacation|holiday|sleep|help|hug|job|life|minute|moment|beer|snack|cat|dog|friend|tattoo"
    r"|poster|print|refund|this|die|cry|scream|move|sleep|rest)\b(?! (?:in|on|with|next|behind|beside"
    r"|added)\b)"
    r"|^(?:my|our|your) \w+ (?:really |also )?(?:needs?|should|could use|wants?)\b|\b(?:people"
    r"|everyone|everybody|nobody|no one|someone|somebody|who|you|u|more people|the world|they|twitter"
    r"|reddit|hollywood|netflix|disney) (?:really |all |just )?(?:needs?|should|must|has to"
    r"|have to) (?:to )?(?:see|be|know|have|hire|make this|print|post|sell|try|get|buy|pay|frame|this"
    r"|stop|watch|sleep|go|do|add this|put this|use this)?\b"
    r"|\b(?:this|that|it|these|he|she|they) (?:really |totally |just )?(?:needs?|should|deserves?|has"
    r"|must|could)(?: to)?(?: be)? (?:framed|printed|pinned|posted|shared|seen|hung|illegal|a (?:thing"
    r"|movie|poster|game|book|series|show|sticker|emote|meme|tattoo|song|wallpaper|crime)|in (?:a"
    r"|the) (?:museum|gallery|movie|film|jail|louvre|game|hall)|on (?:a|my|the) (?:wall|t-?shirt|shirt"
    r"|mug|poster|fridge|billboard|cover)|more (?:likes|upvotes|attention|love|views)|an? (?:award"
    r"|oscar|medal|prize|raise)|my (?:wallpaper|pfp|avatar|phone))\b"
    r"|\bi'?d (?:love|like) (?:to|that|this|one)\b(?!.{0,6}\b(?:see (?:it|him|her|them|this|that"
    r"|the \w+) (?:in|with|as|at|on|wearing|\w+er)|have (?:it|him|her|them|more|the)|add|remove|change"
    r"|make)\b)|\b(?:i|we) (?:like|love|prefer|pick|choose|vote)\b(?!.{0,60}\b(?:but|if|with(?:out)?"
    r"|it (?:in|more|less|\w+er))\b)|\bi prefer (?:the )?(?:\w+ )?(?:one|version)(?: (?:tbh|honestly"
    r"|lol|more))?$"
)
"""What people want, need and think for themselves."""
_PRAISE = (
    r"(?:great|nice|cool|good|lovely|beautiful|amazing|awesome|pretty|cute|sick|dope|gorgeous|perfect|best|sweet|epic"
    r"|wonderful|fantastic|fire|funny|insane|stunning|crazy|incredible|brilliant|superb|excellent|solid|adorable"
    r"|impressive|cursed|weird|awful|terrible|hilarious|magnificent|neat|interesting|wild)"
)
_PRAISED = re.compile(
    rf"^(?:(?:such|so|what|very|really|the|this|that|those|these|its|his|her|damn|holy|an?) ){{0,3}}{_PRAISE}"
    r" (?:\w+ ){0,2}[\w'-]+$|^(?:love|loving|like|liking|digging|adore) (?:the|this|that|how|his|her|its|these|those) "
)
_NO_FRAGMENT = re.compile(
    r"\b(?:i|i'm|i've|i'll|we|we're|our|you|you're|people|everyone) (?!(?:want|need|think it"
    r"|would like|'d like)\b)\w|\bthan (?!(?:it is|this|that|now|the other (?:side|eye|hand))\b)"
    r"|^no .{1,20}\bno\b|^no (?:notes|thoughts|filter needed|skips|joke|hate|regrets|ragrets|cap"
    r"|complaints|questions)\b"
    r"|^with (?:love|pleasure|respect|great power|that|this|these|all|him|her|me|you)\b(?! (?:hat"
    r"|background|style))|\b(?:comes|goes|gets|says|makes|reminds|feels|sounds|means|works|hits|slaps"
    r"|rocks|rules|wins|deserves)\b|^more (?:please|pls|like|of (?:this|these|that|it)|people|power"
    r"|info|than|on|to come|soon|pics|art|content)\b|^(?:way|much|even|so) (?:too )?(?:good|cool|cute"
    r"|funny|real|perfect|nice|pretty|fun|better|nicer|epic|awesome|much|many|easy)\b(?! (?:hair|eyes"
    r"|background|face|lighting|without|with|if|in))|\b(?:ago|yesterday|tomorrow|tonight|last (?:week"
    r"|night|time|year)|every time|someday|thoughts|agree)\b|\b(?:vibes?|energy|mood|feels)$"
)
"""Signs that a fragment tells something instead."""
_BARE_VERB = re.compile(
    r"^(?!(?:zoom|crop|rotate|flip|mirror|brighten|darken|lighten|sharpen|upscale|blur|unblur|enhance"
    r"|colorize|colourize|denoise|deblur|restore|recolor|recolour|desaturate|saturate|smile|invert"
    r"|center|centre|improve|straighten|enlarge|widen|outpaint|uncrop|smooth|pixelate"
    r"|fix)\b)\w+(?: (?:it|this|that|him|her|them|on|up|off|out|away|over|back))?[!.]*$"
)
"""A deed without anything that it is to be done to, or in which way."""
_TALK = re.compile(
    r"^(?:i|i'm|im|i've|i'll|my|we|we're|our|you|you're|u|ur|he|he's|she|she's|they|they're|this|that"
    r"|that's|thats|it|it's|its|these|those|who|anyone|everyone|someone|nobody|the|what an?|such|so"
    r"|how (?:cute|cool|nice|funny|pretty|beautiful|adorable)|lol|lmao|haha\w*|omg|wow|bruh|ngl|tbh"
    r"|imo|btw|brb|afk|gtg|fr|same|mood|guys|dude|bro|man|hey|hi|hello|good|great|nice|thanks|thank"
    r"|sorry|yes|no|yeah|nah|ok|okay|oh|ah|well|hmm|not|when|if|because|just|still|finally|love|loving"
    r"|looks?|looking|feels?|reminds?|gives?|giving|imagine|peak|big|certified|absolute|pure|straight"
    r"|literally|actually|honestly|today|yesterday|tomorrow|tonight|meanwhile|also|and|but|maybe"
    r"|probably|there|there's|here|here's|cant|can't|gonna|didn't|don't|isn't|wasn't|won't|never|me"
    r"|happy|merry|welcome|congrats|gg|wp|rip|f|big|first|second|wait|hold on|one sec|be right back"
    r"|see you|cya|later|bye|night|gn|gm)\b"
)

_ASKED_JA = re.compile(
    r"(?:に|く|て|で|を|も|は|の|と|が|も)?(?:して|変えて|消して|足して|入れて|つけて|付けて|取って"
    r"|描いて|作って|増やして|減らして|戻して)(?:くれ|もらえ|もらう|いただけ|頂け|ほしい|欲しい"
    r"|ください|下さい|くれない|ちょうだい|みて|よ|ね)"
    r"|(?:[にくを]|こと[はが]?|変更|追加|削除)(?:して|すること|変更)?[はもが]?(?:できる|できます"
    r"|できません|出来る|出来ます|可能|いける|いけます|なる|なります|なりません)(?:か|かな|の|ですか"
    r"|でしょうか)?$"
    r"|(?:たら|れば|ば|とか|なら)(?:どう|どうかな|どうなる|いい|よさそう|良さそう|かわいい|もっと|最高"
    r"|嬉しい|うれしい|面白い)|(?:ほう|方)が(?:いい|良い|好き|好み|よさそう|かわいい|嬉しい)"
    r"|(?:てほしい|て欲しい|したいな|したい|くしたい|変えたい|消したい|足したい|入れたい|付けたい"
    r"|つけたい|させたい|増やしたい|減らしたい|見てみたい|出したい|着せたい)(?:です|んですが|んだけど"
    r"|かも|な|！|$)"
)
_TALK_TAIL_JA = re.compile(
    r"(?:だよね?|だね|ですね|だった|でした|ました|だなあ?|だわ|かわいい|可愛い|すごい|やばい|最高|好き"
    r"|ありがとう|らしい|だって|みたいだ|みたいですね|と思う|と思った|思います|してる|している|してた"
    r"|していた|したよ|した|たよ|てます|ています|てるよ|てるね|行く|行ってくる|帰る|食べた|食べたい"
    r"|寝る|会いたい|見たい|行きたい|飲みたい|買いたい|遊びたい|聞きたい|知りたい|住みたい|飼いたい"
    r"|なでたい|撫でたい|ほしくなった|くなる|くなった|きた|けど無理だよね|笑|草|w+|じゃん|やん|だろ"
    r"|でしょ|かもね|だけど|んだけど|ですけど|しそう|そう|っすね|してしまった|ちゃった|じゃった"
    r"|してくる|待って|待ってて|(?<!願いし)(?<!致し)(?<!願い)ます|お腹すいた|眠い|ねむい|疲れた"
    r"|つかれた|おいしそう|美味しそう|似てる|思い出す|思い出した|なんだ|なのに|よな|のか|してきた|神"
    r"|天才|うける|ウケる)[。！!ねよなwｗ笑草～〜ー…\s]*$"
)
_ABOUT_ME_JA = re.compile(
    r"^(?:私|わたし|僕|ぼく|俺|おれ|うち|今日|昨日|明日|さっき|友達|うちの|今から|これから"
    r"|ちょっと(?:席|離|待|トイレ|コンビニ)|みんな|誰か)"
)
_QUESTION_JA = re.compile(
    r"(?:何|なん|なに|なぜ|どう|どこ|どれ|どの|いつ|誰|だれ|いくつ|いくら|どんな|どちら"
    r"|どっち).{0,30}(?:[?？か]|の|だ|です|ます|た|っけ|る|い)*[?？]?$|[?？]$|(?:ですか|ますか"
    r"|でしょうか|のかな|かな|なの|っけ|って何|とは)[?？。]*$|教えて|知りたい|聞きたい|(?:なぜ|なんで"
    r"|どうして)"
)
_WISH_END_JA = re.compile(
    rf"(?:{verbs.REQUEST_JA}|{verbs.WISH_JA})(?:くだ[さい]*|下さい|ね|よ|な|で|に|な感じ(?:で|に)?"
    rf"|お願い|かな|かも|です|ます|だ|欲しい|ほしい|みて|くれ|頼む|ちょうだい"
    rf"|[。！!〜～ー…wｗ笑草\s])*$"
)
_CONTENT_JA = re.compile(
    rf"(?:もっと|もう少し|もうちょっと|もうちょい|少し|ちょっと|すこし|ちょい|やや|さらに|かなり|だいぶ"
    rf"|全体的に|全体を|いっそ).{{0,20}}(?:く|に|め|て|を|感じ|で|な|が)|(?:すぎる|過ぎる|すぎ"
    rf"|過ぎ)(?:る|かな|かも|です|ので|から|て|！|。|$)"
    rf"|^(?:背景|バック|髪|目|服|色|空|全体|顔|構図|表情|帽子|光|影|肌|手|サイズ|ポーズ|時間帯|季節"
    rf"|天気|文字)[はをも]?.{{0,20}}(?:に|く|で|を|が|なし|いい|め|風|て)$"
    rf"|^(?:{verbs.COLOUR_JA})(?:色)?(?:く|に|で|め|系|っぽく)?(?:で|に)?$"
    rf"|^(?:{verbs.COLOUR_JA})(?:色)?(?:い|の)[^がはもを、。]{{1,8}}(?:に|で|を)?$|(?:横長|縦長|正方形"
    rf"|左右反転|上下反転|モノクロ|白黒|セピア)"
    rf"|^(?:夜|朝|昼|夕方|夕焼け|冬|春|夏|秋|雪|雨|嵐|海|森|宇宙|夜景|星空|街|山)(?:に|で|の(?:景色"
    rf"|風景|背景|中)?(?:に|で)?|バージョン|だったら|がいい)?$|^(?:アニメ|水彩|油絵|ドット絵|漫画"
    rf"|リアル|写真|イラスト|浮世絵|水墨画|ジブリ|サイバーパンク|3d|ピクセル)(?:風|調|っぽく|で|に"
    rf"|バージョン|画|塗り)*(?:で|に)?$"
    rf"|(?:もう|あと)(?:[一二三1-9１-９]|ひと)(?:人|匹|つ|個|本|羽|頭|枚|り)|(?:じゃなくて|ではなく"
    rf"|じゃなく|の代わりに|のかわりに|やめて|抜きで|なしで|だけで|だけに)|を(?:もっと|少し|ちょっと"
    rf"|もう少し)|(?:を|に|は)[^、。]{{1,15}}(?:に|く|で)$|のまま|^[^はがを、。\s]{{1,8}}(?:風|調)(?:に"
    rf"|で)?$|(?:邪魔|不要|いらない|要らない|いらん|じゃま|微妙|変|へん|おかしい)(?:です|だ|かな|かも"
    rf"|な|ね|よ|$|。)|をください|^[^はがをに、。\s]{{1,10}}に(?:して|する|チェンジ|変更)?$"
    rf"|^[^はがをに、。\s]{{1,10}}で$|(?:大き|小さ|明る|暗|長|短|高|低|太|細|濃|薄|広|狭|近|遠|強|弱|多"
    rf"|少な|若|古|新し|優し|柔らか|硬|丸|鋭|かわい|可愛|怖|かっこよ)く$"
)


def way(message: str) -> Way:
    """What is to be done about ``message``, which is neither chatter nor a command as a whole."""
    text = shadow(hold(message[:_READ])[0])
    if _ELSEWHERE.search(text):
        return Way.GREY
    if is_japanese(text):
        return _japanese(text.replace(" ", ""))
    return _english(re.sub(r"^\[[^\]]{1,40}\]\s*", "", text))


def _english(text: str) -> Way:  # noqa: PLR0912 - one question after the other, in their order
    text = text.strip(" .!…~")
    start = _LEAD.match(text)
    rest = text[start.end() :].lstrip(" ,.:") if start else text
    asks = text.endswith("?")
    for form in (text, rest):
        if _QUESTION.match(form) and not _ASKED.match(form) and not (_WANT.search(form) and not asks):
            # "Is the hat too big? make it smaller" asks for something in the end.
            return Way.ACT if _VERB_AFTER.search(form) and not _HYPOTHETICAL.search(form) else Way.ANSWER
        if _CAN_YOU_EVER.match(form):
            return Way.ANSWER
        if _ASKED.match(form):
            return Way.GREY if _ASKED_FOR_FUN.search(form) else Way.ACT
    plain = bare(rest) or bare(text)
    if _NOT_A_DEED.match(rest) and not _VERB_AFTER.search(rest):
        return Way.IGNORE if _TALK.match(text) else Way.GREY
    if _RECIPE_ASKED.search(text) and questions.names_recipe(text):
        return Way.ANSWER
    deed = _VERB_AFTER.search(text)
    if (_OF_PEOPLE.search(text) or _FOR_THEMSELVES.search(text) or _PRAISED.match(text)) and not deed:
        return Way.GREY if _VERB_FIRST.match(plain) else Way.IGNORE
    if _VERB_FIRST.match(plain) or _VERB_FIRST.match(rest):
        return Way.GREY if _BARE_VERB.match(plain) else Way.ACT
    if _REPORTED.search(text):
        return Way.IGNORE
    if _WANT.search(text) or _COMPLAINT.search(text) or deed:
        return Way.ACT
    if _DONE.search(text) and not _WAS_DONE.search(text):
        return Way.ACT
    tells = _NO_FRAGMENT.search(rest) or _NO_FRAGMENT.search(text)
    if (
        len(rest) <= _FRAGMENT_SHORT
        and not tells
        and any(found.search(form) for found in (_FRAGMENT, _MORE_FRAGMENTS) for form in (rest, plain, text))
    ):
        return Way.ACT
    if _DEED_UPON.search(text) and not _TALK.match(text):
        return Way.ACT
    if asks:
        return Way.ANSWER
    return Way.IGNORE if _TALK.match(text) and not _DEEDS.search(text) else Way.GREY


_DEEDS = re.compile(rf"\b(?:{_V}|{verbs.COMPARATIVE})\b")
_ASKED_FOR_FUN = re.compile(
    r"\b(?:your|yours|both|lunch|dinner|breakfast|tomorrow|tonight|kiss(?:ed)?|autograph|pizza|coffee"
    r"|cake|number|front page|discord|server|channel|pin(?:ned)?)\b"
    r"|^(?:what if|what about|how about|why not) (?:we|i|you|u|me|us|no|yes|today|now)\b(?! (?:make"
    r"|made|add(?:ed)?|change|changed|remove|removed|put|gave|give|turn|turned|use|used|try|tried"
    r"|had))"
)
_HYPOTHETICAL = re.compile(r"^(?:how|did|does|do|was|were|who|when|has)\b")
_REPORTED = re.compile(
    r"\b(?:i|he|she|they|we|someone|my \w+|people) (?:just |already |always |never |usually |once "
    r"|also |really |actually |literally |kinda )?(?:had|did|made|added|removed|changed|saw|went|was"
    r"|were|tried|used|thought|said|told|asked|love|loves|loved|like|likes|think|thinks|guess|bet|know"
    r"|knew|have|has|can't|cant|could|will|would|might|am|wonder|remember|remembers|feel|forgot|do|did"
    r"|swear|hope|hate|hates|saved|printed|showed|sent|posted|keep|keeps|look"
    r"|looks)\b(?! (?:like (?:it|this|him|her|them|the [\w ]{1,20}) (?:better |more )?(?:if|with|in"
    r"|without|bigger|smaller)|to see|(?:it|this) (?:to be|in|with|more|less)|a (?:red|blue|green)"
    r"|(?:you|u) should|we should|it (?:should|needs|would)|(?:he|she|they|this|that"
    r"|the \w+) (?:should|needs?|would)|be (?:better|nicer|cooler)|it'?s too|it is too|it looks too))"
)


def _japanese(text: str) -> Way:
    text = text.rstrip("。．.、…")
    plain = bare(text) or text
    core = plain.rstrip("!！?？")
    asks = text.endswith(("?", "？"))
    if re.search(r"教えて|知りたい|聞きたい", text):
        return Way.ANSWER
    if _OF_PEOPLE_JA.search(core) or _PRAISE_JA.search(core):
        return Way.IGNORE
    if _ASKED_JA.search(core) and not _ABOUT_ME_JA.search(text) and not _ABILITY_JA.search(core):
        return Way.ACT
    if (questions.names_recipe(text) and (asks or _QUESTION_JA.search(text))) or _ABILITY_JA.search(core):
        return Way.ANSWER
    if re.search(r"って何|とは何|(?:なぜ|なんで|どうして|誰|だれ|いつ|どうやって|どうすれば)", text):
        return Way.ANSWER
    if _ABOUT_ME_JA.search(text) and not re.search(rf"{verbs.REQUEST_JA}(?:ください|ほしい|欲しい)?$", core):
        return Way.IGNORE
    if _WISH_END_JA.search(core) and not _TALK_TAIL_JA.search(core):
        return Way.ACT
    if _TALK_TAIL_JA.search(text) and not _CONTENT_JA.search(text):
        return Way.IGNORE
    if asks or _QUESTION_JA.search(text):
        return (
            Way.ACT
            if re.search(r"(?:は|とか|も|で|に|なら|たら|版|バージョン|風)[?？]$", text)
            and not questions.names_recipe(text)
            else Way.ANSWER
        )
    if _CONTENT_JA.search(core) or _CONTENT_JA.search(text):
        return (
            Way.IGNORE
            if _TALK_TAIL_JA.search(text) and not re.search("すぎ|過ぎ|じゃなくて|いらない|邪魔", text)
            else Way.ACT
        )
    return Way.IGNORE if _TALK_TAIL_JA.search(text) else Way.GREY


_OF_PEOPLE_JA = re.compile(
    r"(?:頑張|がんば|落ち着い|元気出し|元気を出し|許し|ゆるし|待っ|任せ|まかせ|気をつけ|気を付け"
    r"|ゆっくりし|早く寝|寝|助け|たすけ|聞い|きい|見て(?:これ|この|みんな)|これ見|みんな見|信じ|見守っ"
    r"|応援し|遊ん|笑わせないで|覚えてい?|"
    r"教え|連絡し|電話し|来|帰っ|休ん|食べ|飲ん|行っ|安心し|期待し|褒め|愛し|慰め|励まし|付き合っ"
    r"|結婚し|勘弁し)(?:て|で)?(?:ください|ね|よ|て|おいて|くれ|なさい|w+|笑)*$"
    r"|(?:送っ|貸し|買っ|売っ|おごっ|奢っ|説明し|紹介し|フォローし|拡散し|シェアし|投稿し|起こし"
    r"|休ませ|帰らせ|そうし|どうにかし|何とかし|なんとかし|早くし|弟子にし|結婚し)て(?:ください|ほしい"
    r"|欲しい|くれ|よ|ね)*$"
    r"|(?:時間|休み|お金|才能|画力|センス|彼女|彼氏|睡眠|癒し|これ|それ|元気|やる気|グッズ|壁紙"
    r"|ポスター|わたしも|私も|俺も|うちにも)が?(?:ほしい|欲しい)|^(?:誰か|みんな)"
    r"|^(?:はじめまして|(?:これ|それ|この|その|今)の?(?:まま|で)?(?:で)?(?:いい|OK|ok|完璧|満足|十分"
    r"|大丈夫|完成)|そのまま(?:で)?(?:いい|OK)?|このまま(?:で)?(?:いい|OK)?|やめて(?:w+|笑)?"
    r"|やめろ)(?:よ|ね|です|な|か)*$"
    r"|(?:行き|食べ|飲み|飼い|会い|見|寝|帰り|住み|触り|さわり|撫で|なで|知り|なり|やり|泣き|遊び|買い"
    r"|読み|聞き|休み|旅し|泊まり|自慢し|眺め|いき|ゆき|描けるようになり)たい(?:な|なあ|です|わ|ね|よ"
    r"|かも|！)*$"
    r"|^(?:たしかに|確かに|本当に|ほんとに|まじで|普通に|さすがに|ちなみに|なのに|だから|あとで|それで"
    r"|これで|ここで|家で|なんで|一緒に|たまに|すぐに|先に|次に|ついに)$"
    r"|(?:仕事|宿題|課題|残業|会議|天気|今日|毎日|人生|眠|ねむ|疲れ|上手|うま|可愛|かわい|尊|面白"
    r"|おもしろ|やば|すご|凄|神|好き|強|偉|えら|天才|楽し|最高|美し|綺麗|きれい|エモ|えも|癒)(?:く|が"
    r"|は|し|)?(?:多|長|暑|寒)?(?:すぎ|過ぎ)"
)
"""Said to people, or what people want for themselves."""
_PRAISE_JA = re.compile(
    r"^(?!.*(?:して|変えて|ほしい|欲しい|ください|にして|方が|ほうが))(?:[^、。]{1,16})(?:が|も|は"
    r"|の感じが|の雰囲気が|使いが|とか)(?:とても|すごく|めっちゃ|本当に|ほんと|特に|一番)?(?:綺麗"
    r"|きれい|すごい|凄い|好き|いい感じ|かわいい|可愛い|最高|素敵|美しい|似合[うっ]|上手|うまい|やばい"
    r"|神|面白い|おもしろい|リアル|見事|良い(?:です)?ね|いいね|いいです|エモい|えもい|かっこいい"
    r"|おしゃれ|優しい|怖い|尊い|たまらない|印象的|ツボ|刺さる)"
    r"|^(?:光|背景|構図|表情|雰囲気|空|顔|目|髪|色|絵|世界観|タッチ|質感|空気感|影|服|全体)(?:の感じ"
    r"|使い|合い)?(?:が|も|、)?(?:いい|良い|よい)(?:ね|な|なあ|です|わ|よ|感じ|！)*$|(?:みたい"
    r"|っぽい)(?:だ|です|ね|な|で(?:好き|いい|最高|かわいい))*$"
    r"|^(?:もっと|もう少しで?|もうちょっとで?|少し|ちょっと)[^、。]{0,12}(?:かった|れる|べき|頑張る"
    r"|がんばる|帰れる|休憩|トイレ|待[つっ]|寝る|ですね|だね|早く知り)"
)
_ABILITY_JA = re.compile(
    r"(?:する|戻す|消す|変える|作る|描く|使う|保存する|できる|ダウンロードする)こと(?:は|って|が"
    r"|も)?(?:できる|できます|可能|出来る)|(?:の|のは|って)(?:どう|無理|難し)|って聞かれ|無理だよね"
    r"|(?:動画|音楽|gif|アニメーション|3dモデル|英語|日本語)(?:も|は|を|って|で)?(?:作れ|でき|対応"
    r"|話せ|描け|可能|いけ)"
)
"""What Egaku is able to do at all, not what it shall do."""
