"""Statements that share commits: a commit waits for the disk, and costs the same for one statement as for thirty."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import CursorResult, Executable

from storage.database import Database


class Batch:
    """Whoever comes while a transaction runs or is waited for shares the next one, in the order in which they came. It
    goes before all other writes that wait.

    Only for statements that fail where every other one would: what one of them raises is raised to all that share.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._alone = asyncio.Lock()
        self._waiting: list[tuple[Executable, asyncio.Future[int]]] = []

    async def execute(self, statement: Executable) -> int:
        """How many rows it has touched, once that is durable. Not to be cancelled: others may wait for it."""
        mine: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((statement, mine))
        async with self._alone:
            if not mine.done():
                await self._commit()
        return await mine

    async def _commit(self) -> None:
        together = self._waiting
        try:
            async with self._database.writing(urgent=True) as session:
                # From here on they share the next one.
                self._waiting = []
                counts = []
                for statement, _ in together:
                    result = await session.execute(statement)
                    counts.append(result.rowcount if isinstance(result, CursorResult) else 0)
        except Exception as error:
            self._waiting = [] if self._waiting is together else self._waiting
            _end(together, error)
        else:
            for (_, done), count in zip(together, counts, strict=True):
                done.set_result(count)


def _end(together: list[tuple[Executable, asyncio.Future[Any]]], error: Exception) -> None:
    for _, done in together:
        done.set_exception(error)
