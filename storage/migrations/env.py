"""Run by alembic, always with the connection of storage.database, in whose transaction everything happens."""

from __future__ import annotations

from typing import Literal

from alembic import context

from storage.models import Base, Instant


def render(kind: str, item: object, _: object) -> str | Literal[False]:
    # A migration must not change with models.py, so it spells the column type out.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render,
    # The caller begins and commits; alembic must not assume that SQLite's DDL commits by itself.
    transactional_ddl=True,
)
context.run_migrations()
