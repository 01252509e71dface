"""/queue and /cancel: requests that are under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.asking import answer
from bot.commands.words import about, name
from bot.errands import Manner
from bot.i18n import say
from bot.interacting import Interacting
from bot.studio import looking_back
from bot.text import fenced
from bot.views import queue as waiting

if TYPE_CHECKING:
    from bot.client import Bot


@app_commands.command(name=name("command.queue"), description=about("command.queue"))
@app_commands.describe(everyone=about("option.everyone"))
@app_commands.rename(everyone=name("option.everyone"))
async def queue(interaction: discord.Interaction[Bot], everyone: bool = False) -> None:
    await answer(Interacting(interaction, Manner.TELLS), waiting.show_everyones if everyone else waiting.show)


@app_commands.command(name=name("command.cancel"), description=about("command.cancel"))
async def cancel(interaction: discord.Interaction[Bot]) -> None:
    """The only one at once; of several, one is chosen."""

    async def work(asking: Interacting) -> None:
        turns, _ = await looking_back.pending(asking.studio, asking.person.id, limit=2)
        if len(turns) != 1:
            await waiting.show(asking)
            return
        await asking.bot.delivery.cancel(asking.person.id, turns[0].job.id)
        await asking.tell(say("queue.cancelled", asking.language, prompt=fenced(turns[0].text, 200)))

    await answer(Interacting(interaction, Manner.TELLS), work)
