"""A backup's file: a tar of picture files and the database, and last a manifest with the sha256 of each.

An archive that ends with its manifest is a whole one. Names are known by a pattern and contents are read as streams:
nothing is ever unpacked to a place that the archive chooses.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from storage import database
from storage.errors import BadBackup
from storage.pictures import Suffix, name_of

_MANIFEST = "manifest.json"
_FORMAT = 1
_PICTURE = re.compile(rf"pictures/([0-9a-f]{{2}})/([0-9a-f]{{62}})({'|'.join(map(re.escape, Suffix))})")
BLOCK = 2**20
_LARGEST_MANIFEST = 2**30


def picture_name(sha256: str, suffix: Suffix) -> str:
    return f"pictures/{name_of(sha256, suffix)}"


def picture_in(name: str) -> tuple[str, Suffix] | None:
    """Which picture's file goes by that name; None: no picture's."""
    found = _PICTURE.fullmatch(name)
    return (found[1] + found[2], Suffix(found[3])) if found else None


# -- writing


def add(archive: tarfile.TarFile, name: str, data: bytes) -> str:
    """Returns the sha256."""
    archive.addfile(_member(name, len(data)), io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


def add_file(archive: tarfile.TarFile, name: str, file: Path) -> str:
    """As :func:`add`, for what may be large."""
    with file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        archive.addfile(_member(name, file.stat().st_size), stream)
    return sha256


def seal(archive: tarfile.TarFile, files: Mapping[str, str]) -> None:
    """End with the manifest: names, with the sha256 of each."""
    made_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    manifest = {"egaku_backup": _FORMAT, "made_at": made_at, "files": files}
    add(archive, _MANIFEST, json.dumps(manifest, indent=1).encode())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


# -- reading


def verified(file: Path) -> dict[str, str]:
    """The manifest's names and sha256, once each was found in the archive as the manifest has it. Raises BadBackup."""
    found: dict[str, str] = {}
    files: object = None
    with contents(file) as members:
        for name, stream in members:
            if name in found:
                raise BadBackup(f"{file} has {name} twice")
            if name == _MANIFEST:
                files = _files_in(stream)
            else:
                found[name] = _digest(stream)
    if not isinstance(files, dict):
        raise BadBackup(f"{file} has no manifest: it is not a whole backup")
    if database.FILE not in files or not all(name == database.FILE or picture_in(name) for name in files):
        raise BadBackup(f"{file} is not a backup of Egaku's")
    if wrong := [name for name, sha256 in files.items() if found.get(name) != sha256]:
        raise BadBackup(f"{file} is damaged: {wrong[0]}")
    return files


@contextlib.contextmanager
def contents(file: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
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
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
