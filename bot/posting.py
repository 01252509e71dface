"""One job's message: what is heard of the job is shown on the first of its sheets that can be reached."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import structlog

from bot import cards
from bot.budget import Budget, Rank
from bot.cards import Card
from bot.errors import Broken, NotFound
from bot.i18n import say
from bot.sheets import Rejected, Removed, Sheet, SheetError, TooLarge, Unreachable, Unsteady
from generator.events import Cancelled, Event, Failed, Finished, Progress, Queued, Started
from storage import Job, Person, Turn
from storage.errors import Missing

if TYPE_CHECKING:
    from bot.client import Bot

AGAIN_AFTER = (1.0, 5.0, 20.0, 60.0, 300.0)
"""Seconds to wait before a result is sent once more; the last one again and again."""
_REJECTIONS = 5
"""How often Discord is asked to take a result that it does not take."""

_log = structlog.get_logger(__name__)

Making = Callable[[int], Awaitable[Card]]
"""The end of a job as a card, with files of at most so many times less bytes than are allowed."""


class Posting:
    """``pace``: seconds between two edits, at least. Without sheets nothing is shown."""

    def __init__(
        self,
        bot: Bot,
        job: Job,
        sheets: Sequence[Sheet],
        *,
        pace: float,
        budget: Budget,
        again_after: Sequence[float] = AGAIN_AFTER,
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._budget = budget
        self._again_after = again_after
        self.job = job
        self.sheets = list(sheets)
        self.event: Event | None = None
        """The latest, without what it brings: pictures wait on the disk."""
        self.drawn = asyncio.Event()
        """The job has ended, or this process can do no more for it."""
        self._changed = asyncio.Event()
        self._moved = asyncio.Event()
        """It is no longer waiting in the queue."""
        self._watching: asyncio.Task[None] | None = None
        self._preview: bytes | None = None
        self._posted: int | None = None

    def heard(self, event: Event) -> None:
        match event:
            case Finished() | Failed() | Cancelled():
                return
            case Queued():
                self._moved.clear()
            case Started():
                self._preview = None
                self._moved.set()
            case Progress(preview=preview):
                self._preview = preview or self._preview
                self._moved.set()
                event = dataclasses.replace(event, preview=None)
        self.event = event
        self._changed.set()

    def over(self) -> None:
        self._preview = None
        for each in (self.drawn, self._changed, self._moved):
            each.set()

    def watch(self, turn: Turn, person: Person) -> None:
        """Show from now on how the job goes on, until :meth:`quiet`."""
        if self.sheets:
            self._watching = asyncio.create_task(self._progress(turn, person))

    async def quiet(self) -> None:
        """No more of the job's progress is shown once this returns: an edit that was under way is waited for."""
        self.over()
        if self._watching is not None:
            await asyncio.wait({self._watching})

    def leave(self) -> None:
        """Stop showing how the job goes on, even in the middle of an edit."""
        if self._watching is not None:
            self._watching.cancel()

    async def insist(self, turn: Turn, person: Person, made: Making) -> bool:
        """Show the end of a job, however long Discord may be away; only while it is sent is anything of it in memory.

        False where nobody can be shown it anywhere. Raises Missing where it was deleted meanwhile.
        """
        attempt = rejected = smaller = 0
        while True:
            try:
                async with self._budget.result(self.sheets[0].channel):
                    await self._show(turn, await made(2**smaller), end=True)
                return True
            except Removed:
                # Somebody did not want it there; the history has it.
                return True
            except Unreachable:
                _log.warning("the end of a job can be shown nowhere", job=self.job.id)
                return False
            except TooLarge as error:
                if smaller < _REJECTIONS:
                    smaller += 1
                    continue
                made = self._refused(turn, person, error)
            except Rejected as error:
                rejected += 1
                if rejected == _REJECTIONS:
                    made = self._refused(turn, person, error)
                elif rejected > _REJECTIONS:
                    return False
            except (Unsteady, Broken):
                pass
            pause = self._again_after[min(attempt, len(self._again_after) - 1)]
            attempt += 1
            _log.warning("a result could not be shown yet", job=self.job.id, again_in=pause)
            await asyncio.sleep(pause)
            await self._bot.house.studio.storage.turns.get(turn.person, turn.id)

    async def replace(self, card: Card, *, anew: bool = False) -> None:
        """Show ``card`` instead of what stands there; ``anew``: also where nothing does yet."""
        if self.sheets and (anew or self.sheets[0].message is not None):
            with contextlib.suppress(SheetError):
                await self._reached(card)

    def _refused(self, turn: Turn, person: Person, error: Rejected) -> Making:
        _log.error("Discord does not take the end of a job", job=self.job.id, code=error.code)

        async def said(smaller: int) -> Card:
            return cards.unshown(turn, person, say("card.rejected", person.language))

        return said

    async def _progress(self, turn: Turn, person: Person) -> None:
        """Each state that is still true when its time comes."""
        shown: Card | None = None
        while await self._news():
            eta = self._bot.house.jobs.eta(self.job.id)
            card = cards.placeholder(turn, person, self.event, eta, self._preview)
            if card != shown:
                try:
                    await self._show(turn, card)
                    shown = card
                except (Unsteady, Broken):
                    _log.warning("a placeholder could not be shown", job=self.job.id)
                except (SheetError, Missing):
                    return
                except Exception:
                    # A placeholder that could not be made keeps nobody from their picture.
                    _log.exception("a placeholder failed", job=self.job.id)
                    return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.drawn.wait(), self._pace)

    async def _news(self) -> bool:
        """Wait for something that may be shown. False once the job is over."""
        await self._changed.wait()
        if self.sheets[0].message is None:
            self._budget.first()
        else:
            await self._turn()
        self._changed.clear()
        return not self.drawn.is_set()

    async def _turn(self) -> None:
        """Wait for the right to change what stands there; who waits in the queue, until something better happens."""
        here, granted = self.sheets[0].channel, False
        while not granted and not self.drawn.is_set():
            if isinstance(self.event, Queued):
                granted = await self._budget.turn(Rank.PLACE, here, or_else=self._moved)
            else:
                granted = await self._budget.turn(Rank.PROGRESS, here, or_else=self.drawn)

    async def _show(self, turn: Turn, card: Card, *, end: bool = False) -> None:
        """Raises Missing, and leaves nothing new standing, where the turn was deleted by then."""
        sheet = await self._reached(card, end=end)
        # Whoever deletes a turn removes the messages that are known; nobody knows the private ones.
        known = sheet.message == self._posted and not (end and sheet.private)
        if sheet.message is None or known:
            return
        try:
            await self._bot.posted(turn, sheet)
        except NotFound as error:
            await self._take_away(sheet)
            raise Missing(f"turn {turn.id}") from error
        self._posted = sheet.message

    async def _take_away(self, sheet: Sheet) -> None:
        """What was sent while it was deleted."""
        for pause in (*self._again_after, 0.0):
            try:
                await sheet.remove()
                return
            except Unsteady:
                await asyncio.sleep(pause)
            except SheetError:
                break
        _log.warning("a message of what was deleted could not be removed", job=self.job.id)

    async def _reached(self, card: Card, *, end: bool = False) -> Sheet:
        """The first sheet that can be reached, with ``card`` on it; the ones before it are given up. Only the end moves
        to another one from where something stands."""
        while True:
            try:
                await self.sheets[0].show(card, end=end)
                return self.sheets[0]
            except Unreachable:
                if len(self.sheets) == 1 or (not end and self.sheets[0].message is not None):
                    raise
                self.sheets.pop(0)
