"""A conversation's turns as a tree, some of them tombstones, and the head that moves about in it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Sequence
from typing import Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import ConversationRow, HeadRow, TurnRow, now


@dataclasses.dataclass(frozen=True, slots=True)
class Tombstones:
    """The deleted turns of some conversations: id → (parent, last child). Usually there are none."""

    links: dict[int, tuple[int | None, int | None]]

    @classmethod
    async def of(cls, session: AsyncSession, conversations: Collection[int]) -> Self:
        query = select(TurnRow.id, TurnRow.parent_id, TurnRow.last_child_id).where(
            TurnRow.conversation_id.in_(conversations), TurnRow.deleted_at.is_not(None)
        )
        return cls({row.id: (row.parent_id, row.last_child_id) for row in await session.execute(query)})

    def living_ancestor(self, turn: int | None) -> int | None:
        """``turn``, or where it is a tombstone the nearest living turn above it."""
        while turn in self.links:
            turn = self.links[turn][0]
        return turn

    def living_descendant(self, turn: int | None) -> int | None:
        """``turn``, or where it is a tombstone the nearest living turn under it that the head was on or above."""
        while turn in self.links:
            turn = self.links[turn][1]
        return turn

    def under(self, turn: int) -> set[int]:
        """``turn`` and the tombstones reached from it over tombstones alone: whose children count as its own."""
        found = {turn}
        for tombstone, (parent, _) in sorted(self.links.items()):  # parents are older, so they come first
            if parent in found:
                found.add(tombstone)
        return found


async def ancestry(session: AsyncSession, turn: int) -> Sequence[TurnRow]:
    """``turn`` and everything above it, tombstones too, the root last."""
    start = select(TurnRow.id, TurnRow.parent_id).where(TurnRow.id == turn).cte("ancestry", recursive=True)
    path = start.union_all(select(TurnRow.id, TurnRow.parent_id).join(start, TurnRow.id == start.c.parent_id))
    query = select(TurnRow).join(path, TurnRow.id == path.c.id).order_by(TurnRow.id.desc())
    return (await session.scalars(query)).all()


async def move_head(session: AsyncSession, turn: TurnRow) -> None:
    """Make ``turn`` the head, and let every turn above it remember the way here, for a redo after any undo."""
    for child, parent in itertools.pairwise(await ancestry(session, turn.id)):
        parent.last_child_id = child.id
    await session.merge(HeadRow(conversation_id=turn.conversation_id, turn_id=turn.id))
    conversation = await session.get_one(ConversationRow, turn.conversation_id)
    conversation.used_at = now()
