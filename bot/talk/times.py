"""Times as a terminal tells them: how far off they are."""

from __future__ import annotations

import datetime
import math

from bot.i18n import say


def timed(value: object, language: str) -> object:
    """``value``, or where it is a time to come, how long that is from now."""
    if not isinstance(value, datetime.datetime):
        return value
    minutes = math.ceil((value - datetime.datetime.now(datetime.UTC)).total_seconds() / 60)
    if minutes <= 1:
        return say("time.soon", language)
    if minutes < 60:
        return say("time.minutes", language, minutes=minutes)
    return say("time.hours", language, hours=minutes // 60, minutes=minutes % 60)
