"""Pages of somebody's pictures. Which page it is lives in the buttons, so that they work after a restart."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Self

import discord

from bot.asking import answer
from bot.cards import Attached, facts
from bot.errands import Manner
from bot.i18n import say
from bot.interacting import Interacting
from bot.sheets import PLATFORM, QUIET, files
from bot.studio import looking_back
from bot.studio import refine as studio
from bot.text import harmless, plain
from bot.understanding.intent import GoTo
from bot.views.buttons import unwatched
from storage import Page, Picture

if TYPE_CHECKING:
    from bot.client import Bot

LONGEST = 50
"""Characters to search for: they have to fit into a custom_id."""
_SIZE = 5
"""Pictures a page: on a telephone that is what one scrolls through."""
_COLOUR = 0x5865F2


@dataclasses.dataclass(frozen=True, slots=True)
class Where:
    """A page: those before a cursor whose words contain a text."""

    text: str = ""
    before: int | None = None

    @property
    def custom_id(self) -> str:
        return f"egaku:history:{self.before or ''}:{self.text}"


class Turning(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=re.compile(r"egaku:history:(?P<before>\d{0,18}):(?P<text>.*)", re.DOTALL),
):
    """Newest, or older."""

    def __init__(self, button: discord.ui.Button[discord.ui.View], where: Where) -> None:
        super().__init__(button)
        self.where = where

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: discord.Interaction[Bot], item: discord.ui.Button[discord.ui.View], match: re.Match[str], /
    ) -> Self:
        return cls(item, Where(match["text"], int(match["before"]) if match["before"] else None))

    async def callback(self, interaction: discord.Interaction[Bot]) -> None:  # type: ignore[override]
        async def work(asking: Interacting) -> None:
            await show(asking, self.where)

        await answer(Interacting(interaction, Manner.PRESSES), work)


class Choosing(discord.ui.DynamicItem[discord.ui.Select[discord.ui.View]], template=re.compile(r"egaku:choose")):
    """One of the page's pictures: it is shown again in this channel, to go on from there."""

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: discord.Interaction[Bot], item: discord.ui.Select[discord.ui.View], match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Bot]) -> None:  # type: ignore[override]
        async def work(asking: Interacting) -> None:
            asking.may_draw()
            turn = await studio.seen(asking.studio, asking.person.id, int(self.item.values[0]))
            await asking.show(await studio.moved(asking.studio, asking.request, turn, GoTo()))

        await answer(Interacting(interaction, Manner.PRESSES), work)


async def show(asking: Interacting, where: Where) -> None:
    page = await looking_back.history(asking.studio, asking.person.id, where.text, where.before, limit=_SIZE)
    if not page.pictures:
        key = "history.none_found" if where.text else "history.empty"
        text = say(key, asking.language, text=harmless(where.text))
        await asking.interaction.edit_original_response(
            content=text, embeds=[], attachments=[], view=None, allowed_mentions=QUIET
        )
        return
    thumbnails = await looking_back.thumbnails(asking.studio, asking.person.id, page.pictures)
    attached = [Attached(_name(picture), data) for picture, data in zip(page.pictures, thumbnails, strict=True)]
    embeds = [_embed(picture, await _link(asking, picture), asking.language) for picture in page.pictures]
    await asking.interaction.edit_original_response(
        content=say("history.title", asking.language),
        embeds=embeds,
        attachments=files(attached),
        view=_view(page, where, asking.language),
        allowed_mentions=QUIET,
    )


def _embed(picture: Picture, link: str | None, language: str) -> discord.Embed:
    lines = [facts(picture.recipe, language), discord.utils.format_dt(picture.created_at, "R")]
    if link is not None:
        lines.append(f"[{say('history.jump', language)}]({link})")
    embed = discord.Embed(title=_title(picture), description="\n".join(lines), colour=_COLOUR)
    return embed.set_thumbnail(url=f"attachment://{_name(picture)}")


def _title(picture: Picture) -> str:
    return harmless(plain(picture.recipe.prompt, 100)) or "…"


def _name(picture: Picture) -> str:
    return f"picture-{picture.id}.jpg"


async def _link(asking: Interacting, picture: Picture) -> str | None:
    """To the newest message that shows the picture."""
    posts = await asking.studio.storage.posts.of_turn(asking.person.id, picture.turn)
    post = next((post for post in posts if post.platform == PLATFORM), None)
    if post is None:
        return None
    place = (await asking.studio.storage.turns.get(asking.person.id, picture.turn)).place
    # It may have been shown again elsewhere since: out of the history, or in a direct message.
    guild = getattr(asking.bot.get_channel(int(post.channel)), "guild", None)
    server = guild.id if guild else place.server if post.channel == place.channel else None
    return f"https://discord.com/channels/{server or '@me'}/{post.channel}/{post.message}"


def _view(page: Page, where: Where, language: str) -> discord.ui.View:
    made = discord.ui.View(timeout=None)
    choice: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id="egaku:choose", placeholder=say("history.choose", language), options=_options(page)
    )
    made.add_item(choice)
    newest, older = Where(where.text), Where(where.text, page.before)
    if where.before is not None:
        made.add_item(_turner(newest, say("history.newest", language), "⏮️"))
    if page.before is not None:
        made.add_item(_turner(older, say("history.older", language), "▶️"))
    return unwatched(made)


def _options(page: Page) -> list[discord.SelectOption]:
    """One for each turn, once."""
    turns = {picture.turn: picture for picture in reversed(page.pictures)}
    return [
        discord.SelectOption(label=plain(picture.recipe.prompt, 100) or "…", value=str(turn))
        for turn, picture in reversed(turns.items())
    ]


def _turner(where: Where, label: str, emoji: str) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(custom_id=where.custom_id, label=label, emoji=emoji)
