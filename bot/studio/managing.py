"""What those who manage a server see and do there: everybody's requests without their words. Who does, is found out
before."""

from __future__ import annotations

from bot.studio.jobs import Jobs
from bot.studio.studio import Studio, in_words
from storage import UnderWay


@in_words
async def under_way(
    studio: Studio, platform: str, server: str, *, after: int, limit: int
) -> tuple[tuple[UnderWay, ...], int]:
    """What the server has under way behind job ``after``, oldest first, at most ``limit``; and how many more."""
    return await studio.storage.servers.under_way(platform, server, after=after, limit=limit)


@in_words
async def stop(studio: Studio, jobs: Jobs, viewer: int, platform: str, server: str, turn: int) -> int:
    """End a turn's job, whoever it belongs to, and say which that is. Raises NotFound where it was not asked for on the
    server, Refused where it had ended."""
    job = await studio.storage.servers.job(platform, server, turn)
    await jobs.cancel(job.person, job.id, by=viewer)
    return job.id
