"""Files that no row names, and rows whose file is gone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from pathlib import Path

import pytest

from storage import Storage, Suffix
from storage.backup import back_up
from storage.errors import Gone, Missing, NewerData
from storage.mending import CHUNK, State, look, mend
from storage.models import DiscardRow
from tests.integration.storage.making import ask, draw, drawn, recipe, run, sha256


def stray(folder: Path, data: bytes, *, age: float = 2 * 86_400) -> str:
    """A picture with its latents, of bytes of its own, that no row names."""
    name = sha256(data)
    for suffix in Suffix:
        file = folder / "pictures" / name[:2] / f"{name[2:]}{suffix}"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        os.utime(file, (time.time() - age,) * 2)
    return name


async def test_what_agrees_is_left_alone(kept: Storage, me: int) -> None:
    turn = await draw(kept, me)
    assert mend(kept.folder, grace=0) == look(kept.folder, grace=0) == State()
    assert await kept.pictures.read(me, turn.pictures[0].sha256, Suffix.LATENTS)


async def test_files_that_no_row_names_are_removed_once_they_are_old_enough(kept: Storage, me: int) -> None:
    turn = await draw(kept, me)
    old, young = stray(kept.folder, b"left by a kill"), stray(kept.folder, b"its row is being written", age=60)
    (kept.folder / "pictures" / "notes.txt").write_bytes(b"somebody's own")
    found = mend(kept.folder)
    assert (found.strays, found.size) == ((old,), 2 * len(b"left by a kill"))
    files = {path.name for path in (kept.folder / "pictures").rglob("*") if path.is_file()}
    assert not {name for name in files if name.startswith(old[2:])}
    assert {"notes.txt", f"{young[2:]}.png", f"{turn.pictures[0].sha256[2:]}.png"} <= files
    assert look(kept.folder) == State()


async def test_uploads_and_pictures_of_others_are_no_strays(kept: Storage, me: int) -> None:
    upload = sha256(b"an upload")
    made = recipe("over it", source=upload)
    await kept.jobs.accept(
        me,
        request_key="k",
        text="x",
        action="edit",
        intent={},
        recipes=(made,),
        place=(await ask(kept, me)).turn.place,
        uploads=(b"an upload",),
    )
    assert look(kept.folder, grace=0) == State()


async def test_a_stray_that_is_drawn_again_just_then_is_kept(kept: Storage, me: int) -> None:
    accepted = await ask(kept, me, "x", recipe("again"))
    name = stray(kept.folder, drawn(recipe("again")).png)
    assert look(kept.folder).strays == (name,)
    await run(kept, accepted)
    assert mend(kept.folder) == State()
    assert await kept.pictures.read(me, name)


async def test_a_lost_picture_is_told_and_whoever_reads_it_hears_that_its_file_is_gone(kept: Storage, me: int) -> None:
    one, other = await draw(kept, me, "one"), await draw(kept, me, "other")
    lost, without = one.pictures[0].sha256, other.pictures[0].sha256
    (await kept.pictures.file(me, lost)).unlink()
    (await kept.pictures.file(me, without, Suffix.LATENTS)).unlink()
    assert mend(kept.folder) == State(lost=(lost,), lost_latents=(without,))
    assert look(kept.folder) == State(lost=(lost,))
    with pytest.raises(Gone):
        await kept.pictures.read(me, lost)
    assert not (await kept.pictures.get(me, other.pictures[0].id)).has_latents


async def test_a_stranger_is_not_told_that_a_file_is_gone(kept: Storage, me: int, stranger: int) -> None:
    lost = (await draw(kept, me)).pictures[0].sha256
    (await kept.pictures.file(me, lost)).unlink()
    with pytest.raises(Missing) as told:
        await kept.pictures.read(stranger, lost)
    assert not isinstance(told.value, Gone)


async def test_a_newer_versions_folder_is_not_mended(folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    (folder / "pictures").mkdir()
    name = stray(folder, b"named by a table that is not known here")
    with pytest.raises(NewerData):
        mend(folder)
    assert look(folder).strays == (name,)


async def test_removing_many_files_lets_others_write_in_between(kept: Storage, me: int) -> None:
    names = [stray(kept.folder, b"%d" % number) for number in range(2 * CHUNK + 1)]
    async with kept.people.database.writing() as session:
        session.add_all(DiscardRow(sha256=name) for name in names)
    sweeping, transactions = asyncio.create_task(kept.pictures.sweep()), 0
    while not sweeping.done():
        async with kept.people.database.writing():
            transactions += 1
    assert transactions >= 2
    assert look(kept.folder) == State()


async def test_what_a_killed_backup_left_is_removed_and_a_whole_one_stays(kept: Storage, me: int) -> None:
    await draw(kept, me)
    whole = back_up(kept.folder).file
    left = [whole.with_name(f".{whole.name}.0123"), kept.folder / ".egaku.db.0123"]
    for path in left:
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 2 * 86_400,) * 2)
    young = whole.with_name(".being-written.tar.4567")
    young.write_bytes(b"half")
    assert mend(kept.folder) == State(leftovers=tuple(sorted(left)), size=8)
    assert look(kept.folder) == State()
    assert whole.exists() and young.exists()
