"""The database file: its two engines, its transactions, and its upgrade when it is opened.

SQLite has one writer at a time. The writer's engine has one connection and takes the lock as a transaction begins: one
that began by reading and then wrote would overwrite what another did in between, or fail. ``synchronous=FULL`` because
a commit that was acknowledged has to outlive a power cut. Readers see the last commit and wait for nobody (WAL).
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, TypeVarTuple

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage import snapshots
from storage.errors import Busy, NewerData, Unusable, translated
from storage.migrations import HEAD

FILE = "egaku.db"
"""The database, in the data folder."""
BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process's write."""
QUEUE_TIMEOUT = 30.0
"""Seconds to wait for this process's own writes."""
READERS = 4
MMAP = 2**30
_THREADS = 4


Arguments = ParamSpec("Arguments")
Given = TypeVarTuple("Given")
Result = TypeVar("Result")


@dataclasses.dataclass(frozen=True, slots=True)
class Database:
    writer: AsyncEngine
    readers: AsyncEngine
    under_way: set[asyncio.Future[Any]] = dataclasses.field(default_factory=set)
    """Calls that have not ended, their callers' patience or not."""
    queue: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock)
    """For whoever is not urgent: so an urgent write stands behind one other at most."""
    threads: ThreadPoolExecutor = dataclasses.field(default_factory=lambda: ThreadPoolExecutor(_THREADS, "storage"))
    """For files: in the loop's own threads a result would wait for all the pictures that people are sending."""

    async def in_thread(self, call: Callable[[*Given], Result], /, *args: *Given) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self.threads, call, *args)

    @contextlib.asynccontextmanager
    async def writing(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """One transaction, alone; committed at the end, rolled back at an exception. Raises Busy, StorageFull."""
        async with contextlib.nullcontext() if urgent else self._turn():
            with translated():
                async with AsyncSession(self.writer, expire_on_commit=False) as session, session.begin():
                    await session.connection()  # begins now, so that the lock is held from here on
                    yield session

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One transaction that sees a single state of everything and cannot write."""
        with translated():
            async with AsyncSession(self.readers, expire_on_commit=False) as session, session.begin():
                yield session

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(QUEUE_TIMEOUT):
                await self.queue.acquire()
        except TimeoutError as error:
            raise Busy(f"{QUEUE_TIMEOUT:g} s were not enough for the writes before this one") from error
        try:
            yield
        finally:
            self.queue.release()

    async def close(self) -> None:
        await asyncio.gather(*self.under_way, return_exceptions=True)
        await self.readers.dispose()
        await self.writer.dispose()
        self.threads.shutdown()


class Repository(Protocol):
    @property
    def database(self) -> Database: ...


AnyRepository = TypeVar("AnyRepository", bound=Repository)


def whole(
    call: Callable[Concatenate[AnyRepository, Arguments], Coroutine[Any, Any, Result]],
) -> Callable[Concatenate[AnyRepository, Arguments], Coroutine[Any, Any, Result]]:
    """A repository's call that runs to its end even when its caller is cancelled.

    A statement cut off in the middle costs its connection, and SQLite may hold that one's lock until Python happens
    to collect it: whoever writes next would find the database busy. So a cancelled request may have been done.
    """

    @functools.wraps(call)
    async def run(self: AnyRepository, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        task = asyncio.ensure_future(call(self, *args, **kwargs))
        self.database.under_way.add(task)
        task.add_done_callback(self.database.under_way.discard)
        return await asyncio.shield(task)

    return run


def connect(file: Path, busy_timeout: float = BUSY_TIMEOUT) -> Database:
    """The engines of an upgraded ``file``. Connects to nothing yet."""
    # Errors are logged, and a statement's parameters are what people wrote.
    shared: dict[str, Any] = {"connect_args": {"isolation_level": None}, "max_overflow": 0, "hide_parameters": True}
    writer = create_async_engine(_url("sqlite+aiosqlite", file), pool_size=1, **shared)
    readers = create_async_engine(_url("sqlite+aiosqlite", file), pool_size=READERS, **shared)
    _prepare(writer, busy_timeout, "BEGIN IMMEDIATE", "synchronous=FULL")
    _prepare(readers, busy_timeout, "BEGIN", f"mmap_size={MMAP}", "query_only=ON")
    return Database(writer, readers)


def _prepare(engine: AsyncEngine, busy_timeout: float, begin: str, *pragmas: str) -> None:
    common = (f"busy_timeout={busy_timeout * 1000:.0f}", "journal_mode=WAL", "foreign_keys=ON")

    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (*common, *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)


def upgrade(file: Path, busy_timeout: float = BUSY_TIMEOUT) -> Path | None:
    """Bring ``file`` to this version's tables, making it where there is none. Blocking: call it in a thread.

    Returns the copy that was made of it before, where there was something to copy and to change.
    Several processes may do this at once: one upgrades, the others wait and find it done. A process killed in the
    middle leaves the old tables. Raises NewerData before anything is written, Busy, StorageFull, Unusable.
    """
    with translated():
        found = revisions(file)
        if found == {HEAD}:
            return None
        refuse_newer(found, file)
        file.parent.mkdir(parents=True, exist_ok=True)
        with _upgrading(file, busy_timeout) as connection:
            found = _revisions_in(connection.connection.cursor())
            refuse_newer(found, file)
            if found == {HEAD}:
                return None
            # Under the lock: nobody can write between the copy and the change.
            copy = _copied(file, *found) if found else None
            _migrate(connection)
            return copy


def _copied(file: Path, *found: str) -> Path:
    name = snapshots.stamped(f"before-upgrade-of-{'-'.join(sorted(found))}", ".db")
    return snapshots.take(file, file.parent / snapshots.COPIES / name)


def _migrate(connection: Connection) -> None:
    from alembic import command  # slow to import, and seldom needed

    from storage.migrations import config  # slow to import, and seldom needed

    command.upgrade(config(connection), "head")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"an upgrade broke references: {broken[:3]}")


def refuse_newer(found: set[str], file: Path) -> None:
    """Raises NewerData where a version that this one does not know was here."""
    if not found:
        return
    from storage.migrations import known  # slow to import, and seldom needed

    if unknown := found - known():
        raise NewerData(f"{file} has the unknown revision {', '.join(sorted(unknown))}")


def refuse(file: Path) -> None:
    """Raises NewerData, or Unusable, for a database that is not this version's to open. Leaves no trace."""
    if (found := revisions(file)) != {HEAD}:
        refuse_newer(found, file)


def revisions(file: Path) -> set[str]:
    """What alembic noted in ``file``, read without a trace: no lock, no recovery, no side files.

    Nothing where there is no file, or nothing in it. Raises Unusable for another program's.
    """
    if not file.exists():
        return set()
    return snapshots.read(file, lambda connection: _revisions_in(connection.cursor()))


def _revisions_in(cursor: Any) -> set[str]:
    tables = {row[0] for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    if tables and "alembic_version" not in tables:
        raise Unusable(f"the database is another program's: it has {', '.join(sorted(tables)[:3])}")
    if not tables:
        return set()
    return {row[0] for row in cursor.execute("SELECT version_num FROM alembic_version").fetchall()}


@contextlib.contextmanager
def _upgrading(file: Path, busy_timeout: float) -> Iterator[Connection]:
    """A connection in one exclusive transaction, which is what makes SQLite's DDL all or nothing."""
    engine = create_engine(_url("sqlite", file), connect_args={"isolation_level": None, "timeout": busy_timeout})
    try:
        with engine.connect() as connection:
            _turn_to_wal(connection, busy_timeout)
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            connection.rollback()
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()
    finally:
        engine.dispose()


def _turn_to_wal(connection: Connection, busy_timeout: float) -> None:
    # SQLite does not always wait for the lock that this change of mode needs.
    deadline = time.monotonic() + busy_timeout
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _url(driver: str, file: Path) -> URL:
    return URL.create(driver, database=str(file))
