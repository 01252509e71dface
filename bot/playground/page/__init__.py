"""simcord's page with a way around: places and people on the left, what to type on the right."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import simcord.preview
from aiohttp import web
from simcord.preview._server import PreviewServer

from bot.i18n import say
from bot.playground.rooms import Room

STATIC = Path(simcord.preview.__file__).parent / "static"
OURS = {
    "/playground.css": "text/css",
    "/playground.js": "text/javascript",
    "/actions.js": "text/javascript",
    "/commands.js": "text/javascript",
}
BEHIND = "/simcord."
"""Where simcord has a module of that name too, ours stands in front of it and imports it as ``simcord.<name>``."""
STEPS = (
    ("imagine", False),
    ("reply", True),
    ("reply_again", True),
    ("undo", True),
    ("vary", False),
    ("history", False),
)
"""What there is to try, in this order, and whether it answers a picture; the catalogue has the words of each."""


class Page:
    def __init__(self) -> None:
        self.timezone = _timezone()
        self._index = ""

    def furnish(self, rooms: Iterable[Room]) -> None:
        """Put the places into the page. ``index.html`` is simcord's; a change in it shows in the tests."""
        data = json.dumps([_described(room) for room in rooms], ensure_ascii=False).replace("</", "<\\/")
        ours = f'<script type="application/json" id="playground-rooms">{data}</script>\n'
        ours += '<script type="module" src="/playground.js">'
        index = (STATIC / "index.html").read_text(encoding="utf-8")
        index = index.replace(
            "<title>SimCord Preview</title>", f"<title>{html.escape(say('playground.name', 'en'))}</title>"
        )
        index = index.replace("</head>", '<link rel="stylesheet" href="/playground.css"></head>')
        self._index = index.replace('<script type="module"', f'{ours}</script>\n<script type="module"')

    def routes(self) -> list[web.RouteDef]:
        theirs = [web.get(_behind(path), self._file) for path in PreviewServer._STATIC_FILES if path != "/"]
        return [
            web.get("/", self._home),
            web.get("/favicon.ico", self._no_icon),
            *(web.get(path, self._own) for path in OURS),
            *theirs,
        ]

    async def _home(self, request: web.Request) -> web.Response:
        return web.Response(text=self._index, content_type="text/html", headers=PreviewServer._SECURITY_HEADERS)

    async def _no_icon(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _own(self, request: web.Request) -> web.Response:
        text = resources.files(__package__).joinpath(request.path[1:]).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=OURS[request.path], headers=PreviewServer._SECURITY_HEADERS)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = PreviewServer._STATIC_FILES[request.path.replace(BEHIND, "/")]
        folder = STATIC.parent if name == "protocol.schema.json" else STATIC
        return web.FileResponse(folder / name, headers={"Cache-Control": "no-cache"})


def _behind(path: str) -> str:
    return path.replace("/", BEHIND) if path in OURS else path


def _described(room: Room) -> dict[str, Any]:
    place, locale = room.place, room.place.person.locale
    return {
        "key": place.key,
        "kind": place.kind,
        "channel": str(place.channel.id),
        "name": place.channel.name or say("playground.direct", locale),
        "person": place.person.name,
        "language": locale,
        "words": {key: say(f"playground.{key}", locale) for key in ("name", "places", "people", "try")},
        "steps": [_step(name, reply, locale) for name, reply in STEPS],
    }


def _step(name: str, reply: bool, locale: str) -> dict[str, Any]:
    words = {part: say(f"playground.steps.{name}.{part}", locale) for part in ("say", "type")}
    return {**words, "reply": reply}


def _timezone() -> str:
    """This machine's, as the IANA names it; UTC where the system does not say."""
    _, _, name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return name or "UTC"
