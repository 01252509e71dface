"""All of it on one port of this machine: Discord's REST interface and gateway for the bot, the page for people."""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
from aiohttp import web
from simcord.preview import _server

from bot.errors import Refused
from bot.playground.gateway import Gateway
from bot.playground.page import Page
from bot.playground.rest import Rest
from bot.playground.rooms import Door, Room, places
from bot.playground.town import Town

HOST = "127.0.0.1"
REFRESH_INTERVAL = 0.5
"""Seconds between two looks at what is new: as often as the page asks."""
LARGEST_REQUEST = 128 * 1024 * 1024


class Bridge:
    def __init__(self, town: Town, token: str, approved: discord.Intents) -> None:
        self.town = town
        self.token = token
        self.rest = Rest(town.world, token)
        self.gateway = Gateway(town.world, token, approved)
        self.rooms: dict[str, Room] = {}
        self._page = Page()
        self._news = asyncio.Event()
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)

    @property
    def address(self) -> str:
        """Where people and the bot find it."""
        return self.rest.home

    def entrance(self, language: str) -> str:
        """The page's address for somebody who speaks that."""
        rooms = list(self.rooms.values())
        room = next((one for one in rooms if one.place.person.locale.startswith(language)), rooms[0])
        return f"{self.address}/#{room.capability}"

    async def open(self, port: int) -> None:
        """Raises Refused where the port is taken; 0 takes any free one."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise Refused("error.port_taken", port=port, next=port + 1) from error
            raise
        port = self._runner.addresses[0][1]
        self.rest.home = self.gateway.home = f"http://{HOST}:{port}"
        # simcord imports it when a preview binds a socket of its own, which these do not.
        _server.web = web  # type: ignore[attr-defined]
        for place in places(self.town):
            room = Room(place, "localhost", port, self._page.timezone)
            await room.__aenter__()
            self.rooms[place.key] = room
        self._page.furnish(self.rooms.values())
        self.rest.changed = self._news.set

    async def close(self) -> None:
        for room in self.rooms.values():
            await room.close()
        await self._runner.cleanup()

    async def keep_fresh(self) -> None:
        """Show people what the bot does, at most every half second."""
        while True:
            await self._news.wait()
            self._news.clear()
            for room in self.rooms.values():
                room.refresh_pages()
            await asyncio.sleep(REFRESH_INTERVAL)

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_REQUEST, handler_args={"handler_cancellation": False})
        app.add_routes(self.rest.routes())
        app.add_routes(self._page.routes())
        app.router.add_get("/gateway{_:/?}", self.gateway.serve)
        app.router.add_post("/api/pages", self._by_room(Door._pages))
        app.router.add_delete("/api/pages/{context_id}", self._by_room(Door._delete_page))
        app.router.add_get("/api/state", self._by_room(Door._state))
        app.router.add_get("/api/commands", self._by_room(Door._commands))
        app.router.add_get("/api/action-result", self._by_room(Door._action_result))
        app.router.add_post("/api/action", self._by_room(Door._action))
        app.router.add_get("/api/assets/{asset_id}", self._by_room(Door._asset))
        return app

    def _by_room(
        self, handler: Callable[[Door, Any], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            room = self.rooms.get(request.headers.get("X-Simcord-Capability", ""))
            if room is None:
                raise web.HTTPUnauthorized
            response: web.StreamResponse = await handler(room.door, request)
            # What one person did, the other one sees.
            if request.method == "POST":
                self._news.set()
            return response

        return serve


@contextlib.asynccontextmanager
async def opened(
    town: Town, token: str, *, port: int = 0, approved: discord.Intents | None = None
) -> AsyncIterator[Bridge]:
    """A bridge that stands. ``approved``: the privileged intents that the portal would have granted, else none."""
    bridge = Bridge(town, token, approved or discord.Intents.none())
    await bridge.open(port)
    keeper = asyncio.create_task(bridge.keep_fresh())
    try:
        yield bridge
    finally:
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper
        await bridge.close()
