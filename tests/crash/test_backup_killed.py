"""``kill -9`` at every step of a backup and of a restore that leaves a mark."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.crash

ROOT = Path(__file__).parents[2]


def test_wherever_a_backup_or_a_restore_is_killed_nothing_is_lost_and_the_next_one_works(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.crash.restoring_killed", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    steps = json.loads(done.stdout)
    assert steps["backing_up"] >= 5 and steps["restoring"] >= 5
