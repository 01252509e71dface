"""One bot for all tests that leave it alive."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from bot.playground.weather import Weather
from tests.e2e import schemas
from tests.e2e.street import FEW_STEPS, Street, living


@pytest.fixture(scope="session")
def operating_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(tmp_path_factory: pytest.TempPathFactory, operating_port: int) -> AsyncIterator[Street]:
    environment = {**FEW_STEPS, "EGAKU_OPERATING__PORT": str(operating_port)}
    async with living(tmp_path_factory.mktemp("data"), environment) as street:
        yield street


@pytest_asyncio.fixture(loop_scope="session")
async def street(shared: Street) -> AsyncIterator[Street]:
    """The shared one, with fair weather before and after; every request of the test's is what Discord describes."""
    before = len(shared.requests)
    yield shared
    shared.bridge.rest.weather = Weather()
    shared.world.backend.faults.clear()
    assert schemas.problems(shared.requests[before:]) == []


@pytest.fixture(scope="session", autouse=True)
def _description() -> Iterator[None]:
    yield
    schemas.description.cache_clear()
