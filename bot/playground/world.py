"""What Discord knows: servers, channels, people, messages, interactions. simcord keeps it.

simcord drives one bot in its own process, one action after another, on a clock that stands still. Here the bot is
somewhere else, people act at the same time, and time is real.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from PIL import Image, UnidentifiedImageError
from simcord._clock import Clock
from simcord.backend.cdn import CdnStore
from simcord.backend.models import Interaction
from simcord.builders import ChannelHandle
from simcord.env import Env

ANSWER_WITHIN = 3.0
"""Seconds that Discord gives a bot for its first answer to an interaction."""

_asked: contextvars.ContextVar[Interaction | None] = contextvars.ContextVar("asked", default=None)


class WallClock(Clock):
    """Real time; ``advance`` puts it forward, for tests that cannot wait a quarter of an hour."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.elapsed)


class PictureStore(CdnStore):
    """Files that were sent. Discord says how large a picture is; simcord does not."""

    def store_attachment(
        self, attachment_id: int, channel_id: int, filename: str, data: bytes, description: str | None
    ) -> dict[str, Any]:
        attachment = super().store_attachment(attachment_id, channel_id, filename, data, description)
        with contextlib.suppress(UnidentifiedImageError), Image.open(io.BytesIO(data)) as picture:
            attachment["width"], attachment["height"] = picture.size
        return attachment


class World(Env):
    """simcord's environment without a bot inside."""

    def __init__(self) -> None:
        # Some of simcord's answers are discord.py's own objects; they want a client to belong to.
        super().__init__(discord.Client(intents=discord.Intents.none()))
        self._message_states.add(self.bot._connection)
        self._generation = 1  # Its page takes 0 for a bot that never was.
        self.backend.cdn = PictureStore()
        self.locales: dict[int, str] = {}
        """Discord locale by person; en-US for everybody else."""
        self.age_restricted: set[str] = set()
        """Channel ids; simcord has no such flag."""
        self._answered: dict[int, asyncio.Event] = {}

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._started = True

    async def shutdown(self) -> None:
        await self._run_pre_shutdown()
        self._started = False

    def answered(self, interaction: int) -> None:
        """The bot has called back."""
        if event := self._answered.get(interaction):
            event.set()

    def restrict_age(self, channel: ChannelHandle) -> None:
        self.age_restricted.add(str(channel.id))

    # simcord refuses overlapping actions, and several of its pages, because its one bot has to come to rest in between.

    def _begin_operation(self, label: str) -> None:
        pass

    def _end_operation(self) -> None:
        pass

    def _mark_mutation(self) -> None:
        pass

    @property
    def _preview(self) -> None:
        return None

    @_preview.setter
    def _preview(self, preview: object) -> None:
        pass

    def _notify_dispatch_observers(self, interaction: Interaction) -> None:
        self._answered[interaction.id] = asyncio.Event()
        _asked.set(interaction)
        super()._notify_dispatch_observers(interaction)

    async def _settle_internal(
        self,
        *,
        timeout: float | None = None,
        idle: float = 0.05,
        dispatch: str | None = None,
        _deadline: float | None = None,
    ) -> None:
        """Called after each action: whoever uses an interaction waits for its first answer, for nothing else."""
        asked = _asked.get()
        if dispatch != "INTERACTION_CREATE" or asked is None:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._answered[asked.id].wait(), ANSWER_WITHIN)
        del self._answered[asked.id]
