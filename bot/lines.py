"""The line on which an interaction is answered: its token, which any process may use as long as it lives."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.errands import Call

if TYPE_CHECKING:
    from bot.client import Bot

LIFETIME = datetime.timedelta(minutes=15)


class _Original:
    """Stands for the id of the first answer. No string: discord.py would quote its "@"."""

    def __str__(self) -> str:
        return "@original"


_ORIGINAL: Any = _Original()


class Line:
    """As discord.py's own interactions are answered, but made of what is noted of one."""

    def __init__(self, bot: Bot, call: Call) -> None:
        self.channel_id = call.channel
        self.followup = discord.Webhook.partial(call.application, call.token, client=bot)
        # A partial one is taken for a channel's, which can tell nobody anything privately.
        self.followup.type = discord.WebhookType.application
        self._dies = discord.utils.snowflake_time(call.id) + LIFETIME

    def is_expired(self) -> bool:
        return discord.utils.utcnow() >= self._dies

    async def original_response(self) -> discord.Message:
        return await self.followup.fetch_message(_ORIGINAL)

    async def edit_original_response(self, **changes: Any) -> discord.Message:
        return await self.followup.edit_message(_ORIGINAL, **changes)

    async def delete_original_response(self) -> None:
        await self.followup.delete_message(_ORIGINAL)
