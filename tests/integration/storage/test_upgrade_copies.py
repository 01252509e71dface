"""The copy of the database that an upgrade leaves."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

import storage
from storage import database, migrations, snapshots
from storage.backup import restore
from storage.errors import StorageError


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A folder of the first version."""
    engine = create_engine(f"sqlite:///{tmp_path}/egaku.db")
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
    engine.dispose()
    return tmp_path


async def test_an_upgrade_leaves_a_copy_of_what_was_there_that_can_be_restored(first: Path) -> None:
    async with storage.open(first):
        pass
    (copy,) = (first / "backups").iterdir()
    assert database.revisions(copy) == {"0001"} and snapshots.complaints(copy) == ()
    assert database.revisions(first / "egaku.db") == {migrations.HEAD}
    restore(first, copy)
    assert database.revisions(first / "egaku.db") == {"0001"}


async def test_a_folder_without_anything_in_it_is_made_without_a_copy(tmp_path: Path) -> None:
    for _ in range(2):
        async with storage.open(tmp_path / "new"):
            assert not (tmp_path / "new" / "backups").exists()


async def test_without_room_for_the_copy_nothing_is_upgraded(first: Path) -> None:
    with limited_to((first / "egaku.db").stat().st_size // 2), pytest.raises(StorageError):
        database.upgrade(first / "egaku.db")
    assert database.revisions(first / "egaku.db") == {"0001"}
    assert list((first / "backups").iterdir()) == []


@contextlib.contextmanager
def limited_to(size: int) -> Iterator[None]:
    """No file may become larger than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
