"""The whole program in a process of its own, as other programs drive it."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from storage import database
from tests.integration.talk.conftest import seen
from tools.demo_model.judge import overlap

pytestmark = [pytest.mark.model, pytest.mark.crash]

TALK = [sys.executable, "-m", "bot", "talk", "--json", "--user", "mia"]


def talk(data: Path, *lines: str, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(
        [*TALK, "--data", str(data), *options], input=text.encode(), capture_output=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def file_of(result: dict[str, Any]) -> Path:
    return Path(result["pictures"][0]["file"])


def test_one_object_a_line_and_a_second_run_goes_on_where_the_first_stopped(tmp_path: Path) -> None:
    red, blue, yellow, back = talk(
        tmp_path, "/imagine a red circle --seed 1", "make it blue", "put it on a yellow background", "undo"
    )
    (bigger,) = talk(tmp_path, "bigger", options=("--locale", "ja"))

    assert [each["status"] for each in (red, blue, yellow, back, bigger)] == ["done"] * 5
    assert back["pictures"] == blue["pictures"]
    assert bigger["parent"] == blue["turn"]
    assert seen(file_of(bigger)).colour == "blue"
    assert seen(file_of(bigger)).extent > 1.1 * seen(file_of(blue)).extent
    assert overlap(seen(file_of(red)).mask, seen(file_of(blue)).mask) > 0.7
    assert red["pictures"][0]["recipe"]["prompt"] == "a red circle"


def test_two_talks_on_one_folder_both_work(tmp_path: Path) -> None:
    lines = "".join(f"/imagine a cat --steps 2 --seed {seed}\n" for seed in range(4)).encode()
    both = [
        subprocess.Popen([*TALK, "--data", str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [process.communicate(lines, timeout=180)[0].decode().splitlines() for process in both]

    assert [len(each) for each in answers] == [4, 4]
    assert all(json.loads(line)["status"] == "done" for each in answers for line in each)


def test_a_killed_run_is_finished_by_the_next_one(tmp_path: Path) -> None:
    with _drawing(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
    (recipe,) = talk(tmp_path, "/recipe")

    assert recipe["status"] == "answered"
    assert len(recipe["pictures"]) == 4


def test_ctrl_c_in_the_middle_of_a_picture_cancels_it_and_keeps_the_rest(tmp_path: Path) -> None:
    process = _drawing(tmp_path)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(out.decode().splitlines()[-1])["status"] == "failed"
    assert found(tmp_path, "SELECT state, (SELECT count(*) FROM pictures) FROM jobs") == ("cancelled", 0)


def test_a_folder_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    database.upgrade(tmp_path / "egaku.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "egaku.db", isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    done = subprocess.run(
        [*TALK, "--data", str(tmp_path)], input=b"lol\n", capture_output=True, timeout=60, check=False
    )

    assert done.returncode == 2
    assert "newer" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_help_answers_at_once_and_imports_no_torch() -> None:
    code = """
import runpy, sys
sys.argv = ["egaku", "--help"]
try:
    runpy.run_module("bot", run_name="__main__")
except SystemExit:
    print(*[name in sys.modules for name in ("torch", "diffusers", "sqlalchemy")], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert done.stderr.split() == ["False", "False", "False"]


def found(data: Path, query: str) -> tuple[Any, ...] | None:
    """The first row of what the database says."""
    with contextlib.closing(sqlite3.connect(f"file:{data / 'egaku.db'}?mode=ro", uri=True)) as connection:
        row: tuple[Any, ...] | None = connection.execute(query).fetchone()
        return row


def _drawing(data: Path) -> subprocess.Popen[bytes]:
    """A talk in the middle of a long picture."""
    process = subprocess.Popen(
        [*TALK, "--data", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ},
        # A shell that starts the tests in the background has Ctrl-C ignored, and so would this.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stdin is not None
    process.stdin.write(b"/imagine a cat --steps 20 --count 4\n")
    process.stdin.flush()
    _wait_until_running(data)
    return process


def _wait_until_running(data: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if found(data, "SELECT count(*) FROM jobs WHERE state = 'running'") == (1,):
                return
        except sqlite3.OperationalError:
            pass
        time.sleep(0.1)
    raise TimeoutError("no job ever ran")
