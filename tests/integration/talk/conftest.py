"""One worker with the demo models for all of these tests; a data folder of its own for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from bot import bootstrap
from bot.settings import Data, Settings, load
from bot.talk.result import Result
from bot.talk.session import PLATFORM, Session
from generator.events import Event
from generator.executors.local import LocalExecutor
from tools.demo_model import judge


class Talker:
    """A person who types lines, and what the terminal would be shown of the work."""

    def __init__(self, session: Session, house: bootstrap.House, events: list[Event]) -> None:
        self.session = session
        self.house = house
        self.events = events

    async def types(self, *lines: str) -> list[Result]:
        return [await self.session.answer(line) for line in lines]

    async def says(self, line: str) -> Result:
        return await self.session.answer(line)


Sitting = Callable[..., Awaitable[Talker]]


def with_a_plain_model() -> Settings:
    """The shipped settings and a model "plain" that has no edit sibling."""
    shipped = load()
    plain = shipped.models["demo"].model_copy(update={"edit": ""})
    return shipped.model_copy(update={"models": {**shipped.models, "plain": plain}})


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def executor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalExecutor]:
    settings = with_a_plain_model().model_copy(update={"data": Data(folder=tmp_path_factory.mktemp("worker"))})
    async with bootstrap.worker_of(settings) as executor:
        yield executor


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return with_a_plain_model().model_copy(update={"data": Data(folder=tmp_path / "data")})


@pytest_asyncio.fixture(loop_scope="session")
async def house(settings: Settings, executor: LocalExecutor) -> AsyncIterator[bootstrap.House]:
    async with bootstrap.storage_of(settings) as kept:
        yield bootstrap.furnished(settings, kept, executor)


async def sit_down(house: bootstrap.House, user: str = "mia", locale: str = "en") -> Talker:
    viewer = await house.studio.storage.people.known(PLATFORM, user, user, locale)
    events: list[Event] = []
    return Talker(Session(house, viewer, events.append), house, events)


@pytest_asyncio.fixture(loop_scope="session")
async def mia(house: bootstrap.House) -> Talker:
    return await sit_down(house)


@pytest_asyncio.fixture(loop_scope="session")
async def kenji(house: bootstrap.House) -> Talker:
    return await sit_down(house, "kenji", "ja")


def pixels(result: Result) -> np.ndarray:
    """The result's first picture, uint8 (height, width, 3)."""
    return _pixels(result.pictures[0][1])


def seen(file: Path) -> judge.Seen:
    return judge.see([_pixels(file)])[0]


def _pixels(file: Path) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"))


def look(result: Result, number: int = 1) -> judge.Seen:
    """What is in the result's picture."""
    return seen(result.pictures[number - 1][1])
