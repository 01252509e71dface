"""The gateway: events to the bot over a WebSocket, numbered, so that a cut connection can be resumed.

https://discord.com/developers/docs/events/gateway
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import functools
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from aiohttp import WSMsgType, web
from simcord.backend import serializers
from simcord.gateway import FakeGateway
from simcord.intents import missing_privileged_intents

from bot.playground.wire import outward
from bot.playground.world import World

UPLOAD_LIMIT = 10 * 1024 * 1024
"""Bytes a file, as in a server that nobody boosts."""

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4004, 4014
ENDING_SESSIONS = frozenset({4007, 4009})
"""Close codes (invalid sequence, session timed out) after which a session cannot be resumed."""
KEPT_EVENTS = 1000
DISTANCE = 0.1
"""Seconds to the answer of a heartbeat: discord.py notes when it sent one a moment after it did, and takes an answer
that is already there by then for one that is 41 s late."""


class Session:
    """What one bot was sent since it identified itself. It outlives its connections."""

    def __init__(self, world: World, home: str, intents: discord.Intents) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.parsers = _Sender(self.send)
        self._world = world
        self._home = home
        self._sent: collections.deque[tuple[int, str]] = collections.deque(maxlen=KEPT_EVENTS)
        self._number = 0
        self._more = asyncio.Event()
        # simcord's own gate: it drops what the intents leave out and blanks what they may not read.
        self._gate = FakeGateway(world.backend, self)

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            payload = {**payload, **self._of_the_person(payload)}
        self._gate.feed(event, payload)

    def send(self, event: str, payload: object) -> None:
        self._number += 1
        frame = {"op": DISPATCH, "s": self._number, "t": event, "d": payload}
        self._sent.append((self._number, outward(frame, self._home, self._world.age_restricted)))
        self._more.set()

    def has(self, number: int) -> bool:
        """Whether everything after that event is still here."""
        return number <= self._number and (not self._sent or number >= self._sent[0][0] - 1)

    async def write(self, send: Callable[[str], Awaitable[None]], after: int) -> None:
        """Send everything after that event, and whatever comes, until cancelled."""
        while True:
            self._more.clear()
            for number, frame in [one for one in self._sent if one[0] > after]:
                await send(frame)
                after = number
            await self._more.wait()

    def _of_the_person(self, payload: Mapping[str, Any]) -> dict[str, object]:
        person = payload.get("user") or payload["member"]["user"]
        return {
            "locale": self._world.locales.get(int(person["id"]), "en-US"),
            "attachment_size_limit": UPLOAD_LIMIT,
        }


class _Sender(dict[str, Callable[[object], None]]):
    """Where simcord looks for what parses an event: here it is sent instead."""

    def __init__(self, send: Callable[[str, object], None]) -> None:
        super().__init__()
        self._send = send

    def __missing__(self, event: str) -> Callable[[object], None]:
        return functools.partial(self._send, event)


class _Connection:
    """One socket of a bot's. ``speaks``: cleared, nothing is sent any more, and nobody is told."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.request = request
        self.socket = socket
        self.speaks = asyncio.Event()
        self.speaks.set()

    async def send(self, frame: str) -> None:
        await self.speaks.wait()
        await self.socket.send_str(frame)

    async def tell(self, op: int, data: object = None) -> None:
        await self.send(json.dumps({"op": op, "d": data}))


class Gateway:
    """What goes wrong here is up to whoever calls :meth:`cut` to :meth:`refuse`."""

    def __init__(self, world: World, token: str, approved: discord.Intents) -> None:
        self.home = ""
        self.arrived = asyncio.Event()
        """A bot has identified itself; whoever waits for another one clears this before."""
        self.resumed = asyncio.Event()
        """A bot has resumed its session, as above."""
        self._connections: set[_Connection] = set()
        self._refusals = 0
        self._world = world
        self._token = token
        self._approved = approved
        self._sessions: dict[str, Session] = {}
        world.backend.subscribers.append(self._feed)

    def cut(self) -> None:
        """Every connection breaks off, as when a cable is pulled."""
        for connection in self._connections:
            if connection.request.transport is not None:
                connection.request.transport.abort()

    def silence(self) -> None:
        """The connections stay, and nothing comes over them any more, no answer to a heartbeat either."""
        for connection in self._connections:
            connection.speaks.clear()

    async def reconnect(self) -> None:
        """Ask for new connections, as Discord does when it moves a bot to another of its machines."""
        for connection in tuple(self._connections):
            await connection.tell(RECONNECT)

    async def doubt(self) -> None:
        """Say that the session is invalid, and may be resumed over another connection."""
        for connection in tuple(self._connections):
            await connection.tell(INVALID_SESSION, True)

    async def forget(self) -> None:
        """Drop the session, and say so. Discord hands over nothing that happens until the bot has another one."""
        self._sessions.clear()
        for connection in tuple(self._connections):
            await connection.tell(INVALID_SESSION, False)

    async def close(self, code: int) -> None:
        """https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""
        if code in ENDING_SESSIONS:
            self._sessions.clear()
        for connection in tuple(self._connections):
            await connection.socket.close(code=code)

    def refuse(self, times: int) -> None:
        """So many connections do not come about."""
        self._refusals = times

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self._refusals:
            self._refusals -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = _Connection(request, socket)
        self._connections.add(connection)
        writer: asyncio.Task[None] | None = None
        try:
            await connection.tell(HELLO, {"heartbeat_interval": 41_250})
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                frame = message.json()
                if frame["op"] == HEARTBEAT:
                    await asyncio.sleep(DISTANCE)
                    if connection.speaks.is_set():
                        await connection.tell(HEARTBEAT_ACK)
                elif frame["op"] in {IDENTIFY, RESUME} and writer is None:
                    writer = await self._joined(connection, frame["op"], frame["d"])
        except ConnectionError:
            pass
        finally:
            self._connections.discard(connection)
            if writer is not None:
                writer.cancel()
                with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                    await writer
        return socket

    async def _joined(self, connection: _Connection, op: int, data: dict[str, Any]) -> asyncio.Task[None] | None:
        socket = connection.socket
        if data["token"] != self._token:
            await socket.close(code=AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return None
        if op == RESUME:
            session, after = self._sessions.get(data["session_id"]), data["seq"] or 0
            if session is None or not session.has(after):
                await connection.tell(INVALID_SESSION, False)
                return None
            session.send("RESUMED", {})
            self.resumed.set()
            return asyncio.create_task(session.write(connection.send, after))
        intents = discord.Intents(data["intents"])
        if missing_privileged_intents(intents, self._approved):
            await socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
            return None
        return asyncio.create_task(self._begun(intents).write(connection.send, 0))

    def _begun(self, intents: discord.Intents) -> Session:
        session = Session(self._world, self.home, intents)
        # One bot, one session: what an earlier process of it has not read, nobody will.
        self._sessions = {session.id: session}
        backend = self._world.backend
        session.send(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(backend.bot_user)),
                "guilds": [],
                "session_id": session.id,
                "resume_gateway_url": f"ws{self.home.removeprefix('http')}/gateway",
                "application": {"id": str(backend.application_id), "flags": 0},
            },
        )
        for guild in backend.guilds.values():
            session.feed("GUILD_CREATE", serializers.guild_create_payload(backend, guild))
        self.arrived.set()
        return session

    def _feed(self, event: str, payload: Mapping[str, Any]) -> None:
        for session in self._sessions.values():
            session.feed(event, payload)
