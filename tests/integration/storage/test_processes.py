"""Two processes on one data folder."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sqlite3
import sys
from pathlib import Path

import pytest

import storage
from storage import State, Storage, mending, presence, snapshots
from storage.errors import InUse, Reserved, Taken
from storage.presence import Presence
from tests.integration.storage.making import ask, draw, run

OTHER = """
import asyncio, sys
from pathlib import Path
import storage
from tests.integration.storage.making import ask

async def main():
    async with storage.open(Path(sys.argv[1])) as kept:
        person = (await kept.people.known("terminal", "other", "Other", "en")).id
        print("open", flush=True)
        for number in range(25):
            accepted = await ask(kept, person, key=str(number))
            await kept.jobs.start(accepted.job.id)
        print("done", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


HOLDER = """
import asyncio, signal, sys
from pathlib import Path
import storage

async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with storage.open(Path(sys.argv[1]), role="bot") as kept:
        print("open", flush=True)
        await stop.wait()
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


async def other(folder: Path, program: str = OTHER) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(folder), stdin=pipe, stdout=pipe, cwd=Path(__file__).parents[3]
    )


async def said(process: asyncio.subprocess.Process, word: bytes) -> None:
    assert process.stdout is not None
    assert await process.stdout.readline() == word + b"\n"


async def test_two_storages_on_one_folder_see_each_others_work(kept: Storage, me: int, folder: Path) -> None:
    async with storage.open(folder) as second:
        turns = await asyncio.gather(*(draw(each, me) for _ in range(10) for each in (kept, second)))
        assert len((await second.pictures.history(me, limit=100)).pictures) == len({turn.id for turn in turns}) == 20
        accepted = await ask(kept, me)
        await second.jobs.cancel(me, accepted.job.id)
        assert (await kept.jobs.get(me, accepted.job.id)).state is State.CANCELLED


@pytest.mark.crash
async def test_a_second_process_works_beside_and_its_jobs_are_taken_over_when_it_is_killed(
    kept: Storage, me: int
) -> None:
    process = await other(kept.folder)
    try:
        await said(process, b"open")
        mine = [await ask(kept, me, key=str(number)) for number in range(25)]
        await said(process, b"done")
        assert [job.id for job in await kept.jobs.unfinished()] == [accepted.job.id for accepted in mine]
    finally:
        process.send_signal(signal.SIGKILL)
        await process.communicate()
    left = [job for job in await kept.jobs.unfinished() if job.person != me]
    assert [(job.state, job.attempts) for job in left] == [(State.QUEUED, 1)] * 25
    for accepted in mine[:2]:
        await run(kept, accepted)


@pytest.mark.crash
async def test_one_process_has_a_role_until_it_is_gone_and_the_others_are_told_who(folder: Path) -> None:
    process = await other(folder, HOLDER)
    try:
        await said(process, b"open")
        found = presence.holder(folder, "bot")
        assert found is not None
        assert (found.pid, found.host) == (process.pid, socket.gethostname())
        before = sorted(folder.rglob("*"))
        for _ in range(2):  # also once it is about to stop
            with pytest.raises(Taken) as refused:
                async with storage.open(folder, role="bot"):
                    pass
            assert refused.value.holder == found
            process.send_signal(signal.SIGTERM)
        assert sorted(folder.rglob("*")) == before
        async with storage.open(folder), storage.open(folder, role="another"):
            assert presence.living(folder) == 3
    finally:
        process.kill()
        await process.communicate()
    assert presence.holder(folder, "bot") is None
    async with storage.open(folder, role="bot"):
        assert presence.holder(folder, "bot") is not None
    assert presence.holder(folder, "bot") is None


async def test_who_looks_who_has_a_role_is_in_nobodys_way(folder: Path) -> None:
    """A look holds the lock for a moment, in which the role cannot be had."""
    stop = asyncio.Event()

    def look() -> None:
        while not stop.is_set():
            presence.holder(folder, "bot")
            presence.living(folder)

    (folder / "open").mkdir(parents=True)
    looking = [asyncio.create_task(asyncio.to_thread(look)) for _ in range(3)]
    for _ in range(100):
        Presence(folder, role="bot").leave()
    stop.set()
    await asyncio.gather(*looking)


async def test_whoever_has_the_folder_for_itself_is_alone_there(kept: Storage) -> None:
    with pytest.raises(InUse):
        Presence(kept.folder, alone=True)
    assert presence.living(kept.folder) == 1


async def test_nobody_comes_in_while_one_has_the_folder_for_itself(folder: Path) -> None:
    with presence.present(folder, alone=True):
        before = sorted(folder.rglob("*"))
        with pytest.raises(Reserved):
            async with storage.open(folder):
                pass
        with pytest.raises(Reserved):
            mending.mend(folder)
        with pytest.raises(InUse):
            Presence(folder, alone=True)
        assert sorted(folder.rglob("*")) == before
    async with storage.open(folder):
        pass


async def test_a_look_at_a_database_that_nobody_had_open_is_taken_again_where_somebody_began_to_write(
    folder: Path,
) -> None:
    async with storage.open(folder):
        pass
    file, looks = folder / "egaku.db", 0

    def look(connection: sqlite3.Connection) -> int:
        nonlocal looks
        looks += 1
        if looks == 1:
            with contextlib.closing(sqlite3.connect(file)) as writer:
                writer.execute("VACUUM")
        return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])

    before = sorted(folder.iterdir())
    assert snapshots.read(file, look) > 0
    assert looks == 2
    assert sorted(folder.iterdir()) == before
