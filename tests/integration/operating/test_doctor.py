"""``egaku doctor``: what it finds, and that it finds it where nothing else works any more."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import os
import sqlite3
import stat
from collections.abc import Iterable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine
from typer.testing import CliRunner

import storage
from bot.__main__ import app
from bot.doctor import configuration, data, drawing, finding, machine, models
from bot.doctor.finding import Finding, Level
from bot.doctor.program import examined, looks
from bot.i18n import catalogue
from bot.settings import Data, Settings, load
from storage import migrations
from storage.presence import Presence
from tests.integration.storage.making import ask, draw
from tests.integration.storage.test_mending import stray

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def keys(findings: Iterable[Finding]) -> dict[str, Level]:
    """What was found, by key, once all of it could be said in both languages."""
    found = list(findings)
    for each in found:
        assert each.found("en") and each.found("ja")
        assert bool(each.remedy("en")) == bool(each.remedy("ja")) == (each.level is not Level.OK)
    return {each.key: each.level for each in found}


async def _with(folder: Path, *lines: str) -> None:
    async with storage.open(folder) as kept:
        me = (await kept.people.known("terminal", "me", "Me", "en")).id
        for line in lines:
            await draw(kept, me, line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two pictures."""
    asyncio.run(_with(tmp_path / "data", "one", "other"))
    return tmp_path / "data"


# -- the command


@pytest.mark.model
def test_where_all_is_well_it_says_so_and_a_program_can_read_it(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = CliRunner().invoke(app, ["doctor", "--data", str(folder), "--json", "--deep"])
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["ok"]) == (0, True), answer
    assert {frozenset(each) for each in answer["findings"]} == {frozenset({"name", "level", "found", "remedy"})}
    levels = {each["name"]: each["level"] for each in answer["findings"]}
    assert {"python", "device", "data folder", "integrity", "pictures", "model demo"} <= levels.keys()
    assert (levels["token"], levels["drawing"]) == ("warning", "ok")
    assert sorted(folder.rglob("*")) == before


def test_a_broken_configuration_does_not_keep_it_from_looking_at_the_rest(folder: Path) -> None:
    Path("config.toml").write_text(
        f'[data]\nfolder = "{folder}"\nfoldr = "x"\n[discord]\ntoken = "{TOKEN}"\n', encoding="utf-8"
    )
    next(folder.glob("pictures/??/*.png")).unlink()
    result = CliRunner().invoke(app, ["doctor", "--locale", "ja"])
    assert result.exit_code == 1
    assert "data.folder のこと" in result.stdout and "ファイルが失われている絵が 1 枚" in result.stdout
    assert "egaku db restore" in result.stdout
    assert TOKEN not in result.output and "Traceback" not in result.output


@pytest.mark.parametrize("text", ["[data\n", "data = 3\n", "[data]\nfolder = 3\n", "[models.x]\n", "\xff"])
def test_settings_that_cannot_be_meant_are_named(text: str, folder: Path) -> None:
    Path("config.toml").write_text(text, encoding="latin-1")
    read = configuration.read(None, folder, None)
    assert keys(configuration.settings(read)) == {"settings_wrong": Level.ERROR}
    assert read.settings.data.folder == folder
    assert "models" not in looks(read, deep=True)


def test_a_variable_that_cannot_be_meant_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGAKU_DATA__FOLDER", "elsewhere")
    monkeypatch.setenv("EGAKU_LIMITS__MAX_COUNT", "many")
    read = configuration.read(None, None, None)
    (found,) = configuration.settings(read)
    assert "EGAKU_LIMITS__MAX_COUNT" in found.found("en")
    assert read.settings.data.folder == Path("elsewhere")


def test_a_look_that_fails_is_an_error_of_its_own_and_the_others_go_on() -> None:
    def ill() -> Iterable[Finding]:
        raise ZeroDivisionError("secret")

    found = list(examined({"ill": ill, "well": machine.python}))
    assert keys(found) == {"look_failed": Level.ERROR, "python": Level.OK}
    assert "secret" not in found[0].found("en")


def test_every_finding_of_the_catalogue_is_one_that_is_made() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in Path(finding.__file__).parent.glob("*.py"))
    said = {key.split(".")[1] for key in catalogue().keys("en") if key.startswith("doctor.")}
    assert {key for key in said if f'"{key}"' not in sources and not key.startswith("extra_")} == {"well", "to_do"}


