"""What was asked and not answered yet: noted before Discord hears that it was taken on, struck out once it is answered.

Whatever a process leaves here, killed or stopped, the next one carries out; and what this one could not bring to its
end, because Discord was away, is looked at again every minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import functools
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from discord.ext import tasks

from bot.asking import Asking, Later, answer
from bot.errands import Errand, to_json
from bot.errors import Broken, EgakuError
from bot.resuming import only_here, recalled
from bot.sheets import PLATFORM
from bot.studio.studio import in_words
from storage import Heard, Job
from storage.errors import StorageError
from storage.requests import TOGETHER, Requests

if TYPE_CHECKING:
    from bot.client import Bot

SWEEP = datetime.timedelta(minutes=1)
"""How often it is looked for what nobody sees to."""
TRIES = 5
"""Deaths that may be charged to a request before it is given up: it may be what processes die of."""
ALONE = datetime.timedelta(seconds=20)
"""How long the next suspect waits for one that comes to no end."""
OLDEST = datetime.timedelta(days=1)
"""Nobody waits for an older request any more."""

A = TypeVar("A", bound=Asking)

_log = structlog.get_logger(__name__)


class Inbox:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._under_way: set[str] = set()
        """Keys of what this process sees to now."""
        self._resumed: set[asyncio.Task[None]] = set()
        self._unstruck: set[str] = set()
        """Keys of what is answered and still noted."""
        self._harmless: dict[str, asyncio.Event] = {}
        """Of those that are seen to alone: they wait for a picture by now."""
        self._closed = False
        self._sweep = tasks.loop(seconds=SWEEP.total_seconds())(self._swept)

    async def take(self, asking: A, errand: Errand, work: Callable[[A], Awaitable[None]]) -> None:
        """Note what was asked, then do it; nothing, where it was heard before. What cannot be noted is not done, and
        the asker is told so."""
        if asking.key in self._under_way:
            return
        self._under_way.add(asking.key)
        try:
            if await self._noted(asking, errand):
                await self._carry(asking, work)
        except EgakuError as error:
            await answer(asking, functools.partial(_refuse, error))
            # It may have been noted after all by now.
            await self._strike(asking.key)
        finally:
            self._under_way.discard(asking.key)

    async def brings(self, job: Job) -> bool:
        """Whether a request that is not answered yet is to bring the job, in an answer that nothing else can write.
        Raises StorageError."""
        errand = await self._requests.noted(PLATFORM, job.request.removeprefix(f"{PLATFORM}:"))
        return errand is not None and only_here(self._bot, errand)

    async def waits(self, asking: Asking) -> None:
        """The request has come as far as waiting for a picture, however many processes may die meanwhile."""
        if asking.key in self._harmless:
            self._harmless[asking.key].set()
        await self._is_harmless(asking.key)

    def keep_up(self) -> None:
        """From now on see to what is left: at once, and every minute. A second time does no harm."""
        if not (self._closed or self._sweep.is_running()):
            self._sweep.start()

    def begin(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """See to it beside everything else, until this process stops."""
        task = asyncio.create_task(work, name=f"request-{name}")
        self._resumed.add(task)
        task.add_done_callback(self._resumed.discard)
        return task

    def close(self) -> None:
        """Take up nothing more that is left."""
        self._closed = True
        self._sweep.cancel()

    async def leave(self) -> None:
        """What is not answered by now is the next process's."""
        for task in self._resumed:
            task.cancel()
        await asyncio.gather(*self._resumed, return_exceptions=True)
        with contextlib.suppress(StorageError):
            await self._requests.leave()

    @property
    def _requests(self) -> Requests:
        return self._bot.house.studio.storage.requests

    @in_words
    async def _noted(self, asking: Asking, errand: Errand) -> bool:
        """False where it was heard before. Raises Broken."""
        try:
            async with asyncio.timeout(asking.patience):
                return await self._requests.heard(PLATFORM, asking.key, to_json(errand))
        except TimeoutError as error:
            raise Broken("error.not_noted") from error

    async def _carry(self, asking: A, work: Callable[[A], Awaitable[None]]) -> None:
        if await answer(asking, work):
            await self._strike(asking.key)
        else:
            _log.info("a request is not answered yet", request=asking.key)
            await self._is_harmless(asking.key)

    async def _strike(self, key: str) -> None:
        self._unstruck.add(key)
        try:
            await self._requests.answered(PLATFORM, key)
        except StorageError:
            _log.warning("an answered request could not be struck out yet", request=key, exc_info=True)
        else:
            self._unstruck.discard(key)

    async def _is_harmless(self, key: str) -> None:
        """Whoever lives after it has not died of it."""
        with contextlib.suppress(StorageError):
            await self._requests.harmless(PLATFORM, key)

    async def _swept(self) -> None:
        under_way = frozenset(self._under_way)
        try:
            left = await self._requests.left(PLATFORM, but=under_way, before=datetime.datetime.now(datetime.UTC))
        except StorageError as error:
            _log.warning("what is left over could not be looked for", error=type(error).__name__)
            return
        self._under_way.update(request.key for request in left)
        for request in left:
            if request.tries < TOGETHER:
                self.begin(self._see_to(request), request.key)
        if suspects := [request for request in left if request.tries >= TOGETHER]:
            self.begin(self._one_by_one(suspects), "one by one")

    async def _one_by_one(self, suspects: Sequence[Heard]) -> None:
        """What processes have died with several times: so that the next death is that of the one that it comes of."""
        for request in suspects:
            harmless = self._harmless[request.key] = asyncio.Event()
            try:
                await self._requests.alone(PLATFORM, request.key)
            except StorageError as error:
                _log.warning("a request waits for the next look", request=request.key, error=type(error).__name__)
                self._under_way.discard(request.key)
                continue
            seeing_to = self.begin(self._see_to(request), request.key)
            waits = asyncio.create_task(harmless.wait())
            try:
                await asyncio.wait({seeing_to, waits}, timeout=ALONE.total_seconds(), return_when="FIRST_COMPLETED")
            finally:
                waits.cancel()
                del self._harmless[request.key]

    async def _see_to(self, request: Heard) -> None:
        try:
            if request.key in self._unstruck:
                await self._strike(request.key)
            elif datetime.datetime.now(datetime.UTC) - request.heard_at > OLDEST:
                _log.warning("a request that nobody waits for any more was dropped", request=request.key)
                await self._strike(request.key)
            elif (again := await recalled(self._bot, request.errand)) is None:
                _log.info("a request was dropped: nobody can be answered", request=request.key)
                await self._strike(request.key)
            elif request.tries >= TRIES:
                _log.error("a request was given up: processes died with it", request=request.key, tries=request.tries)
                await self._carry(again.asking, functools.partial(_refuse, Broken("error.unexpected")))
            else:
                await self._carry(again.asking, again.work)
        except Later:
            _log.info("a request cannot be answered yet", request=request.key)
            await self._is_harmless(request.key)
        except Exception:
            _log.exception("a request could not be taken up", request=request.key)
        finally:
            self._under_way.discard(request.key)


async def _refuse(error: EgakuError, _: Asking) -> None:
    raise error
