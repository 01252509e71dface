"""Conversations: whose they are, where they are held and where they stand."""

from __future__ import annotations

import dataclasses

from storage import rows
from storage.database import Database, whole
from storage.errors import Missing
from storage.records import Conversation, Turn
from storage.tree import move_head


@dataclasses.dataclass(frozen=True, slots=True)
class Conversations:
    """Every call raises Missing for what is not there, was deleted, or is not the viewer's."""

    database: Database

    @whole
    async def get(self, viewer: int, conversation: int) -> Conversation:
        async with self.database.reading() as session:
            return await rows.conversation(session, await rows.own_conversation(session, viewer, conversation))

    @whole
    async def of_turn(self, viewer: int, turn: int) -> Conversation:
        async with self.database.reading() as session:
            row = await rows.own_turn(session, viewer, turn)
            return await rows.conversation(session, await rows.own_conversation(session, viewer, row.conversation_id))

    @whole
    async def move_head(self, viewer: int, conversation: int, turn: int) -> Turn:
        """Undo, redo, go to: ``turn`` becomes what an unaddressed message refines."""
        async with self.database.writing() as session:
            row = await rows.own_turn(session, viewer, turn)
            if row.conversation_id != (await rows.own_conversation(session, viewer, conversation)).id:
                raise Missing(f"turn {turn} in conversation {conversation}")
            await move_head(session, row)
            await session.flush()
            return await rows.turn(session, row)
