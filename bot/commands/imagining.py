"""/imagine and /edit: new pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.carrying import ask
from bot.commands import choosing
from bot.commands.words import about, name
from bot.errands import Edit, Imagine, Manner, attached
from bot.interacting import Interacting

if TYPE_CHECKING:
    from bot.client import Bot

PROMPT = 4000
"""Characters, as long as a message of Discord's longest."""
SEED = 2**53 - 1
"""The largest whole number that Discord carries; larger ones go by ``--seed``."""


def _described(*options: str) -> dict[str, app_commands.locale_str]:
    return {option: about(f"option.{option}") for option in options}


def _renamed(*options: str) -> dict[str, app_commands.locale_str | str]:
    return {option: name(f"option.{option}") for option in options}


_OPTIONS = (
    "prompt",
    "negative",
    "count",
    "size",
    "seed",
    "steps",
    "guidance",
    "model",
    "lora",
    "sampler",
    "image",
    "strength",
)


@app_commands.command(name=name("command.imagine"), description=about("command.imagine"))
@app_commands.describe(**_described(*_OPTIONS))
@app_commands.rename(**_renamed(*_OPTIONS))
@app_commands.autocomplete(size=choosing.sizes, model=choosing.models, lora=choosing.loras, sampler=choosing.samplers)
async def imagine(
    interaction: discord.Interaction[Bot],
    prompt: app_commands.Range[str, 1, PROMPT],
    negative: app_commands.Range[str, 1, 1000] | None = None,
    count: app_commands.Range[int, 1, 4] | None = None,
    size: app_commands.Range[str, 1, 40] | None = None,
    seed: app_commands.Range[int, -1, SEED] | None = None,
    steps: app_commands.Range[int, 1, 150] | None = None,
    guidance: app_commands.Range[float, 0, 30] | None = None,
    model: app_commands.Range[str, 1, 100] | None = None,
    lora: app_commands.Range[str, 1, 100] | None = None,
    sampler: app_commands.Range[str, 1, 100] | None = None,
    image: discord.Attachment | None = None,
    strength: app_commands.Range[float, 0, 1] | None = None,
) -> None:
    said = {
        "no": negative,
        "count": count,
        "size": size,
        "seed": seed,
        "steps": steps,
        "guidance": guidance,
        "model": model,
        "lora": lora,
        "sampler": sampler,
        "strength": strength,
    }

    asking = Interacting(interaction, Manner.DRAWS)
    options = {option: str(value) for option, value in said.items() if value is not None}
    brought = None if image is None else attached(image)
    await ask(asking, Imagine(call=asking.call, prompt=prompt, options=options, image=brought))


@app_commands.command(name=name("command.edit"), description=about("command.edit"))
@app_commands.describe(image=about("option.edited"), instruction=about("option.instruction"))
@app_commands.rename(image=name("option.edited"), instruction=name("option.instruction"))
async def edit(
    interaction: discord.Interaction[Bot],
    image: discord.Attachment,
    instruction: app_commands.Range[str, 1, PROMPT],
) -> None:
    asking = Interacting(interaction, Manner.DRAWS)
    await ask(asking, Edit(call=asking.call, image=attached(image), instruction=instruction))
