"""Which part of Discord's own description each request has to fit (github.com/discord/discord-api-spec).

The description is not part of this repository: where it is not beside it, nothing is checked here.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema

from bot.playground.rest import Request

FILE = Path(__file__).parents[3] / "shared" / "data" / "discord-openapi.json"

CALLBACKS = {
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}

HARMLESS = frozenset({"nsfw", "tts"})
"""discord.py sends these where Discord takes no notice of them."""

Chosen = str | Callable[[Any], str] | None
"""A schema's name, or what names it by the body; None for a request without a body."""

SCHEMAS: dict[str, Chosen] = {
    "GET /users/@me": None,
    "GET /oauth2/applications/@me": None,
    "GET /applications/{id}/commands": None,
    "PUT /applications/{id}/commands": "ApplicationCommandUpdateRequest",
    "POST /users/@me/channels": "CreatePrivateChannelRequest",
    "GET /channels/{id}": None,
    "POST /channels/{id}/messages": "MessageCreateRequest",
    "GET /channels/{id}/messages": None,
    "GET /channels/{id}/messages/{id}": None,
    "PATCH /channels/{id}/messages/{id}": "MessageEditRequestPartial",
    "DELETE /channels/{id}/messages/{id}": None,
    "POST /channels/{id}/typing": None,
    "POST /interactions/{id}/{token}/callback": lambda body: CALLBACKS[body["type"]],
    "POST /webhooks/{id}/{token}": "IncomingWebhookRequestPartial",
    "GET /webhooks/{id}/{token}/messages/@original": None,
    "PATCH /webhooks/{id}/{token}/messages/@original": "IncomingWebhookUpdateRequestPartial",
    "DELETE /webhooks/{id}/{token}/messages/@original": None,
    "PATCH /webhooks/{id}/{token}/messages/{id}": "IncomingWebhookUpdateRequestPartial",
    "DELETE /webhooks/{id}/{token}/messages/{id}": None,
}


def problems(requests: Iterable[Request]) -> list[str]:
    """What Discord would not have accepted, in words."""
    if not FILE.is_file():
        return []
    return [f"{request.method} {request.path}: {problem}" for request in requests for problem in _of(request)]


@functools.cache
def description() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    # Discord reads ids from numbers as well, and discord.py writes some so.
    whole["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return whole


def _of(request: Request) -> Iterator[str]:
    route = next((one for one in SCHEMAS if _pattern(one).fullmatch(f"{request.method} {request.path}")), None)
    if route is None:
        yield "not in the map of schemas"
        return
    chosen = SCHEMAS[route]
    if chosen is None:
        if request.body:
            yield "has a body, but should not"
        return
    for body in request.body if isinstance(request.body, list) else [request.body]:
        name = chosen(body) if callable(chosen) else chosen
        for error in _validator(name).iter_errors(body):
            yield f"{name}{error.json_path[1:]}: {error.message[:300]}"
        yield from (f"{name} has no {key!r}" for key in sorted(set(body) - _known(name) - HARMLESS))


@functools.cache
def _pattern(route: str) -> re.Pattern[str]:
    return re.compile(re.escape(route).replace(r"\{id\}", r"\d+").replace(r"\{token\}", r"[^/]+"))


@functools.cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    )


@functools.cache
def _known(name: str) -> frozenset[str]:
    """The fields there are: the schemas allow others, and Discord ignores them."""
    return frozenset(description()["components"]["schemas"][name]["properties"])
