"""A second bot on the same data folder."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import pytest

from tests.e2e.street import TOKEN, Street

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def egaku(street: Street, *arguments: str) -> tuple[int, str, str]:
    """What ``egaku`` ends with and says, on the data folder of the bot that is there."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments, "--data", str(street.data)),
        stdout=pipe,
        stderr=pipe,
        env={**os.environ, "EGAKU_DISCORD__TOKEN": TOKEN},
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_a_second_bot_refuses_to_start_and_says_who_is_there(street: Street) -> None:
    assert street.bot is not None
    before = sorted(street.data.rglob("*.lock"))
    english, japanese = await asyncio.gather(egaku(street, "run"), egaku(street, "run", "--locale", "ja"))
    for status, out, err in (english, japanese):
        assert (status, out, len(err.splitlines())) == (2, "", 1)
        assert str(street.data) in err
        assert str(street.bot.process.pid) in err
    assert "already" in english[2]
    assert "すでに" in japanese[2]
    assert sorted(street.data.rglob("*.lock")) == before
    assert street.bot.process.returncode is None


async def test_doctor_says_who_the_bot_is_and_leaves_it_alone(street: Street) -> None:
    assert street.bot is not None
    _, out, _ = await egaku(street, "doctor", "--json")
    (found,) = (each for each in json.loads(out)["findings"] if each["name"] == "bot")
    assert found["level"] == "ok"
    assert f"process {street.bot.process.pid} on " in found["found"]
