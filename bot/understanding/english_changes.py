"""Deeds upon an English prompt that are more than one word put for another: strike out, put in place of, add, set."""

from __future__ import annotations

import re

from bot.understanding import circumstances
from bot.understanding.hearing import hold, inside
from bot.understanding.normalise import LIMIT

_MODIFIERS = 4
"""Words before a noun that are taken for its own."""
_BETWEEN = frozenset(
    """with and in on at of by near under over behind beside against from to into onto inside wearing holding carrying
    riding is are was has have while as or but for through around above below between next standing sitting walking
    lying running flying looking smiling playing eating drinking reading sleeping dancing jumping leaning""".split()  # noqa: SIM905
)
_LINK = re.compile(
    r"(?:,?\s+and|,|\s+with|(?:\s+(?:standing|sitting|lying|walking|leaning|hanging|resting))?\s+(?:"
    r"wearing|holding|carrying|riding|in|on|at|under|over|near|beside|behind|by|against|next to"
    r"|in front of|surrounded by|covered in|full of|made of|and|of))\s*$",
    re.IGNORECASE,
)
_ARTICLE = r"(?:the|an?|his|her|its|their|that|those|this|these|any|all|every|my|some)\s+"
_PLACE = (
    r"(?:forest|woods|jungle|beach|shore|coast|ocean|sea|seaside|space|desert|city|cityscape|skyline"
    r"|street|road|alley|town|village|mountains?|hills?|cliff|valley|canyon"
    r"|castle|palace|room|kitchen|bedroom|bathroom|office|classroom|school|park|garden|field|meadow"
    r"|river|lake|pond|island|moon|mars|sky|clouds|cave|underwater|tokyo"
    r"|paris|london|library|cafe|café|coffee shop|restaurant|bar|pub|stage|stadium|church|temple"
    r"|shrine|station|snow|rain|fog|storm|swamp|volcano|ruins|dungeon|spaceship|studio|pool"
    r"|farm|barn|harbou?r|pier|market|shop|store|rooftop|roof|bridge|windowsill|backyard|yard|grass"
    r"|lawn|sand|waterfall|glacier|arena|battlefield|playground|subway|train|bus|diner|laboratory|lab"
    r"|museum|attic|basement|hallway|corridor|courtyard|plaza|square|balcony|porch|campsite|tundra"
    r"|arcade|ballroom|dojo|mall|gym|chapel|cathedral|throne room|platform|tram stop|crossing|casino"
    r"|hospital|prison|warehouse"
    r"|factory|airport|aquarium|zoo|highway|dock|marina|saloon|tavern|cabin|cottage|mansion|lounge|cellar"
    r"|garage|parking lot"
    r"|gas station|supermarket|bakery|bookshop|theat(?:er|re)|gallery|driveway|sewer|prairie|marsh|reef"
    r"|seabed|bench|rock"
    r"|savanna|vineyard|orchard|greenhouse|graveyard|cemetery|landscape|countryside|background"
    r"|backdrop)"
)
_SET_IN = re.compile(
    rf"(?:,\s*)?(?:\s*\b(?P<held>standing|sitting|lying|walking|running|flying|jumping|dancing|sleeping"
    rf"|floating|kneeling|perched)\b)?\s*\b(?:in|on|at|inside|by|near|under|over|through|along"
    rf"|across)\s+(?:(?:an?|the|some"
    rf"|outer)\s+)?(?:(?!(?:{'|'.join(sorted(_BETWEEN))})\b)[\w'-]+\s+){{0,3}}{_PLACE}\b"
    rf"(?:\s+at\s+(?:{circumstances.TIME})\b)?",
    re.IGNORECASE,
)
_PLACE_TAG = re.compile(rf"(?:^|,)\s*(?:[\w'-]+\s+){{0,3}}{_PLACE}\s*(?=,|$)", re.IGNORECASE)
_GROUPS = (
    ("night", "nighttime", "midnight", "starry night", "moonlit night", "moonlight"),
    ("day", "daytime", "noon", "midday", "afternoon", "sunny day", "sunlight", "sunny", "daylight", "bright day"),
    ("sunset", "golden hour", "dusk", "twilight", "evening"),
    ("sunrise", "dawn", "morning", "morning light", "early morning"),
)
_SEASONS = (("winter", "snowy"), ("summer",), ("autumn", "fall"), ("spring",))
_WEATHERS = (
    ("rain", "rainy", "raining"),
    ("snow", "snowy", "snowing"),
    ("fog", "foggy", "misty"),
    ("storm", "stormy"),
    ("sunny", "clear sky", "clear skies"),
    ("cloudy", "overcast"),
)
_STYLE = (
    rf"(?:(?:in\s+(?:the\s+)?|as\s+an?\s+)?(?:\b(?:{circumstances.STYLE}|photo(?:graph)?|realistic|painting"
    rf"|illustration|drawing|render|cinematic photo|digital art|flat vector|product photo"
    rf"|studio photo))(?:\s+(?:style|painting|art|illustration|drawing|photo))?)"
)
_STYLE_TAG = re.compile(
    rf"(?:^|,)\s*(?:[\w-]+\s+)?{_STYLE}\s*(?=,|$)|\s+in\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,2}}style\b", re.IGNORECASE
)
_STYLE_OF = re.compile(rf"^(?:an?\s+)?(?:[\w-]+\s+)?{_STYLE}\s+of\s+", re.IGNORECASE)

