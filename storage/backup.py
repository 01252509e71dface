"""Backups: everything that is kept in one file, made while others work, read again before it gets its name; and back.

The file is archive.py's: pictures first, then the database as it was after they were copied. A copy of the database
alone, as an upgrade makes one before it begins, can be restored too. Everything here blocks: call it in a thread.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import sqlite3
import tarfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from storage import archive, database, snapshots
from storage.errors import BadBackup, Damaged, Gone, StorageError, Unusable, translated
from storage.mending import named
from storage.pictures import KeptFiles, PictureFiles, Suffix
from storage.presence import present

_PICTURES = "pictures"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    file: Path
    pictures: int
    size: int
    """Bytes of the backup."""
    lost: tuple[str, ...]
    """sha256 of the pictures that rows name and that were not there to be copied."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    pictures: int | None
    """None where the backup was of the database alone."""
    aside: Path | None
    """The database that was there before."""


def back_up(folder: Path, file: Path | None = None) -> Backup:
    """Write everything that is kept in ``folder`` into ``file``, or into one of its own among the folder's copies.

    Raises Damaged where the database is not sound, Unusable where there is none or ``file`` is there already,
    StorageFull; then no backup is left behind.
    """
    with translated():
        if not (folder / database.FILE).is_file():
            raise Unusable(f"nothing is kept in {folder}")
        file = file or folder / snapshots.COPIES / new_name()
        if file.exists():
            raise FileExistsError(f"{file} is there already")
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        copy = part.with_name(f"{part.name}.db")
        try:
            part.touch(0o600)
            with tarfile.open(part, "w") as tar:
                kept = _fill(tar, folder, copy)
            archive.verified(part)
            snapshots.make_durable(part)
            part.replace(file)
            snapshots.make_durable(file.parent)
        finally:
            part.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)
    lost = tuple(sorted(_pngs(name for name, sha256 in kept.items() if sha256 is None)))
    pictures = sum(1 for _ in _pngs(kept)) - len(lost)
    return Backup(file=file, pictures=pictures, size=file.stat().st_size, lost=lost)


def restore(folder: Path, file: Path) -> Restored:
    """Put back what a backup has. The database that is there goes aside, and no picture is taken away.

    Everything is verified before anything is changed. Raises BadBackup, NewerData for a backup of a newer version,
    InUse while a program has the folder open, Reserved while another one restores it, StorageFull.
    """
    with translated():
        _look_at(file)
        folder.mkdir(parents=True, exist_ok=True)
        staged = folder / f".{database.FILE}.{secrets.token_hex(4)}"
        try:
            manifest = _stage(file, staged)
            _check(staged, file)
            with present(folder, alone=True) as presence:
                if manifest is not None:
                    _put_back(file, manifest, PictureFiles(folder / _PICTURES, presence))
                aside = _exchange(folder, staged)
        finally:
            staged.unlink(missing_ok=True)
    pictures = None if manifest is None else sum(1 for _ in _pngs(manifest))
    return Restored(pictures=pictures, aside=aside)


def bring_back(folder: Path, file: Path) -> int:
    """Put back what pictures of ``folder`` have lost or what was damaged of them, and touch nothing else.

    Others may be at work there. Returns how many files that were. Raises BadBackup, StorageFull, Unusable.
    """
    with translated():
        _look_at(file)
        manifest = archive.verified(file)
        rows = snapshots.read(folder / database.FILE, named)
        mine = {name for name in manifest if (picture := archive.picture_in(name)) and picture[0] in rows}
        with present(folder) as presence:
            return _put_back(file, mine, PictureFiles(folder / _PICTURES, presence))


def _pngs(names: Iterable[str]) -> Iterator[str]:
    """The sha256 of the pictures among those names."""
    pictures = (archive.picture_in(name) for name in names)
    return (picture[0] for picture in pictures if picture and picture[1] is Suffix.PNG)


def new_name() -> str:
    """A backup's file name, with the time in it."""
    return snapshots.stamped("egaku", ".tar")


# -- writing

Kept = dict[str, str | None]
"""Names in the archive with the sha256 of what is there; None: it was not there to be copied."""


