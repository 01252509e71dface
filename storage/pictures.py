"""Picture files, named by what is in them: ``folder/ab/cdef….png``, and ``.latents.safetensors`` of the same name.

A file is there whole or not at all, also after a power cut: it is written under a temporary name, made durable,
renamed, and the rename made durable. Everything here blocks: call it in a thread.
"""

from __future__ import annotations

import enum
import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from storage.errors import Missing, translated
from storage.presence import Presence

_SHA256 = re.compile("[0-9a-f]{64}")
_START = re.compile("[0-9a-f]{2,64}")

Blob = tuple[bytes, bytes | None]
"""A PNG, and its latents if it has any."""


class Suffix(enum.StrEnum):
    PNG = ".png"
    LATENTS = ".latents.safetensors"


class KeptFiles:
    """The files, to be read. It leaves no trace in the folder, and needs neither database nor lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def beginning(self, start: str) -> tuple[str, ...]:
        """The sha256 of every picture there that begins with ``start``, of two characters or more, in order."""
        if not _START.fullmatch(start):
            return ()
        found = (start[:2] + path.stem for path in self._folder.glob(f"{start[:2]}/{start[2:]}*{Suffix.PNG}"))
        return tuple(sorted(sha256 for sha256 in found if _SHA256.fullmatch(sha256)))

    def file(self, sha256: str, suffix: Suffix = Suffix.PNG) -> Path:
        """The absolute path of a file that is there. Raises Missing."""
        path = self._path(sha256, suffix)
        if not path.is_file():
            raise Missing(f"file {path.name}")
        return path

    def read(self, sha256: str, suffix: Suffix = Suffix.PNG) -> bytes:
        """Raises Missing, also where the file goes away at this very moment; Unusable where it cannot be read."""
        with translated():
            try:
                return self._path(sha256, suffix).read_bytes()
            except FileNotFoundError as error:
                raise Missing(f"file {sha256}{suffix}") from error

    def have(self, hashes: Iterable[str]) -> bool:
        return all(self._path(sha256, Suffix.PNG).is_file() for sha256 in hashes)

    def _path(self, sha256: str, suffix: Suffix) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise Missing(f"file {sha256!r}")
        return self._folder / sha256[:2] / f"{sha256[2:]}{suffix}"


class PictureFiles(KeptFiles):
    def __init__(self, folder: Path, presence: Presence) -> None:
        super().__init__(folder)
        self._presence = presence
        self._temporary = folder / "tmp"
        self._temporary.mkdir(parents=True, exist_ok=True)

    def keep(self, pictures: Iterable[Blob]) -> list[str]:
        """Make PNGs and their latents durable and return the PNGs' sha256. What is there already is not written again.

        Raises OSError; no half-written file is left behind.
        """
        hashes = [self._keep(png, latents) for png, latents in pictures]
        # Also for files that were there: whoever renamed them may not have come this far.
        for folder in {self._path(sha256, Suffix.PNG).parent for sha256 in hashes}:
            _make_durable(folder)
        if hashes:
            _make_durable(self._folder)
        return hashes

    def remove(self, sha256: str) -> None:
        for suffix in Suffix:
            self._path(sha256, suffix).unlink(missing_ok=True)
        folder = self._path(sha256, Suffix.PNG).parent
        if folder.exists():
            _make_durable(folder)

    def sweep(self) -> None:
        """Remove what processes that are dead by now were writing."""
        for path in self._temporary.iterdir():
            if not self._presence.alive(path.name.partition("-")[0]):
                path.unlink(missing_ok=True)

    def _keep(self, png: bytes, latents: bytes | None) -> str:
        sha256 = hashlib.sha256(png).hexdigest()
        # Latents first: a picture that is there has its latents, if it ever had any.
        if latents is not None:
            self._write(self._path(sha256, Suffix.LATENTS), latents)
        self._write(self._path(sha256, Suffix.PNG), png)
        return sha256

    def _write(self, path: Path, data: bytes) -> None:
        if path.is_file() and path.stat().st_size == len(data):
            return
        temporary = self._temporary / f"{self._presence.name}-{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            path.parent.mkdir(exist_ok=True)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _make_durable(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
