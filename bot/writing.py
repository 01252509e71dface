"""A request that came as a message: a reply, a mention, or a line in a direct conversation."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import discord

from bot import permissions
from bot.asking import ASIDE, Asking
from bot.cards import words
from bot.sheets import QUIET, ChannelSheet, Sheet, SheetError, Unreachable, nonce, place_of
from bot.understanding.normalise import is_japanese
from bot.views.keys import Rows
from storage.errors import Missing, StorageError

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
        self._sheet = ChannelSheet(
            bot, message.channel.id, message=standing, request=self.whole_key, reply_to=message.id
        )

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
        self._sheet.job = job or self._sheet.job
        return (self._sheet,)

    async def settle(self) -> None:
        if self._sheet.message is not None and not await self._shows_the_picture():
            with contextlib.suppress(SheetError):
                await self._sheet.remove()

    async def _shows_the_picture(self) -> bool:
        """Whether the job's own message is this one, or will be: whoever takes the job up looks for it here."""
        if (job := self._sheet.job) is None:
            return False
        try:
            posts = await self.studio.storage.posts.of_turn(job.person, job.turn)
        except Missing:
            return False
        except StorageError:
            return True
        if not posts:
            return job.delivered_at is None
        return str(self._sheet.message) in {post.message for post in posts}

    async def ignored(self) -> None:
        await self.settle()

    async def aside(self, text: str) -> None:
        """Where Discord takes no direct message, below theirs: it says nothing of the pictures."""
        try:
            await super().aside(text)
        except discord.Forbidden:
            twin = nonce(self.whole_key, ASIDE)
            await self.message.reply(text, mention_author=False, allowed_mentions=QUIET, nonce=twin)

    async def tell(self, text: str, keys: Rows = ()) -> None:
        """Below their message; where the bot may not write there, in a direct message."""
        try:
            await self.sheets()[0].show(words(text, keys))
        except Unreachable:
            where = f"<#{self.message.channel.id}>"
            await self.directly(self.message.author.id, f"{where}: {text}")
