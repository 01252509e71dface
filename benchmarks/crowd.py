"""A thousand requests by two hundred people within ten seconds: answered in time, none lost, in a fair order.

python -m benchmarks.crowd [--json] [--people 200] [--requests 1000] [--seconds 10] [--steps 2]

Over real sockets; the bot is in a process of its own, its worker in a third, and Discord with all the people in this
one: what this one is late with counts against the bot, too.

- answered: milliseconds from a request to the first answer to it; lost: requests that were not answered within three
  seconds, or came to no visible end, or whose job has none; twice: messages too many;
- fair: Jain's index over what was drawn for each person, in pictures times steps: the least of all windows of two
  requests a person, from when everybody has asked until the first one has nothing left that waits; half: the same over
  all that was drawn until half of everything was;
- lag: how much later than asked for a sleep of 10 ms ends in the bot's event loop, from before the first request until
  the last picture stands;
- memory: of the bot process without its worker, in MiB: before, and at most; seconds: until everything was shown.

Exits with 1 when a bound is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import dataclasses
import datetime
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
from simcord.actors import MemberActor

from benchmarks.crash.judge import Verdict, judged
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.recorder import Recorder
from bot import logs
from bot.playground import bot
from bot.playground.bridge import opened
from bot.playground.process import BotProcess
from bot.playground.town import Town, settled
from bot.playground.world import World
from bot.settings import Settings, load

MOST = {"answered_p99": 3000.0, "lost": 0, "twice": 0, "lag_p99": 50.0, "memory_peak": 1024.0}
LEAST = {"fair": 0.95}
TICK = 0.01
BEGUN = "begun"
"""A file in the data folder: from when it is there the bot's lag counts."""
LAGS = "lags"
"""A file with a number a line."""
TOKEN = "a token for measuring"
PATIENCE = 600.0
"""Seconds for everything to be shown; what is not there by then is lost."""
WINDOW = 2
"""Requests a person, in one window."""


class Crowd:
    """Everybody asks ``requests`` / ``people`` times, in an order of chance, evenly over ``seconds``."""

    def __init__(self, town: Town, people: int, requests: int, seconds: float, steps: int) -> None:
        server = town.drawing.guild
        assert server is not None
        self._town = town
        self._steps = steps
        self._seconds = seconds
        members = [server.add_member(town.world.create_user(f"guest{number}")) for number in range(people)]
        self._turns = [members[number % people] for number in range(requests)]
        random.Random(1).shuffle(self._turns)
        self.waited: list[float] = []
        """Milliseconds of each request that was answered."""

    async def ask(self) -> None:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as asking:
            for number, member in enumerate(self._turns):
                due = began + self._seconds * number / len(self._turns)
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                asking.create_task(self._ask(member, number))

    async def _ask(self, member: MemberActor, number: int) -> None:
        began = time.perf_counter()
        prompt = f"a star --steps {self._steps} --seed {number}"
        if (await member.slash(self._town.drawing, "imagine", prompt=prompt)).acknowledged:
            self.waited.append(1000 * (time.perf_counter() - began))


async def measured(
    data: Path, people: int, requests: int, seconds: float, steps: int, patience: float
) -> dict[str, Any]:
    world = World()
    await world.start()
    async with opened(settled(world), TOKEN) as bridge:
        recorder, ledger = Recorder(world), Ledger(data)
        bridge.rest.watch = recorder.request
        process = await BotProcess.begin(bridge.address, TOKEN, data=data, module="benchmarks.crowd")
        try:
            await bridge.gateway.arrived.wait()
            # The worker loads its model meanwhile; that is not what is measured here.
            await bridge.town.mia.member.slash(bridge.town.drawing, "imagine", prompt="a star --steps 1")
            await _ended(recorder, ledger, 1, patience)
            memory = Memory(process.process.pid)
            sampling = asyncio.create_task(memory.sample())
            (data / BEGUN).touch()
            began = time.perf_counter()
            crowd = Crowd(bridge.town, people, requests, seconds, steps)
            await crowd.ask()
            verdict = await _ended(recorder, ledger, 1 + len(crowd.waited), patience)
            took = time.perf_counter() - began
            sampling.cancel()
        finally:
            await process.stop()
    await world.shutdown()
    # The last line may be half a one: a bot that did not stop in time was killed.
    lags = sorted(map(float, (data / LAGS).read_text(encoding="utf-8").split("\n")[:-1]))
    waited = sorted(crowd.waited)
    return {
        "requests": requests,
        "answered_p50": _quantile(waited, 0.5),
        "answered_p99": _quantile(waited, 0.99),
        "answered_max": waited[-1],
        "lost": requests - len(waited) + len(verdict.lost) + len(verdict.stuck),
        "twice": len(verdict.posted_twice),
        **fairness(served(data / "egaku.db"), people),
        "lag_p99": _quantile(lags, 0.99),
        "lag_max": lags[-1],
        "memory_before": memory.first,
        "memory_peak": memory.peak,
        "seconds": took,
        "ends": dict(verdict.ends),
    }


