"""A request that came by an interaction: a command, a button, or a dialog."""

from __future__ import annotations

import contextlib
import enum
from typing import TYPE_CHECKING

import discord

from bot import permissions
from bot.asking import Asking
from bot.i18n import say
from bot.permissions import Reach
from bot.sheets import QUIET, AnswerSheet, ChannelSheet, Sheet, place_of
from bot.views.buttons import view
from bot.views.keys import Rows

if TYPE_CHECKING:
    from bot.client import Bot
    from storage import Job


class Manner(enum.Enum):
    """How an interaction is answered at first."""

    DRAWS = enum.auto()
    """Seen by the asker alone until the picture's message stands; where the bot cannot post, seen by all."""
    TELLS = enum.auto()
    """Seen by the asker alone, for good."""
    PRESSES = enum.auto()
    """A button: nothing changes at first."""


class Interacting(Asking):
    def __init__(self, interaction: discord.Interaction[Bot], manner: Manner) -> None:
        channel = interaction.channel_id or 0
        super().__init__(interaction.client, str(interaction.id), place_of(channel, interaction.guild_id))
        self.interaction = interaction
        self.manner = manner
        self.reach = permissions.reach(interaction)
        self.roles = permissions.roles_of(interaction.user)
        self._channel = channel
        self._known = False

    @property
    def language(self) -> str:
        return self.person.language if self._known else self.interaction.locale.value

    async def begin(self) -> None:
        response = self.interaction.response
        if self.manner is Manner.PRESSES:
            await response.defer()
        else:
            alone = self.manner is Manner.TELLS or self.reach is Reach.HERE
            await response.defer(ephemeral=alone, thinking=True)
        self.person = await self.bot.met(self.interaction.user, self.interaction.locale.value)
        self._known = True

    def may_draw(self) -> None:
        """Raises Refused where a picture could not be posted, before anything is drawn for nothing."""
        if self.reach is Reach.ANSWER or self.interaction.guild_id is None:
            return
        permissions.demand(self.interaction.app_permissions, self.interaction.channel, self.language)

    def sheets(self, job: Job | None = None) -> tuple[Sheet, ...]:
        if self.reach is Reach.ANSWER:
            return (AnswerSheet(self.interaction, original=self.manner is not Manner.PRESSES),)
        source = self.interaction.message
        reply_to = source.id if source is not None and not source.flags.ephemeral else None
        here = ChannelSheet(self.bot, self._channel, job=job, reply_to=reply_to, arrived=self.settle)
        return here, AnswerSheet(self.interaction, original=self.manner is not Manner.PRESSES)

    async def tell(self, text: str, keys: Rows = ()) -> None:
        if self.interaction.is_expired():
            return
        if self.manner is Manner.PRESSES:
            shown = view(keys) if keys else discord.utils.MISSING
            await self.interaction.followup.send(text, ephemeral=True, allowed_mentions=QUIET, view=shown)
        else:
            await self.interaction.edit_original_response(
                content=text, view=view(keys) if keys else None, allowed_mentions=QUIET
            )

    async def settle(self) -> None:
        if self.manner is Manner.DRAWS and self.reach is Reach.HERE:
            with contextlib.suppress(discord.HTTPException):
                await self.interaction.delete_original_response()

    async def ignored(self) -> None:
        await self.tell(say("said.nothing_to_draw", self.language))
