from __future__ import annotations

import asyncio
import contextlib
import io
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.patience import Connector


@contextlib.asynccontextmanager
async def session(connector: Connector) -> AsyncIterator[aiohttp.ClientSession]:
    """With a Discord that says everything after a second."""

    async def late(request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(1)
        return web.Response()

    async def gateway(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await asyncio.sleep(1)
        await socket.send_str("still here")
        return socket

    app = web.Application(client_max_size=2**30)
    app.add_routes([web.route("*", "/late", late), web.get("/gateway", gateway)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with aiohttp.ClientSession(_address(runner), connector=connector) as made:
            yield made
    finally:
        await runner.cleanup()


def _address(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_request_that_is_not_answered_is_given_up(method: str) -> None:
    async with session(Connector(answer=0.1)) as http:
        began = time.monotonic()
        with pytest.raises(aiohttp.ClientError):
            await http.request(method, "/late", data=b"x")
    assert time.monotonic() - began < 0.9


async def test_what_takes_long_to_send_has_longer() -> None:
    async with session(Connector(answer=0.1, slowest=1000)) as http:
        files = aiohttp.FormData({"file": io.BytesIO(b"x" * 2000)})
        async with http.post("/late", data=files) as answer:
            assert answer.status == 200


async def test_one_request_that_was_answered_says_nothing_of_the_next_on_its_connection() -> None:
    async with session(Connector(answer=1.5)) as http:
        for _ in range(2):
            async with http.post("/late", data=b"x") as answer:
                assert answer.status == 200


async def test_the_gateways_connection_stays() -> None:
    async with session(Connector(answer=0.1)) as http, http.ws_connect("/gateway") as socket:
        assert await socket.receive_str() == "still here"
