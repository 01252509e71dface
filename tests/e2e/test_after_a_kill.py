"""One town, one kill -9 of the bot in the middle of its work: what its people have had, they have still.

The tests are one story: the first ones look while the left work is not done yet.
"""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from collections.abc import AsyncIterator

import psutil
import pytest
import pytest_asyncio
from simcord.backend.models import Message
from simcord.results import InteractionResult

from bot.i18n import say
from bot.playground.process import BotProcess
from tests.e2e import schemas
from tests.e2e.street import FEW_STEPS, Street, buttons, finished, living

pytestmark = [pytest.mark.model, pytest.mark.crash, pytest.mark.asyncio(loop_scope="session")]

LONG = "a red circle --seed 1 --steps 40"
A_DAY = 5
"""What Mia asks for in this story: three before the kill and two after it."""


@dataclasses.dataclass
class Story:
    street: Street
    earlier: Message
    """Mia's picture that was finished before the kill."""
    drawn: Message
    """Where hers stood that was being drawn."""
    wished: Message
    """What she was told when she replied to that one."""
    queued: Message
    """Where Kenji's stood that waited."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    async with living(tmp_path_factory.mktemp("data"), FEW_STEPS | {"EGAKU_LIMITS__A_DAY": str(A_DAY)}) as street:
        mia, kenji = street.town.mia, street.town.kenji
        settings = await mia.member.slash(street.here, "settings", size="3:2")
        assert "3:2" in await told(street, settings)
        earlier = await street.imagine(mia, "a blue star")
        await mia.member.slash(street.here, "imagine", prompt=LONG)
        await street.until(lambda: street.latest() is not earlier)
        drawn = street.latest()
        # It is seen a moment before the bot knows it by its id.
        await street.until(lambda: remembered(street, drawn))
        assert street.bot is not None
        # From here on nothing can be finished before the kill, however slow this machine is.
        worker = worker_of(street.bot)
        worker.suspend()
        await street.reply(mia, drawn, "make it blue")
        await street.until(lambda: street.latest() is not drawn)
        wished = street.latest()
        await kenji.member.slash(street.here, "imagine", prompt=LONG)
        await street.until(lambda: street.latest() is not wished)
        queued = street.latest()

        await street.bot.kill()
        worker.kill()
        assert not finished(drawn)
        await street.start_bot()
        yield Story(street, earlier, drawn, wished, queued)
    assert schemas.problems(street.requests) == []


def remembered(street: Street, message: Message) -> bool:
    with contextlib.closing(sqlite3.connect(street.data / "egaku.db")) as database:
        return database.execute("SELECT 1 FROM posts WHERE message = ?", (str(message.id),)).fetchone() is not None


def worker_of(bot: BotProcess) -> psutil.Process:
    return next(one for one in psutil.Process(bot.process.pid).children() if "spawn_main" in " ".join(one.cmdline()))


async def told(street: Street, answer: InteractionResult) -> str:
    """What an interaction was answered with, once it was."""
    await street.until(lambda: answer.response and (answer.response.content or answer.response.embeds))
    assert answer.response is not None
    return answer.response.content


async def test_the_queue_still_holds_what_waited_and_lets_it_be_cancelled(story: Story) -> None:
    street, kenji = story.street, story.street.town.kenji
    mine = await kenji.member.slash(street.here, "queue")
    assert "a red circle" in await told(street, mine)

    assert mine.response is not None
    cancel = next(one["custom_id"] for one in buttons(mine.response._message))
    await kenji.member.click(mine.response, custom_id=cancel)

    await street.until(lambda: say("card.cancelled", "ja") in story.queued.content)
    assert not finished(story.queued)


async def test_settings_are_as_they_were_chosen(story: Story) -> None:
    shown = await story.street.town.mia.member.slash(story.street.here, "settings")
    assert "3:2" in await told(story.street, shown)


async def test_the_history_has_what_was_drawn(story: Story) -> None:
    history = await story.street.town.mia.member.slash(story.street.here, "history")
    await told(story.street, history)
    assert history.response is not None
    assert "a blue star" in str([each.to_dict() for each in history.response.embeds])


async def test_a_picture_that_was_being_drawn_arrives_where_it_stood_once(story: Story) -> None:
    await story.street.until(lambda: finished(story.drawn))
    pictures = [one for one in story.street.by_the_bot() if finished(one) and "--steps 40" in one.content]
    assert pictures == [story.drawn]


async def test_a_wish_that_waited_for_that_picture_is_fulfilled(story: Story) -> None:
    await story.street.until(lambda: finished(story.wished))
    assert "make it blue" in story.wished.content


async def test_a_button_of_a_picture_from_before_draws(story: Story) -> None:
    street = story.street
    varied = await street.drawn_by(lambda: street.press(street.town.mia, story.earlier, "V1"))
    assert varied.id != story.earlier.id


async def test_a_reply_to_a_picture_from_before_changes_it(story: Story) -> None:
    street = story.street
    changed = await street.answer(street.town.mia, story.earlier, "make it green")
    assert changed.id != story.earlier.id


async def test_what_was_asked_for_before_is_still_counted(story: Story) -> None:
    street = story.street
    refused = await street.town.mia.member.slash(street.here, "imagine", prompt="one more")
    assert f"your {A_DAY} request(s) of today" in await told(street, refused)
    for_kenji = await street.drawn_by(lambda: street.town.kenji.member.slash(street.here, "imagine", prompt="a star"))
    assert "a star" in for_kenji.content
