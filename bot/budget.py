"""How much the bot asks of Discord at once: results first, then how jobs go on, then places in the queue.

Discord takes fifty requests a second of a bot, and about five edits in five seconds in a channel.
https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import enum
import math
from collections.abc import AsyncIterator


class Rank(enum.IntEnum):
    """What is shown; the lower goes first."""

    RESULT = 0
    PROGRESS = 1
    PLACE = 2
    """Only where something stands in the queue."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """``rate``: requests a second. ``spare``: those of them that are left to results and first answers. ``edits``: of
    how jobs go on, within ``span`` seconds and one channel. ``at_once``: results on their way, each with its pictures
    in memory; ``in_channel``: those of one channel. ``places``: seconds between two edits that only tell a place."""

    rate: int = 40
    spare: int = 20
    edits: int = 4
    span: float = 5.0
    at_once: int = 8
    in_channel: int = 2
    places: float = 1.0


MEANS = Means()


class Book:
    """What was asked of Discord lately, and so from when on more may be: pure. Times are seconds of one clock."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._lately: collections.deque[float] = collections.deque()
        self._edits: dict[int, collections.deque[float]] = {}
        self._sending: collections.Counter[int] = collections.Counter()
        self._next_place = -math.inf

    def due(self, rank: Rank, now: float) -> float:
        """From when on something of that rank may be shown anywhere; infinity: once a result has arrived."""
        _forget(self._lately, now - 1.0)
        if rank is Rank.RESULT and self._sending.total() >= self._means.at_once:
            return math.inf
        most = self._means.rate - (0 if rank is Rank.RESULT else self._means.spare)
        due = self._lately[-most] + 1.0 if len(self._lately) >= most else now
        return max(due, self._next_place) if rank is Rank.PLACE else due

    def due_in(self, channel: int, rank: Rank, now: float) -> float:
        """The same for that channel alone."""
        if rank is Rank.RESULT:
            return math.inf if self._sending[channel] >= self._means.in_channel else now
        edits = self._edits.get(channel, collections.deque())
        _forget(edits, now - self._means.span)
        return edits[-self._means.edits] + self._means.span if len(edits) >= self._means.edits else now

    def take(self, rank: Rank, channel: int, now: float) -> None:
        self.sent(now)
        self._edited(channel, now)
        if rank is Rank.RESULT:
            self._sending[channel] += 1
        if rank is Rank.PLACE:
            self._next_place = now + self._means.places

    def sent(self, now: float) -> None:
        """Something that waits for nobody is shown: a new message, which Discord counts apart from edits."""
        self._lately.append(now)

    def _edited(self, channel: int, now: float) -> None:
        before = now - self._means.span
        for quiet in [each for each, edits in self._edits.items() if not edits or edits[-1] <= before]:
            del self._edits[quiet]
        self._edits.setdefault(channel, collections.deque(maxlen=self._means.edits)).append(now)

    def arrived(self, channel: int) -> None:
        """A result is no longer on its way."""
        self._sending -= collections.Counter({channel: 1})


def _forget(times: collections.deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()


class Budget:
    """Who has waited longest is next; but nobody goes before a better rank, unless that waits for its channel alone, or
    for its own that are on their way."""

    def __init__(self, means: Means) -> None:
        self._book = Book(means)
        self._waiting: dict[Rank, dict[asyncio.Future[None], int]] = {rank: {} for rank in Rank}
        self._timer: asyncio.TimerHandle | None = None
        self._clock = -math.inf

    @contextlib.asynccontextmanager
    async def result(self, channel: int) -> AsyncIterator[None]:
        """Once it is a result's turn; it is on its way until this is left."""
        turn = self._asked_for(Rank.RESULT, channel)
        try:
            await turn
            yield
        finally:
            self._waiting[Rank.RESULT].pop(turn, None)
            if turn.done() and not turn.cancelled():
                self._book.arrived(channel)
            self._grant()

    async def turn(self, rank: Rank, channel: int, or_else: asyncio.Event) -> bool:
        """True once it is one's turn; False, and nothing is used up, where ``or_else`` happens first."""
        turn, other = self._asked_for(rank, channel), asyncio.create_task(or_else.wait())
        try:
            await asyncio.wait((turn, other), return_when=asyncio.FIRST_COMPLETED)
            return turn.done()
        finally:
            other.cancel()
            if self._waiting[rank].pop(turn, None) is not None:
                self._grant()

    def first(self) -> None:
        """Somebody is answered for the first time, which waits for nothing; others wait a little more."""
        self._book.sent(self._now())

    def _asked_for(self, rank: Rank, channel: int) -> asyncio.Future[None]:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[rank][turn] = channel
        self._grant()
        return turn

    def _now(self) -> float:
        self._clock = max(self._clock, asyncio.get_running_loop().time())
        return self._clock

    def _grant(self, at: float = -math.inf) -> None:
        """Give everybody their turn who may have it now, and look again when the next one may. ``at``: what time it is
        at least, as a timer may come a little early."""
        if self._timer is not None:
            self._timer.cancel()
        self._clock = max(self._clock, at)
        now, soonest = self._now(), math.inf
        for rank in Rank:
            for turn, channel in tuple(self._waiting[rank].items()):
                if math.isinf(due := self._book.due(rank, now)):
                    # Not for what Discord takes, which is left to others, but for what is on its way.
                    break
                if due > now:
                    self._look_again(min(soonest, due))
                    return
                if (due := self._book.due_in(channel, rank, now)) > now:
                    soonest = min(soonest, due)
                    continue
                del self._waiting[rank][turn]
                if not turn.done():  # whoever waited may be about to hear that they were cancelled
                    self._book.take(rank, channel, now)
                    turn.set_result(None)
        self._look_again(soonest)

    def _look_again(self, when: float) -> None:
        self._timer = None if math.isinf(when) else asyncio.get_running_loop().call_at(when, self._grant, when)
