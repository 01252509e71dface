"""Requests that another process has heard: asked again, as far as they can still be answered."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp
import discord
import structlog

from bot import permissions, removing, replies
from bot.asking import Asking, Later, Unheard, passing
from bot.carrying import carry_out
from bot.errands import Manner, Remove, Spoken, Unreadable, Written, from_json
from bot.errors import NotFound
from bot.finding import replied_to
from bot.interacting import Called
from bot.sheets import UNKNOWN_MESSAGE, blocked
from bot.writing import Writing

if TYPE_CHECKING:
    from bot.client import Bot

_ANSWERS = 100
"""Messages of a channel among which an answer is looked for, from the request on."""

_log = structlog.get_logger(__name__)


class Again(NamedTuple):
    """A request, and what is to be done about it."""

    asking: Asking
    work: Callable[[Any], Awaitable[None]]


async def recalled(bot: Bot, errand: str) -> Again | None:
    """None where there is nobody any more to be answered. Raises Later."""
    try:
        read = from_json(errand)
    except Unreadable as error:
        _log.error("an errand is of another version", reason=str(error))
        return None
    if isinstance(read, Written):
        return await _message(bot, read)
    if isinstance(read, Remove):
        return Again(removing.Removing(bot, read, left=True), removing.carry_out)
    return Again(Resumed(bot, read.call), functools.partial(carry_out, errand=read))


def only_here(bot: Bot, errand: str) -> bool:
    """Whether its picture can be shown in the errand's own answer alone, and can still be."""
    with contextlib.suppress(Unreadable):
        read = from_json(errand)
        if isinstance(read, Spoken):
            asking = Resumed(bot, read.call)
            return asking.only_here and not asking.line.is_expired()
    return False


class Resumed(Called):
    """A request by an interaction that another process heard."""

    left = True

    async def begin(self) -> None:
        """Raises Unheard where Discord was never told that it was taken on, Later where it cannot be asked."""
        if not self.line.is_expired():
            await self._look()
        await super().begin()

    async def _look(self) -> None:
        try:
            await self.line.original_response()
        except discord.NotFound as error:
            # A press is answered in its message, which may be gone, or one that Discord shows nobody again.
            if error.code != UNKNOWN_MESSAGE or self.call.manner is not Manner.PRESSES:
                raise Unheard from error
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # A token that has died tells nothing, and neither does its request.
            if passing(error):
                raise Later from error

    def may_draw(self) -> None:
        channel = self.bot.get_channel(self.call.channel)
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            permissions.demand(channel.permissions_for(channel.guild.me), channel, self.language)


async def _message(bot: Bot, written: Written) -> Again | None:
    try:
        there = bot.get_channel(written.channel) or await bot.fetch_channel(written.channel)
        if not isinstance(there, discord.abc.Messageable):
            return None
        standing = await _answer(bot, there, written.message)
        try:
            message = await there.fetch_message(written.message)
        except discord.NotFound:
            # Whatever it was: nobody is to be told any more that it is gone on with.
            if standing is not None:
                await standing.delete()
            return None
    except (discord.NotFound, discord.Forbidden) as error:
        if blocked(error):
            raise Later from error
        return None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Later from error
    work = await replies.meant(bot, message, known=True)
    if work is None:
        return None
    return Again(Writing(bot, message, written.roles, standing.id if standing else None), work)


async def _answer(bot: Bot, there: discord.abc.Messageable, message: int) -> discord.Message | None:
    """The words with which a message was answered, for instance that a picture is waited for."""
    async for each in there.history(limit=_ANSWERS, after=discord.Object(message)):
        ours = each.author == bot.user and replied_to(each) == message
        if ours and not each.attachments and not await _shows_a_turn(bot, each):
            return each
    return None


async def _shows_a_turn(bot: Bot, message: discord.Message) -> bool:
    """Whether it is a picture's message, or will be."""
    if message.content.startswith("<@"):
        return True
    try:
        await bot.seen(message.id)
    except NotFound:
        return False
    return True
