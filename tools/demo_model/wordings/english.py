"""How people ask for a change in English: polite, terse, colloquial, as an order, a wish, a question or a complaint.

``{t}`` is the object wanted, ``{t0}`` the one there now, ``{c}`` and ``{c0}`` their colours, ``{g}`` the new ground.
"""

from __future__ import annotations

import random
import re

from tools.demo_model.wordings.patterns import Patterns
from tools.demo_model.wordings.sayings import SAYINGS

# fmt: off
_NAMES = {
    "it": "it|it|it|it|this|that|the {t0}|the {t0}|the {t0}|{t0}|this {t0}|that {t0}|your {t0}|my {t0}|the thing"
          "|the object|this one|this thing|the whole thing|the shape|him|her|the little guy",
    "the0": "the {t0}|the {t0}|it|this|that|this {t0}|that {t0}|this thing|what is there",
    "picture": "it|it|it|this|that|the {t0}|the picture|the image|the drawing|everything|the whole thing|this picture",
    "make": "make|make|make|turn|paint|color|colour|dye|recolor|repaint|render|tint|get|redo|spray|draw",
    "change": "change|change|switch|set|alter|update|adjust|modify|turn|shift|edit|convert|move|tweak|transform",
    "color": "color|colour|color|colour|hue|shade|paint|tone|tint|coloring",
    "bg": "background|background|background|backdrop|bg|back|scene behind|area behind it|space behind it|surroundings"
          "|area around it|background color|background colour|canvas|wall behind it|setting|rest|environment|paper",
    "bgn": "background|background|background|backdrop|bg|wall|canvas|surface|paper|scene|setting|surrounding|base|screen",
    "want": "want|want|need|prefer|would like|would love|'d like|'d love|'d prefer|wish for|am after|wanted|fancy",
    "should": "should|should|must|has to|needs to|ought to|could|might|would better|had better|is meant to|is supposed to",
    "could": "could|can|can|would|might|should|may|won't|can't|couldn't",
    "better": "better|nicer|great|good|prettier|best|cuter|lovely|cooler|perfect|more fun|ideal",
    "more": "much|a bit|a little|way|even|far|slightly|a lot|somewhat|two times|three times|quite a bit|a tad|a touch|some"
            "|just a little|noticeably|considerably",
    "big": "bigger|bigger|larger|larger|more big|huger|greater|big|large|huge|giant|gigantic|massive|enormous|oversized|colossal|jumbo"
           "|immense|king-size|mighty|grand|sizable|monstrous|bulkier|more imposing|more prominent",
    "bigger": "bigger|bigger|larger|larger|greater in size",
    "little": "smaller|smaller|more small|tinier|littler|small|tiny|little|mini|miniature|teeny|compact|petite|minuscule|wee|teensy"
              "|pocket-size|pint-sized|microscopic|more modest|more discreet|more subtle|slimmer|itty bitty",
    "smaller": "smaller|smaller|smaller|tinier|littler|more compact",
    "toosmall": "small|small|tiny|little|puny|minuscule|microscopic|teeny|short|petite|far away|hard to see|distant|insignificant"
                "|small for me|undersized|tiny to see|weak|skinny|shrunken|minor",
    "toobig": "big|big|large|huge|close|near|enormous|massive|gigantic|giant|bulky|oversized|dominant|overwhelming|chunky|fat"
              "|big for me|imposing|monstrous|wide|tall|immense",
    "subject": "subject|object|thing|shape|figure|main thing|item|{t0}|{t0}|{t0}|main part|middle|center|foreground|front",
    "frame": "picture|frame|image|canvas|screen|page|space|view",
    "way": "the other way|the other direction|to the other side|the opposite way|the opposite direction|left|right"
           "|to the left|to the right|in the other direction|in the opposite direction|the other side|the reverse way",
    "sides": "horizontally|sideways|left to right|the other way|left-right|along the vertical axis|from left to right"
             "|over|around|right to left|on the horizontal axis|like in a mirror|to the other side",
}

