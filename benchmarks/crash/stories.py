"""What is done while something lies in wait: short stories, each up to the act that it is about."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from simcord.backend.models import Message
from simcord.results import ResponseMessage

from benchmarks.crash.forks import Nursery, until
from benchmarks.crash.history import Event, Shown, Stage, Told, Words
from benchmarks.crash.ledger import Ledger
from benchmarks.crash.people import button_id
from benchmarks.crash.recorder import Recorder
from bot.playground.bridge import Bridge

PROMPT = "a red circle --steps 3"


@dataclasses.dataclass
class Scene:
    """What a story is told on."""

    bridge: Bridge
    recorder: Recorder
    ledger: Ledger
    nursery: Nursery
    picture: int = 0
    """A message with a finished picture."""

    @property
    def here(self) -> Any:
        return self.bridge.town.drawing

    @property
    def mia(self) -> Any:
        return self.bridge.town.mia.member

    def message(self, number: int) -> ResponseMessage:
        world = self.bridge.town.world
        found: Message = world.backend.messages[self.here.id][number]
        return ResponseMessage(world, found)

    async def shown(self, stage: Stage, since: int) -> int:
        """A message that comes to show that, since so many events."""
        found: list[int] = []

        def there() -> bool:
            new = self.recorder.history[since:]
            found[:] = [one.message for one in new if isinstance(one, Shown) and one.stage is stage]
            return bool(found)

        await until(there)
        return found[0]

    async def imagine(self, prompt: str = PROMPT) -> Any:
        return await self.mia.slash(self.here, "imagine", prompt=prompt)

    async def press(self, message: ResponseMessage, verb: str) -> Any:
        return await self.mia.click(message, custom_id=button_id(message.components, verb))


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """``done``: whether all that comes of it, where nothing goes wrong, can be seen in what happened since."""

    do: Callable[[], Awaitable[object]]
    done: Callable[[Sequence[Event]], bool]


def _drawn(history: Sequence[Event]) -> bool:
    return any(isinstance(event, Shown) and event.stage is Stage.DRAWN for event in history)


def _cancelled(history: Sequence[Event]) -> bool:
    return any(isinstance(event, Shown) and event.stage is Stage.CANCELLED for event in history)


def _deleted(history: Sequence[Event]) -> bool:
    return any(isinstance(event, Told) and event.words is Words.DELETED for event in history)


async def _imagine(on: Scene) -> Act:
    return Act(on.imagine, _drawn)


async def _reply(on: Scene) -> Act:
    return Act(lambda: on.mia.send(on.here, "make it blue", reply_to=on.message(on.picture)), _drawn)


async def _cancel(on: Scene) -> Act:
    since = len(on.recorder.history)
    await on.imagine("a red circle --steps 40")
    message = on.message(await on.shown(Stage.WAITING, since))
    return Act(lambda: on.press(message, "cancel"), _cancelled)


async def _erase(on: Scene) -> Act:
    since = len(on.recorder.history)
    await on.imagine()
    message = on.message(await on.shown(Stage.DRAWN, since))
    question = await on.press(message, "delete")
    await until(lambda: question.response and button_id(question.response.components, "erase"))
    on.ledger.look()
    return Act(lambda: on.press(question.response, "erase"), _deleted)


STORIES = {"imagine": _imagine, "reply": _reply, "cancel": _cancel, "erase": _erase}
"""Each prepares what is needed and gives what then is done while a point lies in wait."""
