"""What is not plainly a wish: answered, offered, or left alone; and what needs no model."""

from __future__ import annotations

import pytest

from tests.discord.world import World, labels

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_a_question_is_answered_in_words_and_talk_with_silence(world: World) -> None:
    first = await world.drawn("a red circle --seed 7")
    before = len(world.ours())
    await world.mia.send(world.channel, "my cousin has one like that", reply_to=first)
    assert len(world.ours()) == before
    await world.mia.send(world.channel, "what seed was that?", reply_to=first)
    assert "7" in world.last.content and not world.last.attachments


async def test_what_is_unclear_becomes_an_edit_by_its_button_alone(world: World) -> None:
    first = await world.drawn("a red circle --seed 7")
    await world.mia.send(world.channel, "okapi", reply_to=first)
    offer = world.last
    assert labels(offer) == ["Apply as an edit"] and "okapi" in offer.content and not offer.attachments
    await world.mia.click(offer, label="Apply as an edit")
    turn = await world.house.studio.storage.turns.get(1, 2)
    assert (turn.action, turn.text, turn.parent) == ("edit", "okapi", 1)
    assert world.last.attachments


async def test_somebody_elses_offer_begins_a_branch_of_ones_own(world: World) -> None:
    first = await world.drawn("a red circle --seed 7")
    await world.kenji.send(world.channel, "okapi", reply_to=first)
    await world.kenji.click(world.last, custom_id=f"egaku:apply:1:{first.id}")
    assert world.last.attachments


async def test_pixels_are_changed_without_a_model(world: World) -> None:
    first = await world.drawn("a red circle --seed 7")
    await world.mia.send(world.channel, "crop it to 2:1", reply_to=first)
    assert "512 × 256" in world.last.content and world.last.attachments