_ORDERS = {
    "colour": (
        "(work|run|roll|take) with {c}", "(cast|do up|deck out|finish|style|present|rebrand|redesign|imagine) <it> in {c}", "(freshen|liven|spice|brighten) <it> up (with|in|using) {c}", "(make|turn) that {c0} [thing|one|{t0}] {c}", "(lay|spread|sprinkle|dab|daub) {c} on <it>", "(change|switch) (things|it) up (with|to) {c}", "(mark|flag|highlight) <it> in {c}", "(assign|set|select) {c} [for <it>|as fill|as fill color]", "let {c} (be|take over|replace {c0})", "ask for {c}",
        "(get|have) <it> (painted|coloured|colored|dyed|tinted|done|redone|recolored) [in] {c}", "(colorize|colourize|stain|shade|splash|glaze|varnish|polish|bleach|hue) <it> [in|with|to] {c}", "make <it> {c}-(colored|coloured|tinted|hued)", "(bring|put|add) [some] {c} (to|into) <it>", "(shift|pull|push|nudge|steer) (it|the <color>|the hue) (to|towards|toward|into) {c}", "(pick|take|grab) [a] {c} (brush|crayon|pencil|marker|paint) (and paint|for) <it>", "get rid of the {c0} (and|,) (make|paint|turn) it {c}", "(exchange|trade|swap) its <color> for {c}", "see <it> in {c}", "(say|make that|call it) {c}",
        "surprise me with {c} [this time|now|for a change]", "dip <it> in {c} [paint]", "(make|let) {c} [be] the [new] <color> [of <it>|for it]", "bathe <it> in {c}", "(dress|wrap|clothe) <it> (in|up in) {c}", "(turn|change) the <color> of <it> (to|into) {c}", "(bring|go) back to {c}", "(paint|color) over <it> (in|with) {c}",
        "make <it> {c}", "make it {c}", "<make> <it> {c}", "<make> <it> {c}", "<make> it [all|completely|fully|entirely|totally|really|bright|pure|more|deep] {c}",
        "<change> (its|the|the {t0}'s) <color> [from {c0}] (to|into) {c}", "<change> <it> [from {c0}] (to|into) [a] {c} [one|color]",
        "<change> <color> (to|into) {c}", "change {c0} (to|into) {c}",
        "give <it> [a] [nice|bright|deep|lovely|fresh] {c} (color|colour|coat|look|tone|tint|shade|finish|paint job|skin|hue|makeover)",
        "(use|try|apply|pick|choose|go with|go for|take|have) {c} [(for|on) <it>|instead|instead of {c0}|this time|here|as the <color>]",
        "(fill|cover|coat|paint|color|brush|drench|soak|wash|decorate) <it> (with|in) [some|bright] {c} [paint|ink]",
        "(replace|substitute) [the] {c0} (with|by) {c}", "(swap|exchange|trade|switch) [the] {c0} (for|to|with) {c}",
        "make (its|the {t0}'s|the) <color> {c}", "make <it> (look|appear|be|become|go|turn) {c} [instead|not {c0}]",
        "(draw|show|do|render|redo|give me|show me|get me|make|repeat) <it> in {c} [instead|now]",
        "(draw|show me|give me|do|get me|bring|make) [a|the|one more] {c} (one|version|{t0}|variant)",
        "have <it> (be|painted|in|go|turn) {c}", "let <it> (be|become|turn|go|be painted) {c}",
        "(pour|put|splash|throw|smear|slap) [some|a bit of] {c} [paint|ink] (over|on|onto|all over) <it>",
        "(drop|lose|forget|ditch|skip) the {c0} (and|,) [use|take|go for|make it|pick] {c}",
        "(keep|leave) (the background|everything else|the shape|the size|the rest) [the same|as it is|alone] (and|but|,) [just] <make> <it> {c}",
        "(don't|do not) (change|touch) the background[,] [just|only] <make> <it> {c}",
        "(only|just) <change> <it> to {c}", "(go|turn) {c}", "make <it> (more|less {c0} and more) {c}", "make (one|another|the same) in {c}",
        "<make> <it> {c} (instead of|rather than|and not|not) {c0}", "set {c} as (the|its) <color>",
    ),
    "ground": (
        "(work|run|go) with {g} (behind|as background|in the background|for the backdrop)", "(spread|lay|roll out|unroll|pull down) [some|a] {g} [<bgn>] (behind|under|beneath|below|around) <it>", "(brighten|liven|spice|freshen) up the <bg> (with|in) {g}", "(place|put|seat|park|land|leave|keep|hang) <it> in a {g} (room|place|scene|setting|space|world|environment|field)", "(assign|select|set) {g} (for|as) the <bg>", "(switch|swap) (in|to) a {g} <bgn>", "(photograph|shoot|capture|film) <it> (on|against|in front of|before) [a] {g} [<bgn>]", "make it (stand|pop|stand out) (on|against) [a] {g} [<bgn>]",
        "(get|have) the <bg> (painted|coloured|colored|dyed|tinted|done|redone|filled) [in] {g}", "(colorize|colourize|shade|tint|repaint|redo|recolor) the <bg> [in|with|to] {g}", "(bring|put|add) [some] {g} (to|into|in) the <bg>", "set <it> (off|apart) against [a] {g} [<bgn>]", "(shift|turn) the <bg> (to|towards|into) {g}", "(make|let) [it have] (a {g} <bgn>|the <bgn> {g})", "(wrap|bathe|enclose) <it> (in|with) a {g} <bgn>", "get rid of the <bg> (and|,) (make|paint|turn|use) it {g}", "see <it> (on|against|in front of) [a] {g} [<bgn>]", "take the {t0} and put it on [a] {g} [<bgn>]",
        "(drop|lay|pop|throw|stick|stand|sit|rest) <it> (onto|on top of|on|upon|over) [a|some] {g} [<bgn>]", "exchange the <bg>[,] [to|for|make it] {g}", "(turn|change|make) what (is|lies|sits|you see) (behind|around) <it> {g}", "let the (scenery|scene|space|area|place|world) (behind|around) [<it>] be {g}", "(fill|paint) in the <bg> (using|with|in) {g}",
        "(place|show|put) <it> (against|on|before|in front of) (something|a thing that is|anything) {g}", "(hang|put|paste) [a|some] {g} (curtain|sheet|wall|screen|cloth|paper|panel) (behind|in back of) <it>",
        "make the background {g}", "put it on a {g} background", "<make> the <bg> {g}", "<make> the <bg> {g}", "<change> the <bg> (to|into) [a] {g} [one]",
        "<change> [the] (background|backdrop|bg) (to|into) {g}", "<change> the <color> of the <bg> to {g}",
        "(put|place|set|show|draw|stick|have|position|drop|lay|stand|mount|paste) <it> (on|against|in front of|onto|before|over|upon) [a|some|the] {g} <bgn>",
        "(put|place|set|show|draw|stick) <it> (on|against|in front of|onto) {g}", "(give|get) <it> a {g} <bgn>",
        "(fill|cover|paint|color|flood|coat|wash) the <bg> (with|in) {g}",
        "(use|try|add|apply|choose|pick|have|insert|take) (a {g} <bgn>|{g} (as|for) [the|a] <bg>|{g} (behind|around) <it>)",
        "(replace|substitute) the <bg> (with|by) [a] {g} [one]", "(swap|exchange|trade|switch) the <bg> (for|to) [a] {g} [one]",
        "<make> (everything|all|what is|what's|the area|the part|the space|stuff) (behind|around|in back of|surrounding|outside) <it> {g}",
        "<make> everything (else|but the {t0}|except the {t0}|except it) {g}",
        "(keep|leave) <it> [as it is|alone|the same|like that|{c0}] (and|but|,) [just|only] <make> the <bg> {g}",
        "(don't|do not) (change|touch) <it>[,] [just|only] [make|turn] the <bg> {g}", "(only|just) <change> the <bg>[,] [to] {g}",
        "(surround|frame|back) <it> (with|by|in) {g}", "(move|bring|transfer|take) <it> (to|onto|over to) a {g} <bgn>",
        "let the <bg> be {g}", "have the <bg> (be|in|turn) {g}", "let <it> (stand|sit|be|appear) (on|against|in front of) [a] {g} [<bgn>]",
        "(put|have|get|place|add|paint|stick) [some|a] {g} [<bgn>] (behind|around|in back of) <it>", "(put|have|use) {g} in the (background|back)",
        "<make> the <bg> {g} (not|and not) the {t0}", "set {g} as (the|its) (background|backdrop|background color)",
    ),
    "bigger": (
        "(amp|beef|blow|buff|jack|gear|soup) [up] (it|its size|the size) [up]", "(make|let) <it> (tower|loom large|reach the edges|touch the edges|spread out|swell up|come forward|jump out|pop out)", "(show|give) me more of (it|the {t0})", "(lean|step|walk|fly|dive) in [closer]", "put <it> (under a magnifying glass|under the magnifier|up front|in the foreground)", "upgrade (its|the) size", "(give|show) <it> in (full|large|big|life) size", "get <it> to be (bigger|larger)", "turn (it|the {t0}) into a (giant|big one|large one|huge one|bigger one)",
        "(scale|resize|size|bring|set) <it> [up] (to|by) (double|twice its size|200 percent|150%|2x|1.5x|200%|120 percent|a larger size|a bigger size|large)", "(get|have) <it> (enlarged|blown up|scaled up|magnified|expanded|increased|bigger)", "make (it|the {t0}) (wider and taller|taller and wider|extra large|as big as possible|as large as you can|occupy more space|come closer|nearer)", "make more of <it> visible", "let me see <it> (closer|bigger|up close|from closer|better)", "take a (closer look|step closer)", "enhance (its|the) size", "zoom",
        "(swell|widen|broaden|thicken|augment|extend|multiply|fatten|plump|biggify|spread|bloat|lengthen|puff) <it> [up|out|a bit|more]",
        "(dial|turn|crank|push|ramp|kick|notch) (up the size|the size up|up its scale)", "(go|be) (generous|big|bold) with the size", "add [some|more] (size|volume|bulk|mass|inches|pixels) to <it>",
        "(give|lend) <it> (a growth spurt|some growth|a size boost|a boost|extra size|extra space|more volume|more impact|more bulk)", "(stretch|spread) <it> (across|over|out over) the <frame>",
        "bring <it> (forward|into the foreground|right up|to the foreground)", "(let|make) <it> (dominate|stand out|be larger than life|rule the <frame>|loom)", "(draw|make|get|show) [me] a (giant|huge|big|massive|larger) {t0}", "move (in|up) closer [to it]",
        "make it bigger", "make <it> [<more>] <big>", "make <it> [<more>] <big>", "make <it> <big> [than that|than now|than before]",
        "(enlarge|grow|expand|magnify|upsize|upscale|inflate|stretch|maximize|increase|boost|supersize|amplify|embiggen) <it> [a bit|more|some|further|by half|a little]",
        "(scale|size|blow|pump|bump|puff|beef|bulk) <it> up [a bit|some|a notch]", "(scale|size|blow|pump|bump|puff) up <it>",
        "(increase|raise|boost|bump up|up|double|crank up|turn up|lift|maximize) (its|the|the {t0}'s) (size|scale|dimensions|proportions)",
        "zoom (in|closer) [on <it>|more|a bit|some]", "(bring|move|get|pull|put) <it> (closer|nearer|up close|to the front) [to me|to the camera]",
        "(get|come|move|go) (closer|nearer) [to <it>]", "(let|have) <it> (fill|take up|cover|occupy|use|get) more (space|room|of the <frame>)",
        "fill (the|more of the) <frame> [with <it>|more]", "(let|make) <it> (grow|expand|swell|fill the <frame>)", "double <it> [in size]",
        "make <it> (twice|double|two times|three times) (as big|as large|the size|bigger|larger)", "give <it> more (size|space|room|presence)",
        "(draw|show|show me|do|have|render) <it> [<more>] <bigger>", "(draw|give me|show me|get me|make) a [<more>] <big> (one|{t0}|version)",
        "take <it> (up a size|from small to large|one size up)", "go (bigger|larger|up a size|big)",
    ),
    "smaller": (
        "(tone|water|strip|boil) [down] (it|its size|the size) [down]", "(make|let) <it> (sit in the middle with more space|look lost|be a dot|be a speck|shrink back|stay small|back off|take a back seat)", "(show|give) me less of (it|the {t0})", "(lean|step|walk|fly) (back|away)", "put <it> (in the distance|on a diet|far away|at the back|far back)", "(give|show) <it> in (small|mini|half|reduced|pocket) size", "get <it> to be (smaller|tinier)", "turn (it|the {t0}) into a (dwarf|small one|tiny one|mini one|smaller one)",
        "(scale|resize|size|bring|set) <it> [down] (to|by) (half|half its size|50 percent|50%|75%|0.5x|80 percent|a smaller size|a quarter|small)", "(get|have) <it> (shrunk|scaled down|minimized|reduced|decreased|smaller|compressed)", "make (it|the {t0}) (less wide and tall|extra small|as small as possible|as tiny as you can|occupy less space|go further away|fit better|fit inside)", "let me see <it> (from afar|from further away|from a distance|smaller)", "take a step back", "reduce (its|the) (size|footprint|presence|volume)", "(leave|keep) (it|the {t0}) small",
        "(scale|dial|turn|tone|wind|take|bring|roll|pare) (down the size|the size down|the size back|back the size)", "(ease off|go easy|hold back|cut back|back off|cut down|go light) on the size",
        "(slim|thin|narrow|dwarf|trim|squash|crush|minify|shorten|cram) <it> [down|a bit|in]", "take [some] (size|bulk|volume|inches) (off|away from) <it>", "(make|let) <it> (take|be|get) less (dominant|prominent|present|imposing|space|in your face)",
        "(give|show) (it|me) a more (modest|compact|subtle|discreet|restrained|humble|delicate|reasonable) (size|scale|version)", "(let|make) <it> (recede|retreat|fade into the distance|be far away|look distant|sit far away)",
        "(draw|make|get|show) [me] a (tiny|little|small|mini|smaller) {t0}", "(pull|move|back) (out|away|off) [from it|a little]", "cut <it> (down to size|in half|by half)", "put more distance between us", "(squeeze|fit) <it> into a (corner|smaller space|smaller area|tighter space)",
        "make it smaller", "make <it> [<more>] <little>", "make <it> [<more>] <little>", "make <it> <little> [than that|than now|than before]",
        "(shrink|reduce|minimize|downsize|downscale|compress|condense|decrease|diminish|contract|deflate|miniaturize|squeeze|lessen) <it> [a bit|more|some|further|by half|a little]",
        "(scale|size|tone|cut|bring|dial|trim|shrink) <it> down [a bit|some|a notch]", "(scale|size|cut|trim|shrink) down <it>",
        "(decrease|reduce|lower|cut|halve|shrink|drop|lessen|turn down|bring down|minimize) (its|the|the {t0}'s) (size|scale|dimensions|proportions)",
        "zoom (out|away) [from <it>|more|a bit|some]", "(push|move|take|pull|put|send) <it> (away|back|further away|farther away|into the distance|further back)",
        "(step|move|go|get) (back|away|further away|farther away|further back) [from <it>|a bit|a little]",
        "(let|have) <it> (fill|take up|cover|occupy|use|get) less (space|room|of the <frame>)", "(let|make) <it> (shrink|contract|take less space)",
        "(leave|give|have|make) (more|some|a bit more) (space|room|margin|air|empty space) (around|next to) <it>", "halve <it> [in size]",
        "make <it> (half|a third|a quarter) (as big|as large|the size|of the size)", "give <it> less (size|space|room)",
        "(draw|show|show me|do|have|render) <it> [<more>] <smaller>", "(draw|give me|show me|get me|make) a [<more>] <little> (one|{t0}|version)",
        "take <it> (down a size|from large to small|one size down)", "go (smaller|down a size|small|tiny)",
    ),
    "swap": (
        "(work|go|run) with a {t} [instead]", "(cast|pick|choose|select|set) a {t} [instead|as the (subject|object|motif)]", "(magic|conjure|wish|zap) (it|<the0>) into a {t}", "(wipe|rub|cross|take) <the0> (out|off|away)[,] [and] (draw|put|add|place|make) a {t}", "(switch|swap) in a {t}", "(present|picture|show|display) a {t} (there|here|now|in place of <the0>)", "upgrade <the0> to a {t}", "make my {t0} a {t}", "have <the0> (become|be|turn into) a {t}",
        "(get|have) <the0> (replaced|swapped|exchanged|substituted) (by|with|for) a {t}", "(get|have) <the0> (turned|changed|transformed|made) into a {t}", "(show|give) me a {t} (and not|not|instead of) (a|the) {t0}", "(use|put|place|have) a {t} (in place of|instead of|where there is) (a|the) {t0}", "(make|let) (this|it|that) (picture|drawing|image) (of|be of|show) a {t}", "take <the0> and (make|turn) it [into] a {t}", "(paint|draw|make) over <the0> (with|and draw|to get) a {t}", "(rework|remodel|reimagine|rebuild|recreate|redesign|rewrite) (it|<the0>) (as|into) a {t}", "(shape|form) it (like|as|into) a {t}",
        "(make|have) <the0> (vanish|disappear|go away|go) and [have|let] a {t} (appear|come|show up|be there) [instead]", "(away|off|out|down) with <the0>, (bring|give me|in with|put in|show) a {t}", "do [me] a {t}", "(bring|bring in|fetch|add|insert|place|produce|create|design|generate|sketch) a {t} [instead|in its place|for me]", "(pretend|imagine|suppose|say) it (were|is|was) a {t}", "have a {t} take [over|its place|the place of the {t0}]", "let's see a {t} take its place", "transform the {t0} and get a {t}", "(kick|throw|push) <the0> out[,] [and] (let|put|bring) a {t} in", "(fill|use) the (spot|place|space) with a {t}",
        "turn it into a {t}", "turn it into a {t}", "make it a {t}", "make <the0> [into] a {t}", "turn <the0> into a {t}", "turn <the0> into a {t}",
        "(change|convert|transform|morph|switch|modify|evolve|reshape|remake|redraw) <the0> (into|to|as) a {t}", "(change|transform) <the0> (into|to) a {t}",
        "(replace|substitute) <the0> (with|by) a {t}", "replace <the0> with a {t}", "(swap|exchange|trade|switch) <the0> (for|with|out for|to) a {t}",
        "(draw|show|paint|put|do|render|use|insert|place|sketch|have|give me|show me|get me|bring me|take|try) a {t} [instead|instead of <the0>|there|here|in its place|this time|now|rather]",
        "(remove|delete|drop|get rid of|take away|take out|erase|lose|scrap|ditch|forget) <the0> (and|,|, then) (draw|put|add|show|place|use|insert|make) a {t} [instead|there|in its place]",
        "let <the0> (be|become|turn into|change into) a {t}", "have [it be] a {t} [there|in its place|instead]", "substitute a {t} for <the0>",
        "(keep|leave) the (colour|color|background|rest|style|colors) [the same] (and|but|,) (make|draw|turn|change) (it a|it into a|a) {t}",
        "make <the0> (look like|become|be|resemble) a {t}", "(go|switch) (for|with|to) a {t} [instead]", "put a {t} where <the0> is",
        "(change|swap|replace) the (object|subject|thing|shape|motif) (to|with|for|into) a {t}", "make <the0> a {t} (instead|instead of a {t0}|not a {t0}|, same color)",
        "do the same (with|for) a {t}", "show the same (with|as) a {t}",
    ),
    "mirror": (
        "(turn|have) its (back|head|face|nose|front) (around|the other way|to the other side)", "(swivel|pivot|wheel|whirl|about-face) <it> [around|<way>]", "make <it> (change|switch|swap|reverse) (direction|sides|orientation|course)", "(switch|change|swap|trade) (direction|sides|orientation|course)", "(look|face|head|go) (back|backwards|back the other way)", "(mirror|flip) [it] (please|for me|now|once|over)", "(put|draw|show) it (back to front|the other way round|in reverse|wrong way round)", "(transpose|reverse|invert) (the sides|left and right|it left and right|the orientation)", "show the mirrored (one|picture|{t0})", "(let|make) it (come|go) from the (other side|left|right)",
        "(get|have) <picture> (mirrored|flipped|reversed|turned around|facing <way>)", "(mirror|flip|reverse) (the whole <frame>|the whole thing|everything|all of it)", "(make|do|apply) a (mirror|mirrored|flipped|reversed) (one|copy|version|edit|effect)", "(turn|flip) (left to right|right to left|left into right|it left-to-right)", "(face|point|turn) <it> (to|toward|towards) the (left|right|other side|opposite side)", "(make|let) (its|the {t0}'s) (face|front|nose|head) (point|look|be on|go) <way>", "change (the side|the way|the direction) (it faces|it is facing|it looks|it points)", "(hflip|flip-h|flip h|h-flip|flip x|mirror x)",
        "(spin|turn|swing|rotate|twist) <it> so [that] it (faces|looks|points|goes) (backwards|<way>|away)", "(switch|change|flip|reverse) which (way|side|direction) it (faces|looks|points|is facing|is looking)", "let <it> (gaze|stare|look|peer|head|travel|move|fly|swim|drive) <way>", "(give|show) [me|us] the (looking-glass|reversed|mirror|reflected|flipped) (version|view|side|image)", "(put|get|bring|have) the (left|right) [side|part|edge] on the (right|left)", "make (left|right) (be|become|into) (right|left)", "(swap|flip|trade|turn) (left for right|right for left|it left-right|it end to end)", "see it (in|through) a mirror", "(aim|steer|send) it <way>", "undo its direction and go <way>",
        "mirror it", "flip it", "(mirror|flip|reverse|reflect|invert|flop) <picture>", "(mirror|flip|reverse|reflect|invert) <picture> <sides>", "flip [<picture>] horizontally",
        "(turn|face|point|rotate|spin|swing|direct|aim) <it> [around] <way>", "turn <it> (around|round|the other way round|about)",
        "(make|let|have) <it> (face|look|point|go|head|turn|aim|walk|be facing|be turned) <way>",
        "(swap|switch|exchange|reverse|flip|interchange|invert) [the] (left and right|right and left|sides|left with right|left and right sides|two sides)",
        "(show|give|draw|make) [me] (the|its|a) (mirror image|mirror version|mirrored version|reflection|flipped version|reversed version|mirrored copy) [of <it>]",
        "(change|reverse|switch|flip|swap|invert) (the|its|the {t0}'s) (direction|orientation|facing|heading|side)",
        "do a (horizontal flip|mirror flip|left right flip|mirror image|reflection|flip)", "show <it> (in a mirror|from the other side|mirrored|flipped|reversed|turned around)",
        "make <picture> (mirrored|flipped|reversed|a mirror image|look mirrored|look like in a mirror)", "put (what is|the things) on the left to the right",
        "move the left (side|part|half) to the right", "hold <it> (to|in front of|up to) a mirror", "face <way>", "look <way>", "flip (sides|around|over|it around|the sides)",
    ),
}

