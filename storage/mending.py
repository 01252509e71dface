"""Files that nobody names and rows whose file is gone: found, and mended as far as that can be done.

A kill between the writing of a picture and its row leaves a file that no row names; a disk that lost something, or a
hand that deleted it, leaves a row without its file. Looking leaves no trace and works on a folder of any version.
Everything here blocks: call it in a thread.
"""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from storage import database, snapshots
from storage.errors import translated
from storage.pictures import KeptFiles, Suffix
from storage.presence import present

GRACE = 86_400.0
"""Seconds. A younger file may be one whose row is just being written."""

CHUNK = 50
"""Files that are removed in one transaction: whoever wants to write waits for no more than these."""

_NAMED = """
SELECT sha256, max(has_latents)
FROM (SELECT sha256, has_latents FROM pictures UNION ALL SELECT sha256, 0 FROM sources)
GROUP BY sha256
"""
_IS_NAMED = """
SELECT EXISTS (SELECT 1 FROM pictures WHERE sha256 = :sha256) OR EXISTS (SELECT 1 FROM sources WHERE sha256 = :sha256)
"""

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How files and rows agree."""

    strays: tuple[str, ...] = ()
    """sha256 of what no row names, older than the grace."""
    size: int = 0
    """Bytes of those files and of the leftovers."""
    lost: tuple[str, ...] = ()
    """sha256 of pictures that rows name and that are not there."""
    lost_latents: tuple[str, ...] = ()
    """sha256 of pictures whose latents alone are not there: an edit then starts from the picture."""
    leftovers: tuple[Path, ...] = ()
    """Files of backups and restores that were killed in the middle, older than the grace."""


def look(folder: Path, *, grace: float = GRACE) -> State:
    """Compare the files of a data folder with its rows. Raises StorageError where the database cannot be read."""
    with translated():
        files = KeptFiles(folder / "pictures")
        # Files first: one that comes later is no stray. What seems lost is looked at again for the same reason.
        there = set(files.all())
        named = _named(folder)
        lost = {(sha256, Suffix.PNG) for sha256 in named if (sha256, Suffix.PNG) not in there}
        lost |= {(sha256, Suffix.LATENTS) for sha256, has in named.items() if has} - there
        if lost:
            named = _named(folder)
            lost = {each for each in lost if each[0] in named and not files.has(*each)}
        strays = {sha256: _size(files, sha256) for sha256, _ in there if sha256 not in named}
        old = {sha256: size for sha256, (size, age) in strays.items() if age >= grace}
        leftovers = {path: path.stat() for path in _unfinished(folder)}
        dead = {path: each.st_size for path, each in leftovers.items() if time.time() - each.st_mtime >= grace}
    gone = {sha256 for sha256, suffix in lost if suffix is Suffix.PNG}
    return State(
        strays=tuple(sorted(old)),
        size=sum(old.values()) + sum(dead.values()),
        lost=tuple(sorted(gone)),
        lost_latents=tuple(sorted({sha256 for sha256, _ in lost} - gone)),
        leftovers=tuple(sorted(dead)),
    )


def damaged(folder: Path) -> tuple[str, ...]:
    """sha256 of pictures that rows name and whose file has another one: the disk, or somebody, changed it.

    Reads every picture (about 1 s a gigabyte). Raises StorageError.
    """
    with translated():
        files = KeptFiles(folder / "pictures")
        return tuple(sorted(sha256 for sha256 in _named(folder) if files.changed(sha256)))


def mend(folder: Path, *, grace: float = GRACE) -> State:
    """Remove what no row names and what was never finished; note which pictures have no latents any more.

    Returns what was found. Others may be at work on the folder: each file is looked up again under the writer's lock
    before it goes. A picture that is gone stays gone; whoever reads it is told so. Raises StorageError, Reserved during
    a restore, whose pictures no row names yet.
    """
    with translated(), present(folder):
        return _mended(folder, look(folder, grace=grace))


def _mended(folder: Path, found: State) -> State:
    with contextlib.closing(_connected(folder)) as connection:
        database.refuse_newer(database.revisions(folder / database.FILE), folder)
        files = KeptFiles(folder / "pictures")
        for some in chunks(found.strays):
            with _alone(connection):
                for sha256 in some:
                    if not connection.execute(_IS_NAMED, {"sha256": sha256}).fetchone()[0]:
                        files.remove(sha256)
        with _alone(connection):
            lost = [(sha256,) for sha256 in found.lost_latents if not files.has(sha256, Suffix.LATENTS)]
            connection.executemany("UPDATE pictures SET has_latents = 0 WHERE sha256 = ?", lost)
        for path in found.leftovers:
            path.unlink(missing_ok=True)
    return found


def named(connection: sqlite3.Connection) -> dict[str, bool]:
    """The sha256 of every picture that a row names, and whether it has latents of which we know."""
    return {sha256: bool(has_latents) for sha256, has_latents in connection.execute(_NAMED)}


def chunks(all_of_them: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    return (all_of_them[start : start + size] for start in range(0, len(all_of_them), size))


def _named(folder: Path) -> dict[str, bool]:
    return snapshots.read(folder / database.FILE, named)


def _unfinished(folder: Path) -> Iterator[Path]:
    """What is written under a hidden name until it is whole: see backup.py and snapshots.py."""
    yield from folder.glob(f".{database.FILE}.*")
    yield from (folder / snapshots.COPIES).glob(".*")


def _size(files: KeptFiles, sha256: str) -> tuple[int, float]:
    """Bytes of a picture with its latents, and the age in seconds of the younger one."""
    size, latest = 0, 0.0
    for suffix in Suffix:
        with contextlib.suppress(FileNotFoundError):
            state = files.path(sha256, suffix).stat()
            size, latest = size + state.st_size, max(latest, state.st_mtime)
    return size, time.time() - latest


def _connected(folder: Path) -> sqlite3.Connection:
    address = f"{(folder / database.FILE).resolve().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=database.BUSY_TIMEOUT)


@contextlib.contextmanager
def _alone(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the writer's lock from its beginning."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        yield
