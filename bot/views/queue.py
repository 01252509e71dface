"""What somebody has under way, with a button to stop each."""

from __future__ import annotations

from bot.cards import state
from bot.i18n import say
from bot.interacting import Interacting
from bot.sheets import QUIET
from bot.studio import looking_back
from bot.studio.studio import described
from bot.text import fenced
from bot.views.buttons import view
from bot.views.keys import of_queue
from storage import Turn

SHOWN = 5
"""Requests in one answer: a button each, in one row."""


async def show(asking: Interacting) -> None:
    turns = await looking_back.pending(asking.studio, asking.person.id)
    if not turns:
        await asking.interaction.edit_original_response(content=say("queue.empty", asking.language), view=None)
        return
    lines = [_line(number, turn, asking) for number, turn in enumerate(turns[:SHOWN], start=1)]
    if len(turns) > SHOWN:
        lines.append(say("queue.more", asking.language, count=len(turns) - SHOWN))
    await asking.interaction.edit_original_response(
        content="\n".join(lines), view=view(of_queue(turns[:SHOWN], asking.language)), allowed_mentions=QUIET
    )


def _line(number: int, turn: Turn, asking: Interacting) -> str:
    bot = asking.bot
    how = state(bot.delivery.event_of(turn.job.id), bot.house.jobs.eta(turn.job.id), asking.language)
    return f"**{number}.** {how}\n{fenced(described(turn), 200)}"
