"""Messages: a reply to a picture, a line in a direct conversation, or words that mention the bot."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord

from bot import permissions
from bot.attachments import downloaded
from bot.errands import Written, attached
from bot.errors import EgakuError, NotFound
from bot.finding import replied_to
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


Work = Callable[[Writing], Awaitable[None]]


async def heard(bot: Bot, message: discord.Message) -> None:
    """A message that has just come."""
    if (work := await meant(bot, message)) is not None:
        roles = permissions.roles_of(message.author)
        errand = Written(channel=message.channel.id, message=message.id, roles=roles)
        await bot.inbox.take(Writing(bot, message, roles), errand, work)


async def meant(bot: Bot, message: discord.Message, *, known: bool = False) -> Work | None:
    """What is to be done about a message; None where it is not for the bot. ``known``: it was found to be before."""
    if message.author.bot or message.webhook_id or message.type not in WRITTEN:
        return None
    if replied_to(message) is not None:
        return await _replied(bot, message, known)
    return _unaddressed if addressed(bot, message) else None


def addressed(bot: Bot, message: discord.Message) -> bool:
    """Whether words without a reply are meant for the bot: who only talks about it does not begin with its name."""
    return message.guild is None or message.content.lstrip().startswith((f"<@{_id(bot)}>", f"<@!{_id(bot)}>"))


def words_of(bot: Bot, message: discord.Message) -> str:
    """What was written, without the mention that brought it here."""
    me = _id(bot)
    return message.content.replace(f"<@{me}>", "").replace(f"<@!{me}>", "").strip()


async def _replied(bot: Bot, message: discord.Message, known: bool) -> Work | None:
    """A reply to one of our pictures; to whatever else, only where it was us who was answered."""
    try:
        post = await bot.seen(replied_to(message) or 0)
    except NotFound:
        return _not_a_picture if known or (_ours(bot, message) and readable(bot, message)) else None
    except EgakuError as error:
        # Nobody knows whether it is a picture; but whoever answers the bot hears that it did not work.
        return functools.partial(_refused, error) if known or _ours(bot, message) else None
    if message.stickers:
        return None
    if not readable(bot, message):
        return _unreadable if known or bot.hints.due(message.author.id, message.created_at) else None
    return functools.partial(_wished, post)


async def _wished(post: Post, asking: Writing) -> None:
    text = words_of(asking.bot, asking.message)
    if asking.message.attachments:
        await _with_picture(asking, text, await finished(asking, post))
    else:
        await refine(asking, post, text)


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
    sent = asking.message.attachments
    pictures = [each for each in sent if (each.content_type or "").startswith("image/")]
    async with asking.bot.uploads:
        data = await downloaded(asking.bot, attached((pictures or sent)[0]))
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
