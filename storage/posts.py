"""Posts: which message in a chat shows which turn."""

from __future__ import annotations

import dataclasses

from sqlalchemy import ColumnElement, delete

from storage import rows
from storage.database import Database, whole
from storage.errors import Missing
from storage.models import PostRow
from storage.records import Post
from storage.text import clean


@dataclasses.dataclass(frozen=True, slots=True)
class Posts:
    database: Database

    @whole
    async def put(self, viewer: int, turn: int, *, platform: str, channel: str, message: str) -> Post:
        """``message`` shows ``turn`` from now on, instead of what it showed before.

        Raises Missing also for a message that shows somebody else's turn.
        """
        platform, channel, message = clean(platform), clean(channel), clean(message)
        async with self.database.writing() as session:
            row = await rows.own_turn(session, viewer, turn)
            if any(post.person != viewer for post in await rows.posts(session, *_is(platform, message))):
                raise Missing(f"message {message}")
            # Written anew rather than changed, so that it is its turn's newest.
            await session.execute(delete(PostRow).where(*_is(platform, message)))
            session.add(PostRow(turn_id=row.id, platform=platform, channel=channel, message=message))
            return (await rows.posts(session, *_is(platform, message)))[0]

    @whole
    async def of_turn(self, viewer: int, turn: int) -> tuple[Post, ...]:
        """The messages that show ``turn``, newest first. Raises Missing."""
        async with self.database.reading() as session:
            row = await rows.own_turn(session, viewer, turn)
            return await rows.posts(session, PostRow.turn_id == row.id)

    # For whoever sees the message in its channel: that is the right to know whose it is, so no viewer is named.

    @whole
    async def find(self, platform: str, message: str) -> Post:
        """Raises Missing where ``message`` shows no turn, or showed one that was deleted."""
        async with self.database.reading() as session:
            found = await rows.posts(session, *_is(clean(platform), clean(message)))
        if not found:
            raise Missing(f"message {message}")
        return found[0]

    @whole
    async def remove(self, platform: str, message: str) -> None:
        """``message`` is gone from its chat. A second time does no harm."""
        async with self.database.writing() as session:
            await session.execute(delete(PostRow).where(*_is(clean(platform), clean(message))))


def _is(platform: str, message: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PostRow.platform == platform, PostRow.message == message
