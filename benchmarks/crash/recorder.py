"""Writes down what goes over Discord's wire, in order: who asked what, and what they were shown."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.crash.history import Answered, Asked, Deleting, Event, Removed, Shown, Stage, Told, Wish, Words
from bot.i18n import LOCALES, say
from bot.playground.rest import Request
from bot.playground.world import World
from bot.views.keys import PATTERN, Verb

DRAWING = {Verb.UPSCALE, Verb.VARY, Verb.REROLL, Verb.AGAIN, Verb.APPLY}
COMMANDS = {"imagine", "edit"}
COMMAND, COMPONENT, DIALOG = 2, 3, 5
"""Types of interactions."""
_CALLBACK = re.compile(r"/interactions/(\d+)/[^/]+/callback")
_ANSWER = re.compile(r"/webhooks/\d+/([^/]+)(?:/messages/[^/]+)?")


class Recorder:
    """``history`` is what it saw so far. Give :meth:`request` every request of the bot's once it was answered."""

    def __init__(self, world: World) -> None:
        self.history: list[Event] = []
        self.times: list[float] = []
        """Of each event, in seconds of time.monotonic()."""
        self.standing: dict[int, Shown] = {}
        """What each message of the bot's shows now."""
        self._channels: dict[int, int] = {}
        self._world = world
        world.backend.subscribers.append(self._event)

    def note(self, event: Event) -> None:
        self.history.append(event)
        self.times.append(time.monotonic())

    def request(self, request: Request) -> None:
        if request.method == "DELETE":
            self.note(Deleting(request.path.rpartition("/")[2], request.status))
        if not request.done:
            return
        if called := _CALLBACK.fullmatch(request.path):
            self.note(Answered(int(called[1])))
        elif request.method in {"POST", "PATCH"} and (answer := _ANSWER.fullmatch(request.path)):
            key = self._world.backend.interaction_tokens.get(answer[1])
            content = (request.body or {}).get("content")
            if key is not None and content:
                self.note(Told(int(key), _words(content)))

    def _event(self, event: str, payload: Mapping[str, Any]) -> None:
        match event:
            case "INTERACTION_CREATE":
                self.note(_asked(payload))
            case "MESSAGE_CREATE" | "MESSAGE_UPDATE":
                self._message(payload)
            case "MESSAGE_DELETE":
                self._removed(int(payload["id"]))
            case "MESSAGE_DELETE_BULK":
                for message in payload["ids"]:
                    self._removed(int(message))
            case "CHANNEL_DELETE":
                for message, channel in self._channels.items():
                    if channel == int(payload["id"]):
                        self._removed(message, with_channel=True)

    def _message(self, payload: Mapping[str, Any]) -> None:
        reference = payload.get("message_reference") or {}
        to = int(reference["message_id"]) if reference.get("message_id") else None
        if int(payload["author"]["id"]) != self._world.backend.bot_user.id:
            if to is not None:
                self.note(Asked(int(payload["id"]), Wish.DRAW, answerable=False))
            return
        shown = _shown(payload, to)
        self.note(shown)
        self.standing[shown.message] = shown
        self._channels[shown.message] = int(payload["channel_id"])

    def _removed(self, message: int, *, with_channel: bool = False) -> None:
        self.note(Removed(message, with_channel))
        self.standing.pop(message, None)


def _asked(payload: Mapping[str, Any]) -> Asked:
    key, data = int(payload["id"]), payload["data"]
    if payload["type"] == COMMAND:
        return Asked(key, Wish.DRAW if data["name"] in COMMANDS else Wish.OTHER)
    if payload["type"] == DIALOG:
        return Asked(key, Wish.DRAW)
    pressed = PATTERN.fullmatch(data.get("custom_id", ""))
    if payload["type"] != COMPONENT or pressed is None:
        return Asked(key, Wish.OTHER)
    verb = Verb(pressed["verb"])
    wish = Wish.DRAW if verb in DRAWING else Wish.ERASE if verb is Verb.ERASE else Wish.OTHER
    return Asked(key, wish, int(pressed["turn"]))


def _shown(payload: Mapping[str, Any], to: int | None) -> Shown:
    content, buttons = payload.get("content") or "", dict(_buttons(payload))
    turn = next(iter(buttons.values()), None)
    stage = Stage.WORDS
    if Verb.RECIPE in buttons:
        stage = Stage.DRAWN
    elif Verb.CANCEL in buttons:
        stage = Stage.WAITING
    elif Verb.DELETE in buttons:
        stage = Stage.CANCELLED if _says(content, "card.cancelled") else Stage.FAILED
    elif _says(content, "said.waits") or _says(content, "card.paused"):
        stage = Stage.PAUSED
    return Shown(int(payload["id"]), stage, None if stage in {Stage.WORDS, Stage.PAUSED} else turn, to)


def _buttons(payload: Mapping[str, Any]) -> Iterator[tuple[Verb, int]]:
    for row in payload.get("components") or ():
        for one in row.get("components", ()):
            if found := PATTERN.fullmatch(one.get("custom_id") or ""):
                yield Verb(found["verb"]), int(found["turn"])


def _words(content: str) -> Words:
    if _says(content, "said.waits"):
        return Words.PAUSED
    if content in {say("said.deleted", locale) for locale in LOCALES}:
        return Words.DELETED
    begun = {say("said.deleted_but", locale, count=1).split("1")[0] for locale in LOCALES}
    return Words.DELETED_BUT if content.startswith(tuple(begun)) else Words.OTHER


def _says(content: str, key: str) -> bool:
    return any(say(key, locale) in content for locale in LOCALES)
