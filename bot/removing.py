"""A deletion, to its end: noted before anything is gone, and seen to until no message shows what was deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.asking import Asking, Later
from bot.errands import Remove
from bot.errors import EgakuError, NotFound
from bot.finding import found
from bot.sheets import PLATFORM, ChannelSheet, Sheet, SheetError, Unsteady, asked_by, place_of, told
from bot.studio import looking_back
from bot.studio import refine as studio
from bot.views.keys import Rows

if TYPE_CHECKING:
    from bot.client import Bot
    from storage import Job, Post


class Removing(Asking):
    """One deletion. It answers nobody: whoever wished it is told as soon as it is ``known`` what comes of it.

    ``left``: by another process, which may have sent what nobody has noted.
    """

    language = "en"

    def __init__(self, bot: Bot, errand: Remove, *, left: bool = False) -> None:
        super().__init__(bot, f"remove-{errand.turn}", place_of(errand.channel, None))
        self.errand = errand
        self.left = left
        self.known = asyncio.Event()
        self.error: EgakuError | None = None
        self.stay = self.soon = 0
        """Messages that cannot be removed, and those that can be as soon as Discord is there again."""

    async def begin(self) -> None:
        pass

    def sheets(self, job: Job | None = None) -> tuple[Sheet, ...]:
        return ()

    async def tell(self, text: str, keys: Rows = ()) -> None:
        pass

    async def remove(self, channel: int, message: int) -> None:
        try:
            await ChannelSheet(self.bot, channel, message=message).remove()
        except Unsteady:
            self.soon += 1
        except SheetError:
            self.stay += 1


async def wished(asking: Asking, turn: int, question: int) -> Removing:
    """Delete a turn of the asker's and every message that shows it, except ``question``. Raises EgakuError."""
    bot, person = asking.bot, asking.person.id
    seen = await studio.seen(asking.studio, person, turn)
    posts = await looking_back.posts(asking.studio, person, turn)
    errand = Remove(
        person=person,
        turn=turn,
        channel=int(seen.place.channel) if seen.place.platform == PLATFORM else 0,
        asked=asked_by(seen.job.request),
        unnoted=seen.job.delivered_at is None,
        messages=_of(posts),
        question=question,
    )
    removing = Removing(bot, errand)
    seeing_to = bot.inbox.begin(bot.inbox.take(removing, errand, carry_out), removing.key)
    known = asyncio.create_task(removing.known.wait())
    await asyncio.wait({seeing_to, known}, return_when=asyncio.FIRST_COMPLETED)
    known.cancel()
    if removing.error is not None:
        raise removing.error
    return removing


async def carry_out(asking: Removing) -> None:
    """Raises Later while anything remains that can be done."""
    bot, errand = asking.bot, asking.errand
    messages = set(errand.messages)
    try:
        deleted = await looking_back.erase(asking.studio, bot.house.jobs, errand.person, errand.turn)
        messages |= set(_of(deleted.posts))
        if deleted.cancelled is not None:
            await bot.delivery.quiet(deleted.cancelled)
    except NotFound:
        pass  # by whoever began with it
    except EgakuError as error:
        asking.error = error
        asking.known.set()
        raise Later from error
    for channel, message in messages:
        if message != errand.question:
            await asking.remove(channel, message)
    asking.known.set()
    if errand.unnoted:
        await _unnoted(asking)
    if asking.soon or bot.delivery.closed:
        raise Later


def _of(posts: Iterable[Post]) -> tuple[tuple[int, int], ...]:
    return tuple((int(post.channel), int(post.message)) for post in posts if post.platform == PLATFORM)


async def _unnoted(asking: Removing) -> None:
    """What was on its way to Discord while its turn was deleted: its own process removes it, if that lives."""
    await asking.bot.delivery.over(asking.errand.turn)
    if not asking.left:
        return
    errand = asking.errand
    try:
        with told():
            message = await found(asking.bot, errand.channel, turn=errand.turn, asked=errand.asked)
    except Unsteady as error:
        raise Later from error
    except SheetError:
        return
    if message is not None:
        await asking.remove(errand.channel, message)
