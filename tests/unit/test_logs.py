"""What is logged: one form for all that a process says, with job ids, without secrets."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import pytest_asyncio
import structlog
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import logs
from bot.settings import Log
from generator.logs import crashes

TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTp6WVg5"
BOT_TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
SIGNATURE = "5f0a1c77bd0e6a3be2d9"
SIGNED = f"https://cdn.discordapp.com/attachments/1/2/cat.png?ex=65d8&is=65d9&hm={SIGNATURE}&"
FOLLOW_UP = f"/webhooks/123456789/{TOKEN}/messages/@original"
CALLBACK = f"/interactions/123456789/{TOKEN}/callback"

_log = structlog.get_logger("bot.somewhere")


@pytest.fixture(autouse=True)
def _only_here() -> Iterator[None]:
    """Logging is the process's own: nobody else listens, and afterwards it is as it was."""
    root, configuration, hook = logging.getLogger(), structlog.get_config(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    yield
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    structlog.configure(**configuration)
    structlog.contextvars.clear_contextvars()


@pytest.fixture(params=["console", "json"])
def form(request: pytest.FixtureRequest) -> str:
    logs.configure(Log(format=request.param))
    return str(request.param)


def as_json(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest_asyncio.fixture
async def address() -> AsyncIterator[str]:
    """Of a server that knows who a bot is, takes its first follow-up for one too many, and else has words alone."""
    limit = iter([{"retry_after": 0.0, "global": False}])
    me = {"id": "1", "username": "egaku", "discriminator": "0", "avatar": None, "flags": 0}

    async def answered(request: web.Request) -> web.Response:
        headers = {"Via": "1.1 here", "Content-Type": "application/json"}
        if request.path.endswith("/users/@me"):
            return web.Response(body=json.dumps(me).encode(), headers=headers)
        if request.path.endswith(FOLLOW_UP) and (body := next(limit, None)):
            return web.Response(status=429, body=json.dumps(body).encode(), headers=headers)
        return web.Response(text="no JSON")

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answered)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}"
    await runner.cleanup()


