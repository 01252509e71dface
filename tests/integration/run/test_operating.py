"""The port for whoever runs the bot, over real sockets and a real data folder."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

import storage
from bot.errors import Refused
from bot.operating import health, lag
from bot.operating.health import Health
from bot.operating.metrics import Metrics
from bot.operating.server import serving
from bot.settings import Operating
from storage import Storage
from tests.integration.storage.making import TERMINAL, ask


class Worker:
    worker_pid = None
    is_alive = is_ready = True
    restarts = 0


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Storage]:
    async with storage.open(tmp_path, busy_timeout=0.05) as kept:
        yield kept


@pytest_asyncio.fixture
async def page(worker: Worker, kept: Storage, port: int) -> AsyncIterator[Page]:
    asked = Health(
        alive=lambda: worker.is_alive, ready=lambda: worker.is_ready, connected=lambda: True, write=kept.overview.write
    )
    metrics = Metrics(worker)
    async with serving(Operating(port=port), metrics, asked, kept.overview), aiohttp.ClientSession() as session:
        yield Page(f"http://127.0.0.1:{port}", session, metrics)


class Page:
    def __init__(self, address: str, session: aiohttp.ClientSession, metrics: Metrics) -> None:
        self.address, self.session, self.metrics = address, session, metrics

    async def told(self, path: str) -> tuple[int, str]:
        async with self.session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def answer(self, path: str) -> tuple[int, dict[str, bool]]:
        async with self.session.get(self.address + path) as answer:
            return answer.status, await answer.json()


@pytest.fixture
def locked(tmp_path: Path, kept: Storage) -> Iterator[None]:
    """Another program writes, and does not end."""
    other = sqlite3.connect(tmp_path / "egaku.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


async def test_a_bot_without_a_worker_is_not_alive_and_one_whose_worker_loads_is_but_not_ready(
    page: Page, worker: Worker
) -> None:
    assert await page.answer("/healthz") == (200, {"loop": True, "worker": True})
    assert await page.answer("/readyz") == (200, {"discord": True, "storage": True, "worker": True})
    worker.is_ready = False
    assert (await page.answer("/healthz"))[0] == 200
    assert await page.answer("/readyz") == (503, {"discord": True, "storage": True, "worker": False})
    worker.is_alive = False
    assert await page.answer("/healthz") == (503, {"loop": True, "worker": False})


@pytest.mark.usefixtures("locked")
async def test_a_data_folder_that_cannot_be_written_is_alive_but_not_ready(page: Page) -> None:
    assert await page.answer("/readyz") == (503, {"discord": True, "storage": False, "worker": True})
    assert (await page.answer("/healthz"))[0] == 200


async def test_many_who_ask_are_no_load_on_the_disk(kept: Storage) -> None:
    written = 0

    async def write() -> None:
        nonlocal written
        await kept.overview.write()
        written += 1

    asked = Health(alive=lambda: True, ready=lambda: True, connected=lambda: True, write=write)
    answers = await asyncio.gather(*(asked.serves() for _ in range(50)))
    assert all(answer["storage"] for answer in answers)
    assert written == 1


async def test_a_disk_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_PATIENCE", 0.01)

    async def write() -> None:
        await asyncio.Event().wait()

    asked = Health(alive=lambda: True, ready=lambda: True, connected=lambda: True, write=write)
    assert (await asked.serves())["storage"] is False


async def test_the_queue_is_told_as_the_database_has_it(page: Page, kept: Storage) -> None:
    status, before = await page.told("/metrics")
    assert status == 200 and 'egaku_jobs{state="queued"} 0.0' in before and "egaku_queue_oldest_seconds 0.0" in before
    mia = await kept.people.known("terminal", "mia", "Mia", "en")
    first, *_ = [await ask(kept, mia.id, place=TERMINAL) for _ in range(3)]
    await kept.jobs.start(first.job.id)
    await asyncio.sleep(0.01)

    _, told = await page.told("/metrics")
    assert 'egaku_jobs{state="queued"} 2.0' in told and 'egaku_jobs{state="running"} 1.0' in told
    assert "egaku_queue_oldest_seconds 0.0\n" not in told
    assert "Mia" not in told


async def test_prometheus_is_told_which_format_it_reads(page: Page) -> None:
    async with page.session.get(f"{page.address}/metrics") as answer:
        assert answer.content_type == "text/plain" and answer.charset == "utf-8"


async def test_what_blocks_the_loop_is_measured() -> None:
    late: list[float] = []
    async with lag.measured(late.append, interval=0.01):
        await asyncio.sleep(0.05)
        calm = max(late)
        time.sleep(calm + 0.2)
        await asyncio.sleep(0.02)
    assert max(late) >= calm + 0.15


async def test_a_taken_port_is_said_so_and_which(page: Page, kept: Storage, port: int) -> None:
    asked = Health(alive=lambda: True, ready=lambda: True, connected=lambda: True, write=kept.overview.write)
    with pytest.raises(Refused) as refused:
        async with serving(Operating(port=port), page.metrics, asked, kept.overview):
            raise AssertionError("it had no port")
    assert (refused.value.key, refused.value.values) == (
        "error.operating_port",
        {"host": "127.0.0.1", "port": port},
    )


async def test_the_port_is_free_again_afterwards_and_there_is_none_unless_asked_for(
    worker: Worker, kept: Storage, port: int
) -> None:
    asked = Health(alive=lambda: True, ready=lambda: True, connected=lambda: True, write=kept.overview.write)
    for said, open_ in ((port, True), (0, False)):
        async with serving(Operating(port=said), Metrics(worker), asked, kept.overview):
            with socket.socket() as some:
                assert (some.connect_ex(("127.0.0.1", port)) == 0) == open_
        with socket.socket() as some:
            assert some.connect_ex(("127.0.0.1", port)) != 0
