"""Names and descriptions of commands, from the catalogues: English by default, Japanese beside it."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.i18n import LOCALES, say
from bot.i18n.catalogue import nearest

DEFAULT = LOCALES[0]


def name(key: str) -> app_commands.locale_str:
    """The name under ``command.KEY.name`` or ``option.KEY.name``."""
    return app_commands.locale_str(say(f"{key}.name", DEFAULT), key=f"{key}.name")


def about(key: str) -> app_commands.locale_str:
    return app_commands.locale_str(say(f"{key}.about", DEFAULT), key=f"{key}.about")


def word(key: str) -> app_commands.locale_str:
    return app_commands.locale_str(say(key, DEFAULT), key=key)


class Words(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key: Any = string.extras.get("key")
        if key is None or locale.value == DEFAULT or nearest(locale.value) not in locale.value:
            return None
        return say(key, locale.value)
