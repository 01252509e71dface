"""A thread's parent, which is known no more once the thread is gone, and ends that could be shown nowhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("places", sa.Column("parent", sa.Text(), nullable=True))
    # Not in batch mode, as in 0003.
    op.add_column("jobs", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))
