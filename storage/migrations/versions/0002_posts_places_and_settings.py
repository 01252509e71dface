"""Which message shows which turn, where each turn was asked, and what people chose for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Until now a turn was asked where its conversation began.
PLACES_OF_LIVING_TURNS = """
INSERT INTO places (turn_id, server_id, platform, channel)
SELECT turns.id, server_id, platform, channel
FROM turns JOIN conversations ON conversations.id = conversation_id
WHERE deleted_at IS NULL
"""


def upgrade() -> None:
    posts()
    places()
    settings()


def posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", ID, nullable=False),
        sa.Column("turn_id", ID, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=op.f("fk_posts_turn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("platform", "message", name=op.f("uq_posts_platform_message")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posts_turn_id"), "posts", ["turn_id"])


def places() -> None:
    op.create_table(
        "places",
        sa.Column("turn_id", ID, autoincrement=False, nullable=False),
        sa.Column("server_id", ID, nullable=True),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=op.f("fk_places_turn_id")),
        sa.ForeignKeyConstraint(["server_id"], ["servers.id"], name=op.f("fk_places_server_id")),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_server_id"), "places", ["server_id"])
    op.execute(PLACES_OF_LIVING_TURNS)


def settings() -> None:
    # Not in batch mode: that makes the table anew, and the ids of deleted rows would be given again.
    for name in ("chosen_locale", "chosen_model", "chosen_size"):
        op.add_column("people", sa.Column(name, sa.Text(), nullable=True))
