"""A sheet is where one message stands: in a channel, as the bot's own, or in the answer to an interaction.

Each shows whole cards; the first one is sent, the others edit it. Raises Unreachable where nothing can be shown (no
permission, no channel, an interaction's token that died), Stuck where a message stands that cannot be changed, Removed
where somebody has removed it, Rejected where Discord does not take this card, Unsteady for troubles that may pass:
discord.py has tried several times by then.
"""

from __future__ import annotations

import contextlib
import dataclasses
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
_STUCK = frozenset({_ARCHIVED, 50005, 30046})
"""Also where the message is no longer the bot's, and where it is too old to be changed as often as it was."""
_NO_PLACE = frozenset({50008, 40058})
"""Of a channel that takes no messages, as a forum, which has posts alone."""
_TOO_LARGE = 40005
_BLOCKED = frozenset({0, 40333})
"""Of a 403 with which Cloudflare, not Discord, keeps requests away for a while: as a page for people, or by name."""
_ANEW = "n"
"""The twin that stands where a message was given up."""


class SheetError(Exception):
    """A card could not be shown."""


class Unreachable(SheetError):
    pass


class Stuck(Unreachable):
    """``code``: Discord's."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Removed(SheetError):
    pass


class Rejected(SheetError):
    """``code``: Discord's, or 0."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class TooLarge(Rejected):
    """The files are."""


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

    async def show(self, card: Card, *, end: bool = False) -> None:
        """``end``: of a job, for which a message that is stuck is freed, or given up for another one."""
        ...

    async def remove(self) -> None:
        """Take the message away again, where there is one."""
        ...


