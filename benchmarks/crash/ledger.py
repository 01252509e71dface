"""What the bot's data folder says, read from outside while the bot lives and dies."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.crash.history import Row
from storage.pictures import Suffix

_ROWS = """
SELECT turns.id, turns.request_key, jobs.state, jobs.reason, turns.deleted_at IS NOT NULL
FROM turns LEFT JOIN jobs ON jobs.turn_id = turns.id ORDER BY turns.id
"""


class Ledger:
    """``known``: the turn of each request that any look has ever seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.known: dict[int, int] = {}

    def look(self) -> tuple[Row, ...]:
        """Every turn that is there. Raises sqlite3.OperationalError where the tables cannot be read just now."""
        rows = tuple(_row(*row) for row in self._asked(_ROWS))
        self.known.update((row.key, row.turn) for row in rows)
        return rows

    def integrity(self) -> str:
        """ "ok", or what is wrong with the database, or with the picture files that it names."""
        found = [str(row[0]) for row in self._asked("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"a row of {row[0]} points nowhere" for row in self._asked("PRAGMA foreign_key_check")]
        for (sha256,) in self._asked("SELECT DISTINCT sha256 FROM pictures"):
            file = self._folder / "pictures" / sha256[:2] / f"{sha256[2:]}{Suffix.PNG}"
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
                found.append(f"picture {sha256} is not whole")
        return "; ".join(found) or "ok"

    def _asked(self, query: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self._folder / "egaku.db", timeout=5)) as database:
            return database.execute(query).fetchall()


def _row(turn: int, key: str, state: str, reason: str | None, deleted: int) -> Row:
    return Row(turn, int(key.rpartition(":")[2]), state or "", reason, bool(deleted) or state is None)