_WISHES = {
    "colour": (
        "{c} (beats|over|trumps|is nicer than|goes before) {c0}", "{c} (rocks|rules|please me|please, not {c0})", "a {c} (finish|coat|makeover|paint job|repaint|treatment|outfit|dress) [please|for it]", "(should've|should have|could've|would've|must have) been {c}", "(it|that) (turned out|came out|is|looks) {c0}[,] (i wanted|should be|not|need|make it) {c}", "(wrong|bad|ugly|different) (color|colour)[,] (make it|should be|try|i want|i said) {c}", "color of choice: {c}", "the {t0} but {c}", "this but {c}", "(that|this|it)[,] [but|only|just] [in] {c}", "{c} version when?", "my {t0} is {c}", "{t0}s are {c}", "all i want is {c}", "nothing but {c}",
        "{c}-(colored|coloured|ish) [{t0}|please]", "(as|something|anything) {c} [please]", "(a|one|some) {c} (tone|shade|hue|tint) [for it|please]", "(it|this|the {t0}) in {c} (looks|would look|might look|must look) <better>", "{c} is (what i|the color i|the colour i) (want|need|like|meant|had in mind)", "(it|the {t0}) (looks|would look|is) <better> [painted|in|when|if] {c}", "what (color|colour)? {c}", "the (color|colour)? {c}", "i'd (rather|prefer to|like to|love to) (see|have|get) (it|the {t0}) (in|be|painted) {c}", "i'd rather (it|the {t0}) (was|were|be) {c}", "is it possible (in|to have it in|to get it in) {c}", "(got|do you have) (it|that|one) in {c}", "does it (come|exist) in {c}",
        "{c0} out, {c} in", "{c0} (is|feels|looks|seems|was) (off|wrong|dull|odd|bad|strange|too much|not my thing|last year|out)[,|.|;] [go for|use|try|make it|give me|do|how about|maybe|rather|switch to|pick|take] {c}", "(enough|done) with {c0}[,] [now|let's do|give me|i want] {c}", "<it> deserves {c}", "{c} (all over|everywhere|on everything) [please]", "i (can|could) (picture|imagine|see) it (being|in|as) {c}",
        "is there [any|a] (chance|way|possibility) (of|for) {c}", "(surprise me|make my day|cheer me up)[,] {c}", "{c0} no, {c} yes", "{c} yes, {c0} no", "once {c0}, now {c}", "goodbye {c0}[,] hello {c}", "anything but {c0}, say {c}", "<it> (wants|would like|longs) to be {c}", "(i feel like|i'm in the mood for) {c}", "{c} (is my choice|it is|wins|was the plan|will do nicely)", "(was|it was) {c0}, (should be|now|make it) {c}",
        "{c}", "{c}", "in {c}", "{c} [please|pls|instead|now|this time|then|maybe|perhaps|for me|thanks]", "[a|the] {c} (one|{t0}|version|variant|edition|look)",
        "(it|the {t0}|this|that) <should> be {c} [, not {c0}|instead|instead of {c0}]", "i <want> <it> [to be|in|to turn|to become] {c}", "(i|we) <want> (a {c} one|{c}|a {c} {t0}|{c} instead)",
        "(i|my kid|she|he|my boss) (like|likes|prefers|loves|wants|asked for) {c} [more|better|instead] [than {c0}]",
        "{c} (would|might|could|will) (look|be|feel|work) <better> [on it|here|i think|for it]", "(it|this|the {t0}) (would|might|could|'d) (look|be) <better> [if it were|as|in|painted|if] {c}",
        "i (think|guess|feel|believe) {c} (is|would be|looks|fits) <better>", "(how|what) about {c} [, maybe|then|for it]", "what about (a {c} one|{c} for it|it in {c})",
        "what if (it|the {t0}|this) (was|were|is|turned|became) {c}", "<could> (it|the {t0}|this|that) (be|become|turn|go|be painted|be made) {c}",
        "(can|could|may) (i|we) (have|get|see) (it|this|the {t0}|one|that|a {t0}) in {c} [instead]", "is [there] [a] {c} (version|variant|one) [possible|available]", "(is|would) {c} [be] (possible|an option|ok|doable|fine)", "{c} possible",
        "why (isn't|is) (it|the {t0}) [not] {c}", "(it|the {t0}|this) (is|was) supposed to be {c}", "i (meant|said|asked for|was thinking of|had in mind|imagined|wanted|mean) [it in] {c} [, not {c0}]",
        "not {c0}[,] [but] {c}", "{c}[,] [and|but] not {c0}", "{c} (instead of|rather than|over|in place of) {c0}",
        "(i don't like|i hate|i'm tired of|enough of|no more|no|i'm not a fan of) [the] {c0}[,|.] [but|i want|make it|give me|use|try] {c}",
        "{c0} is (boring|wrong|ugly|bad|not right|meh|not nice)[,] [make it|turn it|try|i want|use] {c}", "(the same|same|same thing|same {t0}|same picture)[,] (but|only|just|but in|in|, in) {c}",
        "(it's|it is) (not {c} enough|not {c}|still not {c})", "(color|colour) (should be|is|:|to|is to be|change to|in) {c}", "{t0} (color|colour) {c}", "{c} {t0}", "{c} {t0}", "{t0} {c}", "{t0} in {c}", "{t0}: {c}",
        "(more|all|fully|completely|just|only) {c}", "let's (go|see it|have it|try it|do it|make it|paint it|go with|say|try|see) [in] {c}", "(let's see|show me|i wonder) how it (looks|would look) in {c}",
        "(now|next|then|this time|today|ok) [in|make it] {c}", "(the|its) <color> <should> be {c}", "i'd (go|do it|paint it) (with|for|in) {c}", "my favourite <color> is {c}",
        "{c} (suits|fits) [it|the {t0}] better", "{c} (on|for) <it>", "from {c0} to {c}", "{c0} to {c}", "{c} would do", "time for {c}", "{c} paint [for <it>]", "{c}, {c}, {c}",
    ),
    "ground": (
        "(wrong|bad|boring|different) background[,] (make it|should be|try|i want|i said) {g}", "a {g} (place|room|field|setting|scene) [for <it>|around it|behind it]", "{g} (under|beneath|below|underneath) [and around] <it>", "the {t0} is fine, the <bg> (should be|must be|needs to be|in) {g}", "(fine|nice|good) {t0}[,] [but|now] [the] <bg> (should be|must be|needs to be|to|in) {g}", "this but (on|with|against) [a] {g} <bgn>", "(backdrop|background) of choice: {g}", "all i want is a {g} <bgn>", "a {g} (sheet|curtain|poster|tile|square|canvas) behind <it>", "<bg> (came out|turned out|is) wrong[,] [it should be|make it] {g}",
        "[a] {g}-(colored|coloured) <bgn> [please]", "(it|this|the {t0}) (looks|would look|might look) <better> (on|against|with|in front of) [a] {g} [<bgn>]", "what (color|colour) for the <bg>? {g}", "the <bg>? {g}", "i'd (rather|prefer to|like to|love to) (see|have|get) (it|the {t0}) (on|against|in front of|with) [a] {g} <bgn>", "i'd rather the <bg> (was|were|be) {g}", "is it possible (on|with|to have it on|to get it on) a {g} <bgn>", "(the|its) <bg> (isn't|is not|is still not) {g} [yet|enough|, fix it]", "{g} (is|would be) <better> (as|for) the <bg>", "(something|anything) {g} (behind|around) it",
        "(behind|around|in back of) <it> [there] (should be|i want|is|put|use|goes|must be) {g}", "everything (surrounding|around|behind|beyond) it[:|,|is|in] {g}", "{g} (all around|all behind|everywhere behind|everywhere around|back there|in the back|at the back|in the rear) [it|<it>]", "i'd (rather see|like to see|rather have|love) {g} (back there|behind it|in the back|around it)", "the (wall|area|space|part|stuff|place) (at the back|behind|in the back|around it|back there) (should be|ought to be|in|must be|is to be) {g}",
        "exchange the background, {g} [please]", "what's behind [it] (goes|should go|is|becomes|turns|should be) {g}",
        "{g} <bgn>", "[a|the|some] {g} <bgn> [please|instead|now|this time|behind it|maybe]", "<bg> {g}", "background {g}", "on {g}", "on a {g} <bgn>", "(with|against|before|in front of|over) [a] {g} <bgn>",
        "the <bg> <should> be {g}", "(i|we) <want> a {g} <bgn> [instead|behind it|for it]", "i <want> the <bg> [to be|in|to turn|to become] {g}", "<could> the <bg> (be|become|turn|go) {g}",
        "{g} (behind|around|in back of) <it>", "(background|backdrop|bg) (:|to|in|is|should be|as) {g}", "{g} (for|as) [the|a] (background|backdrop|bg|back)", "(how|what) about (a {g} <bgn>|{g} behind <it>|{g} for the <bg>|a {g} background)",
        "what if the <bg> (was|were|is|turned) {g}", "the <bg> (would|could|might) look <better> [in|if it were|as|if] {g}", "[a] {g} <bgn> (would|might|could) (be|look|work) <better>", "i'd (prefer|rather have|like to have) [a] {g} <bgn>",
        "why isn't the <bg> {g}", "the <bg> (is|was) supposed to be {g}", "the <bg> (is boring|is dull|doesn't fit|isn't right|is wrong|is not {g}|is ugly)[,] [make it|change it to|try|how about] {g}",
        "i (don't like|hate) the <bg>[,] (make it|change it to|use|try|turn it|i want it) {g}", "(same|the same|same thing|same {t0}|same picture)[,] (but|just|only|) (on|with|against) [a] {g} <bgn>",
        "(the {t0}|it|this|{t0}) (on|against|in front of|with|before) [a] {g} <bgn>", "{t0} on {g}", "(is|would) a {g} <bgn> [be] (possible|an option|ok|doable)", "(can|could|may) (i|we) (have|get|see) (it on a|a|some|the {t0} on a) {g} <bgn>",
        "(just|only) the <bg> [in|to] {g}", "not the {t0}, the <bg> [should be|in|to be] {g}", "(now|next|then|this time) [on|with] a {g} <bgn>", "let's (have|try|use|see it on|go with|put it on|do|make it) a {g} <bgn>",
        "let's (have|try|use|see|put) {g} (behind it|in the background|for the background|as the background)", "everything (else|around it|behind it) [in|should be|must be] {g}", "all {g} (behind|around) <it>",
        "i (meant|asked for|was thinking of|imagined) a {g} <bgn>", "{g} <bgn>, same {t0}", "same {t0}[,] {g} <bgn>", "{g} (would|might) be <better> (behind|around) <it>", "the <bg> in {g}", "its <bg> [in|should be] {g}",
        "more {g} in the background", "i think a {g} <bgn> (would be|is|looks) <better>", "(a|some) {g} (background|backdrop) would do",
    ),
    "both": (
        "{c} <subject>[,] [and|with|plus] [a] {g} <bg>", "{g} <bg>[,] [and|with|plus] [a] {c} <subject>", "<subject> [in|:|is|should be|to|goes] {c}[,|;|and] <bg> [in|:|is|should be|to|goes] {g}", "<bg> [in|:|is|should be|to|goes] {g}[,|;|and] <subject> [in|:|is|should be|to|goes] {c}", "it (goes|should go|is|becomes) {c}[,] what's behind [it] (goes|should go|is|becomes) {g}",
        "(give me|show me|get me|do|i'll take|make that) [a] {c} [{t0}|one] (on top of|on|over|against|in front of|with) [a] {g} [<bgn>]", "{c} in front, {g} (behind|at the back|in the back)", "{g} (behind|at the back|in the back|all around)[,] {c} (in front|in the middle|for the {t0}|on the {t0})", "(two|a couple of|both) (tweaks|changes|edits|wishes)[:|,] <subject> [to|in|becomes] {c}[,|and] <bg> [to|in|becomes] {g}",
        "make it {c} (on|with|against) a {g} background", "{c} on {g}", "{c} on a {g} <bgn>", "[a|the] {c} {t0} (on|against|with|in front of|before) [a] {g} <bgn>", "[a] {c} {t0}[,] {g} <bgn>", "{g} <bgn>[,] [and|with] [a] {c} {t0}",
        "{c} (for|on) the {t0}[,] [and] {g} (for|on) the <bg>", "{g} for the <bg>[,] [and] {c} for the {t0}", "(the {t0}|it|{t0}) [in] {c}[,] [and] [the] <bg> [in] {g}", "[the] <bg> [in] {g}[,] [and] (the {t0}|it|{t0}) [in] {c}",
        "i <want> a {c} {t0} (on|with|against) a {g} <bgn>", "i <want> <it> {c} and the <bg> {g}", "i <want> it [to be] {c} (on|with|against) a {g} <bgn>", "(the {t0}|it) <should> be {c} and the <bg> [should be] {g}", "the <bg> <should> be {g} and the {t0} {c}",
        "(can|could|may) (i|we) (have|get|see) (a {c} {t0}|it in {c}) (on|with|against) a {g} <bgn>", "<could> it be {c} (on|with) a {g} <bgn>", "<could> the {t0} be {c} and the <bg> {g}", "(how|what) about [a] {c} {t0} (on|against) [a] {g} <bgn>",
        "(both|two changes|two things): {c} {t0}[,] {g} <bgn>", "{c} {t0}, <bg> {g}", "{c}[,] (with|and) {g} (behind|around) it", "(same|same thing) but {c} (on|with) [a] {g} <bgn>", "{c}, on {g}", "{t0}: {c}, background: {g}",
        "{c} (would look <better>|is <better>) (on|with) [a] {g} <bgn>", "what if it were {c} (on|with) a {g} <bgn>", "i (meant|asked for) a {c} {t0} on a {g} <bgn>", "let's (have|try|do) a {c} {t0} (on|with) a {g} <bgn>",
    ),
    "bigger": (
        "(too far|it's too far|so far away|it is too distant)", "my eyes are bad[, bigger]", "this (should|could) be (seen from afar|a giant|the hero)", "i need a (giant|bigger|larger) (one|version|{t0})", "nothing to see, it's too <toosmall>", "for ants?", "(a|one) (notch|step|level|degree) (bigger|larger|up)", "{t0} but (bigger|larger|huge|giant)", "this but (bigger|larger)", "(plus|more|extra) (size|large|big)", "(it|this) is for a (giant|big wall), (bigger|make it huge)",
        "[a] (bigger|larger) size [please]", "(with|in) [a] (bigger|larger|greater) (size|scale)", "(bigger|larger) (than (that|this|now)|by far|still|again)", "even (bigger|larger)", "(bigger|larger), (larger|bigger)[, please]", "could (use|do with) (more size|some enlarging|being bigger)", "why not (bigger|larger)", "the size (is|feels|seems) (off|wrong), (bigger|larger|too small)", "i'd rather (it|the {t0}) (was|were|be) (bigger|larger)", "(it|the {t0}) (isn't|is not) (visible|big) enough", "increase", "enlarge", "magnify", "expand", "upscale",
        "[way|much|rather|totally] undersized", "(it|the {t0}) (needs|could use|deserves|wants|requires|is asking for) (some|a|a little|a bit more) (growth|growing|enlargement|enlarging|more size|extra size|size|magnification|boost|room to grow|upscaling)",
        "(i|we) (need|want|expect|expected) (more|something|it) (size|bigger|larger|of a giant)", "(big|bigger) is (better|beautiful|best)", "i need (glasses|a magnifier|a magnifying glass) to see (it|that)", "(it|the {t0}) (should|could|must) (dominate|fill) the <frame>", "where is it? i can't see it", "more <it>", "(size|scale): (bigger|large|larger|big|xl|200%|plus)", "(it|that) (disappears|almost vanishes|is barely visible|is hardly visible)",
        "bigger", "bigger", "[<more>] <bigger> [please|pls|now|thanks|if possible]", "(it|it|the {t0}|this|that|the whole thing) (is|looks|seems|feels|came out) [way|far|much|a bit|still|a little] too <toosmall>",
        "[way|far|much|a bit|still|just|really] too <toosmall>[,] [make it|i want it|a bit|needs to be] [bigger|larger]", "(it's|that's|the {t0} is|it looks) (so|very|pretty|rather|quite|awfully|kind of|really) <toosmall>", "(i|we) can (barely|hardly|not) (see|make out) (it|the {t0})", "i (can't|cannot) see (it|the {t0}) [well|properly|clearly]",
        "(it's|it is|it's still|the {t0} is|this is) not (big|large) enough", "not (big|large) enough", "(it|the {t0}) isn't (big|large) enough", "i <want> <it> [to be] [<more>] <bigger>", "i <want> a <big> {t0}", "(it|the {t0}|this) <should> be [<more>] <big>",
        "<could> (it|the {t0}|this) be [<more>] <bigger>", "(is|would) (bigger|larger|a larger {t0}|a bigger one) [be] possible", "why is (it|the {t0}) so <toosmall>", "[a] <big> (one|version|{t0}) [please|instead]", "(one|a|two) (size|sizes) (up|larger|bigger)",
        "(closer|nearer) [please|to it]", "[a] close-up [of <it>]", "(size up|upsize|scale up|grow|plus size|xl|extra large|full size|life size)", "(let's|we should|you should) (go|make it|have it|think) <bigger>", "(same|the same|same {t0})[,] [but|only|just] [<more>] <bigger>",
        "(it|the {t0}) (needs|has|wants|is supposed|ought) to (grow|be bigger|be larger)", "what if it (was|were) <bigger>", "(how|what) about [a] <bigger> [one|{t0}]", "[the] {t0} [<more>] <bigger>", "not so (small|tiny|little)", "less <toosmall>", "not so <toosmall>", "i (asked for|meant) a <big> (one|{t0})",
        "<bigger> (would|might) be <better>", "(it|the {t0}) (would|might|could) look <better> (bigger|larger)", "more (size|zoom|of it)", "(small|tiny) is (not good|bad|boring)[,] [make it] (bigger|big)", "(it|the {t0}) (gets|is) lost in the <frame>", "there's too much (empty space|space|room) around it",
        "bigger, bigger", "up [a size|in size]",
    ),
    "smaller": (
        "(too close|it's too close|so close|way too near)", "it (hurts my eyes|is too much)[, smaller]", "i need a (tiny|smaller|little) (one|version|{t0})", "(a|one) (notch|step|level|degree) (smaller|down)", "{t0} but (smaller|tiny|little|mini)", "this but (smaller|tinier)", "(minus|less|reduced) (size|large|big)", "it (won't|doesn't|can't) fit", "no need to be (so|that) <toobig>", "does it have to be (so|that) <toobig>", "must it be (so|that) <toobig>", "(that|so) <toobig>? smaller[, please]", "it's a bit much[, smaller]",
        "[a] smaller size [please]", "(with|in) [a] (smaller|tinier|reduced|lower) (size|scale)", "smaller (than (that|this|now)|by far|still|again)", "even (smaller|tinier)", "(smaller|tinier), (tinier|smaller)[, please]", "could (use|do with) (less size|some shrinking|being smaller)", "why not smaller", "the size (is|feels|seems) (off|wrong), (smaller|too big|too large)", "i'd rather (it|the {t0}) (was|were|be) smaller", "reduce", "shrink", "minimize", "decrease", "downscale", "too much of it",
        "[way|much|rather|totally] oversized", "(it|the {t0}|this|that) is (hogging|filling|eating|dominating|crowding|swallowing|covering|overpowering|taking over|all over) the [whole|entire] <frame>", "(it|the {t0}) (needs|could use|deserves|wants|requires) (some|a|a bit of) (shrinking|reduction|downsizing|scaling down|trimming|diet|less size)",
        "(i|we) (want|would like|'d like|need|prefer) a more (modest|compact|subtle|discreet|restrained|humble|delicate|reasonable|sensible) (size|scale|one|version|{t0})", "(small|smaller) is (better|beautiful|best)", "(it|that) (is in my face|leaves no space|leaves no room|crowds everything|is bursting out|sticks out)", "less <it>", "(size|scale): (smaller|small|tiny|little|xs|50%|minus)", "less (size|zoom|of it)", "what a (monster|giant)[, make it smaller]",
        "smaller", "smaller", "[<more>] <smaller> [please|pls|now|thanks|if possible]", "(it|it|the {t0}|this|that|the whole thing) (is|looks|seems|feels|came out) [way|far|much|a bit|still|a little] too <toobig>",
        "[way|far|much|a bit|still|just|really] too <toobig>[,] [make it|i want it|a bit|needs to be] [smaller]", "(it's|that's|the {t0} is|it looks) (so|very|pretty|rather|quite|awfully|kind of|really) <toobig>", "(it|the {t0}) (fills|takes up|takes|covers|uses|occupies|eats) too much (space|room|of the <frame>)",
        "(it|the {t0}) (doesn't fit|barely fits|hardly fits|almost touches the edge|is too close to the edge|is cramped)", "(it's|it is|it's still|the {t0} is|this is) not (small|tiny|little) enough", "not (small|tiny|little) enough", "i <want> <it> [to be] [<more>] <smaller>", "i <want> a <little> {t0}",
        "(it|the {t0}|this) <should> be [<more>] <little>", "<could> (it|the {t0}|this) be [<more>] <smaller>", "(is|would) (smaller|a smaller {t0}|a smaller one) [be] possible", "why is (it|the {t0}) so <toobig>", "[a] <little> (one|version|{t0}) [please|instead]",
        "(one|a|two) (size|sizes) (down|smaller)", "(further|farther) (away|back) [please|from it]", "(size down|downsize|scale down|shrink|xs|extra small|mini|mini version|half size)", "(let's|we should|you should) (go|make it|have it) <smaller>",
        "(same|the same|same {t0})[,] [but|only|just] [<more>] <smaller>", "(it|the {t0}) (needs|has|wants|is supposed|ought) to (shrink|be smaller)", "what if it (was|were) <smaller>", "(how|what) about [a] <smaller> [one|{t0}]", "[the] {t0} [<more>] <smaller>", "not so (big|large|huge)", "less <toobig>", "not so <toobig>",
        "i (asked for|meant) a <little> (one|{t0})", "<smaller> (would|might) be <better>", "(it|the {t0}) (would|might|could) look <better> smaller", "(more|some more) (space|room|margin|air) around it", "(big|huge) is (not good|bad|boring)[,] [make it] (smaller|small)", "there's (no|not enough) (space|room|margin) around it",
        "smaller, smaller", "down [a size|in size]",
    ),
    "swap": (
        "(wrong|bad|different) (thing|object|animal|shape|one)[,] (make it|should be|try|i want|i said) a {t}", "a {t} (beats|over|rather than|goes before|is nicer than) a {t0}", "(should've|should have|could've|would've|must have) been a {t}", "(it|that) (turned out|came out|is|looks like) a {t0}[,] (i wanted|should be|i need|make it) a {t}", "this but (a|as a|with a) {t}", "all i want is a {t}", "(nothing but|only|just) a {t}", "a {t} (belongs|goes|fits|should stand|should sit) there", "(who|what) ordered a {t0}? a {t} [please]", "a {t} (for|in) a change", "any {t} [will do|please]", "(my|your) {t}", "it becomes a {t}", "{t} it is", "[a|the] {t} (wins|then|was the plan)",
        "(something|it) (like|as) a {t} [please]", "i'd rather (it|this|that) (was|were|be) a {t}", "(is it|would it be) possible to (have|get|see|make) a {t}", "(got|do you have) a {t}", "(it|that|this) (isn't|is not|should not be) a {t0}, (it's|it should be|make it|i want) a {t}", "the {t0} (has|needs) to go, [a|put a|use a] {t}", "a {t}, not (this|that|a {t0}|the {t0})", "{t} (is|would be) <better> [than {t0}]", "(as|into) a {t} [please]", "what i'd like [to see] is a {t}", "a {t}[,] (would you|could you|can you|will you|if you please)", "(it|this) as a {t}", "and now a {t}", "{t} next",
        "i (fancy|crave|desire|request|choose|pick|vote for|feel like) a {t} [more than this|more|today|instead|over this]", "how would a {t} (look|be|do) [there|instead|here]", "rather than (that|this|it|the {t0})[,] a {t}", "could (this|it|that) turn (out to be|into) a {t}", "(i|we) (wanted|need|expected|hoped for|ordered|asked for) a {t}[,] [you know|really|remember]", "(it|that|this) was (to be|going to be|meant to be) a {t}", "{t0} out, {t} in", "out with the {t0}, in with (the|a) {t}", "goodbye {t0}[,] hello {t}", "one {t} [please]", "{t} time", "a {t} (is|was) what i (want|need|meant|asked for|wanted)", "what i (want|need|meant) is a {t}", "my choice: [a] {t}", "{t}, {t}, {t}", "{t} > {t0}", "(is|isn't) there a {t} version", "a {t} (will|would) do [nicely|fine]", "give us a {t}",
        "a {t}", "a {t}", "{t}", "{t}", "[a] {t} [please|instead|now|this time|then|rather|perhaps|maybe|pls|thanks]", "[a] {t} (instead of|rather than|not|in place of|over|and not) [a|the] {t0}", "not a {t0}[,] [but] [a] {t}", "no {t0}[,] [a|but a] {t} [please]",
        "(i|we) <want> a {t} [instead|there|in its place|rather than a {t0}|here|now|not a {t0}]", "(i|we) <want> (it|this|that|the {t0}) to (be|become) a {t}", "(it|this|that|the {t0}) <should> (be|become|look like) a {t}", "<could> (it|this|that|the {t0}) (be|become) a {t} [instead]",
        "(can|could|may) (i|we) (have|get|see) a {t} [instead|there|rather|now|here]", "(how|what) about a {t} [instead|then]", "what if it (was|were|is) a {t}", "a {t} (would|might|could) (be|look|fit) <better>", "i'd (prefer|rather have|rather see|sooner have|much rather have|like to see) a {t}",
        "i (meant|said|asked for|was thinking of|wanted|imagined|mean|had in mind) a {t} [, not a {t0}]", "(it|this|that) (is|was) supposed to be a {t}", "(same|the same|same picture|same thing)[,] (but|with|only|but with|but as|just) a {t}", "why (isn't it|not|is it not) a {t}",
        "(i don't like|i'm tired of|enough with|i hate|no more|i'm bored of) [the] {t0}[,] [make it|try|i want|show me|draw] a {t}", "(now|next|then|this time|today|ok)[,] [draw|make it|do] [a|the] {t}", "(is|would) a {t} [be] (possible|an option|ok)", "a {t} (there|here|in its place|in place of the {t0}|in the same place|in that spot)",
        "{t0} (to|into|becomes|out,|should be) [a] {t}", "from {t0} to {t}", "let's (have|do|try|see|go with|make it|take|say|draw) a {t} [instead|now]", "i changed my mind[,] [a|make it a] {t}", "(on second thought|actually|hmm|wait|sorry|oops|my bad|oh)[,] a {t}", "[a] {t} version [of it]",
        "a {t} (of|in|with) the same (color|colour|kind|size|style)", "(same color|same colour|same style|same background)[,] [but|just] a {t}", "(subject|object|motif): {t}", "where the {t0} is[,] [i want|put] a {t}", "the {t0} (should|has to|must|could) (become|turn into|be swapped for|be replaced by) a {t}",
        "i think a {t} (would be|is|looks) <better>", "a {t}, same (color|colour) [and background]", "{t}!", "{t} [>|over] {t0}", "make that [a] {t}", "(my kid|she|he|my daughter|my son) (wants|prefers|asked for|likes) a {t}",
    ),
    "mirror": (
        "(how|what) does (it|the {t0}) look (like in|in) (a|the) mirror", "this but (mirrored|flipped|reversed|the other way|facing <way>)", "{t0} but (mirrored|flipped|reversed|the other way|facing <way>)", "(facing|looking) the wrong (way|side)[,] (turn|flip|mirror) it", "(a|one) (flip|mirroring|turn) [please]", "about face", "(turn|switch) sides", "left, not right", "right, not left", "(opposite|other|different|reverse) (orientation|facing|heading|direction|side)", "mirror, mirror", "(twist|turn) [it] around", "(left|right)wards [please]",
        "(in|as|with) [a] (mirror|mirror image|reflection|reverse) [please]", "i'd rather (it|the {t0}) (faced|looked|pointed|was facing|went) <way>", "{t0} (in|seen in) [a|the] mirror", "(left and right|sides) (swapped|exchanged|reversed|flipped|mixed up|the other way)", "(it|the {t0}) (looks|faces|points|is turned) the wrong (way|direction)", "(why is it|is it) (facing|looking|pointing) (left|right)", "(direction|orientation|side): (opposite|other|left|right|reverse|reversed)", "the (reverse|mirrored|flipped|opposite) (view|side|version|direction|orientation) [please]", "the reverse", "turned around", "symmetrical copy", "the same from the (other|opposite) side",
        "other side (round|around|please|first)", "(it|the {t0}) (should|must|has to|needs to|ought to) be (pointing|facing|looking|heading|turned) (at|to|towards) the (other|opposite|left|right) (edge|side|end|direction|border)", "i (need|want) the (left|right) [part] on the (right|left)", "(backwards|reverse|reversal|reflection|looking glass|mirror mode|flip mode) [please]", "(its|the) (nose|front|face|head|tip) (should|must|has to) (point|face|be) <way>", "(left|right) instead of (right|left)", "not this way, the other [way]", "the other way, please", "(what's|things|everything) on the left (goes|should go|go|should be) [to|on] the right",
        "mirror", "flip", "mirrored", "flipped [horizontally|left to right|over]", "[a|the] (mirror image|horizontal flip|mirror flip|horizontal mirror|left right flip|reflection|mirror view|mirror version)", "[the] other way (around|round|please)", "[the] (other|opposite) (direction|way|side)",
        "(facing|looking|pointing|turned|heading|going) <way>", "(it|the {t0}|this|that) <should> (face|look|point|go|head|be facing|be turned) <way>", "<could> (it|the {t0}|this) (face|look|point|go|be facing|turn) <way>", "<could> (it|the {t0}|this) be (mirrored|flipped|reversed|turned around)",
        "(i|we) <want> (it|the {t0}|this|the picture) [to be] (mirrored|flipped|facing <way>|reversed|the other way round|turned around|inverted)", "i <want> (it|the {t0}) to (face|look|point|go) <way>", "(it|the {t0}|this) is (facing|looking|pointing|turned|going) the wrong (way|direction)",
        "(it's|it is) (backwards|the wrong way round|facing the wrong way|reversed|the wrong way around)", "wrong (direction|way|side)", "left (should be|becomes|to|and|for|is) right [and right (left|should be left|becomes left)]", "[as|like] [seen|if] in a mirror", "(what|how) would it look [like] in a mirror",
        "(same|the same|same picture|same {t0})[,] [but|just|only] (mirrored|flipped|the other way round|facing <way>|reversed|turned around|from the other side)", "reversed", "from the other side", "(left|right) (facing|side)", "{t0} facing <way>", "{t0} (mirrored|flipped|reversed|the other way)",
        "what if it (faced|looked|pointed) <way>", "(how|what) about (the mirror image|the other side|it facing <way>|flipping it|a flip)", "why (is it|does it) (facing|looking|face|look) that way, i want the other [way|side]", "it would look <better> (mirrored|flipped|facing <way>|the other way round)",
        "opposite", "left-right (mirror|swap|flip|inversion)", "the {t0} <should> be (mirrored|flipped|reversed|turned around)", "is (a flip|a mirror image|flipping|mirroring) possible",
    ),
}

