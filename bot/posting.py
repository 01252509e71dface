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
from bot.sheets import Removed, Sheet, SheetError, Unreachable, Unsteady
from generator.events import Event, Progress, Started
from storage import Job, Person, Turn
from storage.errors import Missing

if TYPE_CHECKING:
    from bot.client import Bot

_AGAIN_AFTER = (1.0, 5.0, 20.0, 60.0, 300.0)
"""Seconds to wait before a result is sent once more; the last one again and again."""

_log = structlog.get_logger(__name__)


class Posting:
    """``pace``: seconds between two edits, at least. Without sheets nothing is shown."""

    def __init__(self, bot: Bot, job: Job, sheets: Sequence[Sheet], pace: float) -> None:
        self._bot = bot
        self._pace = pace
        self.job = job
        self.sheets = list(sheets)
        self.event: Event | None = None
        self.drawn = asyncio.Event()
        """The job has ended, or this process can do no more for it."""
        self._changed = asyncio.Event()
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

    async def progress(self, turn: Turn, person: Person) -> None:
        """Show how the job goes on until it is over: each state that is still true when its time comes."""
        shown: Card | None = None
        while await self._news():
            eta = self._bot.house.executor.eta(self.job.id)
            card = cards.placeholder(turn, person, self.event, eta, self._preview)
            if card != shown:
                try:
                    await self._show(turn, card)
                    shown = card
                except (Unsteady, Broken):
                    _log.warning("a placeholder could not be shown", job=self.job.id)
                except SheetError:
                    return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.drawn.wait(), self._pace)

    async def insist(self, turn: Turn, card: Card) -> None:
        """Show the end of a job, however long Discord may be away. Raises Missing where it was deleted meanwhile."""
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
            except (Unsteady, Broken):
                pause = _AGAIN_AFTER[min(attempt, len(_AGAIN_AFTER) - 1)]
                _log.warning("a result could not be shown yet", job=self.job.id, again_in=pause)
                await asyncio.sleep(pause)
                await self._bot.house.studio.storage.turns.get(turn.person, turn.id)

    async def replace(self, card: Card, *, anew: bool = False) -> None:
        """Show ``card`` instead of what stands there; ``anew``: also where nothing does yet."""
        if self.sheets and (anew or self.sheets[0].message is not None):
            with contextlib.suppress(SheetError):
                await self._reached(card)

    async def _news(self) -> bool:
        await self._changed.wait()
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
