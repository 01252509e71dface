"""Refine…: a message command for people who reply without a ping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.commands.words import word
from bot.views import refining

if TYPE_CHECKING:
    from bot.client import Bot


@app_commands.context_menu(name=word("command.refine"))
async def refine(interaction: discord.Interaction[Bot], message: discord.Message) -> None:
    await refining.open_dialog(interaction, message.id)
