"""What an end-to-end test has: Discord in this process, the bot in another one, two people who talk to it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from PIL import Image
from simcord.backend.models import Message
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult, ResponseMessage

from bot.playground.bridge import Bridge, opened
from bot.playground.process import BotProcess
from bot.playground.rest import Request
from bot.playground.town import Person, Town, settled
from bot.playground.weather import Trouble, Weather
from bot.playground.world import World

TOKEN = "a token for tests"
PATIENCE = 60.0
"""Seconds, on a machine that has other things to do."""
FEW_STEPS = {
    "EGAKU_MODELS__DEMO__STEPS": "2",
    "EGAKU_MODELS__DEMO__EDIT_STEPS": "2",
    "EGAKU_WORKER__PREVIEW_INTERVAL": "0.1",
}


@dataclasses.dataclass
class Street:
    town: Town
    bridge: Bridge
    data: Path
    environment: dict[str, str]
    bot: BotProcess | None = None
    requests: list[Request] = dataclasses.field(default_factory=list)

    @property
    def world(self) -> World:
        return self.town.world

    @property
    def here(self) -> ChannelHandle:
        return self.town.drawing

    async def start_bot(self) -> None:
        """Until it listens; by then it has told Discord its commands."""
        self.bridge.gateway.arrived.clear()
        self.bot = await BotProcess.begin(self.bridge.address, TOKEN, data=self.data, environment=self.environment)
        await asyncio.wait_for(self.bridge.gateway.arrived.wait(), PATIENCE)

    async def stop_bot(self) -> int:
        assert self.bot is not None
        return await self.bot.stop()

    async def until(self, true: Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Wait for something to be true. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.02)

    def weather(self, *troubles: Trouble) -> Weather:
        """What Discord is like from now on."""
        self.bridge.rest.weather = Weather(*troubles)
        return self.bridge.rest.weather

    def count(self, method: str, path: str) -> int:
        return len(self.sent(method, path))

    def sent(self, method: str, path: str) -> list[Request]:
        return [one for one in self.requests if one.method == method and re.search(path, one.path)]

    def by_the_bot(self, channel: ChannelHandle | None = None) -> list[Message]:
        """What everybody sees in a channel, oldest first."""
        messages = self.world.backend.messages[(channel or self.here).id]
        me = self.world.backend.bot_user.id
        return [one for one in messages.values() if one.author_id == me and not one.is_ephemeral]

    def latest(self, channel: ChannelHandle | None = None) -> Message:
        return self.by_the_bot(channel)[-1]

    async def imagine(self, person: Person, prompt: str, **options: Any) -> Message:
        """A finished picture in the channel."""
        return await self.drawn_by(lambda: person.member.slash(self.here, "imagine", prompt=prompt, **options))

    async def answer(self, person: Person, to: Message, words: str) -> Message:
        """A reply, and the finished picture that comes of it."""
        return await self.drawn_by(lambda: self.reply(person, to, words))

    async def reply(self, person: Person, to: Message, words: str, **more: Any) -> None:
        await person.member.send(self.here, words, reply_to=self.handle(to), **more)

    async def press(self, person: Person, message: Message, button: str) -> InteractionResult:
        """A click on the button with that label, or whose id begins so."""
        custom_id = next(
            one["custom_id"]
            for one in buttons(message)
            if button == one.get("label") or one["custom_id"].startswith(f"egaku:{button}:")
        )
        return await person.member.click(self.handle(message), custom_id=custom_id)

    async def drawn_by(self, act: Callable[[], Any]) -> Message:
        before = {one.id for one in self.by_the_bot()}
        await act()
        found: list[Message] = []

        def there() -> bool:
            found[:] = [one for one in self.by_the_bot() if one.id not in before and finished(one)]
            return bool(found)

        await self.until(there)
        return found[0]

    def handle(self, message: Message) -> ResponseMessage:
        return ResponseMessage(self.world, message)

    def picture(self, message: Message, number: int = 1) -> Image.Image:
        data = self.world.backend.cdn.get(message.attachments[number - 1]["url"])
        assert data is not None
        return Image.open(io.BytesIO(data)).convert("RGB")


def buttons(message: Message) -> list[dict[str, Any]]:
    return [one for row in message.components for one in row["components"] if one["type"] == 2]


def finished(message: Message) -> bool:
    """Whether it shows pictures for good."""
    return any(one["custom_id"].startswith("egaku:recipe:") for one in buttons(message))


@contextlib.asynccontextmanager
async def living(data: Path, environment: dict[str, str] | None = None) -> AsyncIterator[Street]:
    """A town with a bot in it, that is gone afterwards."""
    world = World()
    await world.start()
    try:
        town = settled(world)
        async with opened(town, TOKEN) as bridge:
            street = Street(town, bridge, data, environment if environment is not None else FEW_STEPS)
            bridge.rest.watch = street.requests.append
            try:
                await street.start_bot()
                yield street
            finally:
                if street.bot is not None:
                    await street.bot.stop()
    finally:
        await world.shutdown()
