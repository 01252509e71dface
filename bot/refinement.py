"""A wish about a turn that somebody sees, from its owner or from anybody else."""

from __future__ import annotations

import aiohttp
import discord
import structlog

from bot.asking import Asking
from bot.i18n import say
from bot.sheets import SheetError
from bot.studio import refine as studio
from storage import Post, Turn

_log = structlog.get_logger(__name__)


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
    try:
        await asking.tell(say("said.waits", asking.language))
    except (discord.HTTPException, aiohttp.ClientError, SheetError):
        _log.warning("nobody could be told that a picture is waited for", exc_info=True)
    await asking.bot.inbox.waits(asking)
    await asking.bot.delivery.ended(turn.job.id)
    return await studio.seen(asking.studio, post.person, post.turn)
