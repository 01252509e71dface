"""Two processes on one data folder."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

import storage
from storage import State, Storage
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


async def other(folder: Path) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", OTHER, str(folder), stdin=pipe, stdout=pipe, cwd=Path(__file__).parents[3]
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