class ChannelSheet:
    """An ordinary message. ``request``: the key of what it answers, which keeps it from standing there twice: Discord
    knows its nonce again for some minutes, and after a send of which nobody knows whether it arrived the channel is
    looked through before the next one. ``job``: the request's, once it shows one. ``left``: by a process that may have
    sent it. ``twin``: which other message of the request's this is, in a letter; ``note`` stands below it. ``reply_to``
    is a message in the same channel; ``arrived`` is called once the message is there."""

    private = False

    def __init__(
        self,
        bot: Bot,
        channel: int,
        *,
        message: int | None = None,
        request: str = "",
        job: Job | None = None,
        left: bool = False,
        twin: str = "",
        note: str = "",
        reply_to: int | None = None,
        arrived: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._bot = bot
        self._channel = bot.get_partial_messageable(channel)
        self.channel = channel
        self.message = message
        self.job = job
        self._request = job.request if job else request
        self._in_doubt = left
        self._twin = twin
        self._note = note
        self._reply_to = reply_to
        self._arrived = arrived
        self._given_up: int | None = None

    async def show(self, card: Card, *, end: bool = False) -> None:
        if self._note:
            card = dataclasses.replace(card, content=f"{card.content}\n-# {self._note}")
        try:
            with told():
                await self._show(card)
        except Stuck as stuck:
            if not end:
                raise
            with told():
                await self._free(stuck.code)
                await self._show(card)

    async def remove(self) -> None:
        if self.message is not None:
            with told(), contextlib.suppress(discord.NotFound):
                await self._channel.get_partial_message(self.message).delete()
            self.message = None

    async def _show(self, card: Card) -> None:
        if self.message is not None:
            await self._edit(self.message, card)
            return
        in_doubt = self._in_doubt
        if in_doubt and self._request:
            turn, asked = self.job.turn if self.job else None, asked_by(self._request)
            self.message = await found(self._bot, self.channel, turn=turn, asked=asked, since=self._given_up)
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
        if self._request:
            optional["nonce"] = nonce(self._request, self._twin)
        # Even by a clear no: discord.py tries several times, and tells of the last one.
        self._in_doubt = True
        return await self._channel.send(
            card.content, files=files(card.files), view=view(card.keys), allowed_mentions=QUIET, **optional
        )

    async def _free(self, code: int) -> None:
        """Make it possible to show something here, in the stuck message or in another."""
        if code == _ARCHIVED:
            await self._open()
            return
        if self.job is None or self.message is None:
            return
        # First forgotten: a process that dies in between finds what stands here by its buttons.
        await self._bot.forget(self.message)
        with contextlib.suppress(discord.HTTPException):
            await self._channel.get_partial_message(self.message).delete()
        self._given_up, self.message, self._in_doubt = self.message, None, True
        self._twin = self._twin.removesuffix(_ANEW) + _ANEW

    async def _open(self) -> None:
        """Whoever may write in a thread may open it again, unless it is locked."""
        thread = await self._bot.fetch_channel(self.channel)
        if isinstance(thread, discord.Thread):
            try:
                await thread.edit(archived=False)
            except discord.HTTPException as error:
                if error.status < 500 and error.status != 429 and not blocked(error):
                    raise Stuck(error.code) from error
                raise


class AnswerSheet:
    """An interaction's original response: where the bot may not post by itself. It can be changed for 15 minutes, and
    shown anew as often as one likes: it stays one message."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.message: int | None = None
        self.channel = line.channel_id
        self.private = False

    async def show(self, card: Card, *, end: bool = False) -> None:
        if self._line.is_expired():
            raise Unreachable
        try:
            with told(by_interaction=True):
                edited = await self._line.edit_original_response(**_whole(card))
        except Removed as error:
            # What was never shown here was taken away before: nobody has removed a picture.
            if self.message is None:
                raise Unreachable from error
            raise
        self.message, self.private = edited.id, edited.flags.ephemeral

    async def remove(self) -> None:
        if self.message is not None:
            with told(by_interaction=True), contextlib.suppress(discord.NotFound):
                await self._line.delete_original_response()
            self.message = None


QUIET = discord.AllowedMentions.none()


def nonce(request: str, twin: str = "") -> str:
    """Of one message that answers a request: words, or the picture that takes their place. It is the request's own id,
    which Discord gives to no other request of anybody's: so another data folder, or a copy of this one, has it for
    nothing else. Discord keeps nonces by author alone, so a ``twin``, the message in another channel or instead of
    another one, has one of its own."""
    return request.removeprefix(f"{PLATFORM}:")[:22] + twin


def asked_by(request: str) -> int | None:
    """The message or interaction that the request came by."""
    asked = request.removeprefix(f"{PLATFORM}:")
    return int(asked) if asked.isdecimal() else None


def place_of(channel: int, guild: int | None, around: int | None = None) -> Place:
    """``around``: the channel in which a thread is."""
    return Place(
        platform=PLATFORM,
        channel=str(channel),
        server=None if guild is None else str(guild),
        parent=None if around is None else str(around),
    )


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


def blocked(error: discord.HTTPException) -> bool:
    """Whether Discord was not reached at all: it says nothing about what was asked for."""
    return error.status == 403 and error.code in _BLOCKED


@contextlib.contextmanager
def told(*, by_interaction: bool = False) -> Iterator[None]:
    try:
        yield
    except discord.HTTPException as error:
        raise _meant(error, by_interaction) from error
    except (discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unsteady from error


def _meant(error: discord.HTTPException, by_interaction: bool) -> SheetError:
    if error.code in _STUCK:
        return Stuck(error.code)
    if blocked(error):
        return Unsteady()
    if error.code in _NO_PLACE:
        return Unreachable()
    if error.status in (403, 404):
        return Removed() if error.code == UNKNOWN_MESSAGE else Unreachable()
    # An interaction's token that died answers 401, "Invalid Webhook Token". The bot's own can be given anew.
    if error.status == 401 and by_interaction:
        return Unreachable()
    if error.status in (401, 429) or error.status >= 500:
        return Unsteady()
    return TooLarge(error.code) if error.status == 413 or error.code == _TOO_LARGE else Rejected(error.code)
