"""Room on the disk: some of it is kept free, so that what was accepted can be finished and written."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from storage.errors import NoRoom, translated


@dataclasses.dataclass(frozen=True, slots=True)
class Space:
    """Of the disk that ``folder`` is on; ``keep_free`` in bytes. Asking takes microseconds and reads nothing."""

    folder: Path
    keep_free: int = 0

    @property
    def free(self) -> int:
        """Bytes that this user may still write there. Raises Unusable."""
        with translated():
            disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize

    def demand(self) -> None:
        """Before something new is begun: raises NoRoom where less is free than is to be kept free."""
        if self.keep_free and (free := self.free) < self.keep_free:
            raise NoRoom(f"{free} bytes are free, {self.keep_free} are to be kept free")
