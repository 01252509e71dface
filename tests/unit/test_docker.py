"""Dockerfile and compose.yaml belong to this program: what they name is here, and means here what they mean by it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml  # type: ignore[import-untyped]
from packaging.specifiers import SpecifierSet

from bot import heartbeat
from bot.__main__ import app
from bot.settings import load

ROOT = Path(__file__).parents[2]


class Loader(yaml.SafeLoader):  # type: ignore[misc]
    """With Compose's own tag, which takes a value of the file before away."""


Loader.add_constructor("!reset", lambda loader, node: None)


def _steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, a line each, without comments."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


STEPS = _steps()


def _all(name: str) -> list[str]:
    return [rest for step, rest in STEPS if step == name]


def _env() -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(_all("ENV"))))


def _compose(file: str = "compose.yaml") -> dict[str, Any]:
    return dict(yaml.load((ROOT / file).read_text(encoding="utf-8"), Loader))


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _from_the_context() -> set[str]:
    """What the build takes from this folder."""
    copied = {source for rest in _all("COPY") for source in rest.split()[:-1]}
    mounted = {found for rest in _all("RUN") for found in re.findall(r"type=bind,source=([^,\s]+)", rest)}
    return copied | mounted


def test_the_image_has_one_python_and_egaku_runs_on_it() -> None:
    (version,) = set(re.findall(r"python(3\.\d+)", " ".join(_all("RUN"))))
    assert version in SpecifierSet(_project()["project"]["requires-python"])


def test_everything_that_the_build_takes_is_there_and_gets_past_dockerignore() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert _from_the_context() == let_in
    assert [name for name in let_in if not (ROOT / name).exists()] == []


def test_every_package_of_the_wheel_is_copied_for_it() -> None:
    assert set(_project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= _from_the_context()


def test_the_container_starts_a_command_that_there_is() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert (json.loads(_all("ENTRYPOINT")[-1]), json.loads(_all("CMD")[-1])) == (["egaku"], ["run"])
    assert "run" in commands


def test_the_containers_variables_are_settings_and_win_over_the_settings_file(monkeypatch: pytest.MonkeyPatch) -> None:
    compose = _compose()
    bot = compose["services"]["bot"]
    for name, value in {**_env(), **bot["environment"]}.items():
        if name.startswith("EGAKU_"):
            monkeypatch.setenv(name, value)

    settings = load(ROOT / compose["configs"]["settings"]["file"])

    assert str(settings.data.folder) in json.loads(_all("VOLUME")[0])
    assert str(settings.discord.token_file) in {f"/run/secrets/{name}" for name in bot["secrets"]}


def test_what_is_kept_lies_on_volumes_and_the_settings_where_they_are_read() -> None:
    compose = _compose()
    bot = compose["services"]["bot"]
    mounts = dict(mount.split(":") for mount in bot["volumes"])
    assert sorted(mounts) == sorted(compose["volumes"])
    assert sorted(mounts.values()) == sorted(json.loads(_all("VOLUME")[0]))
    assert _env()["HF_HOME"] in mounts.values()
    assert bot["configs"] == [{"source": "settings", "target": f"{_all('WORKDIR')[-1]}/config.toml"}]


def test_the_cpu_variant_asks_for_a_stage_that_there_is_and_for_no_gpu() -> None:
    changed = _compose("compose.cpu.yaml")["services"]["bot"]
    stages = {rest.rpartition(" AS ")[2] for rest in _all("FROM")}
    assert changed["build"]["args"]["DEVICE"] in stages
    assert changed["deploy"] is None


@pytest.mark.parametrize(("age", "status"), [(None, 1), (0, 0), (3 * heartbeat.INTERVAL, 0), (65, 1)])
def test_the_container_is_healthy_as_long_as_the_heartbeat_is_young(
    tmp_path: Path, age: float | None, status: int
) -> None:
    if age is not None:
        file = tmp_path / heartbeat.NAME
        file.touch()
        os.utime(file, times=(time.time() - age,) * 2)
    command = json.loads(_all("HEALTHCHECK")[0].partition("CMD ")[2])
    environ = {**os.environ, "EGAKU_DATA__FOLDER": str(tmp_path)}
    done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=60)
    assert done.returncode == status
