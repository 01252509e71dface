"""What was asked, as plain data: all that another process needs to carry it out after this one has died.

A message is fetched again from Discord, so that nothing of it is kept. An interaction is told only once, so its words
are kept until it is answered, with the token by which it can be answered; neither may be logged.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Literal

import discord
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot import permissions
from bot.permissions import Reach
from bot.views.keys import Verb

if TYPE_CHECKING:
    from bot.client import Bot


class Unreadable(Exception):
    """An errand that this version cannot read."""


class Manner(enum.StrEnum):
    """How an interaction is answered at first."""

    DRAWS = enum.auto()
    """Seen by the asker alone until the picture's message stands; where the bot cannot post, seen by all."""
    TELLS = enum.auto()
    """Seen by the asker alone, for good."""
    PRESSES = enum.auto()
    """A button: nothing changes at first."""


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Call(_Plain):
    """An interaction: who asks, where, and how they can be answered. Ids are Discord's."""

    id: int
    application: int
    token: str = Field(repr=False)
    """Dies 15 minutes after the interaction."""
    manner: Manner
    reach: Reach
    person: int
    name: str
    locale: str
    roles: frozenset[int]
    channel: int
    server: int | None
    around: int | None
    reply_to: int | None
    """The message whose button was pressed, where everybody sees it."""


class Attached(_Plain):
    """A picture that somebody sent. ``size`` in bytes."""

    url: str = Field(repr=False)
    size: int


class _Called(_Plain):
    call: Call


class Imagine(_Called):
    kind: Literal["imagine"] = "imagine"
    prompt: str = Field(repr=False)
    options: dict[str, str] = Field(repr=False)
    image: Attached | None


class Edit(_Called):
    kind: Literal["edit"] = "edit"
    image: Attached
    instruction: str = Field(repr=False)


class Refine(_Called):
    """A wish about the picture that ``message`` shows."""

    kind: Literal["refine"] = "refine"
    message: int
    wish: str = Field(repr=False)


class Press(_Called):
    """A button that draws. ``number`` is what its custom_id ends with, ``message`` the one that it was under."""

    kind: Literal["press"] = "press"
    verb: Verb
    turn: int
    number: int | None
    message: int
    wish: str = Field(default="", repr=False)
    """Of APPLY."""


class Written(_Plain):
    """A message. ``roles``: its author's, which Discord does not tell again."""

    kind: Literal["written"] = "written"
    channel: int
    message: int
    roles: frozenset[int]


class Remove(_Plain):
    """A turn that somebody deletes, with the ``messages`` that show it: (channel, message). ``unnoted``: there may
    be one that nobody has noted, in ``channel`` and later than what was ``asked`` with. ``person``: their number here.
    """

    kind: Literal["remove"] = "remove"
    person: int
    turn: int
    channel: int
    asked: int | None
    unnoted: bool
    messages: tuple[tuple[int, int], ...]
    question: int
    """The message in which they were asked whether they mean it: where that is one of these, the answer removes it."""


Spoken = Imagine | Edit | Refine | Press
"""What came by an interaction."""
Errand = Spoken | Written | Remove

_ERRAND: TypeAdapter[Errand] = TypeAdapter(Annotated[Errand, Field(discriminator="kind")])


def to_json(errand: Errand) -> str:
    return errand.model_dump_json()


def from_json(text: str) -> Errand:
    """Raises Unreadable."""
    try:
        return _ERRAND.validate_json(text)
    except ValidationError as error:
        # Without that error: it repeats what was said.
        raise Unreadable(", ".join(sorted({each["type"] for each in error.errors()}))) from None


def call_of(interaction: discord.Interaction[Bot], manner: Manner) -> Call:
    user, message = interaction.user, interaction.message
    return Call(
        id=interaction.id,
        application=interaction.application_id,
        token=interaction.token,
        manner=manner,
        reach=permissions.reach(interaction),
        person=user.id,
        name=user.display_name,
        locale=interaction.locale.value,
        roles=permissions.roles_of(user),
        channel=interaction.channel_id or 0,
        server=interaction.guild_id,
        around=permissions.around(interaction.channel),
        reply_to=message.id if message is not None and not message.flags.ephemeral else None,
    )


def attached(attachment: discord.Attachment) -> Attached:
    return Attached(url=attachment.url, size=attachment.size)
