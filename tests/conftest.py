"""What every test may rely on."""

from __future__ import annotations

import os

import hypothesis
import pytest

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("egaku", deadline=None)
hypothesis.settings.load_profile("egaku")


@pytest.fixture(autouse=True)
def _no_settings_of_the_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own EGAKU_ variables decide nothing here."""
    for name in [name for name in os.environ if name.upper().startswith("EGAKU_")]:
        monkeypatch.delenv(name)
