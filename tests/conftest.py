"""What every test may rely on."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_settings_of_the_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own EGAKU_ variables decide nothing here."""
    for name in [name for name in os.environ if name.upper().startswith("EGAKU_")]:
        monkeypatch.delenv(name)
