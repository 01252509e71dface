"""Light, colours and distance of an English prompt."""

from __future__ import annotations

import re

from bot.understanding import tones
from bot.understanding.english_phrases import appended, tidy

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
    (r"flat contrast", "low contrast", ("high contrast",)),
    (r"contrast", "high contrast", ("low contrast",)),
    (r"sharp\w*|crisp\w*|too blurry", "sharp focus", ("blurry", "soft focus")),
    (r"more detail\w*|detailed|better quality|high(?:er)? (?:quality|res\w*)", "highly detailed", ()),
    (r"dramatic", "dramatic lighting", ("soft lighting", "flat lighting")),
    (r"zoom\w* out|further away|farther away|wide shot", "wide shot", ("close-up", "close up", "closeup")),
    (r"zoom\w* in|close[ -]?up|closer", "close-up", ("wide shot", "full body")),
    (r"full[ -]?body", "full body", ("close-up", "portrait", "headshot", "upper body")),
)
_TONE_RULES = tuple((re.compile(rf"\b(?:{pattern})"), words, against) for pattern, words, against in _TONES)


_DENIED = re.compile(r"\b(?:less|not|isn'?t|don'?t|never)\b")
_MEANT = {
    ("brightness", "+"): "brighter",
    ("brightness", "-"): "darker",
    ("contrast", "-"): "flat contrast",
    ("saturation", "+"): "more vivid",
    ("saturation", "-"): "muted",
    ("warmth", "+"): "warmer",
    ("warmth", "-"): "cooler",
    ("sharpness", "+"): "sharper",
}
"""What somebody wants who says what it shall not be: "less bright" is "darker"."""


def toned(prompt: str, clause: str) -> str | None:
    text = clause.lower()
    if _DENIED.search(text):
        text = next((_MEANT[way] for way in tones.directions(text).items() if way in _MEANT), "")
    for pattern, words, against in _TONE_RULES:
        if pattern.search(text) and not re.search(r"\b(?:hair|skin|eyes|fur|dress|shirt|hat)\b", text):
            for each in against:
                prompt = re.sub(rf"(?:^|,)\s*{each}\s*(?=,|$)", "", prompt, flags=re.IGNORECASE)
            return appended(tidy(prompt), words)
    return None
