"""The tables. What a row may not be is refused by the database itself; migrations/ has the same, step by step.

conversations ─< turns (a tree: parent_id) ─ jobs, places (one each)
      └─ heads ──┘   └─< posts, pictures, sources (the last two name files by sha256)
"""

from __future__ import annotations

import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself only in a column that is INTEGER to the letter; it holds 64 bits there too."""

# Ids live on in buttons and messages, so the id of a deleted row is never given to another.
_KEEP_IDS = {"sqlite_autoincrement": True}


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


UNFINISHED_JOBS = "state IN ('queued', 'running')"
"""Also for queries: SQLite looks into a partial index only where its condition stands in the query to the letter."""


def _partial(name: str, column: str, *, where: str) -> Index:
    return Index(name, column, sqlite_where=sql(where), postgresql_where=sql(where))


class Instant(TypeDecorator[datetime.datetime]):
    """An aware time. SQLite keeps no zone, so UTC goes in and comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value and value.astimezone(datetime.UTC)

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        return value and (value.astimezone(datetime.UTC) if value.tzinfo else value.replace(tzinfo=datetime.UTC))


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime.datetime: Instant}  # noqa: RUF012


class PersonRow(Base):
    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("platform", "handle"), _KEEP_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    platform: Mapped[str]
    handle: Mapped[str]
    name: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)
    chosen_locale: Mapped[str | None]
    chosen_model: Mapped[str | None]
    chosen_size: Mapped[str | None]


class ServerRow(Base):
    __tablename__ = "servers"
    __table_args__ = (UniqueConstraint("platform", "handle"), _KEEP_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    platform: Mapped[str]
    handle: Mapped[str]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)


class ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = (Index(None, "person_id", "used_at"), _KEEP_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    server_id: Mapped[int | None] = mapped_column(ForeignKey("servers.id"), index=True)
    platform: Mapped[str]
    channel: Mapped[str]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)
    used_at: Mapped[datetime.datetime] = mapped_column(default=now)


class TurnRow(Base):
    """A deleted turn that others descend from stays as a tombstone: its place in the tree and nothing else."""

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "id"),
        UniqueConstraint("person_id", "request_key"),
        # Parent and child are of one conversation: the key has both columns.
        ForeignKeyConstraint(["conversation_id", "parent_id"], ["turns.conversation_id", "turns.id"]),
        ForeignKeyConstraint(["conversation_id", "last_child_id"], ["turns.conversation_id", "turns.id"]),
        CheckConstraint("parent_id < id", name="parent_is_older"),
        CheckConstraint("last_child_id > id", name="child_is_younger"),
        CheckConstraint("parent_picture >= 1", name="parent_picture"),
        CheckConstraint("parent_picture IS NULL OR parent_id IS NOT NULL", name="parent_picture_has_parent"),
        CheckConstraint(
            "deleted_at IS NULL OR (text = '' AND action = '' AND intent = '{}' AND recipes = '[]')",
            name="tombstone_is_blank",
        ),
        Index(None, "conversation_id", "parent_id"),
        _partial("ix_turns_tombstones", "conversation_id", where="deleted_at IS NOT NULL"),
        _KEEP_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger)
    parent_picture: Mapped[int | None]
    last_child_id: Mapped[int | None] = mapped_column(BigInteger)
    request_key: Mapped[str]
    text: Mapped[str]
    action: Mapped[str]
    intent: Mapped[str]
    recipes: Mapped[str]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime.datetime | None]


class HeadRow(Base):
    """Where a conversation stands. A table of its own so that no two tables need each other to be made first."""

    __tablename__ = "heads"
    __table_args__ = (ForeignKeyConstraint(["conversation_id", "turn_id"], ["turns.conversation_id", "turns.id"]),)

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True, autoincrement=False)
    turn_id: Mapped[int] = mapped_column(BigInteger)


class PlaceRow(Base):
    """Where a turn was asked: often where its conversation began, but a conversation may be gone on with elsewhere."""

    __tablename__ = "places"

    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id"), primary_key=True, autoincrement=False)
    server_id: Mapped[int | None] = mapped_column(ForeignKey("servers.id"), index=True)
    platform: Mapped[str]
    channel: Mapped[str]
    parent: Mapped[str | None]
    """The channel that ``channel`` is a thread of."""


