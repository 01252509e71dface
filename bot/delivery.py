"""From accepted jobs to messages: one task a job, from the placeholder over live previews to the result.

What is shown in the end is read from the database, so that any process can show it: a job that a dead process left is
taken up at the start, in the very message where it stood; and what this one has let go of within a minute or two.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from discord.ext import tasks

from bot import cards, elsewhere
from bot.budget import MEANS, Budget, Means
from bot.cards import Card
from bot.errors import EgakuError, NotFound
from bot.i18n import say
from bot.posting import AGAIN_AFTER, Posting
from bot.sheets import PLATFORM, ChannelSheet, Sheet
from bot.studio import showing
from bot.studio.studio import in_words
from generator.events import Event
from generator.executors.local import Closed
from storage import Job, Person, Turn
from storage.errors import Missing, StorageError

if TYPE_CHECKING:
    from bot.client import Bot

PACE = 1.5
"""Seconds between two edits of one message, at least: Discord allows about five edits in five seconds a channel."""
SWEEP = datetime.timedelta(minutes=1)
"""How often it is looked for what nobody carries."""
_ENDED = 100
"""Jobs that have ended beside which no older ones are taken up: each of them tries by itself."""
_GRACE = 3.0
"""Seconds that a stop waits for Discord, twice."""
_PAUSING = 8
"""Messages at once that are told of it."""

_log = structlog.get_logger(__name__)


class Delivery:
    """``pace``: seconds between two edits of one message. ``again_after``: before each further try to show a result.
    ``means``: how much is asked of Discord at once."""

    def __init__(
        self,
        bot: Bot,
        *,
        pace: float = PACE,
        again_after: Sequence[float] = AGAIN_AFTER,
        means: Means = MEANS,
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._budget = Budget(means)
        self._again_after = again_after
        self._postings: dict[int, Posting] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._closed = False
        self._sweep = tasks.loop(seconds=SWEEP.total_seconds())(self._swept)

    def begin(self, job: Job, *sheets: Sheet, left: bool = False) -> bool:
        """Draw ``job`` and show it on the first of ``sheets`` that can be reached. False, and nothing is done, where it
        is under way or was shown, or where this process stops. ``left``: another one may have shown it."""
        if self._closed or job.id in self._postings or job.delivered_at is not None:
            return False
        posting = Posting(self._bot, job, sheets, pace=self._pace, budget=self._budget, again_after=self._again_after)
        self._postings[job.id] = posting
        self._tasks[job.id] = asyncio.create_task(self._carried(posting, left), name=f"delivery-{job.id}")
        return True

    @in_words
    async def take_up(self, before: datetime.datetime | None = None) -> None:
        """What nobody carries (accepted ``before`` then): jobs to be drawn, and some of the ends that nobody was shown;
        the others at the next time. Raises Broken."""
        jobs = self._bot.house.jobs
        under_way = set(self._postings)
        # This first: what has died too often ends there, and that nobody was shown either.
        left = [*await jobs.resume(PLATFORM, under_way, before)]
        if (room := _ENDED - sum(posting.drawn.is_set() for posting in self._postings.values())) > 0:
            left += await jobs.storage.jobs.undelivered(PLATFORM, but=under_way, before=before, limit=room)
        for job in left:
            if await self._bot.inbox.brings(job):
                continue
            with contextlib.suppress(Missing):  # deleted meanwhile
                self.begin(job, await self._where_it_stood(job), left=True)

    def keep_up(self) -> None:
        """From now on look every minute for what nobody carries: nothing waits for the next start."""
        self._sweep.start()

    async def cancel(self, viewer: int, job: int) -> None:
        """End a job; once this returns nothing of it appears any more but that. Raises Refused where it had ended."""
        await self._bot.house.jobs.cancel(viewer, job)
        await self.quiet(job)

    async def quiet(self, job: int) -> None:
        """Show no more of how a job goes on, where it is under way."""
        if posting := self._postings.get(job):
            await posting.quiet()

    async def ended(self, job: int) -> None:
        """Wait until a job has been drawn, failed or was cancelled; returns at once for one that is not here.

        Once this process stops, whoever waits is cancelled: the next process hears them again.
        """
        if posting := self._postings.get(job):
            await posting.drawn.wait()
        if self._closed:
            raise asyncio.CancelledError

    async def over(self, turn: int) -> None:
        """Wait until nothing that shows ``turn`` is under way any more."""
        tasks = [self._tasks[job] for job, posting in self._postings.items() if posting.job.turn == turn]
        if tasks:
            await asyncio.wait(tasks)

    def event_of(self, job: int) -> Event | None:
        """The latest that was heard of a job that is under way."""
        posting = self._postings.get(job)
        return posting.event if posting else None

    @property
    def closed(self) -> bool:
        """Nothing is begun any more: what is accepted now is the next process's."""
        return self._closed

    async def close(self) -> None:
        """Let what is being drawn end, within the operator's grace; leave everything else to the next process, and say
        so where somebody is waiting."""
        self._closed = True
        self._sweep.cancel()
        postings = tuple(self._postings.values())
        await self._bot.house.jobs.drain(self._bot.house.settings.worker.grace)
        carrying = tuple(self._tasks.values())
        if ended := [self._tasks[job] for job, posting in self._postings.items() if posting.drawn.is_set()]:
            await asyncio.wait(ended, timeout=_GRACE)
        for task in carrying:
            task.cancel()
        if carrying:
            await asyncio.wait(carrying, timeout=_GRACE)
        for posting in postings:
            posting.leave()
        await asyncio.gather(*carrying, return_exceptions=True)
        some = asyncio.Semaphore(_PAUSING)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                await asyncio.gather(*(self._pause(each, some) for each in postings), return_exceptions=True)

    async def _swept(self) -> None:
        if self._sweep.current_loop == 0:
            return
        try:
            # What was accepted a moment ago may be about to begin.
            await self.take_up(datetime.datetime.now(datetime.UTC) - SWEEP)
        except EgakuError as error:
            _log.warning("what is left over could not be looked for", error=error.key)
        except Exception:
            _log.exception("what is left over could not be taken up")

    async def _where_it_stood(self, job: Job) -> Sheet:
        """The message that is remembered, else one that may have been sent."""
        posts = await self._bot.house.studio.storage.posts.of_turn(job.person, job.turn)
        here = [post for post in posts if post.platform == PLATFORM]
        if here:
            # The oldest: later ones show it again, for instance out of the history.
            return ChannelSheet(self._bot, int(here[-1].channel), message=int(here[-1].message), job=job)
        return ChannelSheet(self._bot, int(job.place.channel), job=job, left=True)

    async def _carried(self, posting: Posting, left: bool) -> None:
        job = posting.job.id
        structlog.contextvars.bind_contextvars(job=job)
        try:
            await self._carry(posting, left)
        except Closed:
            pass
        except Missing:
            _log.info("a turn was deleted while it was under way", job=job)
            await self._say(posting, "said.deleted", anew=False)
        except Exception:
            _log.exception("a job could not be drawn or delivered", job=job)
            await self._say(posting, "card.tried_again")
        finally:
            posting.over()
            self._postings.pop(job, None)
            self._tasks.pop(job, None)

    async def _carry(self, posting: Posting, left: bool) -> None:
        storage, job = self._bot.house.studio.storage, posting.job
        person = await storage.people.get(job.person)
        posting.sheets += elsewhere.sheets(self._bot, job, person, left=left)
        if job.unfinished:
            await self._draw(posting, person)
        posting.over()
        turn = await storage.turns.get(person.id, job.turn)
        if turn.job.unfinished:
            return
        shown = await posting.insist(turn, person, functools.partial(self._end, turn, person))
        try:
            if shown:
                self._bot.house.metrics.shown(await storage.jobs.delivered(job.id))
            else:
                await self._bot.kept.put(person.id, job.id)
        except StorageError:
            # What stands there stays; it is shown once more when this is looked at again.
            _log.exception("a delivery could not be noted", job=job.id)

    async def _end(self, turn: Turn, person: Person, smaller: int) -> Card:
        most = self._bot.upload_limit(turn.place, len(turn.pictures)) // smaller
        try:
            return cards.ended(turn, person, await showing.files(self._bot.house.studio, turn, most))
        except NotFound as error:
            # A file that is lost stays so: this is all that there will ever be to show.
            return cards.unshown(turn, person, say(error.key, person.language, **error.values))

    async def _draw(self, posting: Posting, person: Person) -> None:
        turn = await self._bot.house.studio.storage.turns.get(person.id, posting.job.turn)
        measured = self._bot.house.metrics.drawing(posting.job)
        posting.watch(turn, person)
        try:
            async with contextlib.aclosing(self._bot.house.jobs.draw(posting.job)) as events:
                async for event in events:
                    posting.heard(event)
                    measured(event)
        finally:
            # So that no edit comes after the one that follows.
            await posting.quiet()

    async def _pause(self, posting: Posting, some: asyncio.Semaphore) -> None:
        storage = self._bot.house.studio.storage
        async with some:
            person = await storage.people.get(posting.job.person)
            turn = await storage.turns.get(person.id, posting.job.turn)
            if turn.job.unfinished:
                await posting.replace(cards.paused(turn, person))

    async def _say(self, posting: Posting, key: str, *, anew: bool = True) -> None:
        """Whoever waits for a job is told why nothing comes now."""
        with contextlib.suppress(Exception):
            person = await self._bot.house.studio.storage.people.get(posting.job.person)
            await posting.replace(cards.words(say(key, person.language)), anew=anew)
