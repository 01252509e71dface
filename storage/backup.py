"""Backups: everything that is kept in one file, made while others work, read again before it gets its name; and back.

A backup is a tar of picture files, then the database as it was after they were copied, and last a manifest with the
sha256 of each: an archive that ends with its manifest is a whole one. A copy of the database alone, as an upgrade makes
one before it begins, can be restored too. Everything here blocks: call it in a thread.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import io
import json
import os
import re
import secrets
import sqlite3
import tarfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO

from storage import database, snapshots
from storage.errors import BadBackup, Damaged, Gone, StorageError, Unusable, translated
from storage.mending import named
from storage.pictures import KeptFiles, PictureFiles, Suffix, name_of
from storage.presence import Presence, alone

_MANIFEST = "manifest.json"
_FORMAT = 1
_PICTURES = "pictures"
_PICTURE = re.compile(rf"{_PICTURES}/([0-9a-f]{{2}})/([0-9a-f]{{62}})({'|'.join(map(re.escape, Suffix))})")
_BLOCK = 2**20
_LARGEST_MANIFEST = 2**30


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
            with tarfile.open(part, "w") as archive:
                kept = _fill(archive, folder, copy)
            _read_again(part)
            snapshots.make_durable(part)
            part.replace(file)
            snapshots.make_durable(file.parent)
        finally:
            part.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)
    pictures = sum(_is_png(name) for name, sha256 in kept.items() if sha256)
    lost = tuple(sorted(_sha256_in(name) for name, sha256 in kept.items() if sha256 is None and _is_png(name)))
    return Backup(file=file, pictures=pictures, size=file.stat().st_size, lost=lost)


def restore(folder: Path, file: Path) -> Restored:
    """Put back what a backup has. The database that is there goes aside, and no picture is taken away.

    Everything is verified before anything is changed. Raises BadBackup, NewerData for a backup of a newer version,
    InUse while a program has the folder open, StorageFull.
    """
    with translated():
        _look_at(file)
        folder.mkdir(parents=True, exist_ok=True)
        staged = folder / f".{database.FILE}.{secrets.token_hex(4)}"
        try:
            manifest = _stage(file, staged)
            _check(staged, file)
            with alone(folder) as presence:
                if manifest is not None:
                    _put_back(file, manifest, PictureFiles(folder / _PICTURES, presence))
                aside = _exchange(folder, staged)
        finally:
            staged.unlink(missing_ok=True)
    pictures = None if manifest is None else sum(_is_png(name) for name in manifest)
    return Restored(pictures=pictures, aside=aside)


def bring_back(folder: Path, file: Path) -> int:
    """Put back what pictures of ``folder`` have lost or what was damaged of them, and touch nothing else.

    Others may be at work there. Returns how many files that were. Raises BadBackup, StorageFull, Unusable.
    """
    with translated():
        _look_at(file)
        manifest = _read_again(file)
        with snapshots.reading(folder / database.FILE) as connection:
            rows = named(connection)
        mine = {name for name in manifest if _is_picture(name) and _sha256_in(name) in rows}
        presence = Presence(folder / "open")
        try:
            return _put_back(file, mine, PictureFiles(folder / _PICTURES, presence))
        finally:
            presence.leave()


def new_name() -> str:
    """A backup's file name, with the time in it."""
    return snapshots.stamped("egaku", ".tar")


# -- writing

Kept = dict[str, str | None]
"""Names in the archive with the sha256 of what is there; None: it was not there to be copied."""


def _fill(archive: tarfile.TarFile, folder: Path, copy: Path) -> Kept:
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
                kept[name] = _add_picture(archive, name, files, sha256, suffix)
    kept = {name: kept[name] for name in wanted}
    kept[database.FILE] = _add_database(archive, copy)
    _add(archive, _MANIFEST, json.dumps(_manifest(kept), indent=1).encode())
    return kept


def _wanted(copy: Path, files: KeptFiles, kept: Mapping[str, str | None]) -> dict[str, tuple[str, Suffix]]:
    """Which files belong to that copy of the database: pictures always, latents where they are or should be there."""
    with snapshots.reading(copy) as connection:
        rows = named(connection)
    wanted = {}
    for sha256, has_latents in rows.items():
        for suffix in Suffix:
            name = f"{_PICTURES}/{name_of(sha256, suffix)}"
            if suffix is Suffix.PNG or has_latents or name in kept or files.has(sha256, suffix):
                wanted[name] = (sha256, suffix)
    return wanted


def _add_picture(archive: tarfile.TarFile, name: str, files: KeptFiles, sha256: str, suffix: Suffix) -> str | None:
    try:
        return _add(archive, name, files.read(sha256, suffix))
    except Gone:
        return None


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


def _add_database(archive: tarfile.TarFile, copy: Path) -> str:
    with copy.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    archive.add(copy, database.FILE, filter=_anonymous)
    return sha256


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
    return member


def _manifest(kept: Kept) -> dict[str, object]:
    return {
        "egaku_backup": _FORMAT,
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "files": {name: sha256 for name, sha256 in kept.items() if sha256},
    }


# -- reading


def _look_at(file: Path) -> None:
    if not file.is_file():
        raise BadBackup(f"{file} is not a file")


def _read_again(file: Path) -> dict[str, str]:
    """The manifest's files, once each has been found in the archive as the manifest has it. Raises BadBackup."""
    found: dict[str, str] = {}
    files: object = None
    with _archive(file) as members:
        for name, stream in members:
            if name == _MANIFEST:
                files = _files_in(stream)
            else:
                found[name] = _digest(stream)
    if not isinstance(files, dict):
        raise BadBackup(f"{file} has no manifest: it is not a whole backup")
    if database.FILE not in files or not all(name == database.FILE or _PICTURE.fullmatch(name) for name in files):
        raise BadBackup(f"{file} is not a backup of Egaku's")
    if wrong := [name for name, sha256 in files.items() if found.get(name) != sha256]:
        raise BadBackup(f"{file} is damaged: {wrong[0]}")
    return files


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
    manifest = _read_again(file)
    staged.touch(0o600)
    with _archive(file) as members, staged.open("wb") as target:
        for name, stream in members:
            if name == database.FILE:
                while block := stream.read(_BLOCK):
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
    with _archive(file) as members:
        for name, stream in members:
            if name in wanted and (found := _PICTURE.fullmatch(name)):
                put += files.put_back(found[1] + found[2], Suffix(found[3]), stream.read())
    return put


@contextlib.contextmanager
def _archive(file: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The names and contents of a tar, in order, each to be read before the next. Raises BadBackup."""
    try:
        with tarfile.open(file, "r:") as archive:
            yield _members(archive)
    except (tarfile.TarError, EOFError) as error:
        raise BadBackup(f"{file} is not a whole backup: {error}") from error


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in archive:
        if (stream := archive.extractfile(member)) is not None:
            yield member.name, stream


def _files_in(manifest: IO[bytes]) -> object:
    try:
        said = json.loads(manifest.read(_LARGEST_MANIFEST))
        return said["files"] if said["egaku_backup"] == _FORMAT else None
    except (ValueError, KeyError, TypeError):
        return None


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


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


def _is_picture(name: str) -> bool:
    return _PICTURE.fullmatch(name) is not None


def _is_png(name: str) -> bool:
    return name.endswith(Suffix.PNG)


def _sha256_in(name: str) -> str:
    found = _PICTURE.fullmatch(name)
    return found[1] + found[2] if found else name
