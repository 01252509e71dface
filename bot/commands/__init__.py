"""Slash commands and message commands, one group a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.commands import changing, help, imagining, looking, queueing, settling
from bot.commands.words import Words

if TYPE_CHECKING:
    from discord import app_commands

    from bot.client import Bot

__all__ = ["Words", "add_to"]


def add_to(tree: app_commands.CommandTree[Bot]) -> None:
    ours: tuple[app_commands.Command[Any, ..., None] | app_commands.ContextMenu, ...] = (
        imagining.imagine,
        imagining.edit,
        looking.history,
        queueing.queue,
        queueing.cancel,
        settling.settings,
        help.help,
        changing.refine,
        looking.recipe,
    )
    for command in ours:
        tree.add_command(command)
