"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

# storage/states.py as it was then.
JOBS_ARE_STEPPED = """
CREATE TRIGGER jobs_are_stepped BEFORE UPDATE OF state ON jobs
WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
    'queued>running', 'queued>failed', 'queued>cancelled',
    'running>done', 'running>failed', 'running>cancelled', 'running>queued'
)
BEGIN
    SELECT RAISE(ABORT, 'a job cannot take this step');
END
"""


def upgrade() -> None:
    people_and_servers()
    conversations()
    turns()
    jobs()
    files()


def people_and_servers() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("platform", "handle", name=op.f("uq_people_platform_handle")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "servers",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_servers")),
        sa.UniqueConstraint("platform", "handle", name=op.f("uq_servers_platform_handle")),
        sqlite_autoincrement=True,
    )


def conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("server_id", ID, nullable=True),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conversations_person_id")),
        sa.ForeignKeyConstraint(["server_id"], ["servers.id"], name=op.f("fk_conversations_server_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_conversations_person_id_used_at"), "conversations", ["person_id", "used_at"])
    op.create_index(op.f("ix_conversations_server_id"), "conversations", ["server_id"])


def turns() -> None:
    op.create_table(
        "turns",
        sa.Column("id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_picture", sa.Integer(), nullable=True),
        sa.Column("last_child_id", sa.BigInteger(), nullable=True),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("recipes", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.CheckConstraint("parent_id < id", name=op.f("ck_turns_parent_is_older")),
        sa.CheckConstraint("last_child_id > id", name=op.f("ck_turns_child_is_younger")),
        sa.CheckConstraint("parent_picture >= 1", name=op.f("ck_turns_parent_picture")),
        sa.CheckConstraint(
            "parent_picture IS NULL OR parent_id IS NOT NULL", name=op.f("ck_turns_parent_picture_has_parent")
        ),
        sa.CheckConstraint(
            "deleted_at IS NULL OR (text = '' AND action = '' AND intent = '{}' AND recipes = '[]')",
            name=op.f("ck_turns_tombstone_is_blank"),
        ),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_turns_conversation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_turns_person_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id", "parent_id"],
            ["turns.conversation_id", "turns.id"],
            name=op.f("fk_turns_conversation_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id", "last_child_id"],
            ["turns.conversation_id", "turns.id"],
            name=op.f("fk_turns_conversation_id_last_child_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint("conversation_id", "id", name=op.f("uq_turns_conversation_id_id")),
        sa.UniqueConstraint("person_id", "request_key", name=op.f("uq_turns_person_id_request_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_turns_conversation_id_parent_id"), "turns", ["conversation_id", "parent_id"])
    deleted = sa.text("deleted_at IS NOT NULL")
    op.create_index("ix_turns_tombstones", "turns", ["conversation_id"], sqlite_where=deleted, postgresql_where=deleted)
    op.create_table(
        "heads",
        sa.Column("conversation_id", ID, autoincrement=False, nullable=False),
        sa.Column("turn_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_heads_conversation_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id", "turn_id"],
            ["turns.conversation_id", "turns.id"],
            name=op.f("fk_heads_conversation_id_turn_id"),
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_heads")),
    )


def jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("turn_id", ID, nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_jobs_state")),
        sa.CheckConstraint("attempts BETWEEN 0 AND 3", name=op.f("ck_jobs_attempts")),
        sa.CheckConstraint("(attempts = 0) = (started_at IS NULL)", name=op.f("ck_jobs_started")),
        sa.CheckConstraint("attempts > 0 OR state NOT IN ('running', 'done')", name=op.f("ck_jobs_ran")),
        sa.CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)", name=op.f("ck_jobs_ended")
        ),
        sa.CheckConstraint("(state = 'failed') = (reason IS NOT NULL)", name=op.f("ck_jobs_reason")),
        sa.CheckConstraint("delivered_at IS NULL OR ended_at IS NOT NULL", name=op.f("ck_jobs_delivered")),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=op.f("fk_jobs_turn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_jobs_turn_id")),
        sqlite_autoincrement=True,
    )
    unfinished = sa.text("state IN ('queued', 'running')")
    undelivered = sa.text("ended_at IS NOT NULL AND delivered_at IS NULL")
    op.create_index("ix_jobs_unfinished", "jobs", ["id"], sqlite_where=unfinished, postgresql_where=unfinished)
    op.create_index("ix_jobs_undelivered", "jobs", ["id"], sqlite_where=undelivered, postgresql_where=undelivered)
    if op.get_bind().dialect.name != "sqlite":
        raise NotImplementedError("jobs_are_stepped is written for SQLite alone so far")
    op.execute(JOBS_ARE_STEPPED)


def files() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", ID, nullable=False),
        sa.Column("turn_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("recipe_hash", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("has_latents", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_pictures_position")),
        sa.CheckConstraint("width >= 1 AND height >= 1", name=op.f("ck_pictures_size")),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_pictures_seed")),
        sa.CheckConstraint("length(sha256) = 64 AND length(recipe_hash) = 64", name=op.f("ck_pictures_hashes")),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=op.f("fk_pictures_turn_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pictures_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint("turn_id", "position", name=op.f("uq_pictures_turn_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pictures_person_id_id"), "pictures", ["person_id", "id"])
    op.create_index(op.f("ix_pictures_sha256"), "pictures", ["sha256"])
    op.create_table(
        "sources",
        sa.Column("turn_id", ID, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=op.f("fk_sources_turn_id")),
        sa.PrimaryKeyConstraint("turn_id", "sha256", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_sha256"), "sources", ["sha256"])
    op.create_table(
        "discards",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_discards")),
    )
