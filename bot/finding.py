"""Where the answer to a request stands in a channel, when nobody can say whether it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import discord

from bot.views.keys import PATTERN

if TYPE_CHECKING:
    from bot.client import Bot

_MOST = 1000
"""Messages of a channel to look through, from the request on: ten requests."""


async def found(bot: Bot, channel: int, *, turn: int | None, asked: int | None, since: int | None = None) -> int | None:
    """The first of the bot's own messages whose buttons are that turn's, else the first that replies to what was asked.

    ``asked``: the id of what was asked with; no answer is older. ``since``: none is older than this, either. Raises
    what discord.py raises where it cannot be looked.
    """
    words = None
    begin = since or asked
    after = None if begin is None else discord.Object(begin)
    async for message in bot.get_partial_messageable(channel).history(limit=_MOST, after=after):
        if message.author != bot.user:
            continue
        if turn in _turns(message):
            return message.id
        if asked is not None and words is None and replied_to(message) == asked:
            words = message.id
    return words


def replied_to(message: discord.Message) -> int | None:
    reference = message.reference
    return reference.message_id if reference and reference.type is discord.MessageReferenceType.reply else None


def _turns(message: discord.Message) -> set[int]:
    matches = (PATTERN.fullmatch(custom_id) for custom_id in _custom_ids(message))
    return {int(each["turn"]) for each in matches if each}


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            yield from (child.custom_id for child in row.children if child.custom_id)
