"""Results that could be shown nowhere: whoever asked for one is told so, once, at their next contact."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.errors import EgakuError
from bot.i18n import say
from bot.sheets import PLATFORM, SheetError
from bot.studio.studio import in_words
from storage import Job, State, Storage

if TYPE_CHECKING:
    from bot.asking import Asking

_log = structlog.get_logger(__name__)


class Kept:
    """Knows whom there is something to tell, so that nobody else's requests cost a look."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._people: set[int] | None = None
        """None: nobody has looked yet."""
        self._looking = asyncio.Lock()

    async def put(self, person: int, job: int) -> None:
        """Raises StorageError."""
        async with self._looking:
            await self._storage.kept.put(job)
            if self._people is not None:
                self._people.add(person)

    async def tell(self, asking: Asking) -> None:
        """Beside the answer to a request. Whatever goes wrong is left to the next one."""
        person = getattr(asking, "person", None)
        if person is None:
            return
        try:
            if not await self._due(person.id):
                return
            try:
                await self._tell(asking, await self._of(person.id))
            except BaseException:
                self._people = None
                raise
        except (EgakuError, discord.HTTPException, SheetError, aiohttp.ClientError, OSError):
            _log.warning("somebody could not be told of what is kept for them", exc_info=True)

    async def _tell(self, asking: Asking, jobs: Sequence[Job]) -> None:
        if jobs:
            await asking.aside(in_short(jobs, asking.language))
            await self._noted(asking.person.id, jobs)

    @in_words
    async def _due(self, person: int) -> bool:
        """From here on it is this request's to tell, and no other's that comes meanwhile."""
        async with self._looking:
            if self._people is None:
                self._people = set(await self._storage.kept.people(PLATFORM))
            due = person in self._people
            self._people.discard(person)
            return due

    @in_words
    async def _of(self, person: int) -> Sequence[Job]:
        return await self._storage.kept.of(person)

    @in_words
    async def _noted(self, person: int, jobs: Sequence[Job]) -> None:
        await self._storage.kept.told(person, [job.id for job in jobs])


def in_short(jobs: Sequence[Job], language: str) -> str:
    """How many results are kept, and of how many requests nothing came."""
    drawn = sum(job.state is State.DONE for job in jobs)
    lines = (("kept.drawn", drawn), ("kept.not_drawn", len(jobs) - drawn))
    return "\n".join(say(key, language, count=count) for key, count in lines if count)
