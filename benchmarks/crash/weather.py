"""Nothing that was accepted is lost or comes twice, however bad Discord is.

python -m benchmarks.crash.weather [--results 200] [--weathers "limits,errors,…"] [--seed 1] [--people 8] [--json]

In each weather eight people ask, reply, press, cancel and delete over real sockets, with a real database and the demo
model, until so many results were accepted; then everything may settle, in that same weather, and the judge of
``python -m benchmarks.crash`` reads what everybody saw. For each weather its figures, and ``met``: how often something
went wrong. Exits with 1 where a promise was broken.

Discord repeats to a new session nothing that the old one has missed: what is said then is ``unheard``, as is what could
not be answered within three seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from benchmarks.crash.__main__ import FEW_STEPS, LAST_WORDS, LOOK_EVERY, TOKEN, at_rest, figures, guests, look, over
from benchmarks.crash.judge import judged
from benchmarks.crash.killing import Lives
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.recorder import Recorder
from bot.playground.bridge import Bridge, opened
from bot.playground.town import settled
from bot.playground.weather import (
    BAD_GATEWAY,
    ERROR,
    TOKEN_EXPIRED,
    UNAUTHORIZED,
    UNAVAILABLE,
    Cut,
    Limited,
    Scope,
    Slow,
    Trouble,
    Weather,
)
from bot.playground.world import World

EDIT, ANSWER = r"PATCH /channels/\d+/messages/\d+", "POST .*/callback"
TOLD = "(POST|PATCH|DELETE) /webhooks/.*"
ANY = r"(POST|PATCH|DELETE) /(channels|webhooks)/.*"

Happening = Callable[[Bridge, random.Random], Awaitable[object]]


@dataclasses.dataclass(frozen=True, slots=True)
class Bad:
    """``happens``: every so many seconds, on average, one of these."""

    troubles: tuple[Trouble, ...] = ()
    happens: tuple[Happening, ...] = ()
    every: float = 4.0


async def _cut(bridge: Bridge, chance: random.Random) -> None:
    bridge.gateway.cut()


async def _reconnect(bridge: Bridge, chance: random.Random) -> None:
    await bridge.gateway.reconnect()


async def _doubt(bridge: Bridge, chance: random.Random) -> None:
    await bridge.gateway.doubt()


async def _close(bridge: Bridge, chance: random.Random) -> None:
    await bridge.gateway.close(chance.choice((1001, 4000, 4001, 4002, 4005, 4008)))


async def _refuse(bridge: Bridge, chance: random.Random) -> None:
    bridge.gateway.refuse(1)
    bridge.gateway.cut()


async def _forget(bridge: Bridge, chance: random.Random) -> None:
    await bridge.gateway.forget()


async def _time_out(bridge: Bridge, chance: random.Random) -> None:
    await bridge.gateway.close(chance.choice((4007, 4009)))


async def _silence(bridge: Bridge, chance: random.Random) -> None:
    bridge.gateway.silence()


async def _vanish(bridge: Bridge, chance: random.Random) -> None:
    """A channel in which something is drawn."""
    server = bridge.town.drawing.guild
    assert server is not None
    gone = server.create_text_channel("gone")
    steps = chance.choice((2, 20, 60))
    await bridge.town.mia.member.slash(gone, "imagine", prompt=f"a red circle --steps {steps}")
    await asyncio.sleep(chance.uniform(0, 1.5))
    bridge.town.world.backend.delete_channel(gone.id)


LIMITS = (
    Trouble(ANY, Limited(1.0), chance=0.1),
    Trouble(ANY, Limited(0.5, Scope.GLOBAL), chance=0.02),
    Trouble(EDIT, Limited(2.0, Scope.SHARED, code=30046), chance=0.05),
    Trouble(ANY, Limited(5.0, Scope.CLOUDFLARE), chance=0.02),
)
ERRORS = (Trouble(ANY, ERROR, chance=0.03), Trouble(ANY, UNAVAILABLE, chance=0.1))
LOST = (
    Trouble(f"{ANY}|{ANSWER}", Cut(), chance=0.08),
    Trouble(f"{ANY}|{ANSWER}", Cut(), after=True, chance=0.08),
    Trouble(f"{ANY}|{ANSWER}", BAD_GATEWAY, after=True, chance=0.04),
)
TOKENS = (Trouble(TOLD, TOKEN_EXPIRED, chance=0.3), Trouble(ANY, UNAUTHORIZED, chance=0.02))
RESUMED = (_cut, _reconnect, _doubt, _close) * 4 + (_refuse,)
"""Most connections come about at once: else the bot would only wait."""
SLOW = (Trouble(f"{ANY}|{ANSWER}", Slow(1.0), chance=0.1), Trouble(ANY, Slow(1.0), after=True, chance=0.1))

WEATHERS = {
    "limits": Bad(LIMITS),
    "errors": Bad(ERRORS),
    "lost": Bad(LOST),
    "slow": Bad(SLOW),
    "tokens": Bad(TOKENS),
    "connections": Bad(happens=RESUMED, every=1.0),
    "sessions": Bad(happens=(_forget, _time_out), every=12.0),
    "silence": Bad(happens=(_silence,), every=70.0),
    "channels": Bad(happens=(_vanish,)),
    "storm": Bad(
        tuple(dataclasses.replace(each, chance=each.chance / 3) for each in (*LIMITS, *ERRORS, *LOST, *SLOW, *TOKENS)),
        (*RESUMED, _forget, _vanish, _vanish, _vanish),
    ),
}


async def run(data: Path, bad: Bad, *, results: int, people: int, seed: int, pace: float) -> dict[str, Any]:
    world = World()
    await world.start()
    began = time.monotonic()
    recorder, ledger = Recorder(world), Ledger(data)
    weather = Weather(*bad.troubles, seed=seed)
    try:
        async with opened(town := settled(world), TOKEN) as bridge:
            bridge.rest.watch = recorder.request
            lives = Lives(bridge, data, FEW_STEPS)
            await lives.begin()
            try:
                await lives.arrived()
                bridge.rest.weather = weather
                tasks = [
                    asyncio.create_task(each.live()) for each in guests(town, recorder, ledger, people, seed, pace)
                ]
                if bad.happens:
                    tasks.append(asyncio.create_task(_happening(bridge, bad, random.Random(seed))))
                looking = asyncio.create_task(look(ledger))
                while len(ledger.known) < results:
                    await asyncio.sleep(LOOK_EVERY)
                await over(*tasks)
                await at_rest(recorder, ledger)
                await asyncio.sleep(LAST_WORDS)
                await over(looking)
            finally:
                await lives.end()
            verdict = judged(recorder.history, ledger.look(), ledger.known)
    finally:
        await world.shutdown()
    found = figures(verdict, {}, ledger.integrity())
    return found | {"met": len(weather.met), "seconds": round(time.monotonic() - began)}


async def _happening(bridge: Bridge, bad: Bad, chance: random.Random) -> None:
    while True:
        await asyncio.sleep(chance.expovariate(1 / bad.every))
        await chance.choice(bad.happens)(bridge, chance)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--results", type=int, default=200, help="accepted in each weather, at least")
    parser.add_argument("--weathers", default=",".join(WEATHERS))
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", type=float, default=1.5, help="seconds between two acts of one person, on average")
    asked = parser.parse_args()
    found: dict[str, Any] = {}
    for name in asked.weathers.split(","):
        with tempfile.TemporaryDirectory() as folder:
            found[name] = asyncio.run(
                run(
                    Path(folder),
                    WEATHERS[name],
                    results=asked.results,
                    people=asked.people,
                    seed=asked.seed,
                    pace=asked.pace,
                )
            )
        if not asked.json:
            print(name, json.dumps(found[name], ensure_ascii=False, indent=2), flush=True)
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
    return 0 if all(_well(each) for each in found.values()) else 1


def _well(found: dict[str, Any]) -> bool:
    broken = any(found[name] for name in ("lost", "posted_twice", "after_cancel", "stuck"))
    return found["integrity"] == "ok" and not broken


if __name__ == "__main__":
    sys.exit(main())
