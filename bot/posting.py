"""One job's message: what is heard of the job is shown on the first of its sheets that can be reached."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from bot import cards
from bot.cards import Card
from bot.errors import Broken, NotFound
from bot.i18n import say
from bot.ration import Ration
from bot.sheets import Rejected, Removed, Sheet, SheetError, Unreachable, Unsteady
from generator.events import Event, Progress, Queued, Started
from storage import Job, Person, Turn
from storage.errors import Missing

if TYPE_CHECKING:
    from bot.client import Bot

AGAIN_AFTER = (1.0, 5.0, 20.0, 60.0, 300.0)
"""Seconds to wait before a result is sent once more; the last one again and again."""
_REJECTIONS = 5
"""How often Discord is asked to take a result that it does not take."""

_log = structlog.get_logger(__name__)


class Posting:
    """``pace``: seconds between two edits, at least. ``positions``: in which all edits that only tell a place in the
    queue share. Without sheets nothing is shown."""

    def __init__(
        self,
        bot: Bot,
        job: Job,
        sheets: Sequence[Sheet],
        *,
        pace: float,
        positions: Ration,
        again_after: Sequence[float] = AGAIN_AFTER,
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._positions = positions
        self._again_after = again_after
        self.job = job
        self.sheets = list(sheets)
        self.event: Event | None = None
        self.drawn = asyncio.Event()
        """The job has ended, or this process can do no more for it."""
        self._changed = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._preview: bytes | None = None
        self._posted: int | None = None

    def heard(self, event: Event) -> None:
        self.event = event
        match event:
            case Started():
                self._preview = None
            case Progress(preview=bytes() as preview):
                self._preview = preview
        self._changed.set()

    def over(self) -> None:
        self.drawn.set()
        self._changed.set()

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

    async def insist(self, turn: Turn, person: Person, card: Card) -> None:
        """Show the end of a job, however long Discord may be away. Raises Missing where it was deleted meanwhile."""
        rejected = 0
        for attempt in itertools.count():
            try:
                await self._show(turn, card)
                return
            except Removed:
                # Somebody did not want it there; the history has it.
                return
            except Unreachable:
                _log.warning("nobody can be shown the end of a job", job=self.job.id)
                return
            except Rejected as error:
                rejected += 1
                if rejected == _REJECTIONS:
                    _log.error("Discord does not take the end of a job", job=self.job.id, code=error.code)
                    await self.replace(cards.words(say("card.rejected", person.language)), anew=True)
                    return
            except (Unsteady, Broken):
                pass
            pause = self._again_after[min(attempt, len(self._again_after) - 1)]
            _log.warning("a result could not be shown yet", job=self.job.id, again_in=pause)
            await asyncio.sleep(pause)
            await self._bot.house.studio.storage.turns.get(turn.person, turn.id)

    async def replace(self, card: Card, *, anew: bool = False) -> None:
        """Show ``card`` instead of what stands there; ``anew``: also where nothing does yet."""
        if self.sheets and (anew or self.sheets[0].message is not None):
            with contextlib.suppress(SheetError):
                await self._reached(card)

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
        self._changed.clear()
        while isinstance(self.event, Queued) and self.sheets[0].message is not None and not self.drawn.is_set():
            # Who waits can wait for its turn to be told so, unless something better happens.
            if await self._positions.turn(or_else=self._changed):
                break
            self._changed.clear()
        return not self.drawn.is_set()

    async def _show(self, turn: Turn, card: Card) -> None:
        """Raises Missing where the turn was deleted by the time that the card stands there."""
        sheet = await self._reached(card)
        if sheet.message is None or sheet.message == self._posted:
            return
        try:
            await self._bot.posted(turn, sheet)
        except NotFound as error:
            raise Missing(f"turn {turn.id}") from error
        self._posted = sheet.message

    async def _reached(self, card: Card) -> Sheet:
        """The first sheet that can be reached, with ``card`` on it; the ones before it are given up."""
        while True:
            try:
                await self.sheets[0].show(card)
                return self.sheets[0]
            except Unreachable:
                if len(self.sheets) == 1:
                    raise
                self.sheets.pop(0)
