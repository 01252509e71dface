"""The dialog in which a change is asked for. Its custom_id names the message, so it may be sent after a restart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.carrying import ask
from bot.errands import Manner, Refine
from bot.i18n import say
from bot.interacting import Interacting

if TYPE_CHECKING:
    from bot.client import Bot

LONGEST = 4000
_ID = re.compile(r"egaku:dialog:(\d{1,20})")
_WISH = "wish"

_log = structlog.get_logger(__name__)


async def open_dialog(interaction: discord.Interaction[Bot], message: int) -> None:
    """Ask what to change in the picture that ``message`` shows; whose it is, is looked up once it was sent."""
    language = await interaction.client.language_of(interaction)
    dialog = discord.ui.Modal(title=say("dialog.title", language), custom_id=f"egaku:dialog:{message}")
    wish: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=_WISH,
        label=say("dialog.label", language),
        placeholder=say("dialog.example", language),
        style=discord.TextStyle.paragraph,
        max_length=LONGEST,
    )
    dialog.add_item(wish)
    # What is sent comes back as an event, whichever process it reaches: discord.py need not remember the dialog.
    dialog.stop()
    try:
        await interaction.response.send_modal(dialog)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        # Discord says that it failed, and whoever wants it opens it once more.
        _log.info("a dialog could not be opened", error=type(error).__name__)


async def submitted(interaction: discord.Interaction[Bot]) -> None:
    data: Mapping[str, Any] = interaction.data or {}
    found = _ID.fullmatch(str(data.get("custom_id", "")))
    if found is None:
        return

    asking = Interacting(interaction, Manner.DRAWS)
    await ask(asking, Refine(call=asking.call, message=int(found[1]), wish=written(data)))


def written(data: Mapping[str, Any]) -> str:
    """What was typed into the dialog."""
    return next((str(each["value"]) for each in _fields(data) if each.get("custom_id") == _WISH), "")


def _fields(component: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Text inputs stand in rows, or in labels since those exist."""
    if "value" in component:
        yield component
    for inner in (*component.get("components", ()), component.get("component")):
        if inner:
            yield from _fields(inner)
