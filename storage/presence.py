"""Which processes have a data folder open, and what only one of them at a time may be or do.

All of it is locks that end with the process that holds them, kill -9 too: so whoever starts can tell what a dead one
left behind (unfinished jobs, half-written files) from what a living one is busy with. In the folder ``open``:

- the folder itself is shared by all who are there, and held by one alone while it changes everything (a restore);
- ``<process>.lock`` says that this process lives;
- ``<role>.lock`` says who has a role of which there is one, and in JSON who that is.

Locks are advisory ones of the operating system (flock): one host, no network file system. Everything here blocks.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import fcntl
import json
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from storage.errors import InUse, Reserved, Taken

_NAME = "[0-9a-f]" * 16
_PATIENCE = 1.0
"""Seconds. Who looks whether a lock is held holds it for a moment, and who is killed takes one to be gone."""
_PAUSE = 0.02

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """Who has a role. In a container both are the container's."""

    pid: int
    host: str
    since: datetime.datetime


class Presence:
    """This process among those that have the data folder ``folder`` open.

    ``role``: one that it alone may have. ``alone``: it wants the folder for itself. Raises InUse where ``alone`` cannot
    be had, Reserved while another has that, Taken where another has the role; it is not there then.
    """

    def __init__(self, folder: Path, *, role: str = "", alone: bool = False) -> None:
        self._folder = _inside(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._held: dict[Path, int] = {}
        try:
            self._enter(alone)
            if role:
                self._take(role)
            self.name = self._live()
        except BaseException:
            self.leave()
            raise

    def _enter(self, alone: bool) -> None:
        fd = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        self._held[self._folder] = fd
        if alone and not _lock(fd, fcntl.LOCK_EX):
            raise InUse(self._folder.parent)
        if not alone and not _patiently(lambda: _lock(fd, fcntl.LOCK_SH)):
            raise Reserved(self._folder.parent)

    def _take(self, role: str) -> None:
        path = self._path(role)
        fd = _patiently(lambda: _locked(path))
        if fd is None:
            raise Taken(self._folder.parent, holder(self._folder.parent, role))
        self._held[path] = fd
        me = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.datetime.now(datetime.UTC).isoformat(),
        }
        os.ftruncate(fd, 0)
        os.write(fd, json.dumps(me).encode())

    def _live(self) -> str:
        while True:
            name = secrets.token_hex(8)
            # Whoever removes what dead processes left may have come between the file and its lock.
            if (fd := _locked(self._path(name))) is not None:
                self._held[self._path(name)] = fd
                return name

    def alive(self, name: str) -> bool:
        """Is the process that goes by ``name`` still there? A dead one's file is removed."""
        if name == self.name:
            return True
        path = self._path(name)
        if not path.exists():
            return False
        fd = _locked(path)
        if fd is None:
            return True
        path.unlink(missing_ok=True)
        os.close(fd)
        return False

    def bury(self) -> None:
        """Remove the files that dead processes left."""
        for path in self._folder.glob(f"{_NAME}.lock"):
            self.alive(path.stem)

    def leave(self) -> None:
        while self._held:
            path, fd = self._held.popitem()
            if path != self._folder:
                path.unlink(missing_ok=True)
            os.close(fd)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


def living(folder: Path) -> int:
    """How many processes have a data folder open. Leaves no trace there."""
    return sum(_is_held(path) for path in _inside(folder).glob(f"{_NAME}.lock"))


def holder(folder: Path, role: str) -> Holder | None:
    """Who has a role in a data folder. Leaves no trace there. None: nobody has, or it cannot be read who."""
    path = _inside(folder) / f"{role}.lock"
    if not _is_held(path):
        return None
    try:
        said = json.loads(path.read_bytes())
        return Holder(int(said["pid"]), str(said["host"]), datetime.datetime.fromisoformat(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def present(folder: Path, *, alone: bool = False) -> Iterator[Presence]:
    """For as long as the context lasts. Raises as :class:`Presence` does."""
    presence = Presence(folder, alone=alone)
    try:
        yield presence
    finally:
        presence.leave()


def _inside(folder: Path) -> Path:
    return folder / "open"


def _is_held(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        return not _lock(file.fileno(), fcntl.LOCK_SH)
    return False


def _lock(fd: int, kind: int) -> bool:
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _locked(path: Path) -> int | None:
    """A descriptor that holds the lock on ``path``; None where another holds it."""
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _lock(fd, fcntl.LOCK_EX):
                os.close(fd)
                return None
        except BaseException:
            os.close(fd)
            raise
        # Between open and flock another process may have taken the file for a dead one's and removed it.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(fd), path.stat()):
                return fd
        os.close(fd)


def _patiently(tried: Callable[[], T]) -> T:
    """The first answer that is neither None nor False, or the last one."""
    deadline = time.monotonic() + _PATIENCE
    while (answer := tried()) is None or answer is False:
        if time.monotonic() > deadline:
            break
        time.sleep(_PAUSE)
    return answer
