"""A request that came by an interaction: a command, a button, or a dialog."""

from __future__ import annotations

import abc
import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot import permissions
from bot.asking import WORDS, Asking
from bot.cards import words
from bot.errands import Call, Manner, call_of
from bot.i18n import say
from bot.lines import Line
from bot.permissions import Reach
from bot.sheets import QUIET, AnswerSheet, ChannelSheet, Sheet, Unreachable, place_of
from bot.views.buttons import view
from bot.views.keys import Rows

if TYPE_CHECKING:
    from bot.client import Bot
    from storage import Job

_ANSWERED = 40060


class Called(Asking):
    """By an interaction that this process heard, or another one."""

    patience = 1.5
    left = False
    """Another process may have answered it."""

    def __init__(self, bot: Bot, call: Call) -> None:
        super().__init__(bot, str(call.id), place_of(call.channel, call.server, call.around))
        self.call = call
        self.only_here = call.reach is Reach.ANSWER
        self.roles = call.roles
        self.line = Line(bot, call)
        self._known = False
        self._thinking = call.manner is not Manner.PRESSES
        self._aside = False
        """Words stand where the answer would: they stay."""
        self._answering = asyncio.Lock()
        self._aloud: ChannelSheet | None = None

    @property
    def language(self) -> str:
        return self.person.language if self._known else self.call.locale

    async def begin(self) -> None:
        self.person = await self.bot.met(self.call.person, self.call.name, self.call.locale)
        self._known = True

    @abc.abstractmethod
    def may_draw(self) -> None:
        """Raises Refused where a picture could not be posted, before anything is drawn for nothing."""

    def sheets(self, job: Job | None = None) -> tuple[Sheet, ...]:
        # A press has no answer of its own that a picture could stand in.
        answers = (AnswerSheet(self.line),) if self.call.manner is not Manner.PRESSES else ()
        if self.call.reach is Reach.ANSWER:
            return answers
        return self._here(job), *answers

    def _here(self, job: Job | None = None) -> ChannelSheet:
        return ChannelSheet(
            self.bot,
            self.call.channel,
            request=self.whole_key,
            job=job,
            left=self.left,
            reply_to=self.call.reply_to,
            arrived=self.settle,
        )

    async def tell(self, text: str, keys: Rows = ()) -> None:
        """For the asker alone: where the interaction has died meanwhile, in a direct message."""
        if self.line.is_expired():
            await self._tell_aside(text, keys)
        elif self.call.manner is Manner.PRESSES:
            shown = view(keys) if keys else discord.utils.MISSING
            await self.line.followup.send(text, ephemeral=True, allowed_mentions=QUIET, view=shown)
        else:
            await self.line.edit_original_response(
                content=text, view=view(keys) if keys else None, allowed_mentions=QUIET
            )
            self._thinking = False

    async def aside(self, text: str) -> None:
        if self.line.is_expired() or (self._thinking and self.call.reach is Reach.ANSWER):
            raise Unreachable
        async with self._answering:
            if not self._thinking:
                await self.line.followup.send(text, ephemeral=True, allowed_mentions=QUIET)
                return
            # Discord would take a further message for the answer that is waited for.
            await self.line.edit_original_response(content=text, allowed_mentions=QUIET)
            self._thinking, self._aside = False, True

    async def _tell_aside(self, text: str, keys: Rows) -> None:
        if self.call.server is not None:
            with contextlib.suppress(Unreachable):
                await self.directly(self.call.person, f"<#{self.call.channel}>: {text}", keys)
                return
        if self._aloud is None:
            self._aloud = ChannelSheet(
                self.bot,
                self.call.channel,
                request=self.whole_key,
                left=True,
                twin=WORDS,
                reply_to=self.call.reply_to,
            )
        await self._aloud.show(words(f"<@{self.call.person}> {text}", keys))

    async def settle(self) -> None:
        if self.call.manner is not Manner.DRAWS or self.call.reach is not Reach.HERE:
            return
        async with self._answering:
            if not self._aside:
                self._thinking = False
                with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                    await self.line.delete_original_response()

    async def ignored(self) -> None:
        await self.tell(say("said.nothing_to_draw", self.language))


class Interacting(Called):
    """By one that has just come."""

    def __init__(self, interaction: discord.Interaction[Bot], manner: Manner) -> None:
        super().__init__(interaction.client, call_of(interaction, manner))
        self.interaction = interaction

    async def begin(self) -> None:
        await self._defer()
        await super().begin()

    async def _defer(self) -> None:
        """Once more where the connection broke off; that it was done before means that only the answer got lost, as
        it does where discord.py tries again by itself."""
        alone = self.call.manner is Manner.TELLS or self.call.reach is Reach.HERE
        for last in (False, True):
            try:
                if self.call.manner is Manner.PRESSES:
                    await self.interaction.response.defer()
                else:
                    await self.interaction.response.defer(ephemeral=alone, thinking=True)
                return
            except discord.HTTPException as error:
                if error.code == _ANSWERED:
                    return
                raise
            except aiohttp.ClientError:
                if last:
                    raise

    def may_draw(self) -> None:
        if self.call.reach is Reach.ANSWER or self.interaction.guild_id is None:
            return
        permissions.demand(self.interaction.app_permissions, self.interaction.channel, self.language)
