"""A disk that fills up while a picture is being drawn: a small file system of the kernel's, seen by one process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.model, pytest.mark.crash]

ROOT = Path(__file__).parents[2]
SMALL = 'mount -t tmpfs -o size=16m none "$1" && exec "$2" -m tests.crash.on_a_small_disk "$1"'


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What that process said; it has a view of its own of what is mounted."""
    folder = tmp_path_factory.mktemp("small")
    alone = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*alone, "mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False).returncode:
        pytest.skip("this system lets no ordinary user mount a file system of its own")
    command = [*alone, "sh", "-c", SMALL, "sh", str(folder), sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_whoever_asks_for_something_hears_that_the_disk_is_full(said: dict[str, Any]) -> None:
    status, text = said["refused"]
    assert status == "failed" and "no space left on the disk" in text


def test_what_was_being_drawn_is_told_so_or_waits_for_room_and_is_never_lost(said: dict[str, Any]) -> None:
    status, text = said["told"]
    assert status == "done" or (status == "failed" and "no space left on the disk" in text)
    assert (said["pictures"], said["unfinished"]) == ([2, 1], 0)


def test_everything_can_be_read_meanwhile_and_with_room_again_all_goes_on(said: dict[str, Any]) -> None:
    assert (said["readable"], said["others_history"], said["after"]) == ([1, 1], "answered", "done")


def test_nothing_is_half_written(said: dict[str, Any]) -> None:
    assert (said["half_written"], said["complaints"], said["lost"]) == (0, [], [])
