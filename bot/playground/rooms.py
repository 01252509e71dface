"""What a person sees of one channel: simcord's page, kept up to date while a bot elsewhere changes things."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from aiohttp import web
from simcord.backend.errors import BackendError, SetupError
from simcord.builders import ChannelHandle
from simcord.preview import Preview
from simcord.preview._server import PreviewServer

from bot.playground.town import Person, Town

Kind = Literal["channel", "age_restricted", "thread", "direct"]


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a door leads: ``key`` stands in the page's address."""

    key: str
    kind: Kind
    person: Person
    channel: ChannelHandle


def places(town: Town) -> Iterator[Place]:
    """Each person's ways in, the best one first."""
    for person in town.people:
        name = person.name.lower()
        yield Place(f"{name}/drawing", "channel", person, town.drawing)
        yield Place(f"{name}/comic", "thread", person, town.comic)
        yield Place(f"{name}/after-dark", "age_restricted", person, town.after_dark)
        yield Place(f"{name}/direct", "direct", person, person.user.dm_channel)


class Room(Preview):
    """simcord has a server, a secret and a port for each; here one server answers for all, and the secret is a name.

    Nothing is lost: a foreign page cannot send the header that the name has to come in, and is refused by its Origin.
    """

    def __init__(self, place: Place, host: str, port: int, timezone: str) -> None:
        viewer = place.person.user if place.kind == "direct" else place.person.member
        super().__init__(
            place.channel._env,
            place.channel,
            (viewer,),
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale=place.person.locale,
            timezone=timezone,
            presentation_time=None,
            assets=None,
            port=port,
        )
        self.place = place
        self.capability = place.key
        self._server = Door(self, host, port)

    @property
    def door(self) -> Door:
        assert isinstance(self._server, Door)
        return self._server

    def refresh_pages(self) -> None:
        """Show what is new on every page that is open."""
        self._advance_presentation_time()
        for page in tuple(self._pages.values()):
            if page is not self._python:
                self._publish(page, reason="refresh")

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        """simcord refuses a click on a page that is not the newest; Discord cares only whether the button is there."""
        if isinstance(body, dict) and "published_revision" in body:
            body["published_revision"] = self._get_page(context_id).revision
        return await super()._action(context_id, body)


class Door(PreviewServer):
    """Answers for one room without a socket of its own."""

    def __init__(self, room: Room, host: str, port: int) -> None:
        super().__init__(room, port)
        self.room = room
        self.port = port
        self._host = host

    async def start(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def _commands(self, request: web.Request) -> web.Response:
        """Commands by the names that the person's Discord would show; simcord shows everybody the English ones.

        Names of options stay: its page sends them back.
        """
        response: web.Response = await super()._commands(request)
        catalog = json.loads(response.text or "{}")
        for entry in catalog.get("entries", []):
            _translate(entry, self.room)
        return web.json_response(catalog, status=response.status, headers=self._SECURITY_HEADERS)

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        """A picture may have given way to the next preview before the page came for it: nothing is wrong then."""
        response: web.StreamResponse = await super()._asset(request)
        if response.status == web.HTTPNotFound.status_code and not self._has(request):
            return web.Response(status=web.HTTPNoContent.status_code, headers=self._SECURITY_HEADERS)
        return response

    def _has(self, request: web.Request) -> bool:
        try:
            self.room._authorized_asset(request.headers.get("X-Simcord-Context"), request.match_info["asset_id"])
        except (SetupError, BackendError):
            return False
        return True

    def _allowed_hosts(self) -> set[str]:
        return super()._allowed_hosts() | {f"{self._host}:{self.port}"}


def _translate(entry: dict[str, Any], room: Room) -> None:
    commands = room.env.backend.commands.get(None, {}).values()
    command = next((one for one in commands if str(one["id"]) == entry["commandId"]), None)
    if command is None or len(entry["path"]) > 1:
        return
    entry["invocation"] = _local(command, "name", room)
    entry["description"] = _local(command, "description", room)
    for option, shown in zip(command.get("options") or [], entry["options"], strict=True):
        shown["description"] = _local(option, "description", room)


def _local(said: Mapping[str, Any], field: str, room: Room) -> str:
    localized = said.get(f"{field}_localizations") or {}
    return str(localized.get(room.place.person.locale, said[field]))
