"""A disk that is nearly full, and one that has lost something."""

from __future__ import annotations

import pytest

from bot import bootstrap
from bot.settings import Settings
from bot.talk.result import Status
from generator.executors.local import LocalExecutor
from tests.integration.talk.conftest import Talker, sit_down

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture
def without_room(settings: Settings) -> Settings:
    """A disk of which more is to stay free than any has."""
    return settings.model_copy(update={"data": settings.data.model_copy(update={"keep_free": 2**60})})


async def test_with_the_disk_nearly_full_nothing_new_is_taken_on_and_the_rest_still_works(
    settings: Settings, without_room: Settings, executor: LocalExecutor
) -> None:
    async with bootstrap.storage_of(settings) as kept:
        mia = await sit_down(bootstrap.furnished(settings, kept, executor))
        drawn = await mia.says("/imagine a red circle --steps 1")
    async with bootstrap.storage_of(without_room) as kept:
        house = bootstrap.furnished(without_room, kept, executor)
        mia, kenji = await sit_down(house), await sit_down(house, "kenji", "ja")
        refused = await mia.says("make it blue")
        assert refused.status is Status.FAILED and "egaku doctor" in refused.text
        assert "ディスクの空きが残りわずか" in (await kenji.says("/imagine 赤い丸")).text
        assert (await mia.says("/history")).pictures == drawn.pictures
        assert (await mia.says("/delete")).status is Status.DONE


async def test_a_picture_whose_file_is_gone_is_said_so_and_the_others_are_still_shown(mia: Talker) -> None:
    lost, there = await mia.types("/imagine a red circle --steps 1", "/imagine a blue star --steps 1")
    lost.pictures[0][1].unlink()
    assert [picture for picture, _ in (await mia.says("/history")).pictures] == [there.pictures[0][0]]
    asked = await mia.says(f"/goto {lost.turn}")
    assert asked.status is Status.REFUSED and "egaku db restore" in asked.text
    recipe = await mia.says(f"/recipe {lost.turn}")
    assert recipe.status is Status.ANSWERED and "a red circle" in recipe.text
