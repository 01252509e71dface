"""What can go wrong in keeping things: a small tree of errors, which the studio turns into words.

StorageError
├── Missing          there is no such thing, or it was deleted, or it is somebody else's: all three are alike
│   └── Gone         a picture's row is there and theirs, but its file is not
├── NotCancellable   the job had already ended
├── StaleJob         the job's state, or its turn's deletion, forbids the step; nothing was written
├── Busy             another process kept the database locked for longer than the busy timeout; try again
├── Limited          the asker, or the server where it was asked, has had what they may; nothing was written
├── StorageFull      no space is left for the database or a picture; nothing was written
│   └── NoRoom       less is free than is to be kept free, so nothing new is begun
├── NewerData        the data folder was written by a newer version; nothing in it was touched
├── Occupied         another process is in the way on the data folder; nothing was touched
│   ├── InUse        it has the folder open, and this can be done only while nobody has
│   ├── Reserved     it has the folder for itself, until what is in it is restored or upgraded
│   └── Taken        it is what this one was to be, and of which there is one
├── BadBackup        the file is no backup of Egaku's, or not a whole one; nothing was changed
└── Unusable         the data folder cannot be read or written, or holds something else
    └── Damaged      the database is there, but SQLite finds it broken
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy.exc

if TYPE_CHECKING:
    from storage.presence import Holder


class StorageError(Exception):
    """Base of all that this package raises on purpose."""


class Missing(StorageError):
    pass


class Gone(Missing):
    pass


class NotCancellable(StorageError):
    pass


class StaleJob(StorageError):
    pass


class Busy(StorageError):
    pass


class Limited(StorageError):
    """``whose`` is "person" or "server", ``what`` the name of a limits.Allowance's field, ``most`` its value there.

    ``until`` is when there is more, of what is counted by the day; ``jobs`` what is in the way, of what is counted at
    once.
    """

    def __init__(
        self,
        whose: str,
        what: str,
        most: int,
        *,
        until: datetime.datetime | None = None,
        jobs: tuple[int, ...] = (),
    ) -> None:
        super().__init__(f"{whose} {what}: {most}")
        self.whose, self.what, self.most, self.until, self.jobs = whose, what, most, until, jobs


class StorageFull(StorageError):
    pass


class NoRoom(StorageFull):
    pass


class NewerData(StorageError):
    pass


class Occupied(StorageError):
    """``holder``: who that is, where it can be told."""

    def __init__(self, folder: Path, holder: Holder | None = None) -> None:
        super().__init__(f"{folder}: {holder}" if holder else str(folder))
        self.folder, self.holder = folder, holder


class InUse(Occupied):
    pass


class Reserved(Occupied):
    pass


class Taken(Occupied):
    pass


class BadBackup(StorageError):
    pass


class Unusable(StorageError):
    pass


class Damaged(Unusable):
    pass


_BY_SQLITE_CODE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_PERM: Unusable,
    sqlite3.SQLITE_READONLY: Unusable,
    sqlite3.SQLITE_IOERR: Unusable,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_CANTOPEN: Unusable,
    sqlite3.SQLITE_NOTADB: Unusable,
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise the operating system's and SQLite's complaints as this tree's errors; bugs pass through as they are."""
    try:
        yield
    except sqlalchemy.exc.TimeoutError as error:
        raise Busy(str(error)) from error
    except (sqlalchemy.exc.DBAPIError, sqlite3.Error) as error:
        kind = _kind(error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error)
        if kind is None:
            raise
        raise kind(str(error)) from error
    except OSError as error:
        raise (StorageFull if error.errno in _FULL else Unusable)(str(error)) from error


def _kind(error: BaseException | None) -> type[StorageError] | None:
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else _BY_SQLITE_CODE.get(extended & 0xFF)
