from __future__ import annotations

import asyncio
import itertools

from bot.ration import Ration

PACE = 0.05


async def test_of_many_that_want_one_at_a_time_gets_it_in_their_order() -> None:
    ration, never = Ration(PACE), asyncio.Event()
    loop = asyncio.get_running_loop()
    got: list[tuple[int, float]] = []

    async def wants(number: int) -> None:
        assert await ration.turn(or_else=never)
        got.append((number, loop.time()))

    await asyncio.gather(*map(wants, range(5)))
    assert [number for number, _ in got] == list(range(5))
    assert all(later - earlier >= PACE * 0.9 for (_, earlier), (_, later) in itertools.pairwise(got))


async def test_who_has_something_better_to_do_takes_nobodys_turn() -> None:
    ration, never, better = Ration(60), asyncio.Event(), asyncio.Event()
    assert await ration.turn(or_else=never)
    waiting = [asyncio.create_task(ration.turn(or_else=better)) for _ in range(3)]
    await asyncio.sleep(0)
    better.set()
    async with asyncio.timeout(5):
        assert await asyncio.gather(*waiting) == [False] * 3