_REMOVE = re.compile(
    rf"^(?:please )?(?:remove|delete|erase|get rid of|lose|take (?:off|out|away)|ditch|drop|no more|no"
    rf"|without|minus|hide|cut out|subtract|crop out|edit out|eliminate|wipe|clear|strip)\s+(?:all\s+"
    rf"|any\s+|both\s+)*(?:of\s+)?(?:{_ARTICLE})?(?P<thing>[\w' -]{{1,60}}?)(?:\s+(?:from|in|on|off|out"
    rf"|away|please|pls|completely|entirely|behind|at|by|near|next|that|which|altogether"
    rf"|instead)\b.*)?$"
    rf"|^(?:take|get|have|put) (?:{_ARTICLE})(?P<off>[\w' -]{{1,40}}?)\s+(?:off|out|away)$|^(?:i "
    rf"|we )?(?:don'?t|do not|dont) (?:want|need|like)\s+(?:{_ARTICLE})?(?P<unwanted>[\w' -]{{1,40}})$"
    rf"|^(?:{_ARTICLE})(?P<gone>[\w' -]{{1,40}}?) (?:should|has to|needs to|must|can) (?:go(?: away)?"
    rf"|be (?:removed|gone|deleted))$|^(?:he|she|it|they) (?:shouldn'?t|should not) (?:have|wear"
    rf"|be wearing) (?:{_ARTICLE})?(?P<worn>[\w' -]{{1,40}})$"
    rf"|^(?:make|have) (?:it|him|her|them|the [\w ]{{1,20}}) (?P<less>[a-z]+)less$",
    re.IGNORECASE,
)
_REPLACE = re.compile(
    rf"^(?:please )?(?:replace|swap(?: out)?|exchange|substitute|change|turn|switch|trade|convert"
    rf"|transform)\s+(?:{_ARTICLE})?(?P<old>[\w' -]{{1,50}}?)\s+(?:in ?to|to|with|for"
    rf"|by)\s+(?:be\s+)?(?P<new>[\w' -]{{1,80}})$"
    rf"|^(?:make|let) (?:{_ARTICLE})(?P<old2>[\w' -]{{1,40}}?)\s+(?:in ?to\s+|be\s+"
    rf"|to be\s+)?(?P<new2>an?\s+[\w' -]{{1,60}}?)(?: instead)?$"
    rf"|^(?!(?:i|we|you|he|she|it|they|do|does|did|is|are|should|please|the)\b)(?:an?\s+"
    rf"|some\s+)?(?P<new3>[\w' -]{{1,50}}?),? (?:instead of|not"
    rf"|rather than) (?:{_ARTICLE})?(?P<old3>[\w' -]{{1,40}})$"
    rf"|^(?:{_ARTICLE})?(?P<old4>[\w' -]{{1,40}}?) should be (?P<new4>an?\s+[\w' -]{{1,60}}?)(?: instead)?$",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"^(?:please |also |maybe |just |how about |what about |i want |i'?d like |can we have "
    r"|could there be |there should be |should have |needs |she needs |he needs |it needs |they need "
    r"|let there be |with |plus |and )*(?:(?:add|insert|include|draw|throw in|stick|slap|attach|place"
    r"|put(?: in)?|have|bring in|show)\s+)?(?:in\s+)?(?P<thing>(?:an?|some|more|another|two|three|four"
    r"|five|\d+|lots of|a few|many|falling|the)\s+[\w' -]{1,120}|[\w'-]+(?:\s+[\w'-]+){0,8})$",
    re.IGNORECASE,
)
_GIVE = re.compile(
    rf"^(?:please )?(?:give|get|buy)\s+(?:(?:{_ARTICLE})?[\w'-]+(?:\s+[\w'-]+)?)\s+(?P<thing>(?:an?"
    rf"|some|more|another|two|\d+)\s+[\w' -]{{1,100}})$|^(?:make|have|let|put|dress) (?:it|him|her|them"
    rf"|the \w+(?: \w+)?) (?:wear(?:ing)?|in|hold(?:ing)?)\s+(?P<worn>[\w' -]{{1,80}})$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    rf"^(?:(?:make|put|place|move|set|send|have|take|turn|change) )?(?:(?:it|him|her|them|this"
    rf"|everything|the (?:scene|setting|background|picture|location|{_PLACE})"
    rf"|the [\w ]{{1,20}}?) )?(?:to |be |so it'?s |it'?s |look like |happen |take place |now "
    rf"|standing )*(?P<how>in(?:side)?|on|at|under|near|by|into|onto|to)\s+(?P<place>(?:(?:an?|the"
    rf"|outer)\s+)?(?:[\w'-]+\s+){{0,3}}{_PLACE}\b[\w' -]{{0,40}})$",
    re.IGNORECASE,
)
_TO_PLACE = re.compile(
    r"^(?:make|turn|change|set|switch)?\s*(?:the |a )?(?:back ?ground|backdrop|bg|scenery"
    r"|setting)\s*(?:to|into|be|as|should be|is|:|=|with|a|in)*\s+(?P<place>[\w' -]{1,60})$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"^(?:(?:make|turn|set|change|have) )?(?:(?:it|this|the (?:scene|time(?: of day)?|picture|season"
    rf"|weather|sky|lighting|background)|same(?: thing| picture| one)?|this) )?(?:but |to |into |be "
    rf"|look like |at |in |during |as |a |the |more |now |it'?s |its |with |add |some |falling |happen "
    rf"|so |like )*(?P<when>{circumstances.TIME}|{circumstances.SEASON}|{circumstances.WEATHER}|snowy|rainy"
    rf"|foggy|stormy|sunny"
    rf"|cloudy|misty|overcast|snowing|raining|golden hour light)(?: ?time)?(?: (?:scene|version|instead"
    rf"|sky|lighting|light|theme|vibes?|please|weather))*$",
    re.IGNORECASE,
)
_AS = re.compile(
    rf"^(?:(?:make|turn|change|convert|transform|render|redraw|draw|do|have|give|reimagine) )?(?:(?:it"
    rf"|this|that|him|her|them|everything|the (?:picture|image|photo|whole thing|style"
    rf"|scene)) )?(?:look (?:more )?like |look |into |to |in |as |be |a |an |the |more |with |like "
    rf"|style of |same but |but )*(?P<style>(?:[\w'-]+\s+){{0,3}}?(?:{circumstances.STYLE}|realistic|photo"
    rf"|painting|illustration|drawing|style)(?:\s+(?:style|painting|art|illustration|drawing|look"
    rf"|version|aesthetic|filter|vibes?|effect|render|photo))*)$",
    re.IGNORECASE,
)
_IN_STYLE_OF = re.compile(
    r"\bin the (?:style|manner) of (?P<style>[\w' .-]{1,40})$|^(?P<style2>[\w' -]{1,40}?)(?:-|\s)style$", re.IGNORECASE
)
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
_TONES = (
    (
        r"too dark|bright(?:er|en)?\b|light(?:er|en)\b|not bright enough",
        "bright lighting",
        ("dark", "dim", "gloomy", "dark lighting", "dimly lit"),
    ),
    (r"too bright|dark(?:er|en)?\b|dim(?:mer)?\b", "dark, low lighting", ("bright", "bright lighting", "sunny")),
    (
        r"more colou?rful|vivid|vibran\w+|saturat\w+|pop\b|too (?:dull|pale)|washed out",
        "vivid colours",
        ("muted colours", "muted colors", "desaturated"),
    ),
    (
        r"desaturat\w+|muted|less (?:colou?rful|vivid|saturated)",
        "muted colours",
        ("vivid colours", "vibrant", "colourful", "colorful"),
    ),
    (
        r"black (?:and|&|n) white|b ?& ?w|gr[ae]y ?scale|monochrome",
        "black and white",
        ("colourful", "colorful", "vibrant"),
    ),
    (r"sepia", "sepia tones", ()),
    (r"warm(?:er|th)?\b", "warm tones", ("cool tones", "cold tones")),
    (r"cool(?:er)?\b|colder", "cool tones", ("warm tones", "warm light")),
    (r"contrast", "high contrast", ("low contrast",)),
    (r"sharp\w*|crisp\w*|too blurry", "sharp focus", ("blurry", "soft focus")),
    (r"more detail\w*|detailed|better quality|high(?:er)? (?:quality|res\w*)", "highly detailed", ()),
    (r"dramatic", "dramatic lighting", ("soft lighting", "flat lighting")),
    (r"zoom\w* out|further away|farther away|wide shot", "wide shot", ("close-up", "close up", "closeup")),
    (r"zoom\w* in|close[ -]?up|closer", "close-up", ("wide shot", "full body")),
    (r"full[ -]?body", "full body", ("close-up", "portrait", "headshot", "upper body")),
)
_TONE_RULES = tuple((re.compile(rf"\b(?:{pattern})"), words, against) for pattern, words, against in _TONES)
_NOT_THINGS = frozenset("it this that everything him her them one thing picture image photo something anything".split())  # noqa: SIM905


def removed(clause: str) -> str | None:
    """What ``clause`` asks to be gone."""
    found = _REMOVE.match(clause.strip())
    thing = next((word for word in found.groups() if word), None) if found else None
    return None if thing is None or thing.lower() in _NOT_THINGS else thing.strip()


def changed(prompt: str, clause: str, kind: str) -> str | None:
    """``prompt`` after one wish of that kind; None where it has no place for it or the wish is not plain."""
    text = clause.strip(" .,!")
    if kind == "remove":
        thing = removed(text)
        return strike(prompt, thing) if thing else None
    if kind == "text":
        return _text(prompt, text)
    if kind in ("replace", "attribute", "recolour") and (found := _REPLACE.match(text)):
        groups = found.groupdict()
        old = next((groups[name] for name in ("old", "old2", "old3", "old4") if groups[name]), "")
        new = next((groups[name] for name in ("new", "new2", "new3", "new4") if groups[name]), "")
        return _instead(prompt, old, new) if old.lower() not in _NOT_THINGS else None
    if kind in ("background", "tone", "add") and (found := _WHEN.match(text)):
        return _at_time(prompt, found["when"].lower())
    if kind == "background" and (found := _WHERE.match(text)):
        return placed(prompt, found["how"].lower(), found["place"])
    if kind == "background" and (found := _TO_PLACE.match(text)):
        return placed(prompt, "in", found["place"])
    if kind == "style":
        found = _IN_STYLE_OF.search(text)
        if found and found["style"]:
            return _appended(_unstyled(prompt), f"in the style of {found['style']}")
        style = found["style2"] if found else (each["style"] if (each := _AS.match(text)) else None)
        return styled(prompt, style) if style else None
    if kind in ("tone", "detail", "layout"):
        return _toned(prompt, text)
    if kind == "pose" and (found := _POSE.match(text)):
        return _posed(prompt, found["pose"], found["rest"])
    if kind in ("add", "attribute") and (found := _GIVE.match(text)):
        return _appended(prompt, found["thing"] or f"wearing {found['worn']}")
    if kind == "add" and (found := _ADD.match(text)):
        return _appended(prompt, found["thing"])
    return None


def strike(prompt: str, thing: str) -> str | None:
    """``prompt`` without ``thing`` and what goes with it; None where it is not in it, or is all there is."""
    span = _phrase(prompt, thing)
    if span is None or not prompt[: span[0]].strip(" ,"):
        return None if span is None else _strike_opening(prompt, span)
    start, end = span
    before, after = prompt[:start], prompt[end:]
    if quoted := re.match(r"""\s*(?:saying|reading|that says)?\s*(?:'[^']{1,80}'|"[^"]{1,80}")""", after):
        after = after[quoted.end() :]
    link = _LINK.search(before)
    if link and link[0].strip(" ,").lower() not in ("and", "") and (joined := re.match(r",?\s+and\s+", after)):
        return _tidy(before + " " + after[joined.end() :])
    return _tidy((before[: link.start()] if link else before) + after)


def _strike_opening(prompt: str, span: tuple[int, int]) -> str | None:
    """A thing that a list of tags begins with."""
    after = prompt[span[1] :].lstrip()
    return _tidy(after[1:]) if after.startswith(",") and after.count(",") > 1 else None


def placed(prompt: str, how: str, place: str) -> str:
    """``prompt`` with its place, if it says one, put aside for another."""
    words = f"{'in' if how in ('into', 'to', 'inside') else how} {_with_article(place.strip())}"
    return _appended(unplaced(prompt), words)


def unplaced(prompt: str) -> str:
    """``prompt`` without the place that it says, if it says one."""
    head, comma, rest = prompt.partition(",")
    bare_prompt = _PLACE_TAG.sub("", prompt) if prompt.count(",") > 1 else head + _PLACE_TAG.sub("", comma + rest)
    last = list(_SET_IN.finditer(bare_prompt))
    if last:
        found = last[-1]
        held = f" {found['held']}" if found["held"] else ""
        bare_prompt = bare_prompt[: found.start()] + held + bare_prompt[found.end() :]
    return _tidy(bare_prompt) or prompt


def styled(prompt: str, style: str) -> str:
    """``prompt`` in ``style``, any other style struck out."""
    style = re.sub(r"^(?:an?|the)\s+", "", style.strip())
    named = (
        style
        if re.search(r"(?:style|painting|art|photo|drawing|illustration|render|sketch)$", style, re.IGNORECASE)
        else f"{style} style"
    )
    return _appended(_unstyled(prompt), named)


def _unstyled(prompt: str) -> str:
    return _tidy(_STYLE_OF.sub("", _STYLE_TAG.sub("", prompt))) or prompt


def _instead(prompt: str, old: str, new: str) -> str | None:
    span = _phrase(prompt, re.sub(rf"^{_ARTICLE}", "", old, flags=re.IGNORECASE))
    if span is None:
        return None
    new = re.sub(r"^(?:the|some)\s+", "", new.strip())
    start, end = span
    had = re.match(r"(?:an?|the|his|her|its|their|my)\s+", prompt[start:end], re.IGNORECASE)
    if re.match(r"an?\s+", new, re.IGNORECASE) or not had:
        words = new if had or not re.match(r"an?\s+", new) else re.sub(r"^an?\s+", "", new)
    else:
        article = had[0].strip().lower()
        many = new.endswith("s") and not new.endswith("ss")
        words = (
            new
            if article in ("a", "an") and many
            else f"{_an(new) if article in ('a', 'an') else had[0].strip()} {new}"
        )
    return prompt[:start] + words + prompt[end:]


def _text(prompt: str, clause: str) -> str | None:
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
    return _appended(prompt, f'the text "{new}"')


def _at_time(prompt: str, when: str) -> str:
    plain = prompt
    for groups in (_GROUPS, _SEASONS, _WEATHERS):
        if any(when in group for group in groups):
            for word in (word for group in groups if when not in group for word in group):
                plain = re.sub(
                    rf"(?:,\s*|\s+)(?:(?:at|in|during|under|on)\s+)?(?:(?:the|an?)\s+)?(?:(?:soft|warm|bright|clear"
                    rf"|beautiful|golden|early|late|gentle)\s+)?{word}(?:\s+(?:light|sky|sun|lighting))?(?=\s*(?:,|$"
                    rf"|\b(?:with|and|in|on|at)\b))",
                    "",
                    plain,
                    flags=re.IGNORECASE,
                )
                plain = re.sub(rf"\b{word}\s+(?=\w)", "", plain, flags=re.IGNORECASE)
    lead = {"day": "in daytime"}.get(
        when,
        f"in {when}"
        if any(when in group for group in _SEASONS)
        else when
        if any(when in group for group in _WEATHERS)
        else f"at {when}",
    )
    return _appended(_tidy(plain) or prompt, lead)


def _toned(prompt: str, clause: str) -> str | None:
    text = clause.lower()
    for pattern, words, against in _TONE_RULES:
        if pattern.search(text) and not re.search(r"\b(?:hair|skin|eyes|fur|dress|shirt|hat)\b", text):
            for each in against:
                prompt = re.sub(rf"(?:^|,)\s*{each}\s*(?=,|$)", "", prompt, flags=re.IGNORECASE)
            return _appended(_tidy(prompt), words)
    return None


def _posed(prompt: str, pose: str, rest: str) -> str:
    words = _ing(pose.split(" ", maxsplit=1)[0]) + pose[len(pose.split(" ", maxsplit=1)[0]) :] + rest.rstrip()
    found = re.search(rf"\b{_POSTURES}\b", prompt, re.IGNORECASE)
    body = r"(?:stand|sit|l(?:ie|ying)|walk|run|kneel|jump|danc|fly|sleep|float|swim)"
    if found and re.match(body, found[0]) and re.match(body, words):
        return prompt[: found.start()] + words + prompt[found.end() :]
    return _appended(prompt, words)


def _ing(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    verb = re.sub(r"(?<=[^s])s$", "", verb)
    known = {"sit": "sitting", "run": "running", "lie": "lying", "swim": "swimming"}
    return known.get(verb, verb[:-1] + "ing" if verb.endswith("e") else verb + "ing")


def _phrase(prompt: str, thing: str) -> tuple[int, int] | None:
    """Where the noun phrase with ``thing`` stands, article and adjectives with it."""
    words = thing.split()
    for tail in (words, words[-1:]):
        forms = "|".join(re.escape(form) for form in _forms(" ".join(tail)))
        found = re.search(rf"(?<![\w'-])(?:{forms})(?![\w-])", prompt, re.IGNORECASE)
        if found:
            return _back_over(prompt, found.start()), found.end()
    return None


def _forms(noun: str) -> tuple[str, ...]:
    """A noun, one of it and several."""
    one = (
        noun[:-3] + "y"
        if noun.endswith("ies")
        else noun[:-2]
        if re.search(r"(?:s|x|ch|sh)es$", noun)
        else noun[:-1]
        if re.search(r"[^s]s$", noun)
        else noun
    )
    many = (
        one[:-1] + "ies"
        if re.search(r"[^aeiou]y$", one)
        else one + "es"
        if re.search(r"(?:s|x|ch|sh)$", one)
        else one + "s"
    )
    return tuple(dict.fromkeys((noun, many, one)))


def _back_over(prompt: str, start: int) -> int:
    """From a noun back over its adjectives and its article."""
    for _ in range(_MODIFIERS):
        found = re.search(r"([\w'-]+)\s+$", prompt[max(0, start - 40) : start])
        if found is None or found[1].lower() in _BETWEEN:
            break
        start -= len(found[0])
        if re.fullmatch(r"an?|the|his|her|its|their|some|my", found[1], re.IGNORECASE):
            break
    return start


def _with_article(place: str) -> str:
    if (
        re.match(
            r"(?:an?|the|outer|some)\s|underwater|space|tokyo|paris|london|mars|snow|rain|fog", place, re.IGNORECASE
        )
        or place[:1].isupper()
    ):
        return place
    return place if place.endswith("s") else f"{_an(place)} {place}"


def _an(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _appended(prompt: str, words: str) -> str:
    words = words.strip()
    return f"{prompt[: max(0, LIMIT - len(words) - 2)].rstrip(' ,.')}, {words}"


def _tidy(prompt: str) -> str:
    prompt = re.sub(r"\s{2,}", " ", prompt)
    prompt = re.sub(r"\s+,", ",", re.sub(r",(?:\s*,)+", ",", prompt))
    return re.sub(r"\s+(?:and|with|in|on|at|wearing|holding)$", "", prompt.strip(" ,"))
