"""``egaku db``: what an operator types, and what is said."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

import storage
from bot.__main__ import app
from storage import migrations
from storage.presence import Presence
from tests.integration.storage.making import draw


def egaku(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def said(*arguments: str | Path) -> str:
    result = egaku(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*arguments: str | Path) -> str:
    """The one sentence on standard error of something that could not be done."""
    result = egaku(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


async def _draw(folder: Path) -> None:
    async with storage.open(folder) as kept:
        await draw(kept, (await kept.people.known("terminal", "me", "Me", "en")).id)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one picture."""
    asyncio.run(_draw(tmp_path / "data"))
    return tmp_path / "data"


def test_a_backup_is_made_and_restored_in_another_folder(data: Path, tmp_path: Path) -> None:
    assert "1 picture(s)" in said("db", "backup", tmp_path / "b.tar", "--data", data)
    assert "1 枚" in said("db", "restore", tmp_path / "b.tar", "--data", tmp_path / "new", "--locale", "ja")
    assert "There" not in said("db", "upgrade", "--data", tmp_path / "new")
    assert "is now" in said("db", "restore", tmp_path / "b.tar", "--data", data)


def test_a_folder_is_given_a_backup_of_its_own_name(data: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    for _ in range(2):
        said("db", "backup", tmp_path / "usb", "--data", data)
    assert len(list((tmp_path / "usb").glob("egaku-*.tar"))) == 2


def test_what_cannot_be_done_is_said_in_one_sentence(data: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar"
    said("db", "backup", backup, "--data", data)
    assert "already" in refused("db", "backup", backup, "--data", data)
    assert "may this user write" in refused("db", "backup", "/proc/b.tar", "--data", data)
    for name in ("backup", "upgrade", "mend"):
        assert "Nothing is kept" in refused("db", name, "--data", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    assert "no file" in refused("db", "restore", tmp_path / "none.tar", "--data", data)
    backup.write_bytes(backup.read_bytes()[:50_000])
    assert "no whole backup" in refused("db", "restore", backup, "--data", data)
    other = Presence(data)
    try:
        for line in (("restore", data / "egaku.db"), ("upgrade",)):
            assert "Stop it first" in refused("db", *line, "--data", data)
    finally:
        other.leave()
    with contextlib.closing(sqlite3.connect(data / "egaku.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said("db", "backup", tmp_path / "newer.tar", "--data", data)
    assert "newer Egaku" in refused("db", "restore", tmp_path / "newer.tar", "--data", tmp_path / "new")
    assert "newer Egaku" in refused("db", "upgrade", "--data", data)


def test_a_damaged_database_is_said_to_be_damaged(data: Path, tmp_path: Path) -> None:
    with (data / "egaku.db").open("r+b") as stream:
        stream.seek(8192)
        stream.write(b"\xa5" * 16384)
    assert "egaku db restore" in refused("db", "backup", tmp_path / "b.tar", "--data", data)


def test_an_upgrade_says_where_the_database_is_as_it_was(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/egaku.db")
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
    engine.dispose()
    (copy,) = (word for word in said("db", "upgrade", "--data", tmp_path).split() if "before-upgrade" in word)
    assert migrations.HEAD in said("db", "upgrade", "--data", tmp_path)
    assert "Restored" in said("db", "restore", copy.rstrip("."), "--data", tmp_path)
    assert "before-upgrade" in said("db", "upgrade", "--data", tmp_path)


def test_mending_says_what_was_removed_and_what_is_lost(data: Path) -> None:
    assert "Removed 0" in said("db", "mend", "--data", data)
    (picture,) = (data / "pictures").glob("??/*.png")
    picture.unlink()
    assert picture.parent.name in said("db", "mend", "--data", data)


def test_lost_pictures_alone_are_brought_back(data: Path, tmp_path: Path) -> None:
    said("db", "backup", tmp_path / "b.tar", "--data", data)
    (picture,) = (data / "pictures").glob("??/*.png")
    picture.unlink()
    assert "Brought back 1" in said("db", "restore", tmp_path / "b.tar", "--pictures", "--data", data)
    assert picture.is_file() and not (data / "backups").exists()
    assert "no whole backup" in refused("db", "restore", data / "egaku.db", "--pictures", "--data", data)
