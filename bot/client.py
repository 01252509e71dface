"""The discord.py client: Discord's events in, each handed to who deals with it. Nothing is decided here."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands

from bot import cards, commands, patience, reconnecting, replies
from bot.attachments import AT_ONCE
from bot.bootstrap import House
from bot.budget import MEANS, Means
from bot.commands import syncing
from bot.delivery import PACE, Delivery
from bot.errors import EgakuError
from bot.i18n import say
from bot.inbox import Inbox
from bot.kept import Kept
from bot.posting import AGAIN_AFTER
from bot.sheets import PLATFORM, Sheet, Unreachable
from bot.studio import showing
from bot.studio.studio import in_words
from bot.views import paging, pressed, refining
from storage import Person, Place, Post, Turn
from storage.errors import Missing, StorageError

_log = structlog.get_logger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of the privileged ones: Discord hands over what is written in replies with a ping, mentions and direct messages
without them."""
_TOGETHER = 24_000_000
"""Bytes of one message's files: Discord takes requests of at most 25 MB, whatever a server's boosts allow a file."""
_PATIENCE = 1.0
"""Seconds to wait for the database before a dialog or a list of choices is sent."""


class Bot(discord.Client):
    """``pace``, ``again_after`` and ``means``: how results are delivered; see :class:`bot.delivery.Delivery`."""

    def __init__(
        self,
        house: House,
        *,
        pace: float = PACE,
        again_after: Sequence[float] = AGAIN_AFTER,
        means: Means = MEANS,
    ) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            connector=patience.Connector(),
            http_trace=house.metrics.of_requests(),
        )
        self.house = house
        self.delivery = Delivery(self, pace=pace, again_after=again_after, means=means)
        self.kept = Kept(house.studio.storage)
        self.inbox = Inbox(self)
        self.uploads = asyncio.Semaphore(AT_ONCE)
        """To be held while somebody's picture is fetched and made a request of."""
        self.presses = pressed.Doubles()
        self.hints = replies.Hints()
        self._languages: dict[int, str] = {}
        self.tree = app_commands.CommandTree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        commands.add_to(self.tree)
        self.tree.error(_not_carried_out)
        self.add_dynamic_items(pressed.Press, paging.Turning, paging.Choosing)

    async def setup_hook(self) -> None:
        await self.tree.set_translator(commands.Words())
        await syncing.sync(self.tree, self.house.settings.data.folder / "cache" / "commands")
        await self.delivery.take_up()
        self.delivery.keep_up()

    async def connect(self, *, reconnect: bool = True) -> None:
        reconnecting.soon()
        await super().connect(reconnect=reconnect)

    async def close(self) -> None:
        self.inbox.close()
        await self.delivery.close()
        await self.inbox.leave()
        await super().close()

    # -- events

    async def on_ready(self) -> None:
        # It comes again after every longer loss of the connection.
        self.inbox.keep_up()

    async def on_message(self, message: discord.Message) -> None:
        await replies.heard(self, message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            await refining.submitted(interaction)

    async def on_raw_message_delete(self, gone: discord.RawMessageDeleteEvent) -> None:
        await self._forget(gone.message_id)

    async def on_raw_bulk_message_delete(self, gone: discord.RawBulkMessageDeleteEvent) -> None:
        for message in gone.message_ids:
            await self._forget(message)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        _log.exception("an event could not be dealt with", discord_event=event_method)

    # -- what the handlers share

    @in_words
    async def met(self, handle: int, name: str, locale: str | None, otherwise: str = "en") -> Person:
        """Whoever goes by ``handle``, and is shown as ``name``. ``locale`` is None where Discord does not say: then the
        one known from before is right, or ``otherwise``."""
        people = self.house.studio.storage.people
        return self.remember(await people.known(PLATFORM, str(handle), name, locale, otherwise=otherwise))

    def remember(self, person: Person) -> Person:
        """What somebody reads, for answers that cannot wait for the database."""
        self._languages[int(person.handle)] = person.language
        return person

    async def language_of(self, interaction: discord.Interaction[Any]) -> str:
        """What to ask or offer in: within a second, because nothing can be deferred there."""
        if interaction.user.id not in self._languages:
            with contextlib.suppress(EgakuError, TimeoutError):
                user, locale = interaction.user, interaction.locale.value
                await asyncio.wait_for(self.met(user.id, user.display_name, locale), _PATIENCE)
        return self._languages.get(interaction.user.id, interaction.locale.value)

    @in_words
    async def seen(self, message: int) -> Post:
        """The turn that a message shows. Raises NotFound where it is none of ours, or was deleted."""
        return await self.house.studio.storage.posts.find(PLATFORM, str(message))

    @in_words
    async def posted(self, turn: Turn, sheet: Sheet) -> None:
        """Remember that the sheet's message shows the turn, if anybody could find it there again. Raises NotFound where
        the turn was deleted."""
        if sheet.private:
            await self.house.studio.storage.turns.get(turn.person, turn.id)
            return
        await self.house.studio.storage.posts.put(
            turn.person, turn.id, platform=PLATFORM, channel=str(sheet.channel), message=str(sheet.message)
        )

    @in_words
    async def forget(self, message: int) -> None:
        """``message`` is not there any more, or is no longer to show anything."""
        await self.house.studio.storage.posts.remove(PLATFORM, str(message))

    async def show(self, turn: Turn, sheets: tuple[Sheet, ...], place: Place) -> None:
        """A finished turn at ``place``, on the first sheet that can be reached. Raises Unreachable."""
        person = await self.house.studio.storage.people.get(turn.person)
        files = await showing.files(self.house.studio, turn, self.upload_limit(place, len(turn.pictures)))
        card = cards.ended(turn, person, files, again=True)
        for sheet in sheets:
            try:
                await sheet.show(card)
            except Unreachable:
                continue
            await self.posted(turn, sheet)
            return
        raise Unreachable

    def upload_limit(self, place: Place, count: int) -> int:
        """Bytes of each of ``count`` files in one message, at most."""
        guild = self.get_guild(int(place.server)) if place.server else None
        most = guild.filesize_limit if guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
        return min(most, _TOGETHER // max(1, count))

    async def _forget(self, message: int) -> None:
        posts = self.house.studio.storage.posts
        try:
            # Most messages that are deleted were none of ours: they cost a look and no writing.
            await posts.find(PLATFORM, str(message))
            await posts.remove(PLATFORM, str(message))
        except Missing:
            return
        except StorageError:
            _log.exception("a removed message could not be forgotten")


async def _not_carried_out(interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
    """What a command's own answers do not cover, for example that somebody's Discord still offers an older one."""
    _log.error("a command could not be carried out", exc_info=error)
    if not interaction.response.is_done():
        with contextlib.suppress(discord.HTTPException, aiohttp.ClientError):
            await interaction.response.send_message(say("error.unexpected", interaction.locale.value), ephemeral=True)
