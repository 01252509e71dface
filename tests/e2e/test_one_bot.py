"""A second bot on the same data folder."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.doctor import data
from bot.doctor.finding import Level
from bot.settings import Data
from tests.e2e.street import TOKEN, Street

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_a_second_bot_refuses_to_start_and_says_who_is_there(street: Street) -> None:
    assert street.bot is not None
    before = sorted(street.data.rglob("*.lock"))
    pipe = asyncio.subprocess.PIPE
    second = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--data", str(street.data)),
        stdout=pipe,
        stderr=pipe,
        env={**os.environ, "EGAKU_DISCORD__TOKEN": TOKEN},
    )
    out, err = await second.communicate()
    assert (second.returncode, out, len(err.splitlines())) == (2, b"", 1)
    assert f"{street.data} already: process {street.bot.process.pid} on " in err.decode()
    assert sorted(street.data.rglob("*.lock")) == before
    assert street.bot.process.returncode is None


async def test_doctor_says_who_the_bot_is(street: Street, tmp_path: Path) -> None:
    assert street.bot is not None
    (found,) = data.bot(Data(folder=street.data))
    assert f"process {street.bot.process.pid} on " in found.found("en")
    (nobody,) = data.bot(Data(folder=tmp_path))
    assert (nobody.key, nobody.level) == ("bot_none", Level.OK)
