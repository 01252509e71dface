"""Keys → Discord's buttons."""

from __future__ import annotations

import discord

from bot.views.keys import Key, Rows, Tone

_STYLES = {
    Tone.QUIET: discord.ButtonStyle.secondary,
    Tone.INVITING: discord.ButtonStyle.primary,
    Tone.DANGEROUS: discord.ButtonStyle.danger,
}


def view(rows: Rows) -> discord.ui.View:
    """Must be made where an event loop runs."""
    made = discord.ui.View(timeout=None)
    for row, keys in enumerate(rows):
        for key in keys:
            made.add_item(_button(key, row))
    return unwatched(made)


def unwatched(made: discord.ui.View) -> discord.ui.View:
    """A view that discord.py does not keep in memory for good: presses are found by their custom_id."""
    made.stop()
    return made


def _button(key: Key, row: int) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        custom_id=key.custom_id,
        label=key.label,
        emoji=key.emoji,
        style=_STYLES[key.tone],
        disabled=key.disabled,
        row=row,
    )
