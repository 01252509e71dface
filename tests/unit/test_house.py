"""Promises about the repository as a whole."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ["accelerate", "diffusers", "peft", "torch", "transformers"]

# Everything the parent process may import: all of bot and storage, and the generator's side of the protocol.
IMPORT_ALL = f"""
import contextlib, importlib, io, json, pkgutil, sys
import bot, storage, generator.recipe, generator.events, generator.models, generator.samplers
for package in (bot, storage):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
with contextlib.suppress(ModuleNotFoundError):
    import generator.executors.local
print(json.dumps([name for name in {HEAVY} if name in sys.modules]))
"""


def test_importing_the_bot_and_the_storage_loads_no_torch() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(done.stdout) == []


def test_imports_keep_their_direction() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


@pytest.fixture(scope="module")
def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(_pin(line) for line in lines if line and not line.startswith("#"))


def _pin(line: str) -> tuple[str, str]:
    found = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][A-Za-z0-9.]*)", line)
    assert found, f"{line!r} is not one name and one public version"
    return _normal(found[1]), found[2]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_has_a_version_for_everything_that_is_asked_for(
    project: dict[str, object], pins: dict[str, str]
) -> None:
    extras = project["optional-dependencies"]
    assert isinstance(extras, dict)
    asked = [*_strings(project["dependencies"]), *(one for extra in extras.values() for one in _strings(extra))]
    names = {_normal(re.split(r"[\[<>=!~; ]", one)[0]) for one in asked}
    assert names - set(pins) == set()


def _strings(values: object) -> list[str]:
    assert isinstance(values, list)
    return [str(value) for value in values]


def test_the_lock_names_no_address_and_no_path(pins: dict[str, str]) -> None:
    assert pins["torch"] == "2.13.0"
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if re.search(r"https?:|file:|@|^\s*-[a-z-]", line)]


def test_the_version_and_the_changelog_belong_together(project: dict[str, object]) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{project['version']}]" in changelog or "## [Unreleased]" in changelog


def test_make_alone_lists_every_target() -> None:
    done = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert listed >= {"setup", "try", "test", "check", "clean"}
