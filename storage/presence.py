"""Which processes have this data folder open: each holds a lock on a file of its own, which ends with it, kill -9 too.

So a process that starts can tell what a dead one left behind (unfinished jobs, half-written files) from what a living
one is busy with. Locks are advisory ones of the operating system (flock): one host, no network file system.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from storage.errors import InUse


class Presence:
    """This process among those that have ``folder`` open. Everything here is short blocking I/O."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.name = secrets.token_hex(8)
        self._fd = _locked(self._path(self.name))
        if self._fd is None:
            raise BlockingIOError(f"{self._path(self.name)} is locked")

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

    def others(self) -> tuple[str, ...]:
        """The other processes that have the folder open."""
        names = sorted(path.stem for path in self._folder.glob("*.lock"))
        return tuple(name for name in names if name != self.name and self.alive(name))

    def bury(self) -> None:
        """Remove the files that dead processes left."""
        for path in self._folder.glob("*.lock"):
            self.alive(path.stem)

    def leave(self) -> None:
        fd, self._fd = self._fd, None
        if fd is not None:
            self._path(self.name).unlink(missing_ok=True)
            os.close(fd)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


def living(folder: Path) -> int:
    """How many processes have a data folder open. Leaves no trace there."""
    return sum(_held(path) for path in (folder / "open").glob("*.lock"))


def _held(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Presence]:
    """Present in a data folder that no other process has open. Raises InUse where one has."""
    presence = Presence(folder / "open")
    try:
        if others := presence.others():
            raise InUse(f"{len(others)} process(es) have {folder} open")
        yield presence
    finally:
        presence.leave()


def _locked(path: Path) -> int | None:
    """A descriptor that holds the lock on ``path``; None where another holds it."""
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
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
