from __future__ import annotations

import asyncio
import os
import resource
import threading
from pathlib import Path

import pytest

import storage
from storage import Picture, Storage, Suffix
from storage.errors import Missing, StorageFull
from storage.pictures import PictureFiles
from storage.presence import Presence
from tests.integration.storage.making import ask, draw, drawn, recipe, sha256


async def thousand(kept: Storage, viewer: int) -> None:
    for number in range(10):
        many = [recipe(f"picture {number}-{seed}", seed=seed) for seed in range(100)]
        accepted = await ask(kept, viewer, "many", *many)
        await kept.jobs.start(accepted.job.id)
        await kept.jobs.finish(accepted.job.id, [drawn(made, png=b"the same for all") for made in many])


async def test_a_thousand_pictures_page_newest_first_each_once_while_more_arrive(kept: Storage, me: int) -> None:
    await thousand(kept, me)
    newest = (await kept.pictures.history(me, limit=1)).pictures[0].id
    seen: list[Picture] = []
    before = None
    while True:
        page = await kept.pictures.history(me, before=before, limit=70)
        seen += page.pictures
        before = page.before
        await draw(kept, me, "later")
        if before is None:
            break
    assert [picture.id for picture in seen] == sorted({picture.id for picture in seen}, reverse=True)
    assert len(seen) == 1000
    assert seen[0].id == newest
    assert len({picture.recipe.prompt for picture in seen}) == 1000


async def test_a_last_page_that_is_full_has_no_next_one(kept: Storage, me: int) -> None:
    for seed in range(4):
        await draw(kept, me, "x", recipe(seed=seed))
    page = await kept.pictures.history(me, limit=2)
    assert page.before is not None
    page = await kept.pictures.history(me, before=page.before, limit=2)
    assert (len(page.pictures), page.before) == (2, None)


async def test_any_cursor_gives_a_page_and_a_limit_out_of_bounds_is_refused(kept: Storage, me: int) -> None:
    await draw(kept, me)
    for cursor, found in ((-1, 0), (0, 0), (2**63, 1), (10**40, 1)):
        assert len((await kept.pictures.history(me, before=cursor)).pictures) == found
    for limit in (-1, 0, 101):
        with pytest.raises(ValueError, match="limit"):
            await kept.pictures.history(me, limit=limit)


async def test_deleted_pictures_are_not_in_the_history(kept: Storage, me: int) -> None:
    turn = await draw(kept, me)
    picture = turn.pictures[0]
    assert await kept.pictures.get(me, picture.id) == picture
    await kept.turns.delete(me, turn.id)
    assert (await kept.pictures.history(me)).pictures == ()
    with pytest.raises(Missing):
        await kept.pictures.get(me, picture.id)


async def test_equal_bytes_are_stored_once(kept: Storage, me: int) -> None:
    for _ in range(2):
        await draw(kept, me, "same", recipe())
    assert len(list(kept.folder.rglob("*.png"))) == 1
    assert len((await kept.pictures.history(me)).pictures) == 2


async def test_a_picture_lies_under_its_hash_with_its_latents_beside(kept: Storage, me: int) -> None:
    picture = (await draw(kept, me, "x", recipe())).pictures[0]
    png = drawn(recipe()).png
    assert picture.sha256 == sha256(png)
    file = await kept.pictures.file(me, picture.sha256)
    assert file == kept.folder / "pictures" / picture.sha256[:2] / f"{picture.sha256[2:]}.png"
    assert file.read_bytes() == png
    assert await kept.pictures.read(me, picture.sha256, Suffix.LATENTS) == b"latents of " + png


async def test_a_file_that_went_away_is_missing(kept: Storage, me: int) -> None:
    picture = (await draw(kept, me)).pictures[0]
    (await kept.pictures.file(me, picture.sha256)).unlink()
    for look in (kept.pictures.file, kept.pictures.read):
        with pytest.raises(Missing):
            await look(me, picture.sha256)


async def test_what_is_not_the_hash_of_a_picture_is_missing(kept: Storage, me: int) -> None:
    for name in ("", "../../../etc/passwd", "g" * 64, "A" * 64, "0" * 64, "0" * 63 + "\n"):
        with pytest.raises(Missing):
            await kept.pictures.read(me, name)


async def test_a_file_cut_short_is_written_anew(kept: Storage, me: int) -> None:
    picture = (await draw(kept, me, "x", recipe())).pictures[0]
    file = await kept.pictures.file(me, picture.sha256)
    file.write_bytes(b"PNG")
    await draw(kept, me, "x", recipe())
    assert file.read_bytes() == drawn(recipe()).png


async def test_files_that_a_dead_process_was_writing_are_swept_at_the_next_opening(folder: Path) -> None:
    async with storage.open(folder):
        temporary = folder / "pictures" / "tmp"
        (temporary / "0123456789abcdef-1").write_bytes(b"half")
        living = Presence(folder)
        (temporary / f"{living.name}-1").write_bytes(b"half")
    async with storage.open(folder):
        assert [path.name for path in temporary.iterdir()] == [f"{living.name}-1"]
    living.leave()
    async with storage.open(folder):
        assert not list(temporary.iterdir())
    assert not list((folder / "open").iterdir())


async def test_a_removal_that_a_kill_put_off_is_done_at_the_next_opening(folder: Path) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        turn = await draw(kept, me)
        file = await kept.pictures.file(me, turn.pictures[0].sha256)
        file.parent.chmod(0o555)
        elsewhere = folder / "elsewhere"
        pictures = folder / "pictures"
        pictures.rename(elsewhere)
        pictures.write_bytes(b"not a folder: nothing can be removed in it")
        await kept.turns.delete(me, turn.id)
        pictures.unlink()
        elsewhere.rename(pictures)
        file.parent.chmod(0o755)
        assert file.exists()
    async with storage.open(folder):
        assert not file.exists()


def test_a_full_disk_is_told_and_leaves_no_half_file(tmp_path: Path) -> None:
    presence = Presence(tmp_path)
    files = PictureFiles(tmp_path / "pictures", presence)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with storage.errors.translated(), pytest.raises(OSError) as caught:
            files.keep([(os.urandom(2000), None)])
        with pytest.raises(StorageFull), storage.errors.translated():
            raise caught.value
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        presence.leave()
    assert not [path for path in (tmp_path / "pictures").rglob("*") if path.is_file()]


async def test_a_result_is_kept_while_the_loops_own_threads_are_busy_with_something_else(
    kept: Storage, me: int
) -> None:
    enough = threading.Event()
    busy = [asyncio.create_task(asyncio.to_thread(enough.wait)) for _ in range(64)]
    try:
        async with asyncio.timeout(10):
            turn = await draw(kept, me)
            assert await kept.pictures.read(me, turn.pictures[0].sha256)
    finally:
        enough.set()
        await asyncio.gather(*busy)
