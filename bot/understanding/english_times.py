"""The time, the season and the weather of an English prompt."""

from __future__ import annotations

import re

from bot.understanding import circumstances
from bot.understanding.english_phrases import appended, tidy

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


def at_time(prompt: str, text: str) -> str | None:
    """``prompt`` at the time, in the season or the weather that ``text`` says; None where it says none."""
    found = _WHEN.match(text)
    return _set(prompt, found["when"].lower()) if found else None


def _set(prompt: str, when: str) -> str:
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
    return appended(tidy(plain) or prompt, lead)
