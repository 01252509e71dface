"""/history, and the message command Recipe: looking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import recipes
from bot.asking import answer
from bot.commands.words import about, name, word
from bot.errands import Manner
from bot.interacting import Interacting
from bot.views import paging

if TYPE_CHECKING:
    from bot.client import Bot


@app_commands.command(name=name("command.history"), description=about("command.history"))
@app_commands.describe(text=about("option.text"))
@app_commands.rename(text=name("option.text"))
async def history(
    interaction: discord.Interaction[Bot], text: app_commands.Range[str, 1, paging.LONGEST] | None = None
) -> None:
    async def work(asking: Interacting) -> None:
        await paging.show(asking, paging.Where(text=text or ""))

    await answer(Interacting(interaction, Manner.TELLS), work)


@app_commands.context_menu(name=word("command.recipe"))
async def recipe(interaction: discord.Interaction[Bot], message: discord.Message) -> None:
    async def work(asking: Interacting) -> None:
        await recipes.tell(asking, await asking.bot.seen(message.id))

    await answer(Interacting(interaction, Manner.TELLS), work)
