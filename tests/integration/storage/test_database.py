from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

import storage
from storage import Storage, database, migrations
from storage.errors import Busy, NewerData, StorageFull, Unusable
from storage.models import Base
from tests.integration.storage.making import ask, draw, drawn, recipe


def connect(folder: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(folder / "egaku.db", isolation_level=None))


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and bytes; the WAL's index is memory that SQLite happens to keep in a file."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
        if not path.name.endswith("-shm")
    }


async def test_an_error_does_not_tell_what_somebody_wrote(kept: Storage) -> None:
    for transaction in (kept.jobs.database.reading, kept.jobs.database.writing):
        with pytest.raises(OperationalError) as error:
            async with transaction() as session:
                await session.execute(text("SELECT * FROM nowhere WHERE text = :text"), {"text": "a red circle"})
        assert "nowhere" in str(error.value) and "a red circle" not in str(error.value)


async def test_both_engines_are_set_up_as_measured(kept: Storage) -> None:
    pragmas = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "query_only", "mmap_size")
    settings = {}
    base = kept.people.database
    for name, transaction in (("writer", base.writing), ("reader", base.reading)):
        async with transaction() as session:
            settings[name] = [await session.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    assert settings == {"writer": ["wal", 1, 5000, 2, 0, 0], "reader": ["wal", 1, 5000, 2, 1, 2**30]}


def test_the_migrations_make_exactly_the_tables_of_the_models(upgraded: Path) -> None:
    migrated = create_engine(f"sqlite:///{upgraded}")
    modelled = create_engine("sqlite://")
    try:
        with migrated.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
            found = statements(connection.exec_driver_sql("SELECT sql FROM sqlite_master").scalars().all())
        with modelled.connect() as connection:
            Base.metadata.create_all(connection)
            wanted = statements(connection.exec_driver_sql("SELECT sql FROM sqlite_master").scalars().all())
    finally:
        migrated.dispose()
        modelled.dispose()
    # Autogenerate sees no CHECK; here every part of every statement is compared.
    assert wanted == {parts for parts in found if "alembic_version" not in str(parts) and "TRIGGER" not in str(parts)}


def statements(found: object) -> set[frozenset[str]]:
    """What stands between commas and line ends: a column that was added later stands in the last one's line."""
    assert isinstance(found, list)
    parts = ({re.sub(r"\s+", " ", part).strip(" ()") for part in re.split(r"[,\n]", sql)} for sql in found if sql)
    return {frozenset(part - {""}) for part in parts}


def test_the_newest_migration_is_the_one_that_is_named_so() -> None:
    assert ScriptDirectory.from_config(migrations.config()).get_current_head() == migrations.HEAD


def test_upgrading_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    database.upgrade(tmp_path / "new folder" / "egaku.db")
    before = snapshot(tmp_path)
    database.upgrade(tmp_path / "new folder" / "egaku.db")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("killed", [False, True])
async def test_a_folder_from_a_newer_version_is_refused_and_not_touched(folder: Path, killed: bool) -> None:
    (folder / "pictures" / "tmp").mkdir(parents=True)
    (folder / "pictures" / "tmp" / "0123456789abcdef-1").write_bytes(b"half")
    with connect(folder) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        if killed:  # what it wrote is still in the WAL alone
            shutil.copytree(folder, folder.with_name("killed"))
    folder = folder.with_name("killed") if killed else folder
    assert (folder / "egaku.db-wal").exists() is killed
    before = snapshot(folder)
    with pytest.raises(NewerData, match="9999"):
        async with storage.open(folder):
            pass
    assert snapshot(folder) == before


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from storage import database

@event.listens_for(Engine, "before_cursor_execute")
def die(connection, cursor, statement, *_):
    if "CREATE TABLE sources" in statement:
        os.kill(os.getpid(), 9)

database.upgrade(Path(sys.argv[1]))
"""


@pytest.mark.crash
async def test_an_upgrade_killed_in_the_middle_leaves_what_was_there_and_is_done_the_next_time(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "egaku.db")]
    assert subprocess.run(command, cwd=Path(__file__).parents[3], check=False).returncode == -9
    with connect(tmp_path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    async with storage.open(tmp_path) as kept:
        await kept.people.known("terminal", "me", "Me", "en")


async def test_another_programs_database_is_unusable_and_not_touched(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        connection.execute("CREATE TABLE people (id)")
    before = snapshot(tmp_path)
    with pytest.raises(Unusable):
        async with storage.open(tmp_path):
            pass
    assert snapshot(tmp_path) == before


async def test_ten_openings_of_a_new_folder_at_once_all_work(tmp_path: Path) -> None:
    async with contextlib.AsyncExitStack() as stack:
        opened = await asyncio.gather(*(stack.enter_async_context(storage.open(tmp_path / "new")) for _ in range(10)))
        people = [await kept.people.known("terminal", "me", "Me", "en") for kept in opened]
    assert len(set(people)) == 1


async def test_a_database_that_somebody_locks_is_busy(folder: Path) -> None:
    async with storage.open(folder, busy_timeout=0.05) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        with connect(folder) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with pytest.raises(Busy):
                await ask(kept, me)
            assert (await kept.people.get(me)).name == "Me"
        await ask(kept, me)


async def test_a_full_disk_is_told_and_what_was_there_stays(kept: Storage, me: int) -> None:
    turn = await draw(kept, me)
    async with kept.people.database.writing() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(StorageFull):
        await ask(kept, me, "x" * 100_000)
    assert await kept.turns.latest(me) == turn
    assert await kept.jobs.unfinished() == ()


async def test_a_finish_that_found_the_disk_full_may_be_tried_again(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me, "x", recipe("x" * 100_000))
    await kept.jobs.start(accepted.job.id)
    async with kept.people.database.writing() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count={pages}"))
    pictures = [drawn(accepted.turn.recipes[0])]
    with pytest.raises(StorageFull):
        await kept.jobs.finish(accepted.job.id, pictures)
    async with kept.people.database.writing() as session:
        await session.execute(text("PRAGMA max_page_count=1000000"))
    assert len((await kept.jobs.finish(accepted.job.id, pictures)).pictures) == 1


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\0" * 4096])
async def test_a_file_that_is_no_database_is_unusable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "egaku.db").write_bytes(content)
    with pytest.raises(Unusable):
        async with storage.open(tmp_path):
            pass
    assert (tmp_path / "egaku.db").read_bytes() == content


async def test_a_folder_that_is_a_file_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(Unusable):
        async with storage.open(tmp_path / "data"):
            pass


async def test_a_relative_folder_gives_absolute_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with storage.open(Path("絵")) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        turn = await draw(kept, me)
        os.chdir("/")
        assert (await kept.pictures.file(me, turn.pictures[0].sha256)).is_file()
        assert (await kept.pictures.file(me, turn.pictures[0].sha256)).is_absolute()