class Silent(AbstractResolver):
    """A name server that never answers."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        await asyncio.Event().wait()
        raise AssertionError

    async def close(self) -> None:
        pass


async def test_a_request_that_is_not_answered_in_time_does_not_put_its_token_into_the_log(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    connector = aiohttp.TCPConnector(resolver=Silent())
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(connect=0.01)) as session:
        for path in (FOLLOW_UP, CALLBACK):
            with pytest.raises(aiohttp.ConnectionTimeoutError, match=TOKEN):
                await session.post(f"https://discord.com/api/v10{path}")
            try:
                await session.post(f"https://discord.com/api/v10{path}")
            except aiohttp.ClientError:
                _log.exception("a request failed")
    told = capsys.readouterr().err
    assert told.count("Connection timeout to host https://discord.com/api/v10/") == 2
    assert TOKEN not in told


async def test_an_answer_that_cannot_be_read_does_not_put_its_address_s_signature_into_the_log(
    form: str, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = SIGNED.replace("https://cdn.discordapp.com", address)
    async with aiohttp.ClientSession() as session:
        for url in (signed, signed, f"{address}{CALLBACK}"):
            async with session.get(url) as response:
                try:
                    await response.json()
                except aiohttp.ContentTypeError as error:
                    assert SIGNATURE in str(error) or TOKEN in str(error)
                    _log.warning("told", error=str(error), address=url, exc_info=True)
    told = capsys.readouterr().err
    assert told.count("ContentTypeError:") == 3
    assert TOKEN not in told and SIGNATURE not in told and "/attachments/1/2/cat.png?" in told


async def test_what_discord_py_logs_of_a_failing_event_and_of_a_limit_has_no_token(
    form: str, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", f"{address}/api/v10")
    logging.getLogger("discord.client").setLevel(logging.ERROR)

    class Bot(discord.Client):
        async def on_ready(self) -> None:
            raise aiohttp.ConnectionTimeoutError(f"Connection timeout to host {address}{FOLLOW_UP}")

    async with Bot(intents=discord.Intents(guilds=True)) as bot:
        await bot.http.static_login("a token")
        await bot.http.request(discord.http.Route("POST", FOLLOW_UP))
        bot.dispatch("ready")
        await asyncio.sleep(0.01)
    told = capsys.readouterr().err
    assert "Ignoring exception in on_ready" in told and "Connection timeout to host" in told
    assert "We are being rate limited. POST" in told
    assert TOKEN not in told


def test_no_way_of_saying_a_secret_gets_it_into_a_line(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    _log.info(f"see {SIGNED}", token=BOT_TOKEN, nested={"url": [SIGNED, f"at {FOLLOW_UP}\nand on"]})
    _log.error("proxied", proxy="http://me:open-sesame@proxy.example:3128")
    logging.getLogger("aiohttp.client").warning("%s and %r", SIGNED, CALLBACK)
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 3
    assert not [secret for secret in (SIGNATURE, BOT_TOKEN, TOKEN, "open-sesame") if secret in told]
    assert "/messages/@original" in told and "proxy.example:3128" in told and "and on" in told


def test_everything_that_a_process_says_is_json_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Log(format="json"))
    _log.warning("worker died", jobs=[1], ready=True)
    logging.getLogger("discord.gateway").warning("Shard ID %s has stopped responding", None)
    wrongly_said = {"name": "odd", "msg": "%d and %s", "args": ("too few",), "levelno": 35}
    logging.getLogger().handlers[-1].handle(logging.makeLogRecord(wrongly_said))  # pytest's own would not have it
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("an old way", DeprecationWarning, stacklevel=1)
    try:
        raise ValueError("at the\nvery end")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    ours, discords, odd, warned, crashed = as_json(capsys)
    assert (ours["event"], ours["jobs"], ours["level"]) == ("worker died", [1], "warning")
    assert (ours["logger"], discords["logger"]) == ("bot.somewhere", "discord.gateway")
    assert discords["event"] == "Shard ID None has stopped responding"
    assert odd["event"] == "%d and %s"
    assert "an old way" in warned["event"] and warned["logger"] == "py.warnings"
    assert crashed["level"] == "critical" and crashed["exception"].endswith("ValueError: at the\nvery end")


def test_a_traceback_shows_no_variables(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    prompt = "".join(reversed("ytterces"))
    try:
        raise ValueError(len(prompt))
    except ValueError:
        _log.exception("failed")
    told = capsys.readouterr().err
    assert "ValueError: 8" in told and prompt not in told


async def test_a_line_about_a_job_names_it_without_being_told_and_one_beside_it_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(Log(format="json"))

    async def drawn(job: int) -> None:
        structlog.contextvars.bind_contextvars(job=job)
        await asyncio.sleep(0)
        _log.info("drawn")

    await asyncio.gather(drawn(1), drawn(2))
    _log.info("beside")
    assert [line.get("job") for line in as_json(capsys)] == [1, 2, None]


def test_a_level_is_kept_to_and_other_libraries_never_tell_what_they_send(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Log(level="debug", format="json"))
    _log.debug("ours")
    logging.getLogger("discord.http").debug("POST with %s", {"content": "a prompt"})
    logs.configure(Log(level="debug"), least="warning")
    _log.info("for people")
    logs.configure(Log(level="error"), least="warning")
    _log.warning("light")
    assert [line["event"] for line in as_json(capsys)] == ["ours"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    logs.configure(Log())
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        _log.warning("to a full disk")
        with pytest.raises(OSError):
            full.flush()
        monkeypatch.undo()
        # What is left in its buffer cannot be written either.
        with pytest.raises(OSError):
            full.close()
    _log.warning("to a closed file")


def test_a_worker_that_crashes_says_so_in_a_line_and_leaves_with_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Log(format="json"))
    with pytest.raises(SystemExit) as left, crashes():
        raise RuntimeError("CUDA error")
    (line,) = as_json(capsys)
    assert left.value.code == 1
    assert (line["event"], line["level"]) == ("crashed", "critical") and "CUDA error" in line["exception"]
