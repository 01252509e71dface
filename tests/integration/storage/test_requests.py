from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest

import storage
from storage import Storage
from storage.errors import Busy

HERE = "discord"


async def asked(kept: Storage, *keys: str) -> list[bool]:
    return await asyncio.gather(*(kept.requests.heard(HERE, key, f'{{"words": "{key}"}}') for key in keys))


async def left(kept: Storage, *but: str) -> list[str]:
    return [each.key for each in await kept.requests.left(HERE, but=but)]


def log_size(folder: Path) -> int:
    """Bytes of the write-ahead log: each commit adds all pages that it touched."""
    return (folder / "egaku.db-wal").stat().st_size


async def test_what_is_heard_a_second_time_is_not_heard(kept: Storage) -> None:
    assert await asked(kept, "1", "2") == [True, True]
    assert await asked(kept, "1", "3", "3") == [False, True, False]
    assert await kept.requests.heard("elsewhere", "1", "{}"), "an id is one platform's alone"


async def test_a_request_that_was_answered_leaves_nothing(kept: Storage) -> None:
    await asked(kept, "1", "2")
    await kept.requests.answered(HERE, "1")
    await kept.requests.answered(HERE, "1")
    assert await left(kept) == ["2"]
    with contextlib.closing(sqlite3.connect(kept.folder / "egaku.db")) as other:
        assert other.execute("SELECT errand FROM requests").fetchall() == [('{"words": "2"}',)]


async def tries(kept: Storage) -> dict[str, int]:
    return {each.key: each.tries for each in await kept.requests.left(HERE)}


async def test_what_nobody_sees_to_is_left_oldest_first(kept: Storage) -> None:
    await asked(kept, "3", "1", "2")
    assert await left(kept) == ["3", "1", "2"]
    assert await left(kept, "1") == ["3", "2"]
    assert await kept.requests.left("elsewhere") == ()


async def test_a_living_process_keeps_its_requests_and_a_dead_one_leaves_them_twice_as_a_try(folder: Path) -> None:
    async with storage.open(folder) as other:
        await asked(other, "1")
        async with storage.open(folder) as kept:
            assert await left(kept) == []
            assert not await kept.requests.heard(HERE, "1", "{}")
    for tries in (1, 2, 2):
        async with storage.open(folder) as kept:
            [request] = await kept.requests.left(HERE)
            assert (request.key, request.errand, request.tries) == ("1", '{"words": "1"}', tries)
            assert [each.tries for each in await kept.requests.left(HERE)] == [tries], "it is ours by now"


async def test_what_a_process_leaves_in_good_order_is_no_try(folder: Path) -> None:
    async with storage.open(folder) as other:
        await asked(other, "1")
        await other.requests.leave()
    async with storage.open(folder) as kept:
        assert [each.tries for each in await kept.requests.left(HERE)] == [0]


async def test_after_two_deaths_only_what_was_seen_to_alone_is_charged(folder: Path) -> None:
    async with storage.open(folder) as other:
        await asked(other, "1", "2")
    for alone in ((), (), ("1",), ("1",)):
        async with storage.open(folder) as kept:
            await left(kept)
            for key in alone:
                await kept.requests.alone(HERE, key)
    async with storage.open(folder) as kept:
        assert await tries(kept) == {"1": 4, "2": 2}


async def test_what_is_seen_to_alone_is_not_charged_with_a_look_or_a_stop_in_good_order(folder: Path) -> None:
    async with storage.open(folder) as other:
        await asked(other, "1")
    for _ in range(4):
        async with storage.open(folder) as kept:
            await left(kept)
            await kept.requests.alone(HERE, "1")
            assert await tries(kept) == await tries(kept)
            await kept.requests.alone(HERE, "1")
            await kept.requests.leave()
    async with storage.open(folder) as kept:
        assert await tries(kept) == {"1": 1}


async def test_a_request_that_is_found_harmless_has_cost_no_process_its_life(folder: Path) -> None:
    async with storage.open(folder) as other:
        await asked(other, "1", "2")
    async with storage.open(folder) as kept:
        await kept.requests.left(HERE)
        await kept.requests.harmless(HERE, "1")
        assert [each.tries for each in await kept.requests.left(HERE)] == [0, 1]


async def test_an_answer_that_comes_while_a_process_stops_counts(kept: Storage) -> None:
    await asked(kept, "1")
    await kept.requests.leave()
    await kept.requests.answered(HERE, "1")
    assert await left(kept) == []


async def test_many_at_once_are_each_durable_when_they_are_told_so_and_share_commits(kept: Storage) -> None:
    await asked(kept, "0")
    before = log_size(kept.folder)
    await asked(kept, "a")
    alone = log_size(kept.folder) - before
    assert all(await asked(kept, *(str(number) for number in range(1, 201))))
    with contextlib.closing(sqlite3.connect(kept.folder / "egaku.db")) as other:
        assert other.execute("SELECT count(*) FROM requests").fetchone() == (202,)
    assert log_size(kept.folder) - before < 20 * alone


async def test_all_that_share_a_commit_are_told_that_it_failed_and_the_next_ones_go_on(folder: Path) -> None:
    async with storage.open(folder, busy_timeout=0.2) as kept:
        await asked(kept, "0")
        with contextlib.closing(sqlite3.connect(folder / "egaku.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            failed = await asyncio.gather(
                *(kept.requests.heard(HERE, str(n), "{}") for n in range(1, 9)), return_exceptions=True
            )
            assert [type(each) for each in failed] == [Busy] * 8
            other.execute("ROLLBACK")
        assert await asked(kept, "1", "2") == [True, True]
        assert await left(kept) == ["0", "1", "2"]


async def test_somebody_who_did_not_wait_for_their_request_keeps_nobody_else_waiting(kept: Storage) -> None:
    first, second = (asyncio.ensure_future(kept.requests.heard(HERE, key, "{}")) for key in ("1", "2"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second
    with pytest.raises(asyncio.CancelledError):
        await first
    await kept.requests.answered(HERE, "1")
    assert await left(kept) == ["2"]


async def test_a_request_is_noted_before_other_writes_that_wait(kept: Storage) -> None:
    others = [asyncio.ensure_future(kept.people.known(HERE, str(n), "Somebody", "en")) for n in range(100)]
    await asyncio.sleep(0)
    assert await kept.requests.heard(HERE, "1", "{}")
    assert sum(other.done() for other in others) < 10
    await asyncio.gather(*others)
