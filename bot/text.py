"""What people wrote, shown so that it does nothing: no mention, no link, no formatting, no turned-around line."""

from __future__ import annotations

import datetime
import re

from bot.i18n import say

_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|[\x00-\x08\x0b-\x1f\x7f]")
"""Marks that turn text around or hide in it. The joiners of emoji and of Persian stay."""
_BACKTICK = "ˋ"
_LOOKALIKES = str.maketrans("[]<>@*~`", "［］＜＞＠＊～" + _BACKTICK)
MOST = 700
"""Characters of a prompt in a message; its recipe has all of them."""


def plain(text: str, most: int = MOST) -> str:
    """One visible line of ``text``, at most ``most`` characters long."""
    line = " ".join(_INVISIBLE.sub("", text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def fenced(text: str, most: int = MOST) -> str:
    """``text`` in a code block, where Discord leaves everything as it is."""
    return f"```\n{plain(text, most).replace('`', _BACKTICK) or ' '}\n```"


def unfenced(message: str) -> str:
    """What stands in the first code block of a message of the bot's; "" where there is none."""
    found = re.search(r"```\n(.*?)\n```", message, re.DOTALL)
    return found[1].strip() if found else ""


def harmless(text: str) -> str:
    """``text`` inside a sentence of the bot's: lookalikes for what Discord would make something of."""
    shown = plain(text).translate(_LOOKALIKES).replace("://", ":／／")
    return re.sub(r"([_|\\])", r"\\\1", shown)


def spoken(key: str, language: str, **values: object) -> str:
    """A sentence whose values may be what somebody wrote. A time is shown as how far off it is, live."""
    return say(key, language, **{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return f"<t:{int(value.timestamp())}:R>"
    return harmless(value) if isinstance(value, str) else value
