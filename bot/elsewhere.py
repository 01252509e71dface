"""Where the end of a job stands when it cannot where it was asked for: around the thread, else with its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import Card
from bot.i18n import say
from bot.sheets import ChannelSheet, Sheet, told
from storage import Job, Person

if TYPE_CHECKING:
    from bot.client import Bot

_DIRECT, _PARENT = "d", "p"


class DirectSheet:
    """A direct message to whoever asked for ``job``, where their channel cannot be reached any more."""

    private = False

    def __init__(self, bot: Bot, person: str, job: Job, *, left: bool = False, note: str = "") -> None:
        self._bot = bot
        self._person = int(person)
        self._job = job
        self._left = left
        self._note = note
        self._sheet: ChannelSheet | None = None

    @property
    def message(self) -> int | None:
        return self._sheet.message if self._sheet else None

    @property
    def channel(self) -> int:
        return self._sheet.channel if self._sheet else 0

    async def show(self, card: Card, *, end: bool = False) -> None:
        if self._sheet is None:
            with told():
                direct = await self._bot.create_dm(discord.Object(self._person))
            self._sheet = ChannelSheet(
                self._bot, direct.id, job=self._job, left=self._left, twin=_DIRECT, note=self._note
            )
        await self._sheet.show(card, end=end)

    async def remove(self) -> None:
        if self._sheet is not None:
            await self._sheet.remove()


def sheets(bot: Bot, job: Job, person: Person, *, left: bool = False) -> tuple[Sheet, ...]:
    """Best first. ``left``: by a process that may have sent something there."""
    note = say("card.elsewhere", person.language, channel=job.place.channel)
    direct = DirectSheet(bot, person.handle, job, left=left, note=note if job.place.server else "")
    if job.place.parent is None:
        return (direct,)
    return ChannelSheet(bot, int(job.place.parent), job=job, left=left, twin=_PARENT, note=note), direct
