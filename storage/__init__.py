"""Keeps everything: people, conversations, turns, posts, pictures, jobs, requests. Knows neither Discord nor torch.

``async with storage.open(folder) as kept:`` gives a :class:`Storage`. Every call below is one transaction and returns
frozen records (records.py). ``viewer`` is the id of the person on whose behalf it is made: what is not theirs answers
exactly as what does not exist, with :class:`errors.Missing`. Any call may raise Busy, StorageFull or Unusable.

people
    known(platform, handle, name, locale) -> Person     met for the first time, or brought up to date
    get(viewer) -> Person                               with .settings, .language
    change(viewer, settings) -> Person
conversations
    get(viewer, conversation) -> Conversation
    of_turn(viewer, turn) -> Conversation
    move_head(viewer, conversation, turn) -> Turn       undo to turn.parent, redo to turn.redo, go to any
turns
    get(viewer, turn) -> Turn                           with .place, .pictures, .job, .parent, .redo
    latest(viewer, conversation=None) -> Turn           the head of the most recently used conversation
    path_to_root(viewer, turn) -> tuple[Turn, ...]      from the turn to the first
    children(viewer, turn) -> tuple[Turn, ...]
    tree(viewer, conversation) -> tuple[Turn, ...]      oldest first
    delete(viewer, turn) -> Deleted                     .cancelled: the job to stop; .posts: the messages to remove
posts
    put(viewer, turn, *, platform, channel, message) -> Post    moves a message that showed another turn
    of_turn(viewer, turn) -> tuple[Post, ...]           newest first
    find(platform, message) -> Post                     for whoever sees that message there, .person is its owner
    remove(platform, message) -> None                   the message is gone from its chat
pictures
    history(viewer, *, text=None, before=None, limit=10) -> Page
    get(viewer, picture) -> Picture
    file(viewer, sha256, suffix=Suffix.PNG) -> Path
    read(viewer, sha256, suffix=Suffix.PNG) -> bytes
overview, for whoever runs it
    load() -> Load                                      how much is under way
    write() -> None                                     raises what the next job would meet
space
    free -> int                                         bytes; demand() raises NoRoom where too few are
jobs, for a viewer
    accept(viewer, *, request_key, text, action, intent, recipes, conversation=None, place=None, parent=None,
           parent_picture=None, uploads=(), limits=Limits()) -> Accepted(turn, job, repeated)
    get(viewer, job) -> Job                             with .place, where its turn was asked
    of_turn(viewer, turn) -> Job
    pending(viewer) -> tuple[Job, ...]                  the viewer's unfinished ones, oldest first
    cancel(viewer, job) -> Job                          NotCancellable where it had ended otherwise
requests that were not answered yet: the bot is the viewer
    heard(platform, key, errand) -> bool                False: it was heard before, and nothing was noted
    answered(platform, key) -> None                     nothing of it is kept
    left(platform, *, but=(), before=None) -> tuple[Heard, ...]     takes over what nobody sees to
    noted(platform, key) -> str | None                  the errand of what is not answered yet
    alone(platform, key) -> None                        one of which processes may have died is tried by itself
    harmless(platform, key) -> None                     the deaths of its processes do not count any more
    leave() -> None                                     the next process sees to the rest
servers, for those who run one                          whether the viewer does is the caller's to find out
    under_way(platform, server, *, after=0, limit=5) -> (tuple[UnderWay, ...], how many more)
    job(platform, server, turn) -> Job
jobs, for the dispatcher, which has no viewer           StaleJob where the job's state forbids it
    start(job) -> Job
    requeue(job, seconds=0, *, attempts=3) -> Job       failed after that many attempts
    release(job) -> Job                                 queued again, and this attempt does not count
    fail(job, reason) -> Job
    finish(job, pictures) -> Turn                       pictures: anything with .recipe, .png, .latents
    delivered(job) -> Job
    unfinished(platform=None, *, but=(), before=None) -> tuple[Job, ...]    takes over what nobody draws
    undelivered(platform=None, *, but=(), before=None, limit=None) -> tuple[Job, ...]
kept: ends that could be shown nowhere
    put(job) -> None                                    nobody tries any more
    people(platform) -> frozenset[int]                  who is to be told
    of(viewer) -> tuple[Job, ...]                       what they have not been told of
    told(viewer, jobs) -> None                          counts as shown

:func:`everybodys` is the exception to viewers: the files themselves, for whoever runs this Egaku.

Backups, looking after files and rows, and the file of the database itself: :mod:`storage.backup`,
:mod:`storage.mending`, :mod:`storage.snapshots`, for the operator's commands.

The folder holds ``egaku.db`` (and SQLite's ``-wal`` and ``-shm``), ``pictures/``, ``backups/`` (copies that nobody gave
another place) and ``open/`` (who has it open), and, none of our business, ``cache/``: what can be measured again.
Several processes may have one folder open at once, on one host; what only one may be is a role (presence.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

from storage import database as _database
from storage.batching import Batch
from storage.conversations import Conversations
from storage.errors import translated
from storage.gallery import Gallery
from storage.jobs import Jobs
from storage.kept import Kept
from storage.limits import Allowance, Limits
from storage.overview import Overview
from storage.people import People
from storage.pictures import KeptFiles, PictureFiles, Suffix
from storage.posts import Posts
from storage.presence import Presence
from storage.records import (
    Accepted,
    Conversation,
    Deleted,
    Drawn,
    Heard,
    Job,
    Load,
    Page,
    Person,
    PersonSettings,
    Picture,
    Place,
    Post,
    Turn,
    UnderWay,
)
from storage.requests import Requests
from storage.servers import Servers
from storage.space import Space
from storage.states import State
from storage.turns import Turns

__all__ = [
    "Accepted",
    "Allowance",
    "Conversation",
    "Deleted",
    "Drawn",
    "Heard",
    "Job",
    "KeptFiles",
    "Limits",
    "Load",
    "Overview",
    "Page",
    "Person",
    "PersonSettings",
    "Picture",
    "Place",
    "Post",
    "State",
    "Storage",
    "Suffix",
    "Turn",
    "UnderWay",
    "everybodys",
    "open",
]

_PICTURES = "pictures"


@dataclasses.dataclass(frozen=True, slots=True)
class Storage:
    folder: Path
    people: People
    conversations: Conversations
    turns: Turns
    posts: Posts
    overview: Overview
    jobs: Jobs
    requests: Requests
    kept: Kept
    servers: Servers
    pictures: Gallery
    space: Space


@contextlib.asynccontextmanager
async def open(
    folder: Path, *, busy_timeout: float = _database.BUSY_TIMEOUT, keep_free: int = 0, role: str = ""
) -> AsyncIterator[Storage]:
    """The data folder, made or upgraded first where needed.

    ``busy_timeout`` is how many seconds to wait for another process's write, ``keep_free`` how many bytes of the disk
    :attr:`Storage.space` wants to stay free, ``role`` what only one process at a time may be on this folder. An upgrade
    leaves a copy of the database as it was. Raises, with nothing touched, Taken where another has the role, Reserved
    while the folder is being restored, NewerData where a newer version wrote it; Unusable where it cannot be read or
    written.
    """
    folder = folder.absolute()
    with translated():
        # Not only by the upgrade: to be there leaves a trace.
        await asyncio.to_thread(_database.refuse, folder / _database.FILE)
        presence = await asyncio.to_thread(Presence, folder, role=role)
    try:
        async with _opened(folder, presence, busy_timeout, keep_free) as kept:
            yield kept
    finally:
        presence.leave()


@contextlib.asynccontextmanager
async def _opened(folder: Path, presence: Presence, busy_timeout: float, keep_free: int) -> AsyncIterator[Storage]:
    file = folder / _database.FILE
    await asyncio.to_thread(_database.upgrade, file, busy_timeout)
    with translated():
        files = await asyncio.to_thread(_swept, folder, presence)
    database = _database.connect(file, busy_timeout)
    try:
        gallery = Gallery(database, files)
        await gallery.sweep()
        yield Storage(
            folder=folder,
            people=People(database),
            conversations=Conversations(database),
            turns=Turns(database, gallery),
            posts=Posts(database),
            overview=Overview(database),
            jobs=Jobs(database, gallery, presence),
            requests=Requests(database, presence, Batch(database)),
            kept=Kept(database),
            servers=Servers(database),
            pictures=gallery,
            space=Space(folder, keep_free),
        )
    finally:
        await database.close()


def everybodys(folder: Path) -> KeptFiles:
    """Every picture kept in a data folder, whoever it belongs to: for the operator alone, who has the folder anyway.

    Others may have the folder open meanwhile; where there is none, there are no pictures, and none is made.
    """
    return KeptFiles(folder.absolute() / _PICTURES)


def _swept(folder: Path, presence: Presence) -> PictureFiles:
    files = PictureFiles(folder / _PICTURES, presence)
    files.sweep()
    presence.bury()
    return files
