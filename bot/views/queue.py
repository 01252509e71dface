"""What is under way, in pages, with a button to stop each: one's own, or a server's for those who manage it.

Which page it is lives in the buttons: it begins behind a job, so that it does not move when others end.
"""

from __future__ import annotations

import discord
import structlog

from bot import permissions
from bot.cards import state
from bot.i18n import say
from bot.interacting import Interacting
from bot.sheets import PLATFORM, QUIET
from bot.studio import looking_back, managing
from bot.studio.studio import described
from bot.text import fenced
from bot.views.buttons import view
from bot.views.keys import Rows, Verb, of_queue
from storage import Turn, UnderWay

SHOWN = 5
"""Requests in one answer: a button each, in one row."""

_log = structlog.get_logger(__name__)


async def show(asking: Interacting, after: int = 0) -> None:
    """One's own behind job ``after``; where none are left there, from the start."""
    turns, more = await looking_back.pending(asking.studio, asking.person.id, after=after, limit=SHOWN)
    if not turns:
        await (show(asking) if after else _tell(asking, "queue.empty"))
        return
    lines = [_line(number, turn, asking) for number, turn in enumerate(turns, start=1)]
    last = turns[-1].job.id if more else None
    keys = of_queue([turn.id for turn in turns], asking.language, after=after, last=last)
    await _shown(asking, lines, more, keys)


async def show_everyones(asking: Interacting, after: int = 0) -> None:
    """The same of everybody on the server. Raises Refused for whoever does not manage it."""
    server = permissions.managed(asking.interaction)
    found, more = await managing.under_way(asking.studio, PLATFORM, server, after=after, limit=SHOWN)
    if not found:
        await (show_everyones(asking) if after else _tell(asking, "queue.everyone_empty"))
        return
    lines = [_line_of(number, each, asking) for number, each in enumerate(found, start=1)]
    last = found[-1].job if more else None
    keys = of_queue([each.turn for each in found], asking.language, after=after, last=last, everyones=True)
    await _shown(asking, [say("queue.everyone", asking.language), *lines], more, keys)


async def stop(asking: Interacting, turn: int) -> None:
    """Stop somebody's request on the server. Its own message says so. Raises Refused for whoever does not manage it."""
    server = permissions.managed(asking.interaction)
    bot, viewer = asking.bot, asking.person.id
    job = await managing.stop(asking.studio, bot.house.jobs, viewer, PLATFORM, server, turn)
    await bot.delivery.quiet(job)
    _log.info("a request was stopped by somebody who manages its server", job=job, by=viewer)


async def turn_over(asking: Interacting, verb: Verb, number: int, after: int | None) -> None:
    """A button of a queue's. ``number``: the job behind which its page begins, or the turn to stop."""
    match verb:
        case Verb.QUEUE:
            await show(asking, number)
        case Verb.EVERYONE:
            await show_everyones(asking, number)
        case Verb.STOP:
            await stop(asking, number)
            await show_everyones(asking, after or 0)


async def _tell(asking: Interacting, key: str) -> None:
    await asking.interaction.edit_original_response(content=say(key, asking.language), view=None)


async def _shown(asking: Interacting, lines: list[str], more: int, keys: Rows) -> None:
    if more:
        lines.append(say("queue.more", asking.language, count=more))
    await asking.interaction.edit_original_response(content="\n".join(lines), view=view(keys), allowed_mentions=QUIET)


def _how(job: int, asking: Interacting) -> str:
    bot = asking.bot
    return state(bot.delivery.event_of(job), bot.house.jobs.eta(job), asking.language)


def _line(number: int, turn: Turn, asking: Interacting) -> str:
    return f"**{number}.** {_how(turn.job.id, asking)}\n{fenced(described(turn), 200)}"


def _line_of(number: int, each: UnderWay, asking: Interacting) -> str:
    return say(
        "queue.everyone_line",
        asking.language,
        number=number,
        who=f"<@{each.handle}>",
        how=_how(each.job, asking),
        model=each.model,
        pictures=each.pictures,
        asked=discord.utils.format_dt(each.created_at, "R"),
    )