_FRAMES = (
    "", "", "", "", "please", "pls", "(could|can|would|will|won't) you [please|maybe|just|quickly|now]", "(could|can|would) you", "i (want|need|would like|'d like|'d love) you to", "let's", "just", "now", "go ahead and", "try to", "you (should|could|can|may|must|need to)",
    "(is it|would it be) possible to", "is there (a|any) way to", "(any way|any chance) to", "(i|we) (want|would like|need|wanted|'d like) to", "why don't you", "how about (we|you)", "(ok|okay|now|next|and|then|also|so|hmm|hey|hi|well|alright|nice|cool|great)[,]", "(maybe|perhaps|actually|instead)[,]",
    "(can|could|may|should|shall) (we|i)", "do me a favour and", "help me", "i'd appreciate it if you", "be so kind and", "it'd be nice to", "next step:", "for the next one,", "your task:", "i think we should", "we need to", "kindly", "quickly", "this time", "don't forget to", "feel free to", "can ya", "could u", "can u", "wanna", "gonna ask you to", "time to", "it's time to",
)
_GERUND_FRAMES = (
    "(how|what) about", "would you mind", "[do you] mind", "(try|consider)", "i suggest", "(any|no) objection to", "i was thinking of", "can you do me a favour by", "i'd love [seeing] you", "what do you think about", "start by", "i feel like", "thinking of", "worth",
)
# fmt: on

