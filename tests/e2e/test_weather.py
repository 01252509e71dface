"""A bad Discord: whatever it does, every result that was accepted arrives, and arrives once.

One bot lives through all of it; in each weather several people ask at once, in every way there is. What then was seen
is judged as after a kill.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from simcord.backend.models import Message

from benchmarks.crash.judge import Verdict, judged
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.recorder import Recorder
from bot.playground.rest import Request
from bot.playground.weather import (
    BAD_GATEWAY,
    BLOCKED,
    ERROR,
    TOKEN_EXPIRED,
    UNAUTHORIZED,
    UNAVAILABLE,
    Cut,
    Limited,
    Scope,
    Slow,
    Trouble,
    Weather,
)
from tests.e2e import schemas
from tests.e2e.street import PATIENCE, Street, living

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

EDIT, ANSWER = r"PATCH /channels/\d+/messages/\d+", "POST .*/callback"
TOLD = "(POST|PATCH|DELETE) /webhooks/.*"
ANY = r"(POST|PATCH|DELETE) /(channels|webhooks)/.*"
LOOK_EVERY = 0.2
LAST_WORDS = 0.3
"""Seconds after which nothing may come any more."""


@dataclasses.dataclass
class Crowd:
    street: Street
    recorder: Recorder
    ledger: Ledger
    pictures: collections.deque[Message]
    """To be answered in turn: two presses of one button within seconds are meant as one."""
    wished: int = 0

    async def ask(self, *troubles: Trouble) -> Weather:
        """In that weather seven results are wanted at once: by commands, replies, buttons and a dialog."""
        mia, kenji = self.street.town.people
        hers, his = self.pictures[0], self.pictures[1]
        self.pictures.rotate(2)
        dialog = await self.street.press(mia, hers, "refine")
        weather = self.street.weather(*troubles)
        self.wished += 7
        await asyncio.gather(
            mia.member.slash(self.street.here, "imagine", prompt="a red circle"),
            kenji.member.slash(self.street.here, "imagine", prompt="青い星 --count 2"),
            self.street.reply(mia, hers, "make it blue"),
            self.street.reply(kenji, his, "緑にして"),
            self.street.press(mia, his, "reroll"),
            self.street.press(kenji, hers, "V1"),
            mia.member.submit_modal(dialog, {"wish": "make it yellow"}),
        )
        return weather

    def verdict(self) -> Verdict:
        return judged(self.recorder.history, self.ledger.look(), self.ledger.known)

    async def served(self) -> None:
        """Until everybody has what they asked for; then nothing else comes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.verdict().ends != {"done": self.wished}:
                    await asyncio.sleep(LOOK_EVERY)
        await asyncio.sleep(LAST_WORDS)
        verdict = self.verdict()
        assert (verdict.ends, verdict.broken) == ({"done": self.wished}, 0), verdict


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_crowd(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Crowd]:
    data = tmp_path_factory.mktemp("data")
    async with living(data) as street:
        recorder = Recorder(street.world)

        def seen(request: Request) -> None:
            street.requests.append(request)
            recorder.request(request)

        street.bridge.rest.watch = seen
        pictures = collections.deque([await street.imagine(street.town.mia, "a red star") for _ in range(6)])
        crowd = Crowd(street, recorder, Ledger(data), pictures, wished=len(pictures))
        yield crowd
        assert crowd.verdict().broken == 0
    assert schemas.problems(street.requests) == []


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(shared_crowd: Crowd) -> AsyncIterator[Crowd]:
    yield shared_crowd
    shared_crowd.street.weather()


