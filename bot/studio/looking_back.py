"""Looking back: history, recipes, deletion."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.studio.jobs import Jobs
from bot.studio.studio import Studio, in_words
from bot.studio.uploads import blank, thumbnail
from storage import Deleted, Page, Picture, Place, Post, Turn
from storage.errors import Gone, Missing

PAGE = 10


@in_words
async def current(studio: Studio, viewer: int, turn: int | None = None) -> Turn | None:
    """That turn, or the one that an unaddressed message would refine; None where there is no picture yet."""
    if turn is not None:
        return await studio.storage.turns.get(viewer, turn)
    try:
        return await studio.storage.turns.latest(viewer)
    except Missing:
        return None


@in_words
async def latest(studio: Studio, viewer: int, place: Place) -> Turn | None:
    """What the viewer asked for last at ``place``: what is being drawn there, else the version that stands there."""
    drawing = [job for job in await studio.storage.jobs.pending(viewer) if job.place == place]
    try:
        if drawing:
            return await studio.storage.turns.get(viewer, drawing[-1].turn)
        return await studio.storage.turns.latest(viewer, place=place)
    except Missing:
        return None


@in_words
async def history(studio: Studio, viewer: int, text: str = "", before: int | None = None, *, limit: int = PAGE) -> Page:
    """The viewer's pictures, newest first, those whose words contain ``text``."""
    return await studio.storage.pictures.history(viewer, text=text or None, before=before, limit=limit)


@in_words
async def thumbnails(studio: Studio, viewer: int, pictures: Sequence[Picture]) -> tuple[bytes, ...]:
    """A small JPEG of each of the viewer's pictures, an empty one where the file is gone."""
    kept = [await _read(studio, viewer, picture) for picture in pictures]
    return tuple([await asyncio.to_thread(thumbnail, png) if png else blank() for png in kept])


async def _read(studio: Studio, viewer: int, picture: Picture) -> bytes | None:
    try:
        return await studio.storage.pictures.read(viewer, picture.sha256)
    except Gone:
        return None


async def there(studio: Studio, viewer: int, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Those of the viewer's pictures whose file is not gone."""
    return tuple([each for each in pictures if await _read(studio, viewer, each)])


@in_words
async def pending(studio: Studio, viewer: int, *, after: int = 0, limit: int = PAGE) -> tuple[tuple[Turn, ...], int]:
    """What the viewer asked for behind job ``after`` and is not finished, oldest first, at most ``limit``; and how many
    more."""
    jobs = [job for job in await studio.storage.jobs.pending(viewer) if job.id > after]
    turns = tuple([await studio.storage.turns.get(viewer, job.turn) for job in jobs[:limit]])
    return turns, len(jobs) - len(turns)


@in_words
async def tree(studio: Studio, viewer: int, conversation: int) -> tuple[Turn, ...]:
    return await studio.storage.turns.tree(viewer, conversation)


@in_words
async def file_of(studio: Studio, viewer: int, picture: Picture) -> Path:
    """The picture's PNG on disk."""
    return await studio.storage.pictures.file(viewer, picture.sha256)


@in_words
async def posts(studio: Studio, viewer: int, turn: int) -> tuple[Post, ...]:
    """The messages that show a turn of the viewer's."""
    return await studio.storage.posts.of_turn(viewer, turn)


@in_words
async def erase(studio: Studio, jobs: Jobs, viewer: int, turn: int) -> Deleted:
    """Delete a turn with its pictures, and stop drawing it. The messages that show it are the caller's to remove."""
    deleted = await studio.storage.turns.delete(viewer, turn, drawn_for=jobs.drawn_for)
    if deleted.cancelled is not None:
        jobs.stop(deleted.cancelled)
    return deleted


@in_words
async def delete(studio: Studio, jobs: Jobs, viewer: int, turn: int) -> Turn | None:
    """Delete a turn with its pictures. Returns where the conversation stands then, None where nothing is left of it."""
    deleted = await erase(studio, jobs, viewer, turn)
    return await studio.storage.turns.get(viewer, deleted.head) if deleted.head is not None else None
