"""Who asks, in which way, and how they are answered.

A request is answered in two places: what everybody may see, a picture, stands on a sheet; words for the asker alone are
told privately where Discord allows it.
"""

from __future__ import annotations

import abc
import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord
import structlog

from bot.cards import words
from bot.errors import EgakuError
from bot.i18n import say
from bot.sheets import PLATFORM, QUIET, ChannelSheet, Sheet, SheetError, Unsteady, blocked, nonce, told
from bot.studio.outcome import Drawing, Ignored, Outcome, Said, Shown
from bot.studio.studio import Request, Studio
from bot.text import MOST, fenced, spoken
from bot.views.keys import Rows, of_offer
from storage import Job, Person, Place, Turn

if TYPE_CHECKING:
    from bot.client import Bot

_log = structlog.get_logger(__name__)

ASIDE, WORDS = "k", "w"
"""The twins of an answer that stand beside it, and in its place where it is out of reach."""
_GONE = {10062, 40060}
"""The interaction is unknown by now, or was answered before: nobody waits for this answer."""


class Later(Exception):
    """It cannot be answered now, and stays asked: a later try, or the next process, sees to it."""


class Unheard(Exception):
    """The asker was told that nobody heard them: an answer would come out of nowhere."""


class Asking(abc.ABC):
    """One request, from its arrival to its answer."""

    only_here = False
    """Nobody but who has this request can show its picture: it stays noted until that was shown."""
    patience: float | None = None
    """Seconds that Discord lets pass before it gives the asker up; None: it does not."""
    person: Person
    roles: frozenset[int] = frozenset()
    """Theirs on the server where they ask."""

    def __init__(self, bot: Bot, key: str, place: Place) -> None:
        self.bot = bot
        self.key = key
        self._place = place
        self._direct: ChannelSheet | None = None

    @property
    def studio(self) -> Studio:
        return self.bot.house.studio

    @property
    def request(self) -> Request:
        return Request(viewer=self.person, place=self._place, key=self.whole_key, roles=self.roles)

    @property
    def whole_key(self) -> str:
        """What nothing else goes by, on any platform."""
        return f"{PLATFORM}:{self.key}"

    @property
    @abc.abstractmethod
    def language(self) -> str:
        """What to say it in; also before it is known who asks."""

    @abc.abstractmethod
    async def begin(self) -> None:
        """Let Discord know within its three seconds, then find out who asks. Raises EgakuError, HTTPException,
        ClientError."""

    @abc.abstractmethod
    def sheets(self, job: Job | None = None) -> tuple[Sheet, ...]:
        """Where a picture can stand that this request brings, best first. ``job``: the one that draws it."""

    @abc.abstractmethod
    async def tell(self, text: str, keys: Rows = ()) -> None:
        """Words for the asker. What is told or shown later takes their place."""

    async def aside(self, text: str) -> None:
        """Words for the asker beside the answer, privately where that is possible. Raises HTTPException, SheetError."""
        direct = await self.bot.create_dm(discord.Object(int(self.person.handle)))
        await direct.send(text, allowed_mentions=QUIET, nonce=nonce(self.whole_key, ASIDE))

    async def directly(self, handle: int, text: str, keys: Rows = ()) -> None:
        """The answer in a direct message, one for all that is told so. Raises SheetError."""
        with told():
            direct = await self.bot.create_dm(discord.Object(handle))
        if self._direct is None:
            # As if another process had begun it, which it may have.
            self._direct = ChannelSheet(self.bot, direct.id, request=self.whole_key, twin=WORDS, left=True)
        await self._direct.show(words(text, keys))

    async def settle(self) -> None:  # noqa: B027
        """The answer stands elsewhere: nothing of the waiting is to remain."""

    async def ignored(self) -> None:  # noqa: B027
        """There was nothing to do."""

    async def show(self, outcome: Outcome, seen_in: int | None = None) -> None:
        """What came of the request. ``seen_in``: the message whose picture it was about. Raises Later once this process
        stops, where it would bring a picture."""
        match outcome:
            case Drawing(job=job, turn=turn, repeated=repeated):
                if self.bot.delivery.closed:
                    with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, SheetError):
                        await self.tell(say("card.paused", self.language))
                    raise Later
                sheets = self.sheets(job)
                if not repeated:
                    await self._will_stand(turn, sheets)
                if not self.bot.delivery.begin(job, *sheets):
                    await self.settle()
                if self.only_here:
                    await self.bot.inbox.waits(self)
                    await self.bot.delivery.over(turn.id)
                    if self.bot.delivery.closed:
                        raise Later
            case Shown(picture=int(number)):
                await self.tell(say("said.which_picture", self.language, number=number))
            case Shown(turn=turn):
                await self.bot.show(turn, self.sheets(), self._place)
            case Said(key=key, offer=str(wish), turn=int(turn)) if len(wish) <= MOST:
                question = f"{spoken(key, self.language)}\n{fenced(wish)}"
                await self.tell(question, of_offer(turn, seen_in, self.language))
            case Said(key=key, values=values):
                key = "said.recipe_button" if key == "said.see_recipe" else key
                await self.tell(spoken(key, self.language, **values))
            case Ignored():
                await self.ignored()

    async def _will_stand(self, turn: Turn, sheets: tuple[Sheet, ...]) -> None:
        """Where words stand already that the picture is to take the place of, whoever goes on with it finds them."""
        if sheets and sheets[0].message is not None:
            try:
                await self.bot.posted(turn, sheets[0])
            except EgakuError as error:
                _log.warning("where a picture will stand could not be noted", turn=turn.id, error=error.key)


A = TypeVar("A", bound=Asking)


async def answer(asking: A, work: Callable[[A], Awaitable[None]]) -> bool:
    """Carry a request out. Whatever goes wrong, the asker is told in their language.

    Returns whether nothing remains to be done: False where they could not be told yet.
    """
    answered = await _answered(asking, work)
    if answered:
        await asking.bot.kept.tell(asking)
    return answered


async def _answered(asking: A, work: Callable[[A], Awaitable[None]]) -> bool:
    try:
        await asking.begin()
        await work(asking)
    except Unheard:
        return True
    except Later:
        return False
    except EgakuError as error:
        return await _tell(asking, spoken(error.key, asking.language, **error.values))
    except (discord.HTTPException, aiohttp.ClientError, SheetError) as error:
        if getattr(error, "code", None) in _GONE:
            return True
        _log.exception("a request could not be answered")
        return await _tell(asking, say("error.discord", asking.language))
    except Exception:
        _log.exception("a request failed")
        return await _tell(asking, say("error.unexpected", asking.language))
    return True


async def _tell(asking: Asking, text: str) -> bool:
    """Whether Discord took it, or never will."""
    try:
        await asking.tell(text)
    except (discord.HTTPException, SheetError, aiohttp.ClientError, OSError) as error:
        _log.warning("an answer could not be told", exc_info=True)
        return not passing(error)
    return True


def passing(error: Exception) -> bool:
    """Whether a trouble with Discord may be over later."""
    if isinstance(error, discord.HTTPException):
        return error.status == 429 or error.status >= 500 or blocked(error)
    return not isinstance(error, SheetError) or isinstance(error, Unsteady)
