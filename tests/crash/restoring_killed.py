"""A backup and a restore, killed at each step in turn that leaves a mark in a folder; prints how many steps those were.

Run by test_backup_killed.py: in a process without threads, so that it may fork.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import storage
from storage import mending, snapshots
from storage.backup import back_up, restore
from tests.integration.storage.making import draw

STEPS = {"os.rename", "os.link", "os.remove", "os.mkdir", "open"}
"""Audit events of what leaves a mark, if an "open" is for writing."""


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Whether a child that does ``work`` was killed at that step of it, or else came to its end."""
    child = os.fork()
    if child == 0:
        counting = itertools.count(1)

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            marks = event in STEPS and (event != "open" or int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR))
            if marks and next(counting) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


async def drawing(folder: Path, *lines: str) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        for line in lines:
            await draw(kept, me, line)


def texts(file: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT text FROM turns")}


def backing_up(folder: Path, scratch: Path) -> int:
    """How many steps there were. A backup that has its name is whole."""
    for step in itertools.count(1):
        file = scratch / f"{step}.tar"
        killed = killed_at(step, lambda file=file: back_up(folder, file))  # type: ignore[misc]
        assert snapshots.complaints(folder / "egaku.db") == ()
        if file.exists():
            restore(scratch / f"of {step}", file)
            assert texts(scratch / f"of {step}" / "egaku.db") == {"before", "later"}
        if not killed:
            assert file.exists()
            return step - 1
    raise AssertionError


def restoring(folder: Path, file: Path, scratch: Path) -> int:
    """How many steps there were. There is always a database, and the one from before is never lost."""
    for step in itertools.count(1):
        copy = scratch / f"copy {step}"
        shutil.copytree(folder, copy)
        shutil.rmtree(copy / "pictures")
        killed = killed_at(step, lambda copy=copy: restore(copy, file))  # type: ignore[misc]
        assert snapshots.complaints(copy / "egaku.db") == ()
        assert texts(copy / "egaku.db") in ({"before", "later"}, {"before"})
        restore(copy, file)
        assert texts(copy / "egaku.db") == {"before"} and mending.look(copy).lost == ()
        assert any("later" in texts(each) for each in (copy / "backups").glob("*.db"))
        if not killed:
            return step - 1
    raise AssertionError


def main(scratch: Path) -> None:
    folder = scratch / "data"
    asyncio.run(drawing(folder, "before"))
    before = back_up(folder, scratch / "before.tar").file
    asyncio.run(drawing(folder, "later"))
    print(json.dumps({"backing_up": backing_up(folder, scratch), "restoring": restoring(folder, before, scratch)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
