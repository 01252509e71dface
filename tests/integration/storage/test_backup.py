"""Backups of a folder that is in use, and what restoring one does."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

import storage
from storage import Storage, Suffix, backup, snapshots
from storage.backup import back_up, bring_back, restore
from storage.errors import BadBackup, Damaged, Gone, InUse, NewerData, Unusable
from storage.presence import Presence
from tests.integration.storage.making import ask, chain, draw, drawn, recipe, run, sha256


async def history(folder: Path, viewer: int) -> list[bytes]:
    async with storage.open(folder) as kept:
        pictures = (await kept.pictures.history(viewer, limit=100)).pictures
        return [await kept.pictures.read(viewer, picture.sha256) for picture in pictures]


async def test_a_backup_brings_back_everything_in_an_empty_folder(kept: Storage, me: int, tmp_path: Path) -> None:
    turns = await chain(kept, me, "a red circle", "make it blue", "背景を夜の海にして")
    waiting = await ask(kept, me, "a green star")
    file = tmp_path / "everything.tar"
    made = back_up(kept.folder, file)
    assert (made.file, made.pictures, made.lost) == (file, 3, ())
    assert made.size == file.stat().st_size

    elsewhere = tmp_path / "elsewhere"
    assert restore(elsewhere, file) == backup.Restored(pictures=3, aside=None)
    async with storage.open(elsewhere) as again:
        assert [turn.id for turn in await again.turns.tree(me, turns[0].conversation)] == [turn.id for turn in turns]
        assert (await again.jobs.get(me, waiting.job.id)).unfinished
        for turn in turns:
            assert await again.pictures.read(me, turn.pictures[0].sha256) == drawn(turn.recipes[0]).png
            assert await again.pictures.read(me, turn.pictures[0].sha256, Suffix.LATENTS)


async def test_a_backup_is_whole_while_pictures_are_drawn_and_deleted(kept: Storage, me: int, tmp_path: Path) -> None:
    turns = [await draw(kept, me, f"picture {number}") for number in range(20)]
    enough = asyncio.Event()

    async def busy() -> None:
        for number in range(1000):
            if enough.is_set():
                return
            turns.append(await draw(kept, me, f"another {number}"))
            await kept.turns.delete(me, turns.pop(0).id)

    working = asyncio.create_task(busy())
    made = await asyncio.to_thread(back_up, kept.folder, tmp_path / "live.tar")
    enough.set()
    await working
    assert made.lost == ()
    restore(tmp_path / "elsewhere", made.file)
    assert len(await history(tmp_path / "elsewhere", me)) == made.pictures >= 20


async def test_a_backup_without_a_name_has_one_of_its_own_in_the_folder(kept: Storage, me: int) -> None:
    await draw(kept, me)
    files = {back_up(kept.folder).file for _ in range(2)}
    assert len(files) == 2 and {file.parent for file in files} == {kept.folder / "backups"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert sorted((kept.folder / "backups").iterdir()) == sorted(files)


async def test_a_lost_picture_is_named_and_the_rest_is_backed_up(kept: Storage, me: int, tmp_path: Path) -> None:
    one, other = await draw(kept, me, "one"), await draw(kept, me, "other")
    (await kept.pictures.file(me, one.pictures[0].sha256)).unlink()
    made = back_up(kept.folder, tmp_path / "b.tar")
    assert (made.pictures, made.lost) == (1, (one.pictures[0].sha256,))
    restore(tmp_path / "elsewhere", made.file)
    async with storage.open(tmp_path / "elsewhere") as again:
        assert await again.pictures.read(me, other.pictures[0].sha256)
        with pytest.raises(Gone):
            await again.pictures.read(me, one.pictures[0].sha256)


def test_nothing_kept_and_a_name_that_is_taken_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"mine")
    for where, file in ((tmp_path / "nowhere", tmp_path / "b.tar"), (folder, tmp_path / "taken")):
        with pytest.raises(Unusable):
            back_up(where, file)
    assert (tmp_path / "taken").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def broken(file: Path) -> None:
    """Pages in the middle of the database overwritten."""
    with file.open("r+b") as stream:
        stream.seek(8192)
        stream.write(b"\xa5" * 16384)


def test_a_damaged_database_is_not_backed_up_as_if_it_were_sound(folder: Path, tmp_path: Path) -> None:
    broken(folder / "egaku.db")
    with pytest.raises(Damaged):
        back_up(folder, tmp_path / "b.tar")
    assert list(tmp_path.glob("*b.tar*")) == []


# -- restoring


@pytest.fixture
async def saved(folder: Path, tmp_path: Path) -> Path:
    """A backup of a folder in which person 1 has one picture."""
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        await draw(kept, me, "saved", recipe("saved"))
    return back_up(folder, tmp_path / "saved.tar").file


async def test_restoring_puts_what_was_there_aside_and_takes_no_picture_away(folder: Path, saved: Path) -> None:
    async with storage.open(folder) as kept:
        await draw(kept, 1, "later", recipe("later"))
    done = restore(folder, saved)
    assert await history(folder, 1) == [drawn(recipe("saved")).png]
    assert done.aside is not None and done.aside.parent == folder / "backups"
    assert restore(folder, done.aside).pictures is None
    assert await history(folder, 1) == [drawn(recipe("later")).png, drawn(recipe("saved")).png]


async def test_restoring_mends_a_damaged_database_and_damaged_pictures(folder: Path, saved: Path) -> None:
    broken(folder / "egaku.db")
    name = sha256(drawn(recipe("saved")).png)
    (folder / "pictures" / name[:2] / f"{name[2:]}.png").write_bytes(b"?" * len(drawn(recipe("saved")).png))
    restore(folder, saved)
    assert snapshots.complaints(folder / "egaku.db") == ()
    assert await history(folder, 1) == [drawn(recipe("saved")).png]


async def test_a_killed_programs_wal_goes_aside_with_its_database(folder: Path, saved: Path, tmp_path: Path) -> None:
    async with storage.open(folder) as kept:
        await draw(kept, 1, "in the wal", recipe("in the wal"))
        killed = tmp_path / "killed"
        killed.mkdir()
        for file in folder.glob("egaku.db*"):
            (killed / file.name).write_bytes(file.read_bytes())
    assert (killed / "egaku.db-wal").stat().st_size
    done = restore(killed, saved)
    assert not (killed / "egaku.db-wal").exists()
    assert len(await history(killed, 1)) == 1
    assert done.aside is not None
    count = "SELECT count(*) FROM pictures"
    assert snapshots.read(done.aside, lambda connection: connection.execute(count).fetchone()) == (2,)


async def test_nothing_is_restored_while_a_program_has_the_folder_open(folder: Path, saved: Path) -> None:
    before = (folder / "egaku.db").read_bytes()
    other = Presence(folder)
    try:
        with pytest.raises(InUse):
            restore(folder, saved)
        assert (folder / "egaku.db").read_bytes() == before
    finally:
        other.leave()
    restore(folder, saved)
    assert not list((folder / "open").iterdir())


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def one_bit_else(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(b"PNG of")] ^= 1
    file.write_bytes(data)


def no_archive(file: Path) -> None:
    file.write_bytes(b"not a backup at all" * 100)


def something_twice(file: Path) -> None:
    with tarfile.open(file, "a") as archive:
        archive.add(__file__, "egaku.db")


def somebody_elses(file: Path) -> None:
    with tarfile.open(file, "w") as archive:
        archive.add(__file__, "../../etc/passwd")


def somebody_elses_database(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE people (id)")


@pytest.mark.parametrize(
    "done", [cut_short, one_bit_else, something_twice, no_archive, somebody_elses, somebody_elses_database]
)
async def test_what_is_no_whole_backup_changes_nothing(folder: Path, saved: Path, done: Callable[[Path], None]) -> None:
    done(saved)
    with pytest.raises(BadBackup):
        restore(folder, saved)
    assert await history(folder, 1) == [drawn(recipe("saved")).png]
    assert not (folder / "backups").exists() and not list(folder.glob(".egaku*"))


async def test_a_backup_of_a_newer_version_is_refused(folder: Path, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = back_up(folder, tmp_path / "newer.tar").file
    with pytest.raises(NewerData):
        restore(tmp_path / "elsewhere", newer)
    assert not (tmp_path / "elsewhere" / "egaku.db").exists()


async def test_what_was_under_way_at_the_time_of_the_backup_goes_on(folder: Path, tmp_path: Path) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        accepted = await ask(kept, me)
        file = back_up(folder, tmp_path / "b.tar").file
    restore(tmp_path / "elsewhere", file)
    async with storage.open(tmp_path / "elsewhere") as kept:
        assert [job.id for job in await kept.jobs.unfinished()] == [accepted.job.id]
        assert (await run(kept, accepted)).pictures


async def test_only_what_pictures_have_lost_is_brought_back_while_others_are_at_work(
    kept: Storage, me: int, tmp_path: Path
) -> None:
    lost, damaged, deleted = [await draw(kept, me, text) for text in ("lost", "damaged", "deleted")]
    file = back_up(kept.folder, tmp_path / "b.tar").file
    later = await draw(kept, me, "later")
    await kept.turns.delete(me, deleted.id)
    (await kept.pictures.file(me, lost.pictures[0].sha256)).unlink()
    (await kept.pictures.file(me, damaged.pictures[0].sha256, Suffix.LATENTS)).write_bytes(b"?")
    assert bring_back(kept.folder, file) == 2
    for turn in (lost, damaged, later):
        assert await kept.pictures.read(me, turn.pictures[0].sha256) == drawn(turn.recipes[0]).png
        assert await kept.pictures.read(me, turn.pictures[0].sha256, Suffix.LATENTS) == drawn(turn.recipes[0]).latents
    assert not list((kept.folder / "pictures").rglob(f"{deleted.pictures[0].sha256[2:]}*"))
    assert bring_back(kept.folder, file) == 0
