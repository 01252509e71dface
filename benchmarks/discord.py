"""What Discord and people notice of the bot: over real sockets, with the bot in another process, as in the playground.

python -m benchmarks.discord [--json] [--pictures 10] [--crowd 50]

- answer: time to the first answer to /imagine, for one person and for a crowd at once;
- path: from /imagine to the message with its picture, without what the engine itself took;
- posted: from the finished result to its message, both times as the database has them, while nothing else goes on;
- lag: how much later than asked for a sleep of 10 ms ends in the bot's event loop, all of the time;
- requests: to Discord's REST interface for one picture at its ordinary number of steps;
- memory: resident, of the bot process without the worker, at the end.

Milliseconds and MiB; exits with 1 when a bound is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from pathlib import Path

import psutil
from simcord.actors import MemberActor

from bot.playground import bot
from bot.playground.bridge import Bridge, opened
from bot.playground.process import BotProcess
from bot.playground.rest import Request
from bot.playground.town import settled
from bot.playground.world import World
from bot.settings import Settings, load
from generator.events import Event, Finished, Work
from generator.executors.local import LocalExecutor

BOUNDS = {"answer.one_p99": 3000.0, "answer.crowd_p99": 3000.0, "lag_p99": 50.0}
TICK = 0.01
SEEN = "seen.json"
TOKEN = "a token for measuring"


class Stage:
    def __init__(self, bridge: Bridge) -> None:
        self.town = bridge.town
        self.requests: list[Request] = []
        bridge.rest.watch = self.requests.append

    async def ask(self, prompt: str, member: MemberActor | None = None) -> float:
        """Milliseconds to the first answer."""
        began = time.perf_counter()
        result = await (member or self.town.mia.member).slash(self.town.drawing, "imagine", prompt=prompt)
        if not result.acknowledged:
            raise RuntimeError("there was no answer within three seconds")
        return 1000 * (time.perf_counter() - began)

    async def ask_by(self, number: int) -> float:
        """As many people as it takes, each once."""
        server = self.town.drawing.guild
        assert server is not None
        guest = server.add_member(self.town.world.create_user(f"guest{number}"))
        return await self.ask(f"a star --steps 1 --seed {number}", guest)

    async def shown(self, number: int) -> None:
        """Until so many results stand in the channel."""
        messages = self.town.world.backend.messages[self.town.drawing.id]
        while sum("egaku:recipe:" in str(one.components) for one in messages.values()) < number:
            await asyncio.sleep(0.005)


async def measured(data: Path, pictures: int, crowd: int) -> dict[str, float]:
    world = World()
    await world.start()
    async with opened(settled(world), TOKEN) as bridge:
        stage = Stage(bridge)
        process = await BotProcess.begin(bridge.address, TOKEN, data=data, module="benchmarks.discord")
        try:
            await bridge.gateway.arrived.wait()
            await stage.ask("a red circle")
            await stage.shown(1)
            asked = len(stage.requests)
            one, whole = [], []
            for number in range(pictures):
                began = time.perf_counter()
                one.append(await stage.ask(f"a red circle --seed {number}"))
                await stage.shown(number + 2)
                whole.append(time.perf_counter() - began)
            asked = len(stage.requests) - asked
            alone = pictures + 1
            many = await asyncio.gather(*(stage.ask_by(number) for number in range(crowd)))
            await stage.shown(alone + crowd)
            memory = psutil.Process(process.process.pid).memory_info().rss
        finally:
            await process.stop()
    await world.shutdown()
    seen = json.loads((data / SEEN).read_text(encoding="utf-8"))
    engine = seen["engine"][1:alone]
    figures = {
        **_spread("answer.one", one),
        **_spread("answer.crowd", many),
        **_spread("posted", list(_until_posted(data, alone))),
        **_spread("path", [1000 * (all_of_it - own) for all_of_it, own in zip(whole, engine, strict=True)]),
        **_spread("lag", seen["lags"]),
        "requests_per_picture": asked / pictures,
        "memory": memory / 2**20,
    }
    return {name: round(value, 2) for name, value in figures.items()}


def _until_posted(data: Path, jobs: int) -> Iterator[float]:
    """Milliseconds for each of the first jobs, except for the very first."""
    with contextlib.closing(sqlite3.connect(data / "egaku.db")) as database:
        rows = database.execute("SELECT ended_at, delivered_at FROM jobs ORDER BY id LIMIT ?", (jobs,)).fetchall()
    for ended, delivered in rows[1:]:
        passed = datetime.datetime.fromisoformat(delivered) - datetime.datetime.fromisoformat(ended)
        yield 1000 * passed.total_seconds()


def _spread(name: str, values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {f"{name}_p50": statistics.median(ordered), f"{name}_p99": ordered[int(0.99 * (len(ordered) - 1))]}


async def _lived(settings: Settings) -> None:
    """The bot's process: the bot, and beside it what is to be known of it."""
    lags: list[float] = []
    engine: list[float] = []
    run = LocalExecutor.run

    async def watched(executor: LocalExecutor, work: Work) -> AsyncGenerator[Event, None]:
        async with contextlib.aclosing(run(executor, work)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    engine.append(event.seconds)
                yield event

    LocalExecutor.run = watched  # type: ignore[method-assign,assignment]
    ticking = asyncio.create_task(_ticked(lags))
    await bot.live(settings)
    ticking.cancel()
    (settings.data.folder / SEEN).write_text(json.dumps({"lags": lags, "engine": engine}), encoding="utf-8")


async def _ticked(lags: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        lags.append(1000 * (time.perf_counter() - began - TICK))


def _bot() -> int:
    asked = bot.arguments()
    bot.connect_to(asked.address)
    asyncio.run(_lived(load(asked.config, data=asked.data)))
    return 0


def main() -> int:
    if "--data" in sys.argv:
        return _bot()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pictures", type=int, default=10, help="drawn one after another")
    parser.add_argument("--crowd", type=int, default=50, help="people who ask at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        figures = asyncio.run(measured(Path(data), options.pictures, options.crowd))
    missed = [name for name, bound in BOUNDS.items() if figures[name] > bound]
    print(json.dumps(figures | {"missed": missed}) if options.json else f"{figures}\nmissed: {missed or 'nothing'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
