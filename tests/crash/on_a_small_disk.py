"""A conversation on a disk that fills up in the middle of a picture; prints what came of it as one JSON object.

Run by test_full_disk.py in a process of its own, with a small file system mounted at the folder that it is given.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import errno
import hashlib
import json
import os
import sys
from pathlib import Path

from bot import bootstrap
from bot.settings import Settings, load
from bot.talk.result import Result
from bot.talk.session import PLATFORM, Session
from generator import logs
from generator.events import Event, Progress
from generator.executors.local import LocalExecutor
from storage import mending, snapshots

PATIENCE = 2.0
"""Seconds that a picture may wait for room before it is given up; then it is drawn at the next start."""


@dataclasses.dataclass
class Disk:
    """The small file system, and a file that takes all of its room."""

    folder: Path

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        with self.ballast.open("wb", buffering=0) as file:
            for block in (2**16, 2**12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        if not file.write(b"x" * block):
                            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def free(self) -> None:
        self.ballast.unlink()


class Watch:
    """Of one picture: it is being drawn; it is denoised, so that it will be written next."""

    def __init__(self) -> None:
        self.drawing, self.denoised = asyncio.Event(), asyncio.Event()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Progress):
            self.drawing.set()
            if event.step == event.of:
                self.denoised.set()


async def seat(house: bootstrap.House, name: str) -> Session:
    viewer = await house.studio.storage.people.known(PLATFORM, name, name, "en")
    return Session(house, viewer, lambda event: None)


async def conversation(settings: Settings, executor: LocalExecutor, disk: Disk) -> dict[str, object]:
    watch = Watch()
    async with bootstrap.storage_of(settings) as kept:
        house = bootstrap.furnished(settings, kept, executor)
        mia, kenji = await seat(house, "mia"), await seat(house, "kenji")
        before = await mia.answer("/imagine a red circle --steps 1")
        watching = Session(house, await house.studio.storage.people.known(PLATFORM, "mia", "mia", "en"), watch)
        middle = asyncio.create_task(watching.answer("make it blue --steps 20"))
        await watch.drawing.wait()
        disk.fill()
        refused = await kenji.answer("/imagine a green star --steps 1")
        history = await kenji.answer("/history")
        seen = [read(each) for each in (before, await mia.answer("/history"))]
        await watch.denoised.wait()
        await asyncio.wait({middle}, timeout=PATIENCE)
        disk.free()
        told = await middle
        after = await kenji.answer("/imagine a green star --steps 1")
    return {
        "told": [told.status, told.text],
        "refused": [refused.status, refused.text],
        "others_history": history.status,
        "readable": seen,
        "after": after.status,
    }


async def reopened(settings: Settings, executor: LocalExecutor) -> dict[str, object]:
    """What is there at the next start, once what was under way is drawn."""
    async with bootstrap.storage_of(settings) as kept:
        house = bootstrap.furnished(settings, kept, executor)
        mia = await seat(house, "mia")
        await mia.take_up()
        return {
            "pictures": [read(await (await seat(house, name)).answer("/history")) for name in ("mia", "kenji")],
            "unfinished": len(await house.studio.storage.jobs.unfinished()),
        }


def read(result: Result) -> int:
    """How many pictures a result has; each is what its name says, to the bit."""
    for picture, file in result.pictures:
        if hashlib.sha256(file.read_bytes()).hexdigest() != picture.sha256:
            raise AssertionError(f"{file} is not whole")
    return len(result.pictures)


async def both(settings: Settings, disk: Disk) -> dict[str, object]:
    async with bootstrap.worker_of(settings) as executor:
        return await conversation(settings, executor, disk) | await reopened(settings, executor)


def main(folder: Path) -> None:
    settings = load(data=folder / "data")
    settings = settings.model_copy(update={"data": settings.data.model_copy(update={"keep_free": 0})})
    said = asyncio.run(both(settings, Disk(folder)))
    said["half_written"] = len(list((settings.data.folder / "pictures" / "tmp").iterdir()))
    said["complaints"] = snapshots.complaints(settings.data.folder / "egaku.db")
    said["lost"] = mending.look(settings.data.folder, grace=0).lost
    print(json.dumps(said))


if __name__ == "__main__":
    logs.configure("warning", json=False)
    main(Path(sys.argv[1]))
