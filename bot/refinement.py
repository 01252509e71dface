"""A wish about a turn that somebody sees: in words or by a button, from its owner or from anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.asking import Asking
from bot.i18n import say
from bot.studio import refine as studio
from bot.understanding.intent import Intent
from storage import Post, Turn

if TYPE_CHECKING:
    from bot.interacting import Interacting


async def refine(asking: Asking, post: Post, text: str, *, certain: bool = False) -> None:
    """Do what ``text`` asks of the turn that ``post`` shows, once that is finished. ``certain``: it is a wish."""
    turn = await finished(asking, post)
    outcome = await studio.refine(asking.studio, asking.request, text, turn=turn.id, owner=post.person, certain=certain)
    await asking.show(outcome, int(post.message))


async def carry_out(asking: Interacting, post: Post, intent: Intent, text: str) -> None:
    """Do what a button says."""
    turn = await studio.seen(asking.studio, post.person, post.turn)
    await asking.show(await studio.carry_out(asking.studio, asking.request, intent, text, turn))


async def finished(asking: Asking, post: Post) -> Turn:
    """The turn, as soon as it is no longer being drawn; until then the asker reads that it is waited for."""
    turn = await studio.seen(asking.studio, post.person, post.turn)
    if not turn.job.unfinished:
        return turn
    await asking.tell(say("said.waits", asking.language))
    await asking.bot.delivery.ended(turn.job.id)
    return await studio.seen(asking.studio, post.person, post.turn)