# -- the data folder


def test_what_is_kept_and_sound_is_well(folder: Path) -> None:
    assert set(keys(data.kept(Data(folder=folder))).values()) == {Level.OK}
    assert keys(data.kept(Data(folder=folder / "nowhere"))) == {"database_none": Level.OK}


def test_a_folder_is_tried_and_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    other = Presence(folder)
    (found,) = data.folder(Data(folder=folder))
    other.leave()
    assert (found.key, found.values["programs"]) == ("folder", 1)
    assert keys(data.folder(Data(folder=tmp_path / "a" / "b"))) == {"folder_new": Level.OK}
    assert not (tmp_path / "a").exists()
    assert keys(data.folder(Data(folder=Path("/proc/1")))) == {"folder_unwritable": Level.ERROR}
    (tmp_path / "file").write_bytes(b"")
    assert keys(data.folder(Data(folder=tmp_path / "file"))) == {"folder_unwritable": Level.ERROR}


def test_a_disk_that_fills_up_is_told_before_it_is_full(folder: Path) -> None:
    status = os.statvfs(folder)
    free = status.f_bavail * status.f_frsize
    for keep_free, key in ((1, "space"), (free * 3 // 4, "space_low"), (free * 2, "space_none"), (0, "space")):
        assert list(keys(data.space(Data(folder=folder, keep_free=keep_free)))) == [key]


def test_a_damaged_database_is_told_in_sqlites_words(folder: Path) -> None:
    with (folder / "egaku.db").open("r+b") as stream:
        stream.seek(12_288)
        stream.write(b"\xa5" * 16_384)
    found = keys(data.kept(Data(folder=folder)))
    assert found["integrity_broken"] is Level.ERROR
    assert keys(data.clock(Data(folder=folder))) is not None


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\0" * 4096])
def test_a_file_that_is_no_database_is_told(folder: Path, content: bytes) -> None:
    (folder / "egaku.db").write_bytes(content)
    found = keys(data.kept(Data(folder=folder)))
    assert Level.ERROR in found.values()


def test_versions_are_compared(folder: Path, tmp_path: Path) -> None:
    def alter(revision: str) -> dict[str, Level]:
        with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        return keys(data.kept(Data(folder=folder)))

    assert alter("0001")["database_older"] is Level.WARNING
    assert alter("9999") == {"database_newer": Level.ERROR}
    first = tmp_path / "first"
    first.mkdir()
    engine = create_engine(f"sqlite:///{first}/egaku.db")
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
    engine.dispose()
    assert keys(data.kept(Data(folder=first)))["database_older"] is Level.WARNING


def test_files_and_rows_that_disagree_are_told(folder: Path) -> None:
    next(folder.glob("pictures/??/*.png")).unlink()
    stray(folder, b"left by a kill")
    found = keys(data.kept(Data(folder=folder)))
    assert (found["pictures_lost"], found["strays"]) == (Level.ERROR, Level.WARNING)


def test_a_picture_that_has_changed_is_told(folder: Path) -> None:
    assert keys(data.damaged(Data(folder=folder))) == {"pictures_sound": Level.OK}
    file = next(folder.glob("pictures/??/*.png"))
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    (found,) = data.damaged(Data(folder=folder))
    assert (found.key, found.level) == ("pictures_damaged", Level.ERROR) and file.parent.name in found.found("en")
    assert keys(data.damaged(Data(folder=folder / "nowhere"))) == {}


def test_lost_latents_are_a_warning(folder: Path) -> None:
    next(folder.glob("pictures/??/*.safetensors")).unlink()
    assert keys(data.kept(Data(folder=folder)))["latents_lost"] is Level.WARNING


def test_jobs_that_were_given_up_are_named(folder: Path) -> None:
    async def poison() -> int:
        async with storage.open(folder) as kept:
            me = (await kept.people.known("terminal", "me", "Me", "en")).id
            job = (await ask(kept, me)).job.id
            await kept.jobs.fail(job, "worker_died")
            return job

    job = asyncio.run(poison())
    given_up = [each for each in data.kept(Data(folder=folder)) if each.key == "jobs_given_up"]
    assert [each.values["jobs"] for each in given_up] == [str(job)]


def test_a_clock_that_went_back_is_told(folder: Path) -> None:
    assert keys(data.clock(Data(folder=folder))) == {"clock": Level.OK}
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    with contextlib.closing(sqlite3.connect(folder / "egaku.db")) as connection, connection:
        connection.execute("UPDATE turns SET created_at = ?", (later.strftime("%Y-%m-%d %H:%M:%S.%f"),))
    assert keys(data.clock(Data(folder=folder))) == {"clock_behind": Level.ERROR}


# -- the settings and the machine


def with_config(text: str) -> configuration.Configuration:
    Path("config.toml").write_text(text, encoding="utf-8")
    Path("config.toml").chmod(0o600)
    return configuration.read(None, None, None)


def test_the_token_is_looked_for_and_never_shown(tmp_path: Path) -> None:
    assert keys(configuration.token(with_config(""))) == {"token_missing": Level.WARNING}
    inside = with_config(f'[discord]\ntoken = "{TOKEN}"\n')
    assert keys(configuration.token(inside)) == {"token": Level.OK}
    Path("config.toml").chmod(0o644)
    assert keys(configuration.token(inside)) == {"token_open": Level.WARNING}
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    (tmp_path / "token").chmod(stat.S_IRUSR | stat.S_IRGRP)
    beside = with_config('[discord]\ntoken_file = "token"\n')
    assert keys(configuration.token(beside)) == {"token_open": Level.WARNING}
    (tmp_path / "token").unlink()
    assert keys(configuration.token(beside)) == {"token_file": Level.ERROR}
    for found in (*configuration.token(inside), *configuration.settings(inside)):
        assert TOKEN not in found.found("en") + found.remedy("en")


def test_a_token_of_the_environment_is_nobodys_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGAKU_DISCORD__TOKEN", TOKEN)
    assert keys(configuration.token(configuration.read(None, None, None))) == {"token": Level.OK}


def test_models_are_known_by_their_files_or_their_commit(tmp_path: Path) -> None:
    text = '[models.{}]\ntext_to_image = "{}"\n'
    settings = with_config(
        text.format("gone", tmp_path / "nowhere")
        + text.format("hub", "owner/name")
        + text.format("pinned", "owner/name")
        + 'revision = "451f4fe16113bff5a5d2269ed5ad43b0592e9a14"\n'
    ).settings
    found = {each.name: (each.key, each.level) for each in models.models(settings)}
    assert found == {
        "model demo": ("model", Level.OK),
        "model demo (edit)": ("model", Level.OK),
        "model gone": ("model_missing", Level.WARNING),
        "model hub": ("model_unpinned", Level.WARNING),
        "model pinned": ("model_from_hub", Level.OK),
    }
    assert set(keys(models.models(settings)).values()) == {Level.OK, Level.WARNING}
    usual = settings.model_copy(update={"defaults": settings.defaults.model_copy(update={"model": "gone"})})
    assert keys(models.models(usual))["model_missing"] is Level.ERROR


def understanding(**changes: str) -> Settings:
    settings = load()
    return settings.model_copy(update={"understanding": settings.understanding.model_copy(update=changes)})


def test_models_of_words_are_looked_for_too(tmp_path: Path) -> None:
    assert keys(models.words(load())) == {}
    settings = understanding(language_model=str(tmp_path / "nowhere"), translation_model="owner/name")
    assert keys(models.words(settings)) == {"words_missing": Level.ERROR, "words": Level.OK}


def test_what_is_not_installed_is_an_error_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "EXTRAS", {"llm": ("no_such_package",), "ja": ("no_such_package",)})
    assert keys(machine.extras(load())) == {"extra_llm_missing": Level.OK, "extra_ja_missing": Level.OK}
    asked = understanding(language_model="owner/name")
    assert keys(machine.extras(asked))["extra_llm_missing"] is Level.ERROR


@pytest.mark.model
def test_a_device_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = load(data=tmp_path)
    absent = settings.model_copy(update={"worker": settings.worker.model_copy(update={"device": "cuda:99"})})
    assert keys(machine.device(absent)) == {"device_absent": Level.ERROR}
    assert set(keys(drawing.drawing(with_a_missing_model(settings))).values()) == {Level.ERROR}


def with_a_missing_model(settings: Settings) -> Settings:
    gone = settings.models["demo"].model_copy(update={"text_to_image": "./nowhere"})
    return settings.model_copy(update={"models": {"demo": gone}})


def test_a_torch_that_cannot_be_imported_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('libcudart.so.13')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert keys(machine.device(load())) == {"torch_broken": Level.ERROR}
