"""/help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.asking import answer
from bot.commands.words import about, name
from bot.errands import Manner
from bot.i18n import say
from bot.interacting import Interacting

if TYPE_CHECKING:
    from bot.client import Bot


@app_commands.command(name=name("command.help"), description=about("command.help"))
async def help(interaction: discord.Interaction[Bot]) -> None:
    async def work(asking: Interacting) -> None:
        await asking.tell(say("help.text", asking.language))

    await answer(Interacting(interaction, Manner.TELLS), work)
