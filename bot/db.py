"""``egaku db``: what an operator does with the data folder, and how it went."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BadInput, Broken, NotFound, Refused
from bot.i18n import say
from bot.studio.studio import words_for
from storage import backup, database, mending, presence
from storage.errors import BadBackup, Damaged, NewerData, StorageError, StorageFull, Unusable

if TYPE_CHECKING:
    from bot.settings import Settings

_SHORT = 12


def back_up(settings: Settings, file: Path | None) -> None:
    """Each of these prints what was done, and raises EgakuError where it could not be."""
    folder, locale = _kept(settings), settings.defaults.locale
    target = _named(folder, file)
    if target is not None and target.exists():
        raise BadInput("error.backup_exists", file=target)
    with _in_words():
        try:
            made = backup.back_up(folder, target)
        except (Damaged, StorageFull):
            raise
        except Unusable as error:
            raise Broken("error.backup_place", file=target or folder) from error
    size = _mebibytes(made.size)
    print(say("db.backed_up", locale, pictures=made.pictures, file=made.file, size=size))
    if made.lost:
        print(say("db.not_in_it", locale, count=len(made.lost)))


def restore(settings: Settings, file: Path) -> None:
    folder, locale = settings.data.folder, settings.defaults.locale
    with _in_words(), _readable(file):
        done = backup.restore(folder, file)
    if done.pictures is None:
        print(say("db.restored_alone", locale, file=file))
    else:
        print(say("db.restored", locale, file=file, pictures=done.pictures))
    if done.aside:
        print(say("db.aside", locale, file=done.aside))


def bring_back(settings: Settings, file: Path) -> None:
    folder, locale = _kept(settings), settings.defaults.locale
    with _in_words(), _readable(file):
        count = backup.bring_back(folder, file)
    print(say("db.brought_back", locale, count=count, file=file))
    with _in_words():
        _tell_lost(mending.look(folder), locale)


def upgrade(settings: Settings) -> None:
    folder, locale = _kept(settings), settings.defaults.locale
    file = folder / database.FILE
    with _in_words(), presence.present(folder, alone=True):
        copy = database.upgrade(file)
        revision = ", ".join(sorted(database.revisions(file)))
    if copy is None:
        print(say("db.up_to_date", locale, revision=revision))
    else:
        print(say("db.upgraded", locale, revision=revision, file=copy))


def mend(settings: Settings) -> None:
    folder, locale = _kept(settings), settings.defaults.locale
    with _in_words():
        found = mending.mend(folder)
    print(say("db.mended", locale, count=len(found.strays) + len(found.leftovers), size=_mebibytes(found.size)))
    _tell_lost(found, locale)


def _tell_lost(found: mending.State, locale: str) -> None:
    if found.lost:
        names = ", ".join(sha256[:_SHORT] for sha256 in found.lost[:3])
        print(say("db.still_lost", locale, count=len(found.lost), names=names))


def _kept(settings: Settings) -> Path:
    """The data folder, where something is kept in it."""
    folder = settings.data.folder
    if not (folder / database.FILE).is_file():
        raise NotFound("error.nothing_kept", folder=folder)
    return folder


def _named(folder: Path, file: Path | None) -> Path | None:
    """A folder stands for a file of its own in it."""
    if file is not None and file.is_dir():
        return file / backup.new_name()
    return file


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        raise words_for(error) from error


@contextlib.contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Around what reads a backup."""
    if not file.is_file():
        raise NotFound("error.file_missing", file=file)
    try:
        yield
    except BadBackup as error:
        raise BadInput("error.backup_bad", file=file) from error
    except NewerData as error:
        raise Refused("error.backup_newer", file=file) from error


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.1f}"
