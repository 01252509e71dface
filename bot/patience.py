"""How long one request to Discord may take.

discord.py lets requests of one route in one channel wait for one another, and aiohttp gives each five minutes: one that
is never answered would hold up all of a channel's. It cannot be broken off from outside either: discord.py may be
counting a global limit's seconds in it, for everybody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import hdrs

if TYPE_CHECKING:
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

ANSWER = 30.0
"""Seconds for a request and its whole answer."""
SLOWEST = 100_000
"""Bytes a second of the slowest line that files are sent on."""


class Connector(aiohttp.TCPConnector):
    """Breaks the connection off on which an answer takes longer than ``answer`` seconds, and the time that what is sent
    takes on a slow line: aiohttp raises ClientError then. What becomes a WebSocket stays."""

    def __init__(self, *, answer: float = ANSWER, slowest: float = SLOWEST) -> None:
        super().__init__(limit=0)
        self._answer = answer
        self._slowest = slowest

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        if hdrs.UPGRADE not in req.headers:
            seconds = self._answer + int(req.headers.get(hdrs.CONTENT_LENGTH, 0)) / self._slowest
            given_up = asyncio.get_running_loop().call_later(seconds, _break_off, connection)
            connection.add_callback(given_up.cancel)
        return connection


def _break_off(connection: Connection) -> None:
    if connection.transport is not None:
        connection.transport.abort()
