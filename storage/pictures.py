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
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.errors import Gone, Missing, translated
from storage.presence import Presence
from storage.snapshots import make_durable

_SHA256 = re.compile("[0-9a-f]{64}")
_START = re.compile("[0-9a-f]{2,64}")

Blob = tuple[bytes, bytes | None]
"""A PNG, and its latents if it has any."""


class Suffix(enum.StrEnum):
    PNG = ".png"
    LATENTS = ".latents.safetensors"


def name_of(sha256: str, suffix: Suffix) -> str:
    """Where a picture's file is, from the folder of all of them."""
    return f"{sha256[:2]}/{sha256[2:]}{suffix}"


class KeptFiles:
    """The files as they are. Reading leaves no trace in the folder, and needs neither database nor lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def beginning(self, start: str) -> tuple[str, ...]:
        """The sha256 of every picture there that begins with ``start``, of two characters or more, in order."""
        if not _START.fullmatch(start):
            return ()
        found = (start[:2] + path.stem for path in self._folder.glob(f"{start[:2]}/{start[2:]}*{Suffix.PNG}"))
        return tuple(sorted(sha256 for sha256 in found if _SHA256.fullmatch(sha256)))

    def file(self, sha256: str, suffix: Suffix = Suffix.PNG) -> Path:
        """The absolute path of a file that is there. Raises Gone, or Missing for what can be no picture's sha256."""
        path = self.path(sha256, suffix)
        if not path.is_file():
            raise Gone(f"file {path.name}")
        return path

    def read(self, sha256: str, suffix: Suffix = Suffix.PNG) -> bytes:
        """Raises what :meth:`file` does, also where the file goes away at this very moment; Unusable where it cannot
        be read."""
        with translated():
            try:
                return self.path(sha256, suffix).read_bytes()
            except FileNotFoundError as error:
                raise Gone(f"file {sha256}{suffix}") from error

    def have(self, hashes: Iterable[str]) -> bool:
        return all(self.has(sha256) for sha256 in hashes)

    def has(self, sha256: str, suffix: Suffix = Suffix.PNG) -> bool:
        return self.path(sha256, suffix).is_file()

    def changed(self, sha256: str) -> bool:
        """Whether a picture's file is there and no longer what it is named after."""
        try:
            with self.path(sha256, Suffix.PNG).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() != sha256
        except FileNotFoundError:
            return False

    def all(self) -> Iterator[tuple[str, Suffix]]:
        """Every file of a picture or its latents, in no order."""
        for suffix in Suffix:
            for path in self._folder.glob(f"??/*{suffix}"):
                sha256 = path.parent.name + path.name.removesuffix(suffix)
                if _SHA256.fullmatch(sha256):
                    yield sha256, suffix

    def path(self, sha256: str, suffix: Suffix) -> Path:
        """Where the file is or would be. Raises Missing for what can be no picture's sha256."""
        if not _SHA256.fullmatch(sha256):
            raise Missing(f"file {sha256!r}")
        return self._folder / name_of(sha256, suffix)

    def remove(self, sha256: str) -> None:
        """The picture and its latents. Under the writer's lock, or somebody could come to name them meanwhile."""
        for suffix in Suffix:
            self.path(sha256, suffix).unlink(missing_ok=True)
        folder = self.path(sha256, Suffix.PNG).parent
        if folder.exists():
            make_durable(folder)


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
        for folder in {self.path(sha256, Suffix.PNG).parent for sha256 in hashes}:
            make_durable(folder)
        if hashes:
            make_durable(self._folder)
        return hashes

    def put_back(self, sha256: str, suffix: Suffix, data: bytes) -> bool:
        """Make the file have these bytes, whatever is there: it may be damaged. Returns whether it had others."""
        path = self.path(sha256, suffix)
        if path.is_file() and path.read_bytes() == data:
            return False
        self._replace(path, data)
        make_durable(path.parent)
        return True

    def sweep(self) -> None:
        """Remove what processes that are dead by now were writing."""
        for path in self._temporary.iterdir():
            if not self._presence.alive(path.name.partition("-")[0]):
                path.unlink(missing_ok=True)

    def _keep(self, png: bytes, latents: bytes | None) -> str:
        sha256 = hashlib.sha256(png).hexdigest()
        # Latents first: a picture that is there has its latents, if it ever had any.
        if latents is not None:
            self._write(self.path(sha256, Suffix.LATENTS), latents)
        self._write(self.path(sha256, Suffix.PNG), png)
        return sha256

    def _write(self, path: Path, data: bytes) -> None:
        if not (path.is_file() and path.stat().st_size == len(data)):
            self._replace(path, data)

    def _replace(self, path: Path, data: bytes) -> None:
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
