"""From accepted jobs to messages: one task a job, from the placeholder over live previews to the result.

What is shown in the end is read from the database, so that any process can show it: a job that a dead process left is
taken up at the start, in the very message where it stood.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import structlog

from bot import cards
from bot.finding import where_it_stood
from bot.i18n import say
from bot.posting import Posting
from bot.sheets import PLATFORM, DirectSheet, Sheet
from bot.studio import showing
from bot.studio.studio import in_words, words_for
from generator.events import Event
from generator.executors.local import Closed
from storage import Job, Person
from storage.errors import Missing, StorageError

if TYPE_CHECKING:
    from bot.client import Bot

PACE = 1.5
"""Seconds between two edits of one message, at least: Discord allows about five edits in five seconds a channel."""
_GRACE = 3.0
"""Seconds that a stop waits for Discord."""

_log = structlog.get_logger(__name__)


class Delivery:
    def __init__(self, bot: Bot, *, pace: float = PACE) -> None:
        self._bot = bot
        self._pace = pace
        self._postings: dict[int, Posting] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._closed = False

    def begin(self, job: Job, *sheets: Sheet) -> bool:
        """Draw ``job`` and show it on the first of ``sheets`` that can be reached. False, and nothing is done, where it
        is under way or was shown."""
        if job.id in self._postings or job.delivered_at is not None:
            return False
        posting = self._postings[job.id] = Posting(self._bot, job, sheets, self._pace)
        self._tasks[job.id] = asyncio.create_task(self._carried(posting), name=f"delivery-{job.id}")
        return True

    @in_words
    async def take_up(self) -> set[int]:
        """What dead processes left: jobs to be drawn, and ends that nobody was shown. Returns the channels of these."""
        jobs = self._bot.house.jobs
        # This first: what has died too often ends there, and that nobody was shown either.
        resumed = await jobs.resume(PLATFORM)
        undelivered = await jobs.storage.jobs.undelivered(PLATFORM)
        left = (*resumed, *undelivered)
        for job in left:
            self.begin(job, *await where_it_stood(self._bot, job))
        return {int(job.place.channel) for job in left}

    async def ended(self, job: int) -> None:
        """Wait until a job has been drawn, failed or was cancelled; returns at once for one that is not here.

        Once this process stops, whoever waits is cancelled: the next process hears them again.
        """
        if posting := self._postings.get(job):
            await posting.drawn.wait()
        if self._closed:
            raise asyncio.CancelledError

    def event_of(self, job: int) -> Event | None:
        """The latest that was heard of a job that is under way."""
        posting = self._postings.get(job)
        return posting.event if posting else None

    async def close(self) -> None:
        """Leave everything to the next process, and say so where somebody is waiting."""
        self._closed = True
        postings, tasks = tuple(self._postings.values()), tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                await asyncio.gather(*map(self._pause, postings), return_exceptions=True)

    async def _carried(self, posting: Posting) -> None:
        job = posting.job.id
        structlog.contextvars.bind_contextvars(job=job)
        try:
            await self._carry(posting)
        except Closed:
            pass
        except Missing:
            _log.info("a turn was deleted while it was under way", job=job)
            await self._say(posting, "said.deleted", anew=False)
        except StorageError as error:
            _log.exception("a job could not be kept", job=job)
            await self._say(posting, words_for(error).key)
        except Exception:
            _log.exception("a job could not be delivered", job=job)
            await self._say(posting, "error.unexpected")
        finally:
            posting.over()
            self._postings.pop(job, None)
            self._tasks.pop(job, None)

    async def _carry(self, posting: Posting) -> None:
        storage, job = self._bot.house.studio.storage, posting.job
        person = await storage.people.get(job.person)
        if job.place.platform == PLATFORM:
            posting.sheets.append(DirectSheet(self._bot, person.handle))
        if job.unfinished:
            await self._draw(posting, person)
        posting.over()
        turn = await storage.turns.get(person.id, job.turn)
        if not posting.sheets or turn.job.unfinished:
            return
        most = self._bot.upload_limit(turn.place, len(turn.pictures))
        files = await showing.files(self._bot.house.studio, turn, most)
        await posting.insist(turn, cards.ended(turn, person, files))
        try:
            self._bot.house.metrics.shown(await storage.jobs.delivered(job.id))
        except StorageError:
            # What stands there stays; the next start shows it once more.
            _log.exception("a delivery could not be noted", job=job.id)

    async def _draw(self, posting: Posting, person: Person) -> None:
        turn = await self._bot.house.studio.storage.turns.get(person.id, posting.job.turn)
        measured = self._bot.house.metrics.drawing(posting.job)
        watching = asyncio.create_task(posting.progress(turn, person)) if posting.sheets else None
        try:
            async with contextlib.aclosing(self._bot.house.jobs.draw(posting.job)) as events:
                async for event in events:
                    posting.heard(event)
                    measured(event)
        finally:
            posting.over()
            if watching is not None:
                await _over(watching)

    async def _pause(self, posting: Posting) -> None:
        storage = self._bot.house.studio.storage
        person = await storage.people.get(posting.job.person)
        turn = await storage.turns.get(person.id, posting.job.turn)
        if turn.job.unfinished:
            await posting.replace(cards.paused(turn, person))

    async def _say(self, posting: Posting, key: str, *, anew: bool = True) -> None:
        """Whoever waits for a job is told why nothing comes now."""
        with contextlib.suppress(Exception):
            person = await self._bot.house.studio.storage.people.get(posting.job.person)
            await posting.replace(cards.words(say(key, person.language)), anew=anew)


async def _over(task: asyncio.Task[None]) -> None:
    """Wait for ``task`` even when the waiting is cancelled, so that no edit comes after the one that follows."""
    try:
        await task
    except asyncio.CancelledError:
        task.cancel()
        raise
    except Exception:
        # A placeholder that could not be made keeps nobody from their picture.
        _log.exception("a placeholder failed")
