"""What the bot has to be allowed, and where it can post at all."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import discord

from bot.errors import Refused
from bot.i18n import say

if TYPE_CHECKING:
    from bot.client import Bot

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
)
"""What the invitation asks for."""
SCOPES = ("bot", "applications.commands")


class Reach(enum.StrEnum):
    """How a request that came by an interaction can be answered with a picture."""

    HERE = enum.auto()
    """By an ordinary message in the channel."""
    ANSWER = enum.auto()
    """By the interaction's answer alone: the bot is no member here."""


def around(channel: object) -> int | None:
    """The channel that a thread is in. What was asked in a private one has no place there."""
    return channel.parent_id if isinstance(channel, discord.Thread) and not channel.is_private() else None


def reach(interaction: discord.Interaction[Bot]) -> Reach:
    if interaction.guild_id is not None:
        return Reach.HERE if interaction.client.get_guild(interaction.guild_id) else Reach.ANSWER
    return Reach.ANSWER if interaction.context.private_channel else Reach.HERE


def missing(allowed: discord.Permissions, *, thread: bool) -> tuple[str, ...]:
    """What is needed to draw in a channel and not allowed there, by Discord's names."""
    send = "send_messages_in_threads" if thread else "send_messages"
    needed = ("view_channel", send, "attach_files", "read_message_history")
    return tuple(name for name in needed if not getattr(allowed, name))


def in_words(names: tuple[str, ...], language: str) -> str:
    return say("permission.and", language).join(say(f"permission.{name}", language) for name in names)


def demand(allowed: discord.Permissions, channel: object, language: str) -> None:
    """Raises Refused where the bot could not draw in ``channel``, naming what it lacks there."""
    if lacking := missing(allowed, thread=isinstance(channel, discord.Thread)):
        raise Refused("error.permissions", missing=in_words(lacking, language))


def roles_of(user: discord.abc.User) -> frozenset[int]:
    """On the server where they are met; its own id is the role that everybody has there."""
    return frozenset(role.id for role in user.roles) if isinstance(user, discord.Member) else frozenset()


def manages(interaction: discord.Interaction[Bot]) -> bool:
    """Whether it is asked on a server, by somebody who may manage that."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def managed(interaction: discord.Interaction[Bot]) -> str:
    """The server where it is asked, which the asker may manage. Raises Refused for others, and where there is none."""
    if not manages(interaction):
        raise Refused("error.not_a_manager")
    return str(interaction.guild_id)


def invitation(application: int) -> str:
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=SCOPES)