class PostRow(Base):
    """A message in a chat that shows a turn. The larger id is the later one."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("platform", "message"), _KEEP_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id"), index=True)
    platform: Mapped[str]
    channel: Mapped[str]
    message: Mapped[str]


class JobRow(Base):
    """The columns must agree with the state; a trigger of the first migration allows only the steps of states.py."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
        CheckConstraint("attempts BETWEEN 0 AND 3", name="attempts"),
        CheckConstraint("(attempts = 0) = (started_at IS NULL)", name="started"),
        CheckConstraint("attempts > 0 OR state NOT IN ('running', 'done')", name="ran"),
        CheckConstraint("(state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("(state = 'failed') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("delivered_at IS NULL OR ended_at IS NOT NULL", name="delivered"),
        _partial("ix_jobs_unfinished", "id", where=UNFINISHED_JOBS),
        _partial("ix_jobs_undelivered", "id", where="ended_at IS NOT NULL AND delivered_at IS NULL"),
        _KEEP_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id"), unique=True)
    process: Mapped[str]
    """Which process dispatches it, as presence.py knows it."""
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)
    started_at: Mapped[datetime.datetime | None]
    ended_at: Mapped[datetime.datetime | None]
    delivered_at: Mapped[datetime.datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(BigInteger)
    """Who cancelled it, where that was not whose it is."""
    kept_at: Mapped[datetime.datetime | None]
    """When its end could be shown nowhere: from then on it waits for whoever asked to be heard of again."""


def _used() -> CheckConstraint:
    return CheckConstraint("requests >= 0 AND gpu_ms >= 0", name="used")


class PersonDayRow(Base):
    """What somebody used on one day, UTC's. Days that are over go as new ones come."""

    __tablename__ = "person_days"
    __table_args__ = (_used(),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    requests: Mapped[int]
    gpu_ms: Mapped[int] = mapped_column(BigInteger)


class ServerDayRow(Base):
    """What everybody on a server used on one day."""

    __tablename__ = "server_days"
    __table_args__ = (_used(),)

    server_id: Mapped[int] = mapped_column(ForeignKey("servers.id"), primary_key=True, autoincrement=False)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    requests: Mapped[int]
    gpu_ms: Mapped[int] = mapped_column(BigInteger)


class RequestRow(Base):
    """What was asked and not answered yet; it goes as it is answered."""

    __tablename__ = "requests"
    __table_args__ = (UniqueConstraint("platform", "key"), CheckConstraint("tries >= 0", name="tries"), _KEEP_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    platform: Mapped[str]
    key: Mapped[str]
    process: Mapped[str]
    """Which process sees to it, as presence.py knows it; "" once that one has stopped in good order."""
    errand: Mapped[str]
    heard_at: Mapped[datetime.datetime]
    tries: Mapped[int]
    """How many deaths of processes are charged to it."""
    alone: Mapped[bool] = mapped_column(default=False)
    """Its process sees to no other just now, of those that it may die of."""


class PictureRow(Base):
    __tablename__ = "pictures"
    __table_args__ = (
        UniqueConstraint("turn_id", "position"),
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("width >= 1 AND height >= 1", name="size"),
        CheckConstraint("seed >= 0", name="seed"),
        CheckConstraint("length(sha256) = 64 AND length(recipe_hash) = 64", name="hashes"),
        Index(None, "person_id", "id"),
        _KEEP_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """The turn's, again here so that one index serves a page of somebody's history."""
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    recipe: Mapped[str]
    recipe_hash: Mapped[str]
    search: Mapped[str]
    """The turn's text and the prompt, folded by text.py: what a search looks in."""
    has_latents: Mapped[bool]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)


class SourceRow(Base):
    """A file that a turn's recipes start from: a picture of another turn, an upload, a mask."""

    __tablename__ = "sources"

    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id"), primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)


class DiscardRow(Base):
    """A file to be removed unless a row names it again by then. Written with the deletion, so that a kill delays
    the removal and does not forget it."""

    __tablename__ = "discards"

    sha256: Mapped[str] = mapped_column(primary_key=True)
