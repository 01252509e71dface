"""At every await of a request's way the bot dies, or the await fails, one after the other: the promises are kept.

python -m benchmarks.crash.points [--stories imagine,reply,cancel,erase] [--how kill,fail] [--stride 1] [--json]

A point is one suspension of a coroutine with our own code in it (stepping.py), from the request on, until it is shown
and noted; N goes up until a run passes in which nothing went wrong, because there is no N-th. The bot is the real one,
over sockets and with a real database; its worker draws plain pictures without torch (painter.py). After a death it is
started again; after a failure it goes on living, and is killed and started only where something is missing then
(``restarts``). The judge is judge.py. Exits with 1 when a promise was broken at any point.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import dataclasses
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.crash.forks import LOOK_EVERY, Nursery
from benchmarks.crash.history import Asked, Row, Stage
from benchmarks.crash.judge import Verdict, judged
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.recorder import Recorder
from benchmarks.crash.stepping import How
from benchmarks.crash.stories import STORIES, Act, Scene
from bot.playground.bridge import opened
from bot.playground.town import settled
from bot.playground.world import World

TOKEN = "a token for measuring"
QUIET = 6.0
"""Seconds in which nothing happens: what has not come by then does not come in this life."""
SETTLED = 2.0
"""The same, where nothing that was promised is missing."""
NOTED = 0.4
"""Seconds after the last message in which what was shown is noted."""


@dataclasses.dataclass
class Found:
    """What one story's points showed."""

    points: int = 0
    places: set[str] = dataclasses.field(default_factory=set)
    restarts: list[str] = dataclasses.field(default_factory=list)
    """Failures after which something was missing until the next start."""
    accepted: int = 0
    broken: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    where: list[str] = dataclasses.field(default_factory=list)

    def note(self, point: int, place: str, verdict: Verdict) -> None:
        self.points += 1
        self.places.add(place)
        self.accepted += verdict.accepted
        for promise in ("lost", "posted_twice", "after_cancel", "stuck"):
            for what in getattr(verdict, promise):
                self.broken[promise] += 1
                self.where.append(f"{point} at {place}: {promise}, {what}")


async def run(
    data: Path,
    story: str,
    how: How,
    points: Iterable[int],
    *,
    said: Callable[[str], None] = lambda _: None,
    log: bool = False,
) -> Found:
    """Go through ``points`` until there is none such. A word on each goes to ``said``."""
    world = World()
    await world.start()
    found = Found()
    try:
        async with opened(settled(world), TOKEN) as bridge:
            recorder = Recorder(world)
            bridge.rest.watch = recorder.request
            async with Nursery.opened(bridge, data, log=log) as nursery:
                on = Scene(bridge, recorder, Ledger(data), nursery)
                await on.imagine()
                on.picture = await on.shown(Stage.DRAWN, 0)
                await asyncio.sleep(NOTED)
                for point in points:
                    began = time.monotonic()
                    place, verdict, restarted = await _point(on, story, how, point)
                    if place is None:
                        break
                    found.note(point, place, verdict)
                    found.restarts += [f"{point} at {place}"] * restarted
                    said(f"{story} {how} {point} {place} {time.monotonic() - began:.1f} s {_words(verdict)}")
    finally:
        await world.shutdown()
    return found


async def _point(on: Scene, story: str, how: How, point: int) -> tuple[str | None, Verdict, bool]:
    """(where it went wrong, what is to be said of it, whether a failure wanted a new life)."""
    since = len(on.recorder.history)
    act = await STORIES[story](on)
    await on.nursery.arm(point, how)
    acting = asyncio.create_task(_acted(act))
    verdict = await _at_rest(on, since, act)
    restarted = not on.nursery.died.is_set() and verdict.broken > 0
    if restarted:
        await on.nursery.kill()
    if on.nursery.died.is_set():
        await on.nursery.begin()
        verdict = await _at_rest(on, since, act)
    acting.cancel()
    await asyncio.gather(acting, return_exceptions=True)
    return on.nursery.fired, verdict, restarted


async def _acted(act: Act) -> None:
    await act.do()


async def _at_rest(on: Scene, since: int, act: Act) -> Verdict:
    """Until all that was to come has come and was noted, the bot has died, or nothing happens any more."""
    seen, changed = 0, time.monotonic()
    while True:
        verdict = _judged(on, since)
        if on.nursery.died.is_set():
            return verdict
        now = time.monotonic()
        if len(on.recorder.history) != seen:
            seen, changed = len(on.recorder.history), now
        # What nobody seems to have heard may have been heard by the one that died.
        well = not (verdict.lost or verdict.stuck or verdict.unheard)
        done = act.done(on.recorder.history[since:])
        if now - changed > (NOTED if well and done else SETTLED if well else QUIET):
            return verdict
        await asyncio.sleep(LOOK_EVERY)


def _judged(on: Scene, since: int) -> Verdict:
    """Of this point's requests alone: an earlier one may have left something behind."""
    history = on.recorder.history[since:]
    keys = {event.key for event in history if isinstance(event, Asked)}
    rows: tuple[Row, ...] = ()
    with contextlib.suppress(sqlite3.OperationalError):
        rows = tuple(row for row in on.ledger.look() if row.key in keys)
    known = {key: turn for key, turn in on.ledger.known.items() if key in keys}
    return judged(history, rows, known)


def _words(verdict: Verdict) -> str:
    return "; ".join((*verdict.lost, *verdict.posted_twice, *verdict.after_cancel, *verdict.stuck)) or "well"


def _all(stride: int) -> Iterator[int]:
    number = 1
    while True:
        yield number
        number += stride


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stories", default=",".join(STORIES))
    parser.add_argument("--how", default=",".join(How))
    parser.add_argument("--stride", type=int, default=1, help="every so many points alone")
    parser.add_argument("--log", action="store_true", help="show what the bots say on standard error")
    asked = parser.parse_args()
    figures: dict[str, Any] = {}
    for story in asked.stories.split(","):
        for how in map(How, asked.how.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                said = (lambda _: None) if asked.json else print
                found = asyncio.run(run(Path(folder), story, how, _all(asked.stride), said=said, log=asked.log))
            figures[f"{story} {how}"] = {
                "points": found.points,
                "places": len(found.places),
                "accepted": found.accepted,
                "restarts": found.restarts,
                **{name: found.broken[name] for name in ("lost", "posted_twice", "after_cancel", "stuck")},
                "where": found.where,
            }
    print(json.dumps(figures, ensure_ascii=False, indent=None if asked.json else 2))
    return 1 if any(each["where"] for each in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
