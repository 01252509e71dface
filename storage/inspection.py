"""What an operator may want to know of a data folder, read without a trace, whichever version wrote it.

Everything here blocks, and raises StorageError where the database cannot be read.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from storage import database, snapshots
from storage.errors import translated
from storage.models import now
from storage.states import WORKER_DIED

_GIVEN_UP = "SELECT id FROM jobs WHERE state = 'failed' AND reason = ? AND ended_at >= ? ORDER BY id"
_NEWEST = "SELECT max(created_at) FROM turns"


def given_up(folder: Path, within: datetime.timedelta) -> tuple[int, ...]:
    """Jobs that failed lately because each worker that had them died."""
    # As the tables have it: UTC, without saying so.
    since = (now() - within).replace(tzinfo=None).isoformat(" ")
    with translated(), snapshots.reading(folder / database.FILE) as connection:
        return tuple(row[0] for row in connection.execute(_GIVEN_UP, (WORKER_DIED, since)))


def newest(folder: Path) -> datetime.datetime | None:
    """When the latest request was accepted. None: there was none."""
    with translated(), snapshots.reading(folder / database.FILE) as connection:
        (text,) = connection.execute(_NEWEST).fetchone()
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) if text else None
