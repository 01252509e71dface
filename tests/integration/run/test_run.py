"""``egaku run`` where it cannot begin: one clear sentence and exit status 2."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import discord
import pytest
import pytest_asyncio
from aiohttp import web
from typer.testing import CliRunner

from bot import bootstrap, run
from bot.__main__ import app
from bot.bootstrap import House
from bot.errors import BadInput, Broken, EgakuError, Refused
from bot.settings import Data, load
from generator.executors.local import LocalExecutor
from storage import presence

ME = {"id": "1", "username": "egaku", "discriminator": "0", "avatar": None, "flags": 0}
APPLICATION = {"id": "1", "name": "egaku", "description": "", "icon": None, "verify_key": "", "owner": ME}


def sentence(tmp_path: Path, *arguments: str, config: str = "") -> str:
    """What it says on standard error when it leaves with status 2."""
    file = tmp_path / "config.toml"
    file.write_text(config, encoding="utf-8")
    result = CliRunner().invoke(app, ["run", "--config", str(file), "--data", str(tmp_path / "data"), *arguments])
    assert result.exit_code == 2 and result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_without_a_token_it_says_where_one_goes(tmp_path: Path) -> None:
    assert "EGAKU_DISCORD__TOKEN" in sentence(tmp_path)
    assert "トークンがありません" in sentence(tmp_path, "--locale", "ja")


def test_a_token_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "nowhere.txt" in sentence(tmp_path, config='[discord]\ntoken_file = "nowhere.txt"\n')


def test_a_missing_model_is_named_before_anything_starts(tmp_path: Path) -> None:
    config = '[discord]\ntoken = "x"\n[defaults]\nmodel = "gone"\n[models.gone]\ntext_to_image = "./nowhere"\n'
    assert "model gone are missing" in sentence(tmp_path, config=config)


def test_a_folder_that_is_being_restored_is_left_alone(tmp_path: Path) -> None:
    with presence.present(tmp_path / "data", alone=True):
        assert "being restored" in sentence(tmp_path, config='[discord]\ntoken = "x"\n')


@pytest.mark.parametrize(("locale", "word"), [("en", "already"), ("ja", "すでに")])
def test_a_folder_that_has_a_bot_is_left_to_it(tmp_path: Path, locale: str, word: str) -> None:
    other = presence.Presence(tmp_path / "data", role=bootstrap.BOT)
    said = sentence(tmp_path, "--locale", locale, config='[discord]\ntoken = "x"\n')
    other.leave()
    assert word in said and str(os.getpid()) in said


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Nothing is drawn here: its worker is never started."""
    settings = load().model_copy(update={"data": Data(folder=tmp_path)})
    executor = LocalExecutor(bootstrap.worker_options(settings, ()))
    async with bootstrap.storage_of(settings) as kept:
        yield bootstrap.furnished(settings, kept, executor)


@pytest.mark.parametrize(
    ("path", "status", "error", "key"),
    [
        ("/users/@me", 401, BadInput, "error.token_wrong"),
        ("/users/@me", 403, Refused, "error.discord_forbidden"),
        ("/users/@me", 400, Broken, "error.discord_unreachable"),
    ],
)
async def test_what_discord_refuses_is_told_in_words(
    house: House, monkeypatch: pytest.MonkeyPatch, path: str, status: int, error: type[EgakuError], key: str
) -> None:
    async def answered(request: web.Request) -> web.Response:
        if request.path.endswith(path):
            return _json({"message": "refused", "code": 0}, status)
        return _json(ME)

    async with discord_that(answered, monkeypatch):
        with pytest.raises(error) as refused:
            await run.serve(house, "token", asyncio.Event())
    assert refused.value.key == key


@contextlib.asynccontextmanager
async def discord_that(
    answers: Callable[[web.Request], Awaitable[web.Response]], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answers)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://{host}:{port}")
    try:
        yield
    finally:
        await runner.cleanup()


def _json(data: object, status: int = 200) -> web.Response:
    """discord.py reads JSON only where the content type says nothing else."""
    return web.Response(body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json"})


async def test_no_network_is_told_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9")
    with pytest.raises(Broken) as refused:
        await run.serve(house, "token", asyncio.Event())
    assert refused.value.key == "error.discord_unreachable"


async def test_told_to_stop_while_it_logs_in_it_does_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, stop, stopped = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def silent(request: web.Request) -> web.Response:
        asked.set()
        await stopped.wait()
        return _json({})

    async with discord_that(silent, monkeypatch):
        serving = asyncio.create_task(run.serve(house, "token", stop))
        await asked.wait()
        stop.set()
        done, _ = await asyncio.wait({serving}, timeout=10)
        stopped.set()
        await serving
    assert done


async def test_a_data_folder_that_breaks_before_it_is_there_is_told_in_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answered(request: web.Request) -> web.Response:
        if request.path.endswith("/commands"):
            await spoilt(house)
            return _json([])
        if "applications" in request.path:
            return _json({**APPLICATION, "bot_public": True, "bot_require_code_grant": False, "rpc_origins": []})
        return _json(ME)

    async with discord_that(answered, monkeypatch):
        with pytest.raises(Broken) as refused:
            await run.serve(house, "token", asyncio.Event())
    assert refused.value.key == "error.data_unusable"


async def spoilt(house: House) -> None:
    """Nothing can open its database any more."""
    database = house.studio.storage.people.database
    await database.writer.dispose()
    await database.readers.dispose()
    for file in house.settings.data.folder.glob("egaku.db*"):
        file.unlink()
    (house.settings.data.folder / "egaku.db").mkdir()
