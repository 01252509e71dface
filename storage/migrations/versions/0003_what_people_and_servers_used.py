"""What people and servers have had of a day, and who stopped a job that was not theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    days("person", "people")
    days("server", "servers")
    # Not in batch mode: that makes the table anew, without its trigger, and ids of deleted rows would be given again.
    op.add_column("jobs", sa.Column("stopped_by", sa.BigInteger(), nullable=True))


def days(whose: str, owners: str) -> None:
    table, owner = f"{whose}_days", f"{whose}_id"
    op.create_table(
        table,
        sa.Column(owner, ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("gpu_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("requests >= 0 AND gpu_ms >= 0", name=op.f(f"ck_{table}_used")),
        sa.ForeignKeyConstraint([owner], [f"{owners}.id"], name=op.f(f"fk_{table}_{owner}")),
        sa.PrimaryKeyConstraint(owner, "day", name=op.f(f"pk_{table}")),
    )
