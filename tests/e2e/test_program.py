"""``egaku playground`` from its first line to Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bot", "playground", "--headless", "--port", "0", "--data", str(tmp_path / "data")]
    with (
        (tmp_path / "errors").open("w") as errors,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        ) as process,
    ):
        yield process
        process.kill()


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return list(psutil.Process(process.pid).children(recursive=True))


def test_it_says_where_it_is_once_the_bot_is_there_and_ctrl_c_ends_all_of_it(playground: subprocess.Popen[str]) -> None:
    assert playground.stdout is not None
    address = playground.stdout.readline().strip()
    with urllib.request.urlopen(address, timeout=10) as page:
        assert "playground-rooms" in page.read().decode()
    processes = family(playground)
    assert len(processes) >= 2, "the bot, and the worker that draws"

    os.killpg(playground.pid, signal.SIGINT)

    assert playground.wait(PATIENCE) == 0
    assert psutil.wait_procs(processes, PATIENCE)[1] == []


@pytest.mark.crash
def test_a_bot_that_dies_is_started_again(playground: subprocess.Popen[str], tmp_path: Path) -> None:
    assert playground.stdout is not None
    playground.stdout.readline()
    (bot,) = psutil.Process(playground.pid).children()

    bot.kill()

    until = time.monotonic() + PATIENCE
    while not (another := psutil.Process(playground.pid).children()) or another == [bot]:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "-9" in (tmp_path / "errors").read_text(encoding="utf-8")


@pytest.mark.crash
def test_a_bot_does_not_outlive_a_playground_that_was_killed(playground: subprocess.Popen[str]) -> None:
    assert playground.stdout is not None
    playground.stdout.readline()
    processes = family(playground)

    playground.kill()

    assert psutil.wait_procs(processes, PATIENCE)[1] == []


def test_a_port_that_is_in_use_is_said_with_another_one_to_try(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "bot",
            "playground",
            "--headless",
            "--port",
            str(port),
            "--data",
            str(tmp_path),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)

    assert done.returncode == 2
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
