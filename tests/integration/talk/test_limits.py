"""How much one may ask for, at a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.settings import Data, Settings
from bot.talk.result import Status
from generator.events import Finished, Progress
from tests.integration.talk import conftest
from tests.integration.talk.conftest import Talker

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

ONCE = "/imagine a red circle --steps 2"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    usual = conftest.with_a_plain_model()
    limits = usual.limits.model_copy(update={"a_day": 1})
    return usual.model_copy(update={"data": Data(folder=tmp_path / "data"), "limits": limits})


async def test_a_terminal_says_in_words_when_there_is_more(mia: Talker, kenji: Talker) -> None:
    assert (await mia.says(ONCE)).status is Status.DONE
    refused = await mia.says("make it blue")
    assert refused.status is Status.REFUSED
    assert re.search(r"your 1 request\(s\) of today. There are new ones in (\d+ h )?(\d+|a) min", refused.text)
    assert (await mia.says("what seed was that?")).status is Status.ANSWERED, "words cost nothing"
    assert (await kenji.says(ONCE)).status is Status.DONE
    assert re.search(
        r"今日の 1 件を使い切りました。(\d+ 時間 )?\d+ 分後にまた頼めます。", (await kenji.says("青くして")).text
    )


async def test_a_picture_costs_the_seconds_that_it_was_drawn_for(mia: Talker) -> None:
    await mia.says(ONCE)
    seconds = sum(each.seconds for each in mia.events if isinstance(each, Progress))
    seconds += sum(each.decoding for each in mia.events if isinstance(each, Finished))
    async with mia.house.studio.storage.people.database.reading() as session:
        used = (await session.execute(text("SELECT requests, gpu_ms FROM person_days"))).one()
    assert tuple(used) == (1, round(seconds * 1000)) and used.gpu_ms > 0
