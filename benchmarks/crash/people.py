"""Somebody who uses the bot: asks for pictures, replies, presses buttons, cancels and deletes, all by chance."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import Iterable
from typing import Any

from simcord.actors import MemberActor
from simcord.backend.errors import BackendError, SetupError
from simcord.backend.models import Message
from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from benchmarks.crash.history import Stage
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.recorder import Recorder
from bot.playground.world import World

PROMPTS = ("a red circle", "a blue star", "a green house", "a yellow cat", "赤い丸", "青い星")
WISHES = ("make it blue", "make it green", "make it yellow", "青くして", "背景を黄色にして")
MOST_WAITING = 5
"""Requests of one person that are under way at once: whoever has so many waits, cancels or deletes."""
LATEST = 30
"""Messages that people still look at."""


class Guest:
    """``chance`` decides everything; ``pace``: seconds between two of their acts, on average."""

    def __init__(
        self,
        world: World,
        member: MemberActor,
        places: tuple[ChannelHandle, ...],
        recorder: Recorder,
        ledger: Ledger,
        *,
        chance: random.Random,
        pace: float,
    ) -> None:
        self._world = world
        self._member = member
        self._places = places
        self._recorder = recorder
        self._ledger = ledger
        self._chance = chance
        self._pace = pace
        self._pressed: set[tuple[int, str]] = set()

    async def live(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / self._pace))
            # What was there when they looked may be gone when they press: then nothing happens, as in Discord.
            with contextlib.suppress(BackendError, SetupError, IndexError, sqlite3.OperationalError):
                await self._act()

    async def _act(self) -> None:
        own = [message for message in self._seen(Stage.WAITING) if self._is_mine(message)]
        if len(own) >= MOST_WAITING:
            if self._chance.random() < 0.03:
                await self._press(own, "cancel")
            return
        act = self._chance.choices(
            (self._imagine, self._reply, self._draw_more, self._cancel, self._erase), (10, 7, 5, 2, 2)
        )[0]
        await act()

    async def _imagine(self) -> None:
        steps, count = self._chance.choice((1, 2, 4, 12)), self._chance.choice((1, 1, 1, 2, 4))
        prompt = f"{self._chance.choice(PROMPTS)} --steps {steps} --count {count}"
        await self._member.slash(self._chance.choice(self._places), "imagine", prompt=prompt)

    async def _reply(self) -> None:
        """To anybody's picture; now and then to one that is still being drawn."""
        stage = Stage.WAITING if self._chance.random() < 0.2 else Stage.DRAWN
        message = self._chance.choice(self._seen(stage))
        place = next(each for each in self._places if each.id == message.channel_id)
        await self._member.send(place, self._chance.choice(WISHES), reply_to=ResponseMessage(self._world, message))

    async def _draw_more(self) -> None:
        await self._press(self._seen(Stage.DRAWN), self._chance.choice(("vary", "reroll", "upscale")))

    async def _cancel(self) -> None:
        await self._press((message for message in self._seen(Stage.WAITING) if self._is_mine(message)), "cancel")

    async def _erase(self) -> None:
        own = [message for message in self._seen(Stage.DRAWN) if self._is_mine(message)]
        asked = await self._press(own, "delete")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                while not (asked.response and button_id(asked.response.components, "erase")):
                    await asyncio.sleep(0.05)
            # Afterwards nobody could tell which request it was.
            self._ledger.look()
            question = asked.response
            await self._member.click(question, custom_id=button_id(question.components, "erase"))

    async def _press(self, messages: Iterable[Message], verb: str) -> Any:
        """Once each: two presses within seconds are meant as one. Raises IndexError where there is no such button."""
        offered = [
            (message, button)
            for message in messages
            if (button := button_id(message.components, verb)) and (message.id, button) not in self._pressed
        ]
        message, button = self._chance.choice(offered)
        self._pressed.add((message.id, button))
        return await self._member.click(ResponseMessage(self._world, message), custom_id=button)

    def _seen(self, stage: Stage) -> list[Message]:
        """Messages of the bot's that are in that state, the latest ones."""
        latest = [message for message, shown in list(self._recorder.standing.items())[-LATEST:] if shown.stage is stage]
        there = [self._world.backend.messages[place.id].get(message) for message in latest for place in self._places]
        return [message for message in there if message is not None]

    def _is_mine(self, message: Message) -> bool:
        return message.content.startswith(f"<@{self._member.id}>")


def button_id(components: list[dict[str, Any]], verb: str) -> str | None:
    """The id of the first button that does that."""
    buttons = (one for row in components for one in row.get("components", ()))
    return next((str(one["custom_id"]) for one in buttons if f":{verb}:" in str(one.get("custom_id"))), None)
