"""Which version of a conversation a number means."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from bot.errors import NotFound
from bot.studio.studio import Studio
from bot.understanding.intent import GoTo
from storage import Turn
from storage.errors import Missing


async def path(studio: Studio, turn: Turn) -> Sequence[Turn]:
    """The turn and its ancestors, up to the first."""
    return await studio.storage.turns.path_to_root(turn.person, turn.id)


async def meant(studio: Studio, turn: Turn, version: int | None) -> Sequence[Turn]:
    """A version of the turn's conversation and its ancestors: by the number on its card, else counted from the first
    one of the turn's branch; below zero back from the turn. Raises NotFound."""
    tree = await studio.storage.turns.tree(turn.person, turn.conversation) if version and version > 0 else ()
    if named := [each for each in tree if each.id == version]:
        return await path(studio, named[0])
    branch = await path(studio, turn)
    at = 0 if version is None else -version if version < 0 else len(branch) - version
    if not 0 <= at < len(branch):
        raise NotFound("error.no_such_version", version=abs(version or 0), versions=len(branch))
    return branch[at:]


async def counted(studio: Studio, viewer: int, intent: GoTo, branch: Sequence[Turn]) -> GoTo:
    """A number that none of the viewer's versions has on its card is meant as counted from the first of the branch."""
    if intent.turn is None or not 1 <= intent.turn <= len(branch):
        return intent
    try:
        await studio.storage.turns.get(viewer, intent.turn)
    except Missing:
        return dataclasses.replace(intent, turn=branch[-intent.turn].id)
    return intent
