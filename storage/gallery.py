"""The pictures that people have: their history, single ones, and the files, as long as a row names them."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rows
from storage.database import Database, whole
from storage.errors import Missing, StorageError, translated
from storage.mending import chunks
from storage.models import DiscardRow, PictureRow, SourceRow, TurnRow
from storage.pictures import PictureFiles, Suffix
from storage.records import Page, Picture
from storage.text import SEARCHABLE, folded

MAX_PAGE = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Gallery:
    """Every call but :meth:`sweep` raises Missing for what is not there, was deleted, or is not the viewer's."""

    database: Database
    files: PictureFiles

    @whole
    async def history(
        self, viewer: int, *, text: str | None = None, before: int | None = None, limit: int = 10
    ) -> Page:
        """The viewer's pictures, newest first, ``limit`` (1 … 100) of them; ``before`` is the last page's cursor.

        ``text`` keeps those whose request or prompt contains it, whatever its case, width or composition.
        """
        if not 1 <= limit <= MAX_PAGE:
            raise ValueError(f"limit {limit} is outside 1..{MAX_PAGE}")
        query = select(PictureRow).where(PictureRow.person_id == rows.possible(viewer))
        if before is not None:
            query = query.where(PictureRow.id < min(before, rows.MAX_ID))
        if needle := folded(text or "").strip():
            if len(needle) > SEARCHABLE:
                return Page(pictures=(), before=None)
            query = query.where(PictureRow.search.contains(needle, autoescape=True))
        async with self.database.reading() as session:
            await rows.own_person(session, viewer)
            found = (await session.scalars(query.order_by(PictureRow.id.desc()).limit(limit + 1))).all()
        pictures = tuple(rows.picture(row) for row in found[:limit])
        return Page(pictures=pictures, before=pictures[-1].id if len(found) > limit else None)

    @whole
    async def get(self, viewer: int, picture: int) -> Picture:
        query = select(PictureRow).where(
            PictureRow.id == rows.possible(picture), PictureRow.person_id == rows.possible(viewer)
        )
        async with self.database.reading() as session:
            row = await session.scalar(query)
        if row is None:
            raise Missing(f"picture {picture}")
        return rows.picture(row)

    @whole
    async def file(self, viewer: int, sha256: str, suffix: Suffix = Suffix.PNG) -> Path:
        """The absolute path of a picture the viewer has, or started from."""
        await self._own(viewer, sha256)
        with translated():
            return await self.database.in_thread(self.files.file, sha256, suffix)

    @whole
    async def read(self, viewer: int, sha256: str, suffix: Suffix = Suffix.PNG) -> bytes:
        """That file's bytes."""
        await self._own(viewer, sha256)
        with translated():
            return await self.database.in_thread(self.files.read, sha256, suffix)

    async def _own(self, viewer: int, sha256: str) -> None:
        async with self.database.reading() as session:
            if not await has_file(session, viewer, sha256):
                raise Missing(f"file {sha256}")

    async def sweep(self, candidates: Iterable[str] = ()) -> None:
        """Remove the files of deleted turns, and ``candidates``, unless a row names them. For this package alone.

        The removal is done under the writer's lock, so that nobody can come to name a file while it is going; a few
        files at a time, so that others can write in between. Should it fail, the next sweep does it.
        """
        with contextlib.suppress(StorageError):
            async with self.database.reading() as session:
                discarded = set(await session.scalars(select(DiscardRow.sha256)))
            for some in chunks(sorted(discarded.union(candidates))):
                await self._remove(some)

    async def _remove(self, hashes: Sequence[str]) -> None:
        async with self.database.writing() as session:
            unnamed = [sha256 for sha256 in hashes if not await _named(session, sha256)]
            await self.database.in_thread(self._unlink, unnamed)
            await session.execute(delete(DiscardRow).where(DiscardRow.sha256.in_(hashes)))

    def _unlink(self, hashes: Sequence[str]) -> None:
        for sha256 in hashes:
            self.files.remove(sha256)


async def has_file(session: AsyncSession, viewer: int, sha256: str) -> bool:
    drawn = exists().where(PictureRow.sha256 == sha256, PictureRow.person_id == rows.possible(viewer))
    started_from = exists().where(
        SourceRow.sha256 == sha256, SourceRow.turn_id == TurnRow.id, TurnRow.person_id == viewer
    )
    return bool(await session.scalar(select(or_(drawn, started_from))))


async def _named(session: AsyncSession, sha256: str) -> bool:
    drawn = exists().where(PictureRow.sha256 == sha256)
    started_from = exists().where(SourceRow.sha256 == sha256)
    return bool(await session.scalar(select(or_(drawn, started_from))))
