"""Moving about in a conversation's tree. Nothing is drawn and nothing is overwritten: only the current turn changes."""

from __future__ import annotations

from bot.errors import NotFound, Refused
from bot.studio.outcome import Shown
from bot.studio.studio import Studio, in_words, picture_of
from bot.understanding.intent import GoTo, Place, Redo, Undo
from storage import Turn


@in_words
async def undo(studio: Studio, viewer: int, turn: Turn, intent: Undo) -> Shown:
    """Up to ``intent.times`` versions back. Raises Refused at the first one."""
    target = turn
    for _ in range(intent.times):
        if target.parent is None:
            break
        target = await studio.storage.turns.get(viewer, target.parent)
    if target is turn:
        raise Refused("error.nothing_to_undo")
    return await _shown(studio, viewer, target, Shown(turn=target, intent=intent))


@in_words
async def redo(studio: Studio, viewer: int, turn: Turn, intent: Redo) -> Shown:
    """Forward again along the branch that an undo left. Raises Refused at its end."""
    target = turn
    for _ in range(intent.times):
        if target.redo is None:
            break
        target = await studio.storage.turns.get(viewer, target.redo)
    if target is turn:
        raise Refused("error.nothing_to_redo")
    return await _shown(studio, viewer, target, Shown(turn=target, intent=intent))


@in_words
async def go_to(studio: Studio, viewer: int, turn: Turn, intent: GoTo) -> Shown:
    """To a turn by its number, to a place in the conversation, or to another picture of the same turn."""
    target = await _target(studio, viewer, turn, intent)
    if intent.picture is not None:
        picture_of(target, intent.picture)
    return await _shown(studio, viewer, target, Shown(turn=target, intent=intent, picture=intent.picture))


async def _target(studio: Studio, viewer: int, turn: Turn, intent: GoTo) -> Turn:
    if intent.turn is not None:
        return await studio.storage.turns.get(viewer, intent.turn)
    match intent.place:
        case None:
            return turn
        case Place.PREVIOUS:
            if turn.parent is None:
                raise Refused("error.nothing_to_undo")
            return await studio.storage.turns.get(viewer, turn.parent)
        case Place.FIRST:
            return (await studio.storage.turns.path_to_root(viewer, turn.id))[-1]
        case Place.LATEST:
            drawn = [each for each in await studio.storage.turns.tree(viewer, turn.conversation) if each.pictures]
            if not drawn:
                raise NotFound("error.not_found")
            return drawn[-1]


async def _shown(studio: Studio, viewer: int, target: Turn, shown: Shown) -> Shown:
    picture_of(target, shown.picture)
    await studio.storage.conversations.move_head(viewer, target.conversation, target.id)
    return shown
