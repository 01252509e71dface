"""Messages: a reply to a picture, a line in a direct conversation, or words that mention the bot."""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING

import discord

from bot.asking import answer
from bot.attachments import downloaded
from bot.errors import EgakuError, NotFound
from bot.i18n import say
from bot.refinement import finished, refine
from bot.sheets import PLATFORM
from bot.studio import imagine, looking_back
from bot.understanding import chatter
from bot.understanding.normalise import clean
from bot.writing import Writing
from storage import Post, Turn

if TYPE_CHECKING:
    from bot.client import Bot

WRITTEN = (discord.MessageType.default, discord.MessageType.reply)
HINT_AGAIN = datetime.timedelta(minutes=10)
"""How long somebody is not told again how replies work."""


class Hints:
    """Whom it was said lately that a reply without a ping cannot be read."""

    def __init__(self) -> None:
        self._given: dict[int, datetime.datetime] = {}

    def due(self, person: int, now: datetime.datetime) -> bool:
        """Whether to say it now; then it counts as said."""
        self._given = {each: at for each, at in self._given.items() if now - at < HINT_AGAIN}
        if person in self._given:
            return False
        self._given[person] = now
        return True


async def heard(bot: Bot, message: discord.Message, *, standing: int | None = None) -> None:
    """``standing``: the message with which the bot has answered this one already; the answer takes its place."""
    if message.author.bot or message.webhook_id or message.type not in WRITTEN:
        return
    if replied_to(message) is not None:
        await _replied(bot, message, standing)
    elif addressed(bot, message):
        await answer(Writing(bot, message, standing), _unaddressed)


def replied_to(message: discord.Message) -> int | None:
    reference = message.reference
    return reference.message_id if reference and reference.type is discord.MessageReferenceType.reply else None


def addressed(bot: Bot, message: discord.Message) -> bool:
    """Whether words without a reply are meant for the bot: who only talks about it does not begin with its name."""
    return message.guild is None or message.content.lstrip().startswith((f"<@{_id(bot)}>", f"<@!{_id(bot)}>"))


def words_of(bot: Bot, message: discord.Message) -> str:
    """What was written, without the mention that brought it here."""
    me = _id(bot)
    return message.content.replace(f"<@{me}>", "").replace(f"<@!{me}>", "").strip()


async def _replied(bot: Bot, message: discord.Message, standing: int | None) -> None:
    """A reply to one of our pictures; to whatever else, only where it was us who was answered."""
    try:
        post = await bot.seen(replied_to(message) or 0)
    except NotFound:
        if standing is not None or (_ours(bot, message) and readable(bot, message)):
            await answer(Writing(bot, message, standing), _not_a_picture)
        return
    except EgakuError as error:
        # Nobody knows whether it is a picture; but whoever answers the bot hears that it did not work.
        if standing is not None or _ours(bot, message):
            await answer(Writing(bot, message, standing), functools.partial(_refused, error))
        return
    if message.stickers:
        return
    if not readable(bot, message):
        if bot.hints.due(message.author.id, message.created_at):
            await answer(Writing(bot, message), _unreadable)
        return

    async def work(asking: Writing) -> None:
        text = words_of(bot, message)
        if message.attachments:
            await _with_picture(asking, text, await finished(asking, post))
        else:
            await refine(asking, post, text)

    await answer(Writing(bot, message, standing), work)


async def _unaddressed(asking: Writing) -> None:
    """The latest picture that whoever writes has made in this channel."""
    bot, message = asking.bot, asking.message
    text = words_of(bot, message)
    if message.attachments:
        await _with_picture(asking, text, None)
        return
    turn = await looking_back.latest(asking.studio, asking.person.id, asking.request.place)
    if turn is None:
        raise NotFound("said.no_picture_here")
    here = str(message.channel.id)
    post = Post(turn=turn.id, person=asking.person.id, platform=PLATFORM, channel=here, message=str(message.id))
    await refine(asking, post, text)


async def _with_picture(asking: Writing, text: str, seen: Turn | None) -> None:
    """Change the picture that came with the words, unless they ask for nothing."""
    if text and chatter.is_chatter(clean(text)):
        await asking.ignored()
        return
    attached = asking.message.attachments
    pictures = [each for each in attached if (each.content_type or "").startswith("image/")]
    async with asking.bot.uploads:
        data = await downloaded((pictures or attached)[0], asking.studio.planner.limits.max_upload_bytes)
        outcome = await imagine.edit(asking.studio, asking.request, data, text, seen=seen)
    await asking.show(outcome)


async def _not_a_picture(asking: Writing) -> None:
    raise NotFound("error.no_picture_there")


async def _refused(error: EgakuError, _: Writing) -> None:
    raise error


async def _unreadable(asking: Writing) -> None:
    await asking.tell(say("said.without_ping", asking.language))


def readable(bot: Bot, message: discord.Message) -> bool:
    """Whether Discord handed over what was written."""
    mentioned = any(user.id == _id(bot) for user in message.mentions)
    return message.guild is None or mentioned or bool(message.content or message.attachments)


def _ours(bot: Bot, message: discord.Message) -> bool:
    reference = message.reference
    answered = reference.resolved if reference else None
    return isinstance(answered, discord.Message) and answered.author.id == _id(bot)


def _id(bot: Bot) -> int:
    return bot.user.id if bot.user else 0
