"""A sheet is where one message stands: in a channel, as the bot's own, or in the answer to an interaction.

Each shows whole cards; the first one is sent, the others edit it. Raises Unreachable where nothing can be shown (no
permission, no channel, an interaction's token that died), Removed where somebody has removed the message, Rejected
where Discord does not take this card, Unsteady for troubles that may pass: discord.py has tried several times by then.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

import aiohttp
import discord

from bot.cards import Attached, Card
from bot.finding import found
from bot.views.buttons import view
from storage import Job, Place

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.lines import Line

PLATFORM = "discord"
UNKNOWN_MESSAGE = 10008
_ARCHIVED = 50083
"""Of a thread: its messages cannot be changed."""


class SheetError(Exception):
    """A card could not be shown."""


class Unreachable(SheetError):
    pass


class Removed(SheetError):
    pass


class Rejected(SheetError):
    """``code``: Discord's, or 0."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Unsteady(SheetError):
    pass


class Sheet(Protocol):
    @property
    def message(self) -> int | None:
        """The message's id, once there is one."""
        ...

    @property
    def channel(self) -> int: ...

    @property
    def private(self) -> bool:
        """Only the asker sees it, and it cannot be reached by its channel."""
        ...

    async def show(self, card: Card) -> None: ...


class ChannelSheet:
    """An ordinary message. ``job``: the one it shows, which keeps it from standing there twice: Discord knows the job's
    nonce again for some minutes, and after a send of which nobody knows whether it arrived the channel is looked
    through before the next one. ``left``: by a process that may have sent it. ``twin``: another message of the job's.
    ``reply_to`` is a message in the same channel; ``arrived`` is called once the message is there."""

    private = False

    def __init__(
        self,
        bot: Bot,
        channel: int,
        *,
        message: int | None = None,
        job: Job | None = None,
        left: bool = False,
        twin: bool = False,
        reply_to: int | None = None,
        arrived: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._bot = bot
        self._channel = bot.get_partial_messageable(channel)
        self.channel = channel
        self.message = message
        self.job = job
        self._in_doubt = left
        self._twin = twin
        self._reply_to = reply_to
        self._arrived = arrived

    async def show(self, card: Card) -> None:
        with _told():
            if self.message is not None:
                await self._edit(self.message, card)
                return
            in_doubt = self._in_doubt
            if in_doubt and self.job is not None:
                self.message = await found(self._bot, self.channel, self.job.turn, asked_by(self.job))
            if self.message is None:
                self.message = (await self._send(card)).id
            if self._arrived is not None:
                await self._arrived()
            if in_doubt:
                # Found as it was, or sent with a nonce for which Discord gives what was sent first.
                await self._edit(self.message, card)

    async def _edit(self, message: int, card: Card) -> None:
        await self._channel.get_partial_message(message).edit(**_whole(card))

    async def _send(self, card: Card) -> discord.Message:
        optional: dict[str, Any] = {}
        if self._reply_to is not None:
            optional["reference"] = discord.MessageReference(
                message_id=self._reply_to, channel_id=self.channel, fail_if_not_exists=False
            )
        if self.job is not None:
            optional["nonce"] = nonce(self.job, twin=self._twin)
        before, self._in_doubt = self._in_doubt, True
        try:
            return await self._channel.send(
                card.content, files=files(card.files), view=view(card.keys), allowed_mentions=QUIET, **optional
            )
        except discord.HTTPException as error:
            # A clear no: it does not stand there.
            self._in_doubt = before or error.status >= 500
            raise


class AnswerSheet:
    """The answer to an interaction: where the bot may not post by itself. It can be changed for 15 minutes.

    ``original``: the interaction was deferred with "thinking", and the first card takes that place; else the first
    card is a further message.
    """

    def __init__(self, line: Line, *, original: bool) -> None:
        self._line = line
        self._original = original
        self.message: int | None = None
        self.channel = line.channel_id
        self.private = False

    async def show(self, card: Card) -> None:
        if self._line.is_expired():
            raise Unreachable
        try:
            await self._show(card)
        except Removed as error:
            # What was never shown here was taken away before: nobody has removed a picture.
            if self.message is None:
                raise Unreachable from error
            raise

    async def _show(self, card: Card) -> None:
        with _told(by_interaction=True):
            if self._original:
                edited = await self._line.edit_original_response(**_whole(card))
                self.message, self.private = edited.id, edited.flags.ephemeral
            elif self.message is None:
                sent = await self._line.followup.send(
                    card.content, files=files(card.files), view=view(card.keys), allowed_mentions=QUIET, wait=True
                )
                self.message = sent.id
            else:
                await self._line.followup.edit_message(self.message, **_whole(card))


class DirectSheet:
    """A direct message to whoever asked for ``job``, where their channel cannot be reached any more."""

    private = False

    def __init__(self, bot: Bot, person: str, job: Job, *, left: bool = False) -> None:
        self._bot = bot
        self._person = int(person)
        self._job = job
        self._left = left
        self._sheet: ChannelSheet | None = None

    @property
    def message(self) -> int | None:
        return self._sheet.message if self._sheet else None

    @property
    def channel(self) -> int:
        return self._sheet.channel if self._sheet else 0

    async def show(self, card: Card) -> None:
        if self._sheet is None:
            with _told():
                direct = await self._bot.create_dm(discord.Object(self._person))
            self._sheet = ChannelSheet(self._bot, direct.id, job=self._job, left=self._left, twin=True)
        await self._sheet.show(card)


QUIET = discord.AllowedMentions.none()


def nonce(job: Job, *, twin: bool = False) -> str:
    """Of one message of the job's. It is the request's own id, which Discord gives to no other request of anybody's: so
    another data folder, or a copy of this one, has it for nothing else. Discord keeps nonces by author alone, so a
    ``twin``, the message in another channel, has one of its own."""
    return job.request.removeprefix(f"{PLATFORM}:")[:24] + ("d" if twin else "")


def asked_by(job: Job) -> int | None:
    """The message or interaction that asked for the job."""
    asked = job.request.removeprefix(f"{PLATFORM}:")
    return int(asked) if asked.isdecimal() else None


def place_of(channel: int, guild: int | None) -> Place:
    return Place(platform=PLATFORM, channel=str(channel), server=None if guild is None else str(guild))


def files(attached: Iterable[Attached]) -> list[discord.File]:
    return [discord.File(io.BytesIO(each.data), each.name, description=each.alt or None) for each in attached]


def _whole(card: Card) -> dict[str, Any]:
    """What an edit takes so that all of the message is the card's."""
    return {
        "content": card.content,
        "attachments": files(card.files),
        "view": view(card.keys),
        "allowed_mentions": QUIET,
    }


@contextlib.contextmanager
def _told(*, by_interaction: bool = False) -> Iterator[None]:
    try:
        yield
    except (discord.Forbidden, discord.NotFound) as error:
        raise (Removed if error.code == UNKNOWN_MESSAGE else Unreachable) from error
    except discord.HTTPException as error:
        # An interaction's token that died answers 401, "Invalid Webhook Token". The bot's own can be given anew.
        if error.code == _ARCHIVED or (error.status == 401 and by_interaction):
            raise Unreachable from error
        if error.status in (401, 429) or error.status >= 500:
            raise Unsteady from error
        raise Rejected(error.code) from error
    except (discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unsteady from error
