"""Copies of the database file, taken while others read and write it, and checked before anybody relies on them.

Plain SQLite without the engines of database.py: what is to be copied or looked at may be of another version, or broken.
Everything here blocks: call it in a thread.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from storage.errors import Damaged

COPIES = "backups"
"""The folder, in the data folder, of the copies that nobody gave another place."""

T = TypeVar("T")

_COMPLAINTS = 20
_PATIENCE = 5.0
"""Seconds to wait for another program's lock."""


def take(file: Path, copy: Path) -> Path:
    """A copy of ``file`` as it is at one moment: whole and durable under its name, or not there at all.

    Raises Damaged where the copy is not sound, and what SQLite and the operating system raise.
    """
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(f".{copy.name}.{secrets.token_hex(4)}")
    try:
        part.touch(0o600)
        with _sharing(file) as source, contextlib.closing(sqlite3.connect(part)) as target:
            # All pages at once: a paced copy begins again whenever somebody writes.
            source.backup(target, pages=-1)
            # A copy is one file, which may be carried elsewhere.
            target.execute("PRAGMA journal_mode=DELETE")
        if found := complaints(part):
            raise Damaged(f"the copy of {file} is not sound: {found[0]}")
        make_durable(part)
        part.replace(copy)
        make_durable(copy.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return copy


def complaints(file: Path) -> tuple[str, ...]:
    """What SQLite finds wrong with the file, of its pages and of its references; nothing where it is sound."""
    try:
        return read(file, _complaints)
    except sqlite3.DatabaseError as error:
        return (str(error),)


def _complaints(connection: sqlite3.Connection) -> tuple[str, ...]:
    said = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_COMPLAINTS})")]
    # Row by row: what was read until a broken page is told too.
    broken = [f"{row[0]} {row[1]}: no such {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return tuple([*(line for line in said if line != "ok"), *broken][:_COMPLAINTS])


def read(file: Path, look: Callable[[sqlite3.Connection], T]) -> T:
    """What ``look`` makes of ``file``, which it can only read: with what is still in its WAL, and without a trace.

    It may be called again, where somebody began to write meanwhile. Raises sqlite3.OperationalError where there is no
    file, and what ``look`` raises.
    """
    while True:
        # Whoever has the database open has made its WAL, and shares its locks. Without one the file alone has
        # everything, and "immutable" keeps SQLite from making files that it would leave behind; but then it also
        # trusts that nobody writes.
        alone = _state(file)
        try:
            with _connected(file, "mode=ro&immutable=1" if alone else "mode=ro") as connection:
                found = look(connection)
        except sqlite3.DatabaseError:
            if _state(file) == alone or not alone:
                raise
        else:
            if _state(file) == alone or not alone:
                return found


def _state(file: Path) -> tuple[int, ...] | None:
    """Another one once somebody has written; None while somebody may be about to."""
    if not file.exists() or file.with_name(f"{file.name}-wal").exists():
        return None
    state = file.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


@contextlib.contextmanager
def _sharing(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that takes part in the locks, so that nothing moves below it however long it reads."""
    with _connected(file, "mode=rw") as connection:
        yield connection


@contextlib.contextmanager
def _connected(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{file.resolve().as_uri()}?{mode}"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as connection:
        yield connection


def stamped(begin: str, end: str) -> str:
    """A file's name with the present time in it: ``egaku-20261123-010532-4f.tar``; no two calls give the same."""
    return f"{begin}-{datetime.datetime.now(datetime.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{end}"


def make_durable(path: Path) -> None:
    """Written to the disk itself: a file's contents, or which files a folder has."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
