"""What every test may rely on."""

from __future__ import annotations

import os

import hypothesis
import pytest

# Read when torch is imported. Two of its threads that contend, with each other or with a worker's, take ten times as
# long over models as small as those of the tests.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("egaku", deadline=None)
hypothesis.settings.load_profile("egaku")


@pytest.fixture(autouse=True)
def _no_settings_of_the_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own EGAKU_ variables decide nothing here."""
    for name in [name for name in os.environ if name.upper().startswith("EGAKU_")]:
        monkeypatch.delenv(name)
