"""Discord or the bot fails in the middle: nothing that was accepted is lost, and nothing comes twice."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from bot.playground.process import BotProcess
from bot.playground.weather import BAD_GATEWAY, ERROR, UNAVAILABLE, Limited, Slow, Trouble
from tests.e2e import schemas
from tests.e2e.street import FEW_STEPS, PATIENCE, Street, buttons, finished, living

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

LONG = "a red circle --seed 1 --steps 60 --count 4"
"""Drawn for so long that something can happen meanwhile."""


@pytest_asyncio.fixture(loop_scope="session")
async def own(tmp_path: Path) -> AsyncIterator[Street]:
    """A town of the test's own: its bot may die."""
    async with living(tmp_path / "data", FEW_STEPS | {"EGAKU_WORKER__GRACE": "0.5"}) as street:
        yield street
    assert schemas.problems(street.requests) == []


@pytest.mark.crash
async def test_a_picture_arrives_although_the_bot_was_killed_while_it_was_drawn(own: Street) -> None:
    mia = own.town.mia
    earlier = await own.imagine(mia, "a red circle")
    await mia.member.slash(own.here, "imagine", prompt=LONG)
    await own.until(lambda: len(own.by_the_bot()) == 2 and own.sent("PATCH", f"/messages/{own.latest().id}$"))

    assert own.bot is not None
    workers = psutil.Process(own.bot.process.pid).children(recursive=True)
    await own.bot.kill()
    killed = own.latest()
    assert not finished(killed)
    assert (await asyncio.to_thread(psutil.wait_procs, workers, PATIENCE))[1] == [], "its worker stayed"
    await own.start_bot()

    await own.until(lambda: finished(killed))
    assert len(own.by_the_bot()) == 2, "it came twice"
    await own.answer(mia, killed, "make it blue")
    await own.drawn_by(lambda: own.press(mia, earlier, "V1"))
    dialog = await own.press(mia, earlier, "refine")
    assert dialog.modal is not None


async def test_a_bot_that_is_told_to_stop_does_so_and_the_next_one_finishes_its_picture(own: Street) -> None:
    await own.town.mia.member.slash(own.here, "imagine", prompt=LONG)
    await own.until(own.by_the_bot)

    assert await own.stop_bot() == 0
    await own.start_bot()

    await own.until(lambda: finished(own.latest()))
    assert len(own.by_the_bot()) == 1


async def test_a_bot_with_a_wrong_token_does_not_stay(street: Street, tmp_path: Path) -> None:
    bot = await BotProcess.begin(street.bridge.address, "another token", data=tmp_path)

    assert await asyncio.wait_for(bot.ended(), PATIENCE) == 2


async def test_what_was_said_while_the_connection_was_cut_is_heard(street: Street) -> None:
    mia = street.town.mia
    first = await street.imagine(mia, "a red circle")
    street.bridge.gateway.arrived.clear()

    street.bridge.gateway.cut()
    await street.answer(mia, first, "make it blue")

    assert not street.bridge.gateway.arrived.is_set(), "the session was not resumed"


async def test_a_server_error_at_the_first_message_is_tried_again(street: Street) -> None:
    weather = street.weather(Trouble(r"POST /channels/\d+/messages", ERROR, times=2))

    await street.imagine(street.town.mia, "a red circle")

    assert len(weather.met) == 2


async def test_an_answer_of_discords_that_gets_lost_makes_no_second_message(street: Street) -> None:
    weather = street.weather(Trouble(r"POST /channels/\d+/messages", BAD_GATEWAY, after=True, times=1))
    before = len(street.by_the_bot())

    await street.imagine(street.town.mia, "a red circle")

    assert weather.met
    assert len(street.by_the_bot()) == before + 1


async def test_a_result_is_shown_although_discord_failed_when_it_was_there(street: Street) -> None:
    weather = street.weather(Trouble("PATCH .*/messages/.*", UNAVAILABLE, times=3))

    await street.imagine(street.town.mia, "a red circle --steps 1")

    assert weather.met


async def test_too_many_requests_are_waited_out(street: Street) -> None:
    weather = street.weather(Trouble("PATCH /channels/.*/messages/.*", Limited(0.3), times=3))

    await street.imagine(street.town.mia, "a red circle")

    assert weather.met


async def test_a_first_answer_that_comes_too_late_leaves_the_bot_well(street: Street) -> None:
    street.weather(Trouble("POST .*/callback", Slow(3.5), times=1))
    result = await street.town.mia.member.slash(street.here, "imagine", prompt="a red circle")
    assert not result.acknowledged
    await street.until(lambda: any(one.status == 404 for one in street.sent("POST", "/callback")))

    await street.imagine(street.town.mia, "a blue circle")


async def test_a_picture_that_took_longer_than_the_interactions_token_lives_arrives(street: Street) -> None:
    before = len(street.by_the_bot())
    await street.town.mia.member.slash(street.here, "imagine", prompt=LONG)
    await street.until(lambda: len(street.by_the_bot()) > before)

    street.world.backend.advance_clock(15 * 60)

    await street.until(lambda: finished(street.latest()))


async def test_a_channel_that_vanishes_takes_nothing_else_with_it(street: Street) -> None:
    server, mia = street.here.guild, street.town.mia
    assert server is not None
    gone = server.create_text_channel("gone")
    await mia.member.slash(gone, "imagine", prompt=LONG)
    await street.until(lambda: street.by_the_bot(gone))

    street.world.backend.delete_channel(gone.id)

    await street.imagine(mia, "a blue circle")


async def test_after_a_confirmed_cancel_no_preview_arrives(street: Street) -> None:
    kenji, before = street.town.kenji, len(street.by_the_bot())
    held, let_go = asyncio.Event(), asyncio.Event()
    told: list[str] = []

    async def hold() -> None:
        held.set()
        await let_go.wait()

    async def tell(what: str) -> None:
        told.append(what)

    await kenji.member.slash(street.here, "imagine", prompt=LONG)
    await street.until(lambda: len(street.by_the_bot()) > before)
    placeholder = street.latest()
    edits = f"PATCH /channels/.*/messages/{placeholder.id}"
    street.weather(
        Trouble("PATCH /webhooks/.*", functools.partial(tell, "cancelled"), after=True),
        Trouble(edits, hold),
        Trouble(edits, functools.partial(tell, "shown"), after=True),
    )
    await asyncio.wait_for(held.wait(), PATIENCE)
    cancelling = asyncio.create_task(kenji.member.slash(street.here, "cancel"))
    await asyncio.sleep(0.5)
    assert told == [], "it was confirmed while an edit was under way"
    let_go.set()
    await cancelling
    await street.until(
        lambda: (
            "cancelled" in told
            and any(one["custom_id"].startswith("egaku:reroll:") for one in buttons(street.latest()))
        )
    )
    # The edit that was under way, the confirmation, and the message's end.
    assert sorted(told) == ["cancelled", "shown", "shown"] and told[0] == "shown"
    assert not street.latest().attachments
