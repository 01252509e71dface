"""The data folder: can it be written, is there room, is the database sound, and do files and rows agree."""

from __future__ import annotations

import contextlib
import datetime
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.bootstrap import BOT
from bot.doctor.finding import Finding, Level, error, gibibytes, ok, warning
from bot.settings import Data
from storage import database, inspection, mending, presence, snapshots
from storage.errors import Damaged, NewerData, StorageError, translated
from storage.migrations import HEAD
from storage.space import Space

_SHARED = {"9p", "afs", "ceph", "cifs", "fuse.sshfs", "lustre", "nfs", "nfs4", "smb3", "smbfs"}
"""File systems over a network, on which SQLite's locks and ours are not to be relied on."""
_MOUNTS = Path("/proc/self/mounts")
_LATELY = datetime.timedelta(days=7)
_SLACK = datetime.timedelta(minutes=5)
_SHORT = 12


def folder(data: Data) -> Iterator[Finding]:
    """Looks at what is there, and makes nothing that is not."""
    path = data.folder.absolute()
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir() or not _can_write(there):
        yield error("data folder", "folder_unwritable", folder=path)
    elif there != path:
        yield ok("data folder", "folder_new", folder=path)
    elif (kind := _file_system(path)) in _SHARED:
        yield warning("data folder", "folder_shared", folder=path, kind=kind)
    else:
        yield ok("data folder", "folder", folder=path, programs=presence.living(path))


def bot(data: Data) -> Iterator[Finding]:
    """Who is the bot there."""
    if holder := presence.holder(data.folder, BOT):
        yield ok("bot", "bot", pid=holder.pid, host=holder.host, since=f"{holder.since:%Y-%m-%d %H:%M}")
    else:
        yield ok("bot", "bot_none")


def space(data: Data) -> Iterator[Finding]:
    path = data.folder.absolute()
    there = next(each for each in (path, *path.parents) if each.is_dir())
    free, kept = Space(there).free, data.keep_free
    values = {"free": gibibytes(free), "kept": gibibytes(kept), "needed": gibibytes(max(0, 2 * kept - free))}
    if free < max(kept, 1):
        yield error("disk space", "space_none", **values)
    elif free < 2 * kept:
        yield warning("disk space", "space_low", **values)
    else:
        yield ok("disk space", "space", **values)


def kept(data: Data) -> Iterator[Finding]:
    """Everything about the database and the pictures, where there are any."""
    file = data.folder / database.FILE
    if not file.exists():
        yield ok("database", "database_none")
        return
    with contextlib.suppress(Damaged):  # which is told in SQLite's own words next
        if (revision := _revision(file)).level is Level.ERROR:
            yield revision
            return
        yield revision
    if found := snapshots.complaints(file):
        yield error("integrity", "integrity_broken", reason=found[0], count=len(found))
        return
    yield ok("integrity", "integrity")
    yield from _files(data.folder)
    yield from _given_up(data.folder)


def damaged(data: Data) -> Iterator[Finding]:
    """Slow: every picture is read."""
    if not (data.folder / database.FILE).exists():
        return
    if found := mending.damaged(data.folder):
        yield error("damage", "pictures_damaged", count=len(found), names=_beginnings(found))
    else:
        yield ok("damage", "pictures_sound")


def clock(data: Data) -> Iterator[Finding]:
    now = datetime.datetime.now(datetime.UTC)
    latest = None
    if (data.folder / database.FILE).exists():
        try:
            latest = inspection.newest(data.folder)
        except StorageError:
            return
    if latest is not None and latest > now + _SLACK:
        yield error("clock", "clock_behind", now=f"{now:%Y-%m-%d %H:%M}", latest=f"{latest:%Y-%m-%d %H:%M}")
    else:
        yield ok("clock", "clock", now=f"{now:%Y-%m-%d %H:%M}")


def _revision(file: Path) -> Finding:
    """Raises Damaged."""
    try:
        with translated():
            found = database.revisions(file)
            database.refuse_newer(found, file)
    except NewerData:
        return error("database", "database_newer")
    except Damaged:
        raise
    except StorageError:
        return error("database", "database_foreign")
    if found == {HEAD}:
        return ok("database", "database", revision=HEAD)
    return warning("database", "database_older", revision=", ".join(sorted(found)) or "–", now=HEAD)


def _files(path: Path) -> Iterator[Finding]:
    state = mending.look(path)
    if state.lost:
        yield error("pictures", "pictures_lost", count=len(state.lost), names=_beginnings(state.lost))
    if state.lost_latents:
        names = _beginnings(state.lost_latents)
        yield warning("latents", "latents_lost", count=len(state.lost_latents), names=names)
    if count := len(state.strays) + len(state.leftovers):
        yield warning("strays", "strays", count=count, size=gibibytes(state.size))
    if state == mending.State():
        yield ok("pictures", "pictures")


def _given_up(path: Path) -> Iterator[Finding]:
    if jobs := inspection.given_up(path, _LATELY):
        yield warning("jobs", "jobs_given_up", count=len(jobs), jobs=", ".join(map(str, jobs[-5:])))
    else:
        yield ok("jobs", "jobs")


def _beginnings(hashes: tuple[str, ...]) -> str:
    return ", ".join(each[:_SHORT] for each in hashes[:3]) + (" …" if len(hashes) > 3 else "")


def _can_write(path: Path) -> bool:
    try:
        # Tried, and not asked: rights are not all that can forbid it.
        with tempfile.TemporaryFile(dir=path):
            return True
    except OSError:
        return False


def _file_system(path: Path) -> str:
    """The kind of file system that ``path`` is on; empty where the system does not say."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = {Path(place.replace("\\040", " ")): kind for _, place, kind, *_ in (line.split(" ") for line in lines)}
    above = (each for each in (Path(os.path.realpath(path)), *Path(os.path.realpath(path)).parents) if each in mounts)
    return mounts.get(next(above, path), "")
