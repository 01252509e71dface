"""What people are told where the disk is nearly full, or has lost something."""

from __future__ import annotations

import pytest
import simcord

from storage.space import Space
from tests.discord.world import World

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


def told(result: simcord.InteractionResult) -> str:
    assert result.response is not None and result.response.ephemeral
    return result.response.content


async def test_with_the_disk_nearly_full_everybody_is_told_and_nothing_is_begun(world: World) -> None:
    await world.drawn()
    kept = world.house.studio.storage
    object.__setattr__(kept, "space", Space(kept.folder, keep_free=2**60))
    world.locales[world.kenji.id] = "ja"
    assert "egaku doctor" in told(await world.mia.slash(world.channel, "imagine", prompt="a cat"))
    assert "残りわずか" in told(await world.kenji.slash(world.channel, "imagine", prompt="猫"))
    await world.mia.send(world.channel, "make it blue", reply_to=world.last)
    assert "nearly full" in world.last.content and not world.last.attachments
    assert "nearly full" not in told(await world.mia.slash(world.channel, "history"))
    object.__setattr__(kept, "space", Space(kept.folder, keep_free=1))
    assert (await world.drawn("a cat")).attachments


async def test_a_lost_picture_leaves_the_rest_of_the_history_as_it_is(world: World) -> None:
    for prompt in ("a red circle --seed 1", "a blue star --seed 2"):
        await world.drawn(prompt)
    turn = await world.house.studio.storage.turns.get(1, 1)
    (await world.house.studio.storage.pictures.file(1, turn.pictures[0].sha256)).unlink()
    history = await world.mia.slash(world.channel, "history")
    assert history.response is not None
    assert len(history.response.embeds) == len(history.response.attachments) == 2
