"""Where an English prompt is set: the place that it says, and another in its stead."""

from __future__ import annotations

import re

from bot.understanding import circumstances
from bot.understanding.english_phrases import BETWEEN, appended, tidy, with_article

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
    rf"|outer)\s+)?(?:(?!(?:{'|'.join(sorted(BETWEEN))})\b)[\w'-]+\s+){{0,3}}{_PLACE}\b"
    rf"(?:\s+at\s+(?:{circumstances.TIME})\b)?",
    re.IGNORECASE,
)
_PLACE_TAG = re.compile(rf"(?:^|,)\s*(?:[\w'-]+\s+){{0,3}}{_PLACE}\s*(?=,|$)", re.IGNORECASE)
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


def moved(prompt: str, text: str) -> str | None:
    """``prompt`` set where ``text`` says; None where it says no place."""
    if found := _WHERE.match(text):
        return placed(prompt, found["how"].lower(), found["place"])
    found = _TO_PLACE.match(text)
    return placed(prompt, "in", found["place"]) if found else None


def placed(prompt: str, how: str, place: str) -> str:
    """``prompt`` with its place, if it says one, put aside for another."""
    words = f"{'in' if how in ('into', 'to', 'inside') else how} {with_article(place.strip())}"
    return appended(unplaced(prompt), words)


def unplaced(prompt: str) -> str:
    """``prompt`` without the place that it says, if it says one."""
    head, comma, rest = prompt.partition(",")
    bare_prompt = _PLACE_TAG.sub("", prompt) if prompt.count(",") > 1 else head + _PLACE_TAG.sub("", comma + rest)
    last = list(_SET_IN.finditer(bare_prompt))
    if last:
        found = last[-1]
        held = f" {found['held']}" if found["held"] else ""
        bare_prompt = bare_prompt[: found.start()] + held + bare_prompt[found.end() :]
    return tidy(bare_prompt) or prompt
