"""A wish about a turn that somebody sees, from its owner or from anybody else."""

from __future__ import annotations

from bot.asking import Asking
from bot.i18n import say
from bot.studio import refine as studio
from storage import Post, Turn


async def refine(asking: Asking, post: Post, text: str, *, certain: bool = False) -> None:
    """Do what ``text`` asks of the turn that ``post`` shows, once that is finished. ``certain``: it is a wish."""
    turn = await finished(asking, post)
    outcome = await studio.refine(asking.studio, asking.request, text, turn=turn.id, owner=post.person, certain=certain)
    await asking.show(outcome, int(post.message))


async def finished(asking: Asking, post: Post) -> Turn:
    """The turn, as soon as it is no longer being drawn; until then the asker reads that it is waited for."""
    turn = await studio.seen(asking.studio, post.person, post.turn)
    if not turn.job.unfinished:
        return turn
    await asking.tell(say("said.waits", asking.language))
    await asking.bot.inbox.waits(asking)
    await asking.bot.delivery.ended(turn.job.id)
    return await studio.seen(asking.studio, post.person, post.turn)
