from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

import storage
from storage import Storage, database


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest revision; copying it is faster than making it."""
    file = tmp_path_factory.mktemp("upgraded") / "egaku.db"
    database.upgrade(file)
    return file


@pytest.fixture
def folder(tmp_path: Path, upgraded: Path) -> Path:
    folder = tmp_path / "データ 100% #1?"
    folder.mkdir()
    shutil.copy(upgraded, folder)
    return folder


@pytest.fixture
async def kept(folder: Path) -> AsyncIterator[Storage]:
    async with storage.open(folder, busy_timeout=5) as kept:
        yield kept


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory, upgraded: Path) -> AsyncIterator[Storage]:
    """One storage for a module of many small tests, each of which brings people of its own."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copy(upgraded, folder)
    async with storage.open(folder) as kept:
        yield kept


@pytest.fixture
async def me(kept: Storage) -> int:
    return (await kept.people.known("terminal", "me", "Me", "en")).id


@pytest.fixture
async def stranger(kept: Storage) -> int:
    return (await kept.people.known("discord", "1", "Stranger", "ja")).id
