"""What the repositories hand out: frozen copies of rows. All times are aware and UTC, all ids above 0."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any, Protocol

from generator.recipe import Recipe
from storage.states import UNFINISHED, State


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonSettings:
    """What somebody chose for themselves; None where they left it to Egaku."""

    locale: str | None = None
    model: str | None = None
    size: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    platform: str
    """Where ``handle`` is theirs alone: "discord", "terminal", …"""
    handle: str
    name: str
    locale: str
    """As their platform has it; what they read is :attr:`language`."""
    settings: PersonSettings
    created_at: datetime.datetime

    @property
    def language(self) -> str:
        return self.settings.locale or self.locale


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is asked; ``server`` is None in a direct message and in the terminal. ``parent``: the channel
    that ``channel`` is a thread of."""

    platform: str
    channel: str
    server: str | None = None
    parent: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    id: int
    person: int
    """Its starter, to whom it belongs."""
    place: Place
    """Where it began. Its turns have places of their own."""
    head: int | None
    """The turn that an unaddressed message refines; None until one was drawn."""
    created_at: datetime.datetime
    used_at: datetime.datetime
    """When the head was last moved."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    id: int
    turn: int
    conversation: int
    person: int
    place: Place
    """Where its turn was asked, so where its end is to be shown."""
    request: str
    """The key of the request that it came from."""
    state: State
    attempts: int
    """The present or latest attempt's number, 0 … 3; those that were given back do not count."""
    reason: str | None
    """Why it failed, as the generator names it; None in every other state."""
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    """The latest attempt's start."""
    ended_at: datetime.datetime | None
    delivered_at: datetime.datetime | None
    stopped_by: int | None = None
    """Who cancelled it, where that was not whose it is."""

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many jobs are under way, of everybody."""

    queued: int
    running: int
    oldest: datetime.datetime | None
    """When the oldest one that waits was accepted."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An unfinished job as those may see it who run the server where it was asked: without its words."""

    job: int
    turn: int
    handle: str
    """Whose it is, as their platform knows them."""
    model: str
    pictures: int
    created_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    id: int
    turn: int
    position: int
    """1-based among its turn's pictures."""
    sha256: str
    width: int
    height: int
    seed: int
    recipe_json: str
    recipe_hash: str
    has_latents: bool
    created_at: datetime.datetime

    @property
    def recipe(self) -> Recipe:
        return Recipe.from_json(self.recipe_json)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One request. Deleted turns between this one and its relatives are passed over as if they had never been."""

    id: int
    conversation: int
    person: int
    parent: int | None
    """The nearest living ancestor: where an undo goes."""
    parent_picture: int | None
    """1-based among the parent's pictures; None where that parent is gone."""
    redo: int | None
    """The child that the head was last on or under: where a redo goes."""
    place: Place
    """Where it was asked."""
    text: str
    action: str
    intent: Mapping[str, Any]
    recipes_json: tuple[str, ...]
    pictures: tuple[Picture, ...]
    job: Job
    created_at: datetime.datetime

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        return tuple(Recipe.from_json(text) for text in self.recipes_json)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message in a chat that shows a turn."""

    turn: int
    person: int
    """Whose the turn is."""
    platform: str
    """Where ``message`` is this one's alone."""
    channel: str
    message: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    turn: Turn
    job: Job
    repeated: bool
    """The request's key was known: this is what came of it the first time, and nothing was written."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A request that was not answered yet."""

    key: str
    errand: str = dataclasses.field(repr=False)
    """All of it, as it was noted; there may be a secret in it."""
    heard_at: datetime.datetime
    tries: int
    """How many deaths of processes are charged to it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    cancelled: int | None
    """The job that was under way and is gone with its turn; the executor has yet to hear of it."""
    conversation: int | None
    """None where the conversation went with its last turn."""
    head: int | None
    posts: tuple[Post, ...]
    """The messages that showed it, newest first; they have yet to be removed from their chats."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    pictures: tuple[Picture, ...]
    """Newest first."""
    before: int | None
    """The cursor of the next page; None on the last."""


class Drawn(Protocol):
    """One finished picture as the generator hands it over."""

    @property
    def recipe(self) -> Recipe: ...
    @property
    def png(self) -> bytes: ...
    @property
    def latents(self) -> bytes | None: ...
