"""The buttons under a result: for its owner, for strangers, after a restart, twice, and too late."""

from __future__ import annotations

import json

import discord
import pytest
import simcord

from generator.events import Queued
from tests.discord.world import World, buttons, custom_ids

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

NEXT = Queued(job=0, position=0, eta=1)


def told(result: simcord.InteractionResult) -> str:
    """What only the one who pressed reads."""
    seen = [each for each in (result.response, *result.followups) if each is not None and each.ephemeral]
    return "\n".join(each.content for each in seen)


async def test_v_makes_four_variations_of_that_picture(world: World) -> None:
    first = await world.drawn("a red circle --count 2")
    await world.mia.click(first, label="V2")
    assert len(world.last.attachments) == 4 and "Variations of picture 2" in world.last.content
    assert world.last.reference is not None and world.last.reference.message_id == first.id
    assert (await world.house.studio.storage.turns.get(1, 2)).parent_picture == 2


async def test_u_enlarges_that_picture(world: World) -> None:
    first = await world.drawn()
    await world.mia.click(first, label="U1")
    assert "1024 × 1024" in world.last.content and "enlarged" in world.last.content
    reroll = next(each for each in buttons(world.last) if each.custom_id == "egaku:reroll:2")
    assert reroll.disabled, "an enlarged picture has no dice"


async def test_reroll_draws_the_same_with_other_dice(world: World) -> None:
    first = await world.drawn()
    await world.mia.click(first, custom_id="egaku:reroll:1")
    turn = await world.house.studio.storage.turns.get(1, 2)
    assert turn.recipes[0].prompt == "a red circle" and turn.recipes[0].seed != 1


