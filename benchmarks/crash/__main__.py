"""Nothing that was accepted is lost, comes twice, or comes after its end, whatever is killed.

python -m benchmarks.crash [--kills 60] [--seed 1] [--people 8] [--json]

Eight people ask, reply, press, cancel and delete over real sockets, with a real database and the demo model, while the
bot, its worker or both are ended by SIGKILL at random moments, also while they start. Then everything may settle, and a
judge (judge.py) reads the database and everything that people were shown.

- accepted: requests that Discord, or an answer, said were taken on;
- lost: accepted, and in no visible end: neither pictures nor a failure, a cancellation or words;
- posted_twice: messages too many of one turn;
- after_cancel: what was shown of a turn after its cancellation was, or its deletion was confirmed;
- stuck: jobs without an end although the bot had time;
- integrity: of the database and of every picture file that it names;
- ends: what became of the accepted; unheard: asked while nobody was there; left_over: see judge.py.

Exits with 1 unless lost, posted_twice, after_cancel and stuck are 0 and integrity is ok.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.crash.judge import Verdict, judged
from benchmarks.crash.killing import Lives, kill_by_chance
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.people import Guest
from benchmarks.crash.recorder import Recorder
from bot.playground.bridge import opened
from bot.playground.town import Town, settled
from bot.playground.world import World

TOKEN = "a token for measuring"
FEW_STEPS = {
    "EGAKU_MODELS__DEMO__STEPS": "4",
    "EGAKU_MODELS__DEMO__EDIT_STEPS": "4",
    "EGAKU_WORKER__PREVIEW_INTERVAL": "0.1",
}
LOOK_EVERY = 0.5
QUIET = 60.0
"""Seconds in which nothing at all happens: what has not come by then does not come."""
LAST_WORDS = 5.0
"""Seconds to wait once all is well: nothing may come after that either."""


async def run(
    data: Path, *, kills: int, people: int, seed: int, pace: float, history: Path | None = None
) -> dict[str, Any]:
    world = World()
    await world.start()
    began = time.monotonic()
    recorder, ledger = Recorder(world), Ledger(data)
    try:
        async with opened(town := settled(world), TOKEN) as bridge:
            bridge.rest.watch = recorder.request
            lives = Lives(bridge, data, FEW_STEPS)
            await lives.begin()
            try:
                await lives.arrived()
                acting = [
                    asyncio.create_task(guest.live()) for guest in guests(town, recorder, ledger, people, seed, pace)
                ]
                looking = asyncio.create_task(look(ledger))
                done = await kill_by_chance(lives, kills, recorder, random.Random(seed))
                await asyncio.sleep(LAST_WORDS)
                await over(*acting)
                verdict = await at_rest(recorder, ledger)
                await over(looking)
            finally:
                await lives.end()
            # Once more: what was shown while it ended counts, too.
            verdict = judged(recorder.history, ledger.look(), ledger.known)
    finally:
        await world.shutdown()
        if history is not None:
            _write(history, recorder, began)
    return figures(verdict, done, ledger.integrity()) | {"seconds": round(time.monotonic() - began)}


def figures(verdict: Verdict, kills: dict[str, int], integrity: str) -> dict[str, Any]:
    return {
        "accepted": verdict.accepted,
        "lost": len(verdict.lost),
        "posted_twice": len(verdict.posted_twice),
        "after_cancel": len(verdict.after_cancel),
        "stuck": len(verdict.stuck),
        "integrity": integrity,
        "kills": sum(kills.values()),
        "killed": kills,
        "ends": dict(verdict.ends),
        "unheard": verdict.unheard,
        "left_over": len(verdict.left_over),
        "found": {
            name: getattr(verdict, name)
            for name in ("lost", "posted_twice", "after_cancel", "stuck", "left_over")
            if getattr(verdict, name)
        },
    }


def _write(file: Path, recorder: Recorder, began: float) -> None:
    lines = (f"{at - began:.3f} {event}\n" for at, event in zip(recorder.times, recorder.history, strict=True))
    file.write_text("".join(lines), encoding="utf-8")


def guests(town: Town, recorder: Recorder, ledger: Ledger, people: int, seed: int, pace: float) -> list[Guest]:
    server = town.drawing.guild
    assert server is not None
    return [
        Guest(
            town.world,
            server.add_member(town.world.create_user(f"guest{number}")),
            (town.drawing, town.comic),
            recorder,
            ledger,
            chance=random.Random(f"{seed} {number}"),
            pace=pace,
        )
        for number in range(people)
    ]


async def look(ledger: Ledger) -> None:
    """Again and again: a turn that somebody deletes later has to be known by then."""
    while True:
        with contextlib.suppress(sqlite3.OperationalError):
            await asyncio.to_thread(ledger.look)
        await asyncio.sleep(LOOK_EVERY)


async def at_rest(recorder: Recorder, ledger: Ledger) -> Verdict:
    """Until every promise is kept, or nothing has happened for a while."""
    seen, since = 0, time.monotonic()
    while True:
        verdict = judged(recorder.history, ledger.look(), ledger.known)
        if not (verdict.lost or verdict.stuck):
            await asyncio.sleep(LAST_WORDS)
            return verdict
        if len(recorder.history) > seen:
            seen, since = len(recorder.history), time.monotonic()
        if time.monotonic() - since > QUIET:
            return verdict
        await asyncio.sleep(LOOK_EVERY)


async def over(*tasks: asyncio.Task[None]) -> None:
    """Raises what one of them failed with."""
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", type=float, default=1.5, help="seconds between two acts of one person, on average")
    parser.add_argument("--data", type=Path, help="a folder to use and to keep, else one that is removed")
    parser.add_argument("--history", type=Path, help="a file for everything that was asked and shown")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(
            run(
                asked.data or Path(folder),
                kills=asked.kills,
                people=asked.people,
                seed=asked.seed,
                pace=asked.pace,
                history=asked.history,
            )
        )
    well = found["integrity"] == "ok" and not any(
        found[name] for name in ("lost", "posted_twice", "after_cancel", "stuck")
    )
    print(json.dumps(found, ensure_ascii=False, indent=None if asked.json else 2))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
