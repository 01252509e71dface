"""``python -m storage.migrations "what it does"``: write a new migration from what models.py has gained."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from storage.database import upgrade
from storage.migrations import HEAD, config

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        upgrade(Path(folder, "empty.db"))
        with create_engine(f"sqlite:///{folder}/empty.db").connect() as connection:
            command.revision(config(connection), sys.argv[1], autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")