async def test_undo_and_redo_turn_the_message_itself_over(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    second = world.last
    await world.mia.click(second, custom_id="egaku:undo:2")
    assert len(world.ours()) == 2 and world.last.id == second.id
    assert "a red circle" in world.last.content and world.last.attachments[0].filename == "egaku-1-1.png"
    await world.mia.send(world.channel, "make it green", reply_to=world.last)
    assert (await world.house.studio.storage.turns.get(1, 3)).parent == 1, "the message stands for what it shows"
    await world.mia.click(world.ours()[1], custom_id="egaku:redo:1")
    assert "make it green" in world.ours()[1].content
    ended = await world.mia.click(world.ours()[1], custom_id="egaku:redo:3")
    assert "nothing to redo" in told(ended)


async def test_the_first_version_has_nothing_to_undo(world: World) -> None:
    first = await world.drawn()
    undo = next(each for each in buttons(first) if each.custom_id == "egaku:undo:1")
    assert undo.disabled


async def test_refine_asks_in_a_dialog(world: World) -> None:
    first = await world.drawn()
    shown = await world.mia.click(first, label="Refine")
    assert shown.modal is not None and shown.modal["title"] == "Refine this picture"
    result = await world.mia.submit_modal(shown, {"wish": "make it blue"})
    assert "make it blue" in world.last.content and world.last.attachments
    assert told(result) == ""


async def test_a_dialog_that_discord_does_not_open_breaks_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    first = await world.drawn()
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await world.mia.click(first, label="Refine")
    await world.env.advance_time(5)
    shown = await world.mia.click(first, label="Refine")
    await world.mia.submit_modal(shown, {"wish": "make it blue"})
    assert "make it blue" in world.last.content and not [each for each in caplog.records if each.exc_info]


async def test_chatter_in_the_dialog_is_answered(world: World) -> None:
    first = await world.drawn()
    shown = await world.mia.click(first, label="Refine")
    assert "nothing to draw" in told(await world.mia.submit_modal(shown, {"wish": "nice!"}))


async def test_a_dialog_may_be_sent_after_a_restart(world: World) -> None:
    first = await world.drawn()
    shown = await world.mia.click(first, label="Refine")
    await world.restart()
    await world.mia.submit_modal(shown, {"wish": "make it blue"})
    assert "make it blue" in world.last.content and world.last.attachments


async def test_every_button_works_after_a_restart(world: World) -> None:
    first = await world.drawn()
    await world.restart()
    await world.mia.click(first, label="V1")
    assert len(world.last.attachments) == 4
    await world.mia.click(world.last, label="U3")
    assert "enlarged" in world.last.content
    await world.mia.click(world.last, custom_id="egaku:undo:3")
    assert len(world.last.attachments) == 4


async def test_the_recipe_is_told_in_full_and_makes_the_same_again(world: World) -> None:
    first = await world.drawn("a red circle --seed 7 --no text")
    result = await world.mia.click(first, label="Recipe")
    assert result.response is not None and result.response.ephemeral
    assert "a red circle --seed 7 --size 512x512" in result.response.content and "--no text" in result.response.content
    [file] = result.response.attachments
    assert json.loads(await file.read())[0]["seed"] == 7
    await world.mia.click(result.response, label="Make it again")
    [before], [after] = (message.attachments for message in world.ours())
    assert await before.read() == await after.read()


async def test_the_line_of_a_recipe_can_be_pasted(world: World) -> None:
    first = await world.drawn("a green star --seed 7 --ar 3:2 --steps 3 --guidance 2.5 --sampler euler --no text")
    result = await world.mia.click(first, label="Recipe")
    assert result.response is not None
    pasted = result.response.content.split("```")[1].strip()
    again = await world.drawn(pasted)
    assert await first.attachments[0].read() == await again.attachments[0].read()


async def test_delete_asks_first_and_removes_every_message_of_the_version(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.mia.click(world.last, custom_id="egaku:undo:2")
    assert len(world.ours()) == 2
    asked = await world.mia.click(first, custom_id="egaku:delete:1")
    assert asked.response is not None and "for good?" in asked.response.content
    await world.mia.click(asked.response, custom_id="egaku:erase:1")
    assert world.ours() == [], "both showed it"


async def test_whoever_deletes_is_told_of_messages_that_cannot_be_removed(world: World) -> None:
    first = await world.drawn()
    asked = await world.mia.click(first, custom_id="egaku:delete:1")
    assert asked.response is not None
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50001, times=None)
    await world.mia.click(asked.response, custom_id="egaku:erase:1")
    assert "1 message(s) that show it" in told(asked)


async def test_a_deletion_that_cannot_be_told_in_place_is_told_directly(world: World) -> None:
    asked = await world.mia.click(await world.drawn(), custom_id="egaku:delete:1")
    assert asked.response is not None
    world.env.inject_error("PATCH", "/webhooks/*/*/messages/*", status=503, times=None)
    await world.mia.click(asked.response, custom_id="egaku:erase:1")
    [direct] = world.ours(world.mia.user.dm_channel)
    assert direct.content == "Deleted." and world.ours() == []


async def test_a_picture_that_is_being_drawn_can_be_cancelled(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    await world.mia.click(await world.placeholder(), label="Cancel")
    await world.until(lambda: "Cancelled" in world.last.content)
    world.gate.open()
    await world.env.settle()
    assert not world.last.attachments and custom_ids(world.last) == ["egaku:reroll:1", "egaku:delete:1"]
    await world.mia.click(world.last, label="Try again")
    assert world.last.attachments and len(world.ours()) == 2


async def test_a_finished_picture_can_no_longer_be_cancelled(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    stale = await world.placeholder()
    world.gate.open()
    await world.env.settle()
    with pytest.raises(simcord.SetupError):
        await world.mia.click(stale, label="Cancel")
    assert world.last.attachments


# -- somebody else


async def test_a_strangers_walk_and_deletion_are_refused_privately(world: World) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    for verb in ("undo", "redo", "delete"):
        result = await world.kenji.click(world.last, custom_id=f"egaku:{verb}:2")
        assert "Only its owner" in told(result)
    assert len(world.ours()) == 2 and "make it blue" in world.last.content


async def test_a_stranger_cannot_cancel(world: World) -> None:
    world.gate.shut(NEXT)
    await world.mia.slash(world.channel, "imagine", prompt="a red circle")
    result = await world.kenji.click(await world.placeholder(), label="Cancel")
    await world.until(lambda: told(result))
    assert "Only its owner" in told(result)
    world.gate.open()
    await world.env.settle()
    assert world.last.attachments


@pytest.mark.parametrize("custom_id", ["egaku:vary:2:1", "egaku:upscale:2:1", "egaku:reroll:2"])
async def test_a_strangers_press_begins_a_branch_of_their_own(world: World, custom_id: str) -> None:
    first = await world.drawn()
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    await world.kenji.click(world.last, custom_id=custom_id)
    assert world.last.attachments and f"<@{world.kenji.id}>" in world.last.content
    turn = await world.house.studio.storage.turns.get(2, 3)
    assert turn.parent is None and turn.conversation == 2, "it is a conversation of the stranger's"
    assert [each.id for each in await world.house.studio.storage.turns.tree(1, 1)] == [1, 2]


async def test_two_people_refine_one_picture_and_each_has_a_branch(world: World) -> None:
    first = await world.drawn()
    await world.kenji.send(world.channel, "make it green", reply_to=first)
    await world.mia.send(world.channel, "make it blue", reply_to=first)
    theirs, mine = await world.house.studio.storage.turns.get(2, 2), await world.house.studio.storage.turns.get(1, 3)
    assert theirs.conversation != mine.conversation and mine.parent == 1 and theirs.parent is None
    source = mine.recipes[0].source
    assert source == theirs.recipes[0].source, "the same picture, so the same latents"
    await world.kenji.send(world.channel, "undo", reply_to=world.ours()[1])
    assert "first version" in world.last.content


async def test_a_stranger_reads_and_remakes_a_recipe(world: World) -> None:
    first = await world.drawn()
    result = await world.kenji.click(first, label="Recipe")
    assert result.response is not None and "--seed 1" in result.response.content
    await world.kenji.click(result.response, label="Make it again")
    assert f"<@{world.kenji.id}>" in world.last.content and world.last.attachments


# -- twice, and too late


async def test_a_double_click_is_one(world: World) -> None:
    first = await world.drawn()
    await world.mia.click(first, label="U1")
    await world.mia.click(first, label="U1")
    assert len(world.ours()) == 2


async def test_the_same_button_counts_again_later(world: World) -> None:
    first = await world.drawn()
    await world.mia.click(first, custom_id="egaku:reroll:1")
    await world.env.advance_time(5)
    await world.mia.click(first, custom_id="egaku:reroll:1")
    assert len(world.ours()) == 3


async def test_a_button_of_a_deleted_version_says_so(world: World) -> None:
    first = await world.drawn()
    await world.house.studio.storage.turns.delete(1, 1)
    for label in ("V1", "U1"):
        assert "may have been deleted" in told(await world.mia.click(first, label=label))
    assert "may have been deleted" in told(await world.mia.click(first, label="Recipe"))
    shown = await world.mia.click(first, label="Refine")
    assert "may have been deleted" in told(await world.mia.submit_modal(shown, {"wish": "make it blue"}))


async def test_no_message_pings_anybody(world: World) -> None:
    message = await world.drawn(f"@everyone <@{world.kenji.id}> a red circle")
    sent = [each for each in world.env.http_requests if each.method == "POST" and each.path.endswith("/messages")]
    assert sent and all(each.json and each.json["allowed_mentions"]["parse"] == [] for each in sent)
    assert not message.mention_everyone and "```\n@everyone" in message.content
    assert not any(isinstance(each, discord.Member) and each.id == world.kenji.id for each in message.mentions)
