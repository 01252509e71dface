"""A few of the points of ``python -m benchmarks.crash.points``, which goes through all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.crash.points import run
from benchmarks.crash.stepping import How

pytestmark = pytest.mark.crash


async def test_a_bot_that_dies_while_it_draws_or_shows_a_picture_loses_nothing_and_posts_nothing_twice(
    tmp_path: Path,
) -> None:
    found = await run(tmp_path, "imagine", How.KILL, (130, 170, 210))

    assert found.where == []
    assert found.points == 3
