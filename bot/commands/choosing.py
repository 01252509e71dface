"""What options offer while they are typed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.i18n import say
from generator import samplers as known_samplers
from generator.models import ModelSpec, SizeError, fit

if TYPE_CHECKING:
    from bot.client import Bot

Choices = list[app_commands.Choice[str]]
MOST = 25
DEFAULT = "default"
"""Said in /settings: what Egaku would choose."""
RATIOS = ("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "2:1", "1:2")
_SHAPES = {-1: "tall", 0: "square", 1: "wide"}


async def models(interaction: discord.Interaction[Bot], current: str) -> Choices:
    planner = interaction.client.house.studio.planner
    return _matching({key: key for key in planner.models}, current)


async def usual_models(interaction: discord.Interaction[Bot], current: str) -> Choices:
    return [await _default(interaction), *await models(interaction, current)][:MOST]


async def usual_sizes(interaction: discord.Interaction[Bot], current: str) -> Choices:
    return [await _default(interaction), *await sizes(interaction, current)][:MOST]


async def _default(interaction: discord.Interaction[Bot]) -> app_commands.Choice[str]:
    language = await interaction.client.language_of(interaction)
    return app_commands.Choice(name=say("language.default", language), value=DEFAULT)


async def loras(interaction: discord.Interaction[Bot], current: str) -> Choices:
    """None is installed in this version."""
    return []


async def samplers(interaction: discord.Interaction[Bot], current: str) -> Choices:
    """Those that suit the chosen model."""
    spec = _spec(interaction)
    names = spec.samplers or tuple(known_samplers.SAMPLERS)
    return _matching({name: known_samplers.SAMPLERS[name].label for name in names}, current)


async def sizes(interaction: discord.Interaction[Bot], current: str) -> Choices:
    """Ratios, with what the chosen model makes of them."""
    spec, language = _spec(interaction), await interaction.client.language_of(interaction)
    return _matching({ratio: _size(spec, ratio, language) for ratio in RATIOS}, current)


def _size(spec: ModelSpec, ratio: str, language: str) -> str:
    across, down = (int(side) for side in ratio.split(":"))
    shape = say(f"shape.{_SHAPES[int(math.copysign(across != down, across - down))]}", language)
    try:
        size = fit(spec, aspect=(across, down))
    except SizeError:
        return f"{ratio} · {shape}"
    return f"{ratio} · {size.width} × {size.height} · {shape}"


def _spec(interaction: discord.Interaction[Bot]) -> ModelSpec:
    planner = interaction.client.house.studio.planner
    named = str(getattr(interaction.namespace, "model", "") or "").lower()
    return planner.models.get(named) or planner.model(None)


def _matching(choices: dict[str, str], current: str) -> Choices:
    typed = current.casefold().strip()
    fitting = [
        app_commands.Choice(name=label[:100], value=value)
        for value, label in choices.items()
        if typed in label.casefold() or typed in value.casefold()
    ]
    return fitting[:MOST]
