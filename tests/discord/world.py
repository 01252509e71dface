"""What the tests have of Discord: a server with a channel, two people, and the bot as it is."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, cast

import discord
import simcord
from PIL import Image
from simcord import _settlement
from simcord.backend.models import AllowedMentions

import storage
from bot import bootstrap
from bot.budget import Means
from bot.client import Bot
from generator.events import Cancelled, Event, Work
from generator.executors.local import LocalExecutor
from generator.recipe import Recipe

PACE = 0.05
AGAIN_AFTER = (0.1, 0.2, 0.5)
MEANS = Means(rate=10_000, spare=0, edits=10_000)
"""simcord fires no timer before everybody rests, so nobody may rest until one fires."""


class Gate:
    """Stands before the real executor: while it is shut, works wait in front of it."""

    def __init__(self, executor: LocalExecutor) -> None:
        self._executor = executor
        self._open = asyncio.Event()
        self._open.set()
        self._stopped: dict[int, asyncio.Event] = {}
        self._before: Event | None = None

    def __getattr__(self, name: str) -> Any:
        """What the gate has no part in is the executor's."""
        return getattr(self._executor, name)

    @property
    def is_shut(self) -> bool:
        return not self._open.is_set()

    def shut(self, showing: Event | None = None) -> None:
        """``showing``: what each work tells before it waits."""
        self._open.clear()
        self._before = showing

    def open(self) -> None:
        self._open.set()

    async def run(self, work: Work) -> AsyncGenerator[Event, None]:
        stopped = self._stopped[work.job] = asyncio.Event()
        if self.is_shut:
            if self._before is not None:
                yield dataclasses.replace(self._before, job=work.job)
            await self._held(stopped)
        if stopped.is_set():
            yield Cancelled(job=work.job)
            return
        async for event in self._executor.run(work):
            yield event

    def cancel(self, job: int) -> bool:
        if job in self._stopped:
            self._stopped[job].set()
        return self._executor.cancel(job)

    def eta(self, job: int) -> float | None:
        return self._executor.eta(job)

    def seconds(self, recipes: Sequence[Recipe]) -> float:
        return self._executor.seconds(recipes)

    @property
    def backlog(self) -> float:
        return self._executor.backlog

    @property
    def ill(self) -> bool:
        return self._executor.ill

    async def _held(self, stopped: asyncio.Event) -> None:
        waiting = [asyncio.ensure_future(self._open.wait()), asyncio.ensure_future(stopped.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()


class Env(simcord.Env):
    """simcord waits after each action until the bot has nothing left to do. With the gate shut it always has."""

    gate: Gate

    async def _settle_internal(self, *args: Any, **kwargs: Any) -> None:
        if not self.gate.is_shut:
            await super()._settle_internal(*args, **kwargs)
            return
        # Its timers are fired by this alone.
        _settlement._run_due_virtual_callbacks(self._settlement_state(), asyncio.get_running_loop().time() + 1)
        await asyncio.sleep(0)


@dataclasses.dataclass
class World:
    env: Env
    house: bootstrap.House
    gate: Gate
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    mia: simcord.MemberActor
    kenji: simcord.MemberActor
    locales: dict[int, str]
    """Discord's language of a user, where it is not English."""
    elsewhere: set[int]
    """Channels in which the bot is no member: it was installed by the user alone."""

    @property
    def bot(self) -> Bot:
        return cast(Bot, self.env.bot)

    def messages(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """What everybody in the channel sees, oldest first."""
        return [each for each in (channel or self.channel).history() if not each.flags.ephemeral]

    def ours(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """The bot's own messages that everybody sees, oldest first."""
        return [each for each in self.messages(channel) if each.author.bot and not each.is_system()]

    @property
    def last(self) -> discord.Message:
        return self.ours()[-1]

    async def drawn(
        self, prompt: str = "a red circle --seed 1", who: simcord.MemberActor | None = None
    ) -> discord.Message:
        """The message of a finished /imagine."""
        await (who or self.mia).slash(self.channel, "imagine", prompt=prompt)
        return self.last

    async def until(self, true: Callable[[], object], seconds: float = 20) -> None:
        """Wait for what the bot does while the gate is shut."""
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.05)

    async def placeholder(self, count: int = 1) -> discord.Message:
        """The message of a picture that waits behind the gate, as soon as the bot knows it: the ``count``-th of all."""
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(storage.errors.Missing, IndexError):
                    message = self.ours()[count - 1]
                    await self.house.studio.storage.posts.find("discord", str(message.id))
                    return message
                await asyncio.sleep(0.05)

    async def restart(self) -> None:
        # simcord would break off a statement in the middle, and leave its lock: a process that dies takes that along.
        await self.until(lambda: not self.house.studio.storage.requests.database.under_way)
        await self.env.restart_bot(Bot(self.house, pace=PACE, again_after=AGAIN_AFTER, means=MEANS))

    def silent_reply(self, who: simcord.MemberActor, text: str, to: discord.Message) -> dict[str, Any]:
        """What create_message needs for a reply whose ping is switched off."""
        backend = self.env.backend
        reference = {"channel_id": str(to.channel.id), "message_id": str(to.id)}
        return {
            "content": text,
            "reference": backend.normalize_message_reference(to.channel.id, reference),
            "allowed_mentions": AllowedMentions(replied_user=False),
        }


def populated(env: Env, house: bootstrap.House, gate: Gate, locales: dict[int, str], elsewhere: set[int]) -> World:
    guild = env.create_guild("Atelier")
    channel = guild.create_text_channel("drawing")
    mia = guild.add_member(env.create_user("mia"))
    kenji = guild.add_member(env.create_user("kenji"))
    return World(env, house, gate, guild, channel, mia, kenji, locales, elsewhere)


def buttons(message: discord.Message) -> list[discord.Button]:
    """In order."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [child for row in rows for child in row.children if isinstance(child, discord.Button)]


def custom_ids(message: discord.Message) -> list[str | None]:
    return [button.custom_id for button in buttons(message)]


def labels(message: discord.Message) -> list[str]:
    return [button.label or str(button.emoji) for button in buttons(message)]


def png(colour: str = "red", side: int = 64) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(buffer, "PNG")
    return buffer.getvalue()
