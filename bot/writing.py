"""A request that came as a message: a reply, a mention, or a line in a direct conversation."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot import permissions
from bot.asking import Asking
from bot.cards import words
from bot.sheets import QUIET, ChannelSheet, Sheet, Unreachable, place_of
from bot.understanding.normalise import is_japanese
from bot.views.keys import Rows

if TYPE_CHECKING:
    from bot.client import Bot
    from storage import Job


class Writing(Asking):
    """``roles``: the author's. ``standing``: the message with which it was answered already; what is told or shown
    takes its place."""

    def __init__(self, bot: Bot, message: discord.Message, roles: frozenset[int], standing: int | None = None) -> None:
        guild = message.guild.id if message.guild else None
        super().__init__(bot, str(message.id), place_of(message.channel.id, guild, permissions.around(message.channel)))
        self.message = message
        self.roles = roles
        self._known = False
        self._sheet = standing and ChannelSheet(bot, message.channel.id, message=standing)

    @property
    def language(self) -> str:
        return self.person.language if self._known else self._otherwise

    @property
    def _otherwise(self) -> str:
        """For somebody who was never met: the language they write, else the server's, else the settings'."""
        if is_japanese(self.message.content):
            return "ja"
        guild = self.message.guild
        return guild.preferred_locale.value if guild else self.bot.house.settings.defaults.locale

    async def begin(self) -> None:
        author = self.message.author
        self.person = await self.bot.met(author.id, author.display_name, None, self._otherwise)
        self._known = True
        guild = self.message.guild
        if guild is None:
            return
        channel = self.message.channel
        permissions.demand(channel.permissions_for(guild.me), channel, self.language)

    def sheets(self, job: Job | None = None) -> tuple[Sheet, ...]:
        if not self._sheet:
            self._sheet = ChannelSheet(self.bot, self.message.channel.id, reply_to=self.message.id)
        self._sheet.job = job or self._sheet.job
        return (self._sheet,)

    async def settle(self) -> None:
        if self._sheet and self._sheet.message is not None:
            with contextlib.suppress(discord.HTTPException, aiohttp.ClientError):
                there = self.bot.get_partial_messageable(self._sheet.channel)
                await there.get_partial_message(self._sheet.message).delete()

    async def ignored(self) -> None:
        await self.settle()

    async def aside(self, text: str) -> None:
        """Where Discord takes no direct message, below theirs: it says nothing of the pictures."""
        try:
            await super().aside(text)
        except discord.Forbidden:
            await self.message.reply(text, mention_author=False, allowed_mentions=QUIET)

    async def tell(self, text: str, keys: Rows = ()) -> None:
        """Below their message; where the bot may not write there, in a direct message."""
        try:
            await self.sheets()[0].show(words(text, keys))
        except Unreachable:
            where = f"<#{self.message.channel.id}>"
            await self.message.author.send(f"{where}: {text}", allowed_mentions=QUIET)