def _fill(tar: tarfile.TarFile, folder: Path, copy: Path) -> Kept:
    """Copy files until a copy of the database names none but those. What was deleted meanwhile is not in the manifest.

    Each round has only what came during the last one to copy, so there are few.
    """
    kept: Kept = {}
    files = KeptFiles(folder / _PICTURES)
    while True:
        snapshots.take(folder / database.FILE, copy)
        wanted = _wanted(copy, files, kept)
        if not wanted.keys() - kept.keys():
            break
        for name, (sha256, suffix) in sorted(wanted.items()):
            if name not in kept:
                kept[name] = _add_picture(tar, name, files, sha256, suffix)
    kept = {name: kept[name] for name in wanted}
    kept[database.FILE] = archive.add_file(tar, database.FILE, copy)
    archive.seal(tar, {name: sha256 for name, sha256 in kept.items() if sha256})
    return kept


def _wanted(copy: Path, files: KeptFiles, kept: Mapping[str, str | None]) -> dict[str, tuple[str, Suffix]]:
    """Which files belong to that copy of the database: pictures always, latents where they are or should be there."""
    wanted = {}
    for sha256, has_latents in snapshots.read(copy, named).items():
        for suffix in Suffix:
            name = archive.picture_name(sha256, suffix)
            if suffix is Suffix.PNG or has_latents or name in kept or files.has(sha256, suffix):
                wanted[name] = (sha256, suffix)
    return wanted


def _add_picture(tar: tarfile.TarFile, name: str, files: KeptFiles, sha256: str, suffix: Suffix) -> str | None:
    try:
        return archive.add(tar, name, files.read(sha256, suffix))
    except Gone:
        return None


# -- reading


def _look_at(file: Path) -> None:
    if not file.is_file():
        raise BadBackup(f"{file} is not a file")


def _stage(file: Path, staged: Path) -> dict[str, str] | None:
    """Write the backup's database to ``staged``. Returns the files of the backup, None where it is a database alone."""
    with file.open("rb") as beginning:
        alone = beginning.read(16) == b"SQLite format 3\0"
    if alone:
        try:
            snapshots.take(file, staged)
        except Damaged as error:
            raise BadBackup(str(error)) from error
        return None
    manifest = archive.verified(file)
    staged.touch(0o600)
    with archive.contents(file) as members, staged.open("wb") as target:
        for name, stream in members:
            if name == database.FILE:
                while block := stream.read(archive.BLOCK):
                    target.write(block)
    snapshots.make_durable(staged)
    return manifest


def _check(staged: Path, file: Path) -> None:
    """Raises BadBackup, NewerData."""
    if found := snapshots.complaints(staged):
        raise BadBackup(f"the database in {file} is not sound: {found[0]}")
    try:
        revisions = database.revisions(staged)
    except Unusable as error:
        raise BadBackup(f"{file} is not a backup of Egaku's") from error
    if not revisions:
        raise BadBackup(f"nothing is in {file}")
    database.refuse_newer(revisions, file)


def _put_back(file: Path, wanted: Collection[str], files: PictureFiles) -> int:
    """Returns how many were not there as the backup has them."""
    put = 0
    with archive.contents(file) as members:
        for name, stream in members:
            if name in wanted and (picture := archive.picture_in(name)):
                put += files.put_back(*picture, stream.read())
    return put


# -- the exchange


def _exchange(folder: Path, staged: Path) -> Path | None:
    """Put the staged database in the place of the one that is there, which goes aside with all that belongs to it."""
    file = folder / database.FILE
    if not file.exists():
        _install(staged, file)
        return None
    aside = folder / snapshots.COPIES / snapshots.stamped("before-restore", ".db")
    aside.parent.mkdir(exist_ok=True)
    _settle(file)
    # A WAL that stayed behind would be applied to the other database.
    for suffix in ("-wal", "-shm"):
        beside = file.with_name(f"{file.name}{suffix}")
        if beside.exists():
            beside.replace(aside.with_name(f"{aside.name}{suffix}"))
    try:
        # A second name, so that there is a database at each moment: without one the next start would make an empty one.
        os.link(file, aside)
    except OSError:  # not every file system has them
        file.replace(aside)
    snapshots.make_durable(aside.parent)
    _install(staged, file)
    return aside


def _install(staged: Path, file: Path) -> None:
    staged.replace(file)
    snapshots.make_durable(file.parent)


def _settle(file: Path) -> None:
    """Bring what is in the WAL into the file, where the database is sound enough for that."""
    with contextlib.suppress(sqlite3.Error, StorageError), contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