WEATHERS = {
    "limits of a route": (Trouble(ANY, Limited(0.5), chance=0.3),),
    "limits of everything": (Trouble(ANY, Limited(0.5, Scope.GLOBAL), times=2),),
    "a limit that many have used up": (Trouble(EDIT, Limited(0.5, Scope.SHARED, code=30046), times=3),),
    "a ban": (Trouble(ANY, Limited(1, Scope.CLOUDFLARE), times=3),),
    "kept away": (Trouble(ANY, BLOCKED, times=3),),
    "errors": (Trouble(ANY, ERROR, times=1), Trouble(ANY, UNAVAILABLE, chance=0.2, times=5)),
    "done, but told to have failed": (Trouble(ANY, BAD_GATEWAY, after=True, chance=0.3, times=6),),
    "answered, but told to have failed": (Trouble(ANSWER, BAD_GATEWAY, after=True, times=3),),
    "cut before": (Trouble(ANY, Cut(), chance=0.3, times=6),),
    "cut after": (Trouble(ANY, Cut(), after=True, chance=0.3, times=6),),
    "answers cut after": (Trouble(ANSWER, Cut(), after=True, times=3),),
    "answers cut before": (Trouble(ANSWER, Cut(), times=1),),
    "slow": (Trouble(ANY, Slow(0.5), chance=0.3), Trouble(ANSWER, Slow(1))),
    "the bot's token not taken": (Trouble(ANY, UNAUTHORIZED, times=3),),
    "tokens expired": (Trouble(TOLD, TOKEN_EXPIRED),),
}


@pytest.mark.parametrize("troubles", WEATHERS.values(), ids=WEATHERS)
async def test_every_result_arrives_once(crowd: Crowd, troubles: tuple[Trouble, ...]) -> None:
    weather = await crowd.ask(*troubles)

    await crowd.served()
    assert weather.met


async def test_every_result_arrives_once_although_connections_come_and_go_twenty_times(crowd: Crowd) -> None:
    gateway = crowd.street.bridge.gateway

    async def storm() -> None:
        for each in range(20):
            gateway.resumed.clear()
            gateway.refuse(each == 7)
            match each % 4:
                case 0:
                    gateway.cut()
                case 1:
                    await gateway.reconnect()
                case 2:
                    await gateway.close(4000)
                case 3:
                    await gateway.doubt()
            await asyncio.wait_for(gateway.resumed.wait(), PATIENCE)

    gateway.arrived.clear()
    await asyncio.gather(storm(), crowd.ask())

    await crowd.served()
    assert not gateway.arrived.is_set(), "a session was not resumed"


async def test_what_was_accepted_outlives_the_session_and_only_what_is_said_without_one_is_not_heard(
    crowd: Crowd,
) -> None:
    """Discord does not repeat to a new session what the old one has missed: whoever presses something is told so by
    Discord, whoever writes by nobody."""
    gateway = crowd.street.bridge.gateway
    await crowd.ask()
    gateway.arrived.clear()

    await gateway.forget()
    await crowd.street.reply(crowd.street.town.mia, crowd.pictures[0], "make it blue")
    await asyncio.wait_for(gateway.arrived.wait(), PATIENCE)
    await crowd.served()
    assert crowd.verdict().unheard == 1

    await crowd.ask()
    await crowd.served()


async def test_results_whose_channel_has_vanished_arrive_once_too(crowd: Crowd) -> None:
    street = crowd.street
    assert street.here.guild is not None
    gone = street.here.guild.create_text_channel("gone")
    for person in street.town.people:
        await person.member.slash(gone, "imagine", prompt="a red circle --steps 30")
    crowd.wished += len(street.town.people)
    await street.until(lambda: len(street.by_the_bot(gone)) == len(street.town.people))

    street.world.backend.delete_channel(gone.id)

    await crowd.served()


async def test_in_a_storm_of_everything_every_result_arrives_once(crowd: Crowd) -> None:
    gateway = crowd.street.bridge.gateway
    troubles = [
        Trouble(ANY, Limited(0.5), chance=0.05),
        Trouble(ANY, Limited(0.3, Scope.GLOBAL), chance=0.02),
        Trouble(ANY, UNAVAILABLE, chance=0.05),
        Trouble(ANY, ERROR, chance=0.02),
        Trouble(ANY, Cut(), chance=0.05),
        Trouble(ANY, BAD_GATEWAY, after=True, chance=0.05),
        Trouble(f"{ANY}|{ANSWER}", Cut(), after=True, chance=0.05),
        Trouble(ANY, Slow(0.5), chance=0.1),
    ]
    for each in range(3):
        await crowd.ask(*troubles)
        if each % 2:
            gateway.cut()
        else:
            await gateway.reconnect()

    await crowd.served()
