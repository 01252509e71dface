"""Every change of the tables, in order. A new one: change models.py, ``python -m storage.migrations "what it does"``,
read and finish what that wrote (checks and triggers are not found by themselves), set ``HEAD``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0005"
"""The newest revision, here so that opening an up-to-date folder need not import alembic."""


def config(connection: Connection | None = None) -> Config:
    from alembic.config import Config  # slow to import, and seldom needed

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def known() -> set[str]:
    from alembic.script import ScriptDirectory  # slow to import, and seldom needed

    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
