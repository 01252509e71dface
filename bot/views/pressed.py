"""A button was pressed: found by its custom_id, whichever process sent it, and carried out for whoever pressed it."""

from __future__ import annotations

import contextlib
import datetime
import re
from typing import TYPE_CHECKING, Self

import aiohttp
import discord
import structlog

from bot import errands, recipes, removing
from bot.asking import answer
from bot.carrying import DRAWING, ask, seen
from bot.errands import Manner
from bot.errors import Refused
from bot.i18n import say
from bot.interacting import Interacting
from bot.permissions import Reach, manages, reach
from bot.sheets import AnswerSheet, ChannelSheet, Sheet, SheetError
from bot.studio import refine as studio
from bot.text import unfenced
from bot.understanding.intent import Redo, Undo
from bot.views import queue
from bot.views.buttons import view
from bot.views.keys import PATTERN, Verb, of_deletion
from bot.views.refining import open_dialog
from storage import Post

if TYPE_CHECKING:
    from bot.client import Bot

_log = structlog.get_logger(__name__)


DOUBLE = datetime.timedelta(seconds=2)
"""Two presses of one button by one person within this are one."""


class Doubles:
    """Who pressed what just now."""

    def __init__(self) -> None:
        self._latest: dict[tuple[int, int, str], datetime.datetime] = {}

    def again(self, person: int, message: int, custom_id: str, now: datetime.datetime) -> bool:
        self._latest = {press: at for press, at in self._latest.items() if now - at < DOUBLE}
        known = (person, message, custom_id) in self._latest
        self._latest.setdefault((person, message, custom_id), now)
        return known


class Press(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=PATTERN):
    """Any button of a turn's."""

    def __init__(self, button: discord.ui.Button[discord.ui.View], verb: Verb, turn: int, number: int | None) -> None:
        super().__init__(button)
        self.verb, self.turn, self.number = verb, turn, number

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: discord.Interaction[Bot], item: discord.ui.Button[discord.ui.View], match: re.Match[str], /
    ) -> Self:
        number = match["number"]
        return cls(item, Verb(match["verb"]), int(match["turn"]), int(number) if number else None)

    async def callback(self, interaction: discord.Interaction[Bot]) -> None:  # type: ignore[override]
        message = interaction.message
        if message is None or self._doubled(interaction, message.id):
            with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                await interaction.response.defer()
            return
        if self.verb is Verb.REFINE:
            await open_dialog(interaction, message.id)
            return
        await _pressed(interaction, message, self.verb, self.turn, self.number)

    def _doubled(self, interaction: discord.Interaction[Bot], message: int) -> bool:
        custom_id = self.item.custom_id or ""
        return interaction.client.presses.again(interaction.user.id, message, custom_id, interaction.created_at)


async def _pressed(
    interaction: discord.Interaction[Bot], message: discord.Message, verb: Verb, turn: int, number: int | None
) -> None:
    asking = Interacting(interaction, _manner(interaction, verb))
    if verb in DRAWING:
        wish = unfenced(message.content) if verb is Verb.APPLY else ""
        press = errands.Press(call=asking.call, verb=verb, turn=turn, number=number, message=message.id, wish=wish)
        await ask(asking, press)
        return

    async def work(asking: Interacting) -> None:
        if verb in (Verb.QUEUE, Verb.EVERYONE, Verb.STOP):
            await queue.turn_over(asking, verb, turn, number)
            return
        post = await seen(asking, message.id, turn)
        match verb:
            case Verb.CANCEL:
                await _cancel(asking, post)
                if message.flags.ephemeral:
                    await queue.show(asking, number or 0)
            case Verb.UNDO:
                await _move(asking, post, message, Undo())
            case Verb.REDO:
                await _move(asking, post, message, Redo())
            case Verb.DELETE:
                _own(asking, post)
                await _ask_to_delete(asking, turn)
            case Verb.KEEP:
                _own(asking, post)
                kept = await studio.seen(asking.studio, post.person, post.turn)
                await asking.bot.show(kept, _in_place(asking, message), asking.request.place)
            case Verb.ERASE:
                await _erase(asking, message, turn)
            case Verb.RECIPE:
                await recipes.tell(asking, post)

    await answer(asking, work)


def _manner(interaction: discord.Interaction[Bot], verb: Verb) -> Manner:
    if verb in DRAWING and reach(interaction) is Reach.ANSWER:
        # The picture stands in the answer: a further message might come twice, and nobody could tell.
        return Manner.DRAWS
    # What only an interaction reaches, only the press that is answered in place can delete.
    in_place = verb is Verb.DELETE and reach(interaction) is Reach.ANSWER
    return Manner.TELLS if verb in (Verb.RECIPE, Verb.DELETE) and not in_place else Manner.PRESSES


def _own(asking: Interacting, post: Post) -> None:
    if post.person != asking.person.id:
        raise Refused("error.not_yours")


async def _cancel(asking: Interacting, post: Post) -> None:
    if post.person != asking.person.id and manages(asking.interaction):
        await queue.stop(asking, post.turn)
        return
    _own(asking, post)
    turn = await studio.seen(asking.studio, asking.person.id, post.turn)
    await asking.bot.delivery.cancel(asking.person.id, turn.job.id)


async def _move(asking: Interacting, post: Post, message: discord.Message, intent: Undo | Redo) -> None:
    """The message itself shows the other version: nothing is posted anew."""
    _own(asking, post)
    turn = await studio.seen(asking.studio, asking.person.id, post.turn)
    shown = await studio.moved(asking.studio, asking.request, turn, intent)
    await asking.bot.show(shown.turn, _in_place(asking, message), asking.request.place)


def _in_place(asking: Interacting, message: discord.Message) -> tuple[Sheet, ...]:
    """A button's "original response" is the message that it is on."""
    there = ChannelSheet(asking.bot, asking.call.channel, message=message.id)
    return AnswerSheet(asking.line), there


async def _ask_to_delete(asking: Interacting, turn: int) -> None:
    in_place = asking.call.manner is Manner.PRESSES
    question = view(of_deletion(turn, asking.language, in_place=in_place))
    text = discord.utils.MISSING if in_place else say("said.really_delete", asking.language)
    await asking.interaction.edit_original_response(content=text, view=question)


async def _erase(asking: Interacting, message: discord.Message, turn: int) -> None:
    """The turn, and every message that shows it; the asker is told of those that cannot be removed."""
    # Where the question stands in the picture's own message, only the press can remove that.
    removed = await removing.wished(asking, turn, message.id)
    key = "said.deleted_soon" if removed.soon else "said.deleted_but" if removed.stay else "said.deleted"
    left = removed.soon or removed.stay
    text = say(key, asking.language, count=left)
    try:
        await _say_deleted(asking, message, text, left)
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        # Whatever is said of Discord now would not be true of the deletion.
        _log.warning("a deletion could not be told where it was asked for", exc_info=True)
        with contextlib.suppress(SheetError):
            await asking.directly(asking.call.person, text)


async def _say_deleted(asking: Interacting, message: discord.Message, text: str, left: int) -> None:
    if message.flags.ephemeral:
        await asking.interaction.edit_original_response(content=text, view=None)
        return
    with contextlib.suppress(discord.NotFound):
        await asking.interaction.delete_original_response()
    if left:
        await asking.tell(text)