async def _ended(recorder: Recorder, ledger: Ledger, accepted: int, patience: float) -> Verdict:
    """Until so many requests have come to a visible end, or everybody's patience has."""
    end = time.monotonic() + patience
    while True:
        verdict = judged(recorder.history, ledger.look(), ledger.known)
        if (verdict.accepted >= accepted and not verdict.lost and not verdict.stuck) or time.monotonic() > end:
            return verdict
        await asyncio.sleep(1)


@dataclasses.dataclass(frozen=True, slots=True)
class Served:
    """One request that was drawn, its instants in seconds, its cost in pictures times steps."""

    person: int
    asked: float
    begun: float
    ended: float
    cost: float


def served(database: Path) -> list[Served]:
    """All but the very first, which warmed the worker up."""
    with contextlib.closing(sqlite3.connect(database)) as opened_database:
        rows = opened_database.execute(
            "SELECT turns.person_id, jobs.created_at, jobs.started_at, jobs.ended_at, turns.recipes FROM jobs"
            " JOIN turns ON turns.id = jobs.turn_id WHERE jobs.state = 'done' ORDER BY jobs.id"
        ).fetchall()[1:]
    return [
        Served(person, _instant(asked), _instant(begun), _instant(ended), _cost(recipes))
        for person, asked, begun, ended, recipes in rows
    ]


def fairness(requests: Iterable[Served], people: int) -> dict[str, float]:
    """Jain's indices over what was drawn; see above. 0 where nobody waited long enough for a window."""
    requests = sorted(requests, key=lambda one: one.ended)
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for one in requests:
        first[one.person] = min(one.asked, first.get(one.person, one.asked))
        last[one.person] = max(one.begun, last.get(one.person, one.begun))
    begin, end = max(first.values()), min(last.values())
    backlogged = [one for one in requests if begin <= one.ended <= end]
    size = WINDOW * people
    windows = [backlogged[at : at + size] for at in range(0, len(backlogged) - size + 1, size)]
    return {
        "fair": min((jain(window, people) for window in windows), default=0.0),
        "windows": len(windows),
        "half": jain(requests[: len(requests) // 2], people),
    }


def jain(requests: Iterable[Served], people: int) -> float:
    """1 where everybody got the same, 1/people where one got everything (Jain, Chiu and Hawe, 1984)."""
    shares: dict[int, float] = collections.defaultdict(float)
    for one in requests:
        shares[one.person] += one.cost
    squares = sum(share * share for share in shares.values())
    return sum(shares.values()) ** 2 / (people * squares) if squares else 0.0


def _instant(text: str) -> float:
    return datetime.datetime.fromisoformat(text).timestamp()


def _cost(recipes: str) -> float:
    return float(sum(recipe["steps"] for recipe in json.loads(recipes)))


class Memory:
    """Resident MiB of a process."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self.first = self.peak = self._now()

    async def sample(self) -> None:
        while True:
            await asyncio.sleep(0.25)
            self.peak = max(self.peak, self._now())

    def _now(self) -> float:
        return float(self._process.memory_info().rss) / 2**20


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))]


async def _lived(settings: Settings) -> None:
    """The bot's process: the bot, and beside it how late its loop is."""
    ticking = asyncio.create_task(_ticked(settings.data.folder))
    await bot.live(settings)
    ticking.cancel()


async def _ticked(folder: Path) -> None:
    while not (folder / BEGUN).exists():
        await asyncio.sleep(TICK)
    with (folder / LAGS).open("w", encoding="utf-8") as file:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK)
            file.write(f"{1000 * (time.perf_counter() - began - TICK):.3f}\n")


def _bot() -> int:
    asked = bot.arguments()
    bot.connect_to(asked.address)
    settings = load(asked.config, data=asked.data)
    logs.configure(settings.log)
    asyncio.run(_lived(settings))
    return 0


def missed(figures: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name, bound in MOST.items() if figures[name] > bound)
    yield from (name for name, bound in LEAST.items() if figures[name] < bound)


def main() -> int:
    if "--data" in sys.argv:
        return _bot()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--patience", type=float, default=PATIENCE)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        figures = asyncio.run(
            measured(Path(data), asked.people, asked.requests, asked.seconds, asked.steps, asked.patience)
        )
    found = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    found["missed"] = list(missed(figures))
    print(json.dumps(found) if asked.json else json.dumps(found, indent=2))
    return 1 if found["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
