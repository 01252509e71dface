"""What an operator may want to know of a data folder, read without a trace, whichever version wrote it.

Everything here blocks, and raises StorageError where the database cannot be read.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

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
    rows = _rows(folder, _GIVEN_UP, WORKER_DIED, since)
    return tuple(job for (job,) in rows)


def newest(folder: Path) -> datetime.datetime | None:
    """When the latest request was accepted. None: there was none."""
    ((text,),) = _rows(folder, _NEWEST)
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) if text else None


def _rows(folder: Path, query: str, *values: str) -> list[Any]:
    with translated():
        return snapshots.read(folder / database.FILE, lambda connection: connection.execute(query, values).fetchall())
