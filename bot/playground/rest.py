"""Discord's REST interface over HTTP, answered by simcord's routes.

https://discord.com/developers/docs/reference
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from typing import Any

import discord
import structlog
from aiohttp import BodyPartReader, web
from simcord.backend.cdn import CDN_BASE
from simcord.backend.errors import BackendError
from simcord.http.router import RouteNotImplemented, UnsupportedField, dispatch

from bot.playground.weather import TOKEN_EXPIRED, UNAUTHORIZED, Limited, Weather, as_json
from bot.playground.wire import inward, outward
from bot.playground.world import World

PREFIX = "/api/v10"

_log = structlog.get_logger(__name__)


class Request:
    """One that the bot sent, for whoever looks at them afterwards. ``done``: Discord did what it asked for, whatever
    the bot was told. ``status``: what it was told; 0 where nothing."""

    __slots__ = ("at", "body", "done", "files", "method", "path", "status")

    def __init__(self, method: str, path: str, body: Any, files: int) -> None:
        self.at = time.monotonic()
        self.method = method
        self.path = path
        self.body = body
        self.files = files
        self.done = False
        self.status = 0

    def __repr__(self) -> str:
        return f"<{self.method} {self.path} {self.status}>"


class Rest:
    def __init__(self, world: World, token: str) -> None:
        self.home = ""
        self.weather = Weather()
        self.watch: Callable[[Request], None] = lambda request: None
        self.changed: Callable[[], None] = lambda: None
        self._world = world
        self._token = token
        self._by_nonce: dict[str, Any] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", PREFIX + "/{path:.*}", self.serve), web.get("/cdn/{path:.*}", self.file)]

    async def file(self, request: web.Request) -> web.Response:
        data = self._world.backend.cdn.get(f"{CDN_BASE}/{request.match_info['path']}")
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="application/octet-stream")

    async def serve(self, http: web.Request) -> web.Response:
        path = "/" + http.match_info["path"]
        # An interaction's token stands in its path; everything else is asked for with the bot's own.
        open_to_all = path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and http.headers.get("Authorization") != f"Bot {self._token}":
            return UNAUTHORIZED.response()
        body, files = await self._read(http)
        request = Request(http.method, path, body, len(files))
        response = await self._answered(http, request, files)
        if response is not None:
            request.status = response.status
        elif http.transport is not None:
            http.transport.abort()
        self.watch(request)
        if request.method != "GET":
            self.changed()
        return response or web.Response()

    async def _answered(self, http: web.Request, request: Request, files: list[discord.File]) -> web.Response | None:
        """None where the connection is to break off instead."""
        asked = f"{request.method} {request.path}"
        if before := await self.weather.answer(asked, after=False):
            return before.response()
        response = self._done(http, request, files)
        if request.done and (after := await self.weather.answer(asked, after=True)):
            return after.response()
        return response

    def _done(self, http: web.Request, request: Request, files: list[discord.File]) -> web.Response:
        try:
            result = self._once(http, request, files)
        except (RouteNotImplemented, UnsupportedField) as error:
            _log.error("playground.not_like_discord", method=request.method, path=request.path, error=str(error))
            return _failed(error)
        except BackendError as error:
            # simcord does not find the interaction of a token that died; Discord does not take the token.
            return TOKEN_EXPIRED.response() if self._has_died(request.path) else _failed(error)
        request.done = True
        if result is None or not _wants_answer(http, request.path):
            return web.Response(status=204)
        return as_json(outward(result, self.home, self._world.age_restricted))

    def _has_died(self, path: str) -> bool:
        """Whether that is an interaction's whose quarter of an hour is over."""
        backend, parts = self._world.backend, path.split("/")
        if parts[1] != "webhooks":
            return False
        interaction = backend.interactions.get(backend.interaction_tokens.get(parts[3], 0))
        dies = interaction.expires_at if interaction else None
        return dies is not None and backend.now_iso() >= dies

    def _once(self, http: web.Request, request: Request, files: list[discord.File]) -> Any:
        """Discord gives an author the same message for the same nonce where ``enforce_nonce`` asks for it, in whichever
        channel it stands; simcord would not. Whoever sends here is the bot."""
        nonce = request.body.get("nonce") if isinstance(request.body, dict) else None
        if nonce is None or not request.body.get("enforce_nonce"):
            return self._dispatch(http, request, files)
        if str(nonce) not in self._by_nonce:
            self._by_nonce[str(nonce)] = self._dispatch(http, request, files)
        return self._by_nonce[str(nonce)]

    def _dispatch(self, http: web.Request, request: Request, files: list[discord.File]) -> Any:
        params = dict(http.query)
        if request.method == "GET" and request.path.endswith("/messages") and "after" in params:
            # Discord gives the first ones after that message, simcord the latest.
            limit = int(params.get("limit", "50"))
            return self._routed(http, request, files, params | {"limit": str(sys.maxsize)})[-limit:]
        result = self._routed(http, request, files, params)
        match request.path.split("/"):
            case ["", "interactions", interaction, _, "callback"]:
                self._world.answered(int(interaction))
        return result

    def _routed(self, http: web.Request, request: Request, files: list[discord.File], params: dict[str, str]) -> Any:
        return dispatch(
            self._world.backend,
            request.method,
            request.path,
            json=request.body,
            params=params,
            files=list(files),
            reason=http.headers.get("X-Audit-Log-Reason"),
            message_content_access=False,
        )

    async def _read(self, http: web.Request) -> tuple[Any, list[discord.File]]:
        if not http.content_type.startswith("multipart/"):
            text = await http.text()
            return (inward(text, self.home) if text else None), []
        body: Any = None
        files: dict[int, tuple[str, bytes]] = {}
        async for part in await http.multipart():
            assert isinstance(part, BodyPartReader)
            name = part.name or ""
            if name == "payload_json":
                body = inward(await part.text(), self.home)
            elif name.startswith("files["):
                files[int(name[6:-1])] = (part.filename or "file", bytes(await part.read()))
        return body, [_file(number, *files[number], body) for number in sorted(files)]


def _file(number: int, filename: str, data: bytes, body: Any) -> discord.File:
    """Files and what is said of them come apart: the words stand in the body, by the file's number."""
    said = body.get("data", body).get("attachments") or [] if isinstance(body, dict) else []
    description = next((one.get("description") for one in said if str(one.get("id")) == str(number)), None)
    return discord.File(io.BytesIO(data), filename, description=description)


def _wants_answer(http: web.Request, path: str) -> bool:
    return not path.endswith("/callback") or http.query.get("with_response", "").lower() in {"1", "true"}


def _failed(error: BackendError) -> web.Response:
    if error.status == 429:
        return Limited(0.3).response()
    return as_json(outward(error.to_json(), ""), error.status)
