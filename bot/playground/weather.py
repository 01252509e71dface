"""A bad Discord, by a script: which requests go wrong, before Discord does what they ask for or after, and how.

    Weather(
        Trouble("POST /channels/.*/messages", Limited(2.0), times=3),
        Trouble("(POST|PATCH) /webhooks/.*", Cut(), after=True, chance=0.1),
        seed=1,
    )

https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

import asyncio
import dataclasses
import enum
import json
import math
import random
import re
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

VIA = "1.1 egaku"
"""discord.py takes a 429 without Via for a ban by Cloudflare."""
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """``code``: of https://discord.com/developers/docs/topics/opcodes-and-status-codes. ``page``: not Discord answers
    but what stands before it, with a page for people."""

    status: int
    code: int
    message: str
    page: bool = False

    def response(self) -> web.Response:
        if self.page:
            text = _PAGE.format(f"{self.status} {self.message}")
            return web.Response(text=text, status=self.status, content_type="text/html")
        return as_json(json.dumps({"message": self.message, "code": self.code}), self.status)


class Scope(enum.StrEnum):
    """What a limit counts."""

    USER = "user"
    """This bot's requests to one route of one channel, server or webhook."""
    SHARED = "shared"
    """Everybody's requests about one thing."""
    GLOBAL = "global"
    """All of this bot's requests."""
    CLOUDFLARE = "cloudflare"
    """All requests of this address: a ban, in words for people."""


@dataclasses.dataclass(frozen=True, slots=True)
class Limited:
    """429. ``seconds`` until the next request. ``code``: some limits have one, as that for edits of old messages."""

    seconds: float
    scope: Scope = Scope.USER
    code: int | None = None

    def response(self) -> web.Response:
        headers = {"Retry-After": str(math.ceil(self.seconds))}
        if self.scope is Scope.CLOUDFLARE:
            return web.Response(text=_PAGE.format("Error 1015"), status=429, content_type="text/html", headers=headers)
        headers |= {"Via": VIA, "X-RateLimit-Scope": self.scope.value}
        if self.scope is Scope.GLOBAL:
            headers["X-RateLimit-Global"] = "true"
        else:
            headers |= {
                "X-RateLimit-Bucket": "5f1f2b2c6a0d4f6e",
                "X-RateLimit-Limit": "5",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": f"{time.time() + self.seconds:.3f}",
                "X-RateLimit-Reset-After": f"{self.seconds:.3f}",
            }
        body: dict[str, object] = {
            "message": "You are being rate limited.",
            "retry_after": self.seconds,
            "global": self.scope is Scope.GLOBAL,
        }
        if self.code is not None:
            body["code"] = self.code
        return as_json(json.dumps(body), 429, headers)


@dataclasses.dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks off; whether Discord did it nobody is told."""

    def response(self) -> None:
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class Slow:
    seconds: float


Answer = Refused | Limited | Cut
What = Answer | Slow | Callable[[], Awaitable[None]]
"""The last is for a test that waits for something of its own."""

ERROR = Refused(500, 0, "500: Internal Server Error")
BAD_GATEWAY = Refused(502, 0, "Bad Gateway", page=True)
UNAVAILABLE = Refused(503, 0, "Service Unavailable", page=True)
BLOCKED = Refused(403, 40333, "Forbidden", page=True)
"""By Cloudflare, and for a while."""
TOKEN_EXPIRED = Refused(401, 50027, "Invalid Webhook Token")
UNAUTHORIZED = Refused(401, 0, "401: Unauthorized")
NO_PERMISSION = Refused(403, 50013, "Missing Permissions")
NO_ACCESS = Refused(403, 50001, "Missing Access")
CANNOT_WRITE_TO = Refused(403, 50007, "Cannot send messages to this user")
NO_CHANNEL = Refused(404, 10003, "Unknown Channel")
NO_MESSAGE = Refused(404, 10008, "Unknown Message")
NOT_TAKEN = Refused(400, 50035, "Invalid Form Body")
TOO_LARGE = Refused(413, 40005, "Request entity too large")


@dataclasses.dataclass(frozen=True, slots=True)
class Trouble:
    """``on``: a regular expression of method and whole path, as "PATCH /channels/.*". ``after``: Discord has done it by
    then. ``chance``: of each request that fits; ``times``: how often at most; ``skip``: how often not, at first."""

    on: str
    what: What
    after: bool = False
    chance: float = 1.0
    times: int | None = None
    skip: int = 0


class Weather:
    """Troubles in their order. ``met``: those that happened, with what was asked for then.

    ``seed`` decides by chance; over sockets the same one brings much the same weather, not the very same.
    """

    def __init__(self, *troubles: Trouble, seed: int = 0) -> None:
        self.met: list[tuple[Trouble, str]] = []
        self._steps = [_Step(trouble) for trouble in troubles]
        self._chance = random.Random(seed)

    async def answer(self, asked: str, *, after: bool) -> Answer | None:
        """What becomes of a request, "METHOD /path", instead of what it asks for. Waits where that is slow."""
        for step in self._steps:
            if not step.happens(asked, after, self._chance):
                continue
            self.met.append((step.trouble, asked))
            match step.trouble.what:
                case Refused() | Limited() | Cut() as answer:
                    return answer
                case Slow(seconds):
                    await asyncio.sleep(seconds)
                case waits:
                    await waits()
        return None


class _Step:
    """How often a trouble was, and may be."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self._on = re.compile(trouble.on)
        self._skip = trouble.skip
        self._left = math.inf if trouble.times is None else trouble.times

    def happens(self, asked: str, after: bool, chance: random.Random) -> bool:
        if after is not self.trouble.after or self._left <= 0 or not self._on.fullmatch(asked):
            return False
        if self._skip:
            self._skip -= 1
            return False
        if chance.random() >= self.trouble.chance:
            return False
        self._left -= 1
        return True


def as_json(text: str, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # As bytes: with a charset behind it discord.py would not take it for JSON.
    return web.Response(body=text.encode(), status=status, headers=headers, content_type="application/json")
