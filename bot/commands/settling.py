"""/settings: one's language, model and size."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.asking import answer
from bot.commands import choosing
from bot.commands.choosing import DEFAULT
from bot.commands.words import about, name, word
from bot.errands import Manner
from bot.i18n import LOCALES, say
from bot.interacting import Interacting
from bot.studio import preferences

if TYPE_CHECKING:
    from bot.client import Bot

_LANGUAGES = [app_commands.Choice(name=word(f"language.{value}"), value=value) for value in (DEFAULT, *LOCALES)]


@app_commands.command(name=name("command.settings"), description=about("command.settings"))
@app_commands.describe(
    language=about("option.language"), model=about("option.usual_model"), size=about("option.usual_size")
)
@app_commands.rename(language=name("option.language"), model=name("option.usual_model"), size=name("option.usual_size"))
@app_commands.choices(language=_LANGUAGES)
@app_commands.autocomplete(model=choosing.usual_models, size=choosing.usual_sizes)
async def settings(
    interaction: discord.Interaction[Bot],
    language: str | None = None,
    model: app_commands.Range[str, 1, 100] | None = None,
    size: app_commands.Range[str, 1, 40] | None = None,
) -> None:
    """What is not said stays; "default" gives the choice back to Egaku."""

    async def work(asking: Interacting) -> None:
        said = {"locale": language, "model": model, "size": size}
        changes = {what: None if value == DEFAULT else value for what, value in said.items() if value is not None}
        if changes:
            wanted = dataclasses.replace(asking.person.settings, **changes)
            asking.person = asking.bot.remember(await preferences.change(asking.studio, asking.person, wanted))
        await asking.tell(_shown(asking))

    await answer(Interacting(interaction, Manner.TELLS), work)


def _shown(asking: Interacting) -> str:
    chosen, spoken = asking.person.settings, asking.language
    planner = asking.studio.planner
    return say(
        "settings.shown",
        spoken,
        language=say(f"language.{chosen.locale or DEFAULT}", spoken),
        model=chosen.model or say("settings.default", spoken, value=planner.default_model),
        size=chosen.size or say("settings.default", spoken, value=say("settings.model_size", spoken)),
    )