_PARTS = {
    "orders": {kind: Patterns(lines, _NAMES) for kind, lines in _ORDERS.items()},
    "wishes": {kind: Patterns(lines, _NAMES) for kind, lines in _WISHES.items()},
}
SAID = 0.3
"""Share of whole sentences, which no pattern varies."""
_BASE, _GERUND = Patterns(_FRAMES), Patterns(_GERUND_FRAMES)
_JOINTS = (
    " and ",
    " and ",
    ", ",
    ", and ",
    " and then ",
    ", then ",
    " plus ",
    " and also ",
    ". ",
    " while you ",
    " & ",
)
_DOUBLED = frozenset({"put", "set", "get", "flip", "swap", "let", "cut", "trim", "drop", "step", "dim", "flop", "dip"})


def template(rng: random.Random, kind: str) -> str:
    """One way to ask for this kind of edit, its places still to fill."""
    if rng.random() < SAID:
        return rng.choice(SAYINGS[kind])
    if kind == "both" and rng.random() < 0.5:
        return _framed(rng, _two_orders(rng))
    if kind == "both" or rng.random() < 0.5:
        return _PARTS["wishes"][kind].expanded(rng)
    return _framed(rng, _PARTS["orders"][kind].expanded(rng))


def _two_orders(rng: random.Random) -> str:
    orders = [_PARTS["orders"][kind].expanded(rng) for kind in ("colour", "ground")]
    if rng.random() < 0.4:
        orders.reverse()
    return rng.choice(_JOINTS).join(orders)


def _framed(rng: random.Random, order: str) -> str:
    if rng.random() < 0.15:
        verb, space, rest = order.partition(" ")
        return f"{_GERUND.expanded(rng)} {_gerund(verb)}{space}{rest}"
    return f"{_BASE.expanded(rng)} {order}".strip()


def _gerund(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return re.sub(r"(?<![eo])e$", "", verb) + "ing"
