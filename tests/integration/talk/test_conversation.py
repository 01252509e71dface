from __future__ import annotations

import asyncio

import numpy as np
import pytest

from bot import bootstrap
from bot.settings import Settings
from bot.talk.result import Status
from bot.talk.session import PLATFORM
from generator.events import Progress, Started
from generator.executors.local import LocalExecutor
from generator.recipe import Task
from tests.integration.talk.conftest import Talker, look, pixels, sit_down
from tools.demo_model.judge import overlap

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_a_picture_changes_colour_then_ground_and_undo_brings_the_second_back(mia: Talker) -> None:
    first, blue, yellow, back = await mia.types(
        "/imagine a red circle --seed 1", "make it blue", "put it on a yellow background", "undo"
    )

    assert [each.status for each in (first, blue, yellow, back)] == [Status.DONE] * 4
    assert (look(first).colour, look(first).thing) == ("red", "circle")
    assert look(blue).colour == "blue"
    assert (look(yellow).colour, look(yellow).ground) == ("blue", "yellow")
    assert overlap(look(first).mask, look(blue).mask) > 0.7
    assert overlap(look(blue).mask, look(yellow).mask) > 0.7
    assert back.pictures == blue.pictures
    assert (back.turn, blue.parent, yellow.parent) == (blue.turn, first.turn, blue.turn)


async def test_the_same_conversation_works_in_japanese(kenji: Talker) -> None:
    first, blue, yellow, back = await kenji.types(
        "/imagine 赤い丸 --seed 1", "青くして", "背景を黄色にして", "元に戻して"
    )

    assert (look(first).colour, look(first).thing) == ("red", "circle")
    assert look(blue).colour == "blue"
    assert (look(yellow).colour, look(yellow).ground) == ("blue", "yellow")
    assert back.pictures == blue.pictures
    assert "版" in back.text


async def test_a_later_run_on_the_same_folder_goes_on_with_the_current_version(
    settings: Settings, executor: LocalExecutor
) -> None:
    async with bootstrap.storage_of(settings) as kept:
        mia = await sit_down(bootstrap.furnished(settings, kept, executor))
        _, blue, _, _ = await mia.types(
            "/imagine a red circle --seed 1 --steps 8", "make it blue", "make it green", "undo"
        )

    async with bootstrap.storage_of(settings) as kept:
        mia = await sit_down(bootstrap.furnished(settings, kept, executor))
        bigger = await mia.says("bigger")

    assert bigger.parent == blue.turn
    assert look(bigger).colour == "blue"


async def test_a_reply_to_an_older_version_branches_there_and_overwrites_nothing(mia: Talker) -> None:
    root, blue = await mia.types("/imagine a red star --steps 4", "make it blue --steps 4")
    branch = await mia.says(f"@{root.turn} make it green --steps 4")

    assert branch.parent == blue.parent == root.turn
    again = await mia.says(f"/recipe {blue.turn}")
    assert again.pictures == blue.pictures


async def test_redo_returns_along_the_branch_that_undo_left(mia: Talker) -> None:
    root, blue = await mia.types("/imagine a red star --steps 2", "make it blue --steps 2")
    await mia.says(f"@{root.turn} make it green --steps 2")
    await mia.types(f"/goto {blue.turn}", "undo")

    assert (await mia.says("redo")).turn == blue.turn


async def test_four_pictures_have_four_seeds_and_the_third_can_be_refined(mia: Talker) -> None:
    four = await mia.says("/imagine a cat --count 4 --seed 10 --steps 2")
    third = await mia.says(f"@{four.turn}.3 make it blue --steps 2")

    assert [picture.seed for picture, _ in four.pictures] == [10, 11, 12, 13]
    assert third.pictures[0][0].recipe.source == four.pictures[2][0].sha256


async def test_a_chosen_picture_is_the_one_that_the_next_message_changes(mia: Talker) -> None:
    four = await mia.says("/imagine a cat --count 3 --steps 2")
    chosen, edited = await mia.types("show the 2nd one", "make it blue --steps 2")

    assert chosen.pictures == four.pictures[1:2]
    assert edited.pictures[0][0].recipe.source == four.pictures[1][0].sha256


async def test_an_edit_starts_from_the_kept_latents_and_names_its_source(mia: Talker) -> None:
    first, edited = await mia.types("/imagine a dog --steps 2", "make it blue --steps 2")
    recipe = edited.pictures[0][0].recipe

    assert recipe.task is Task.EDIT
    assert recipe.source == first.pictures[0][0].sha256
    assert first.pictures[0][0].has_latents


async def test_a_model_without_an_edit_sibling_changes_the_prompt_and_redraws_over_the_picture(mia: Talker) -> None:
    first, blue = await mia.types("/imagine a red circle --model plain --seed 1", "make it blue --strength 0.9")
    recipe = blue.pictures[0][0].recipe

    assert (recipe.task, recipe.model, recipe.prompt) == (Task.IMAGE_TO_IMAGE, "plain", "a blue circle")
    assert recipe.source == first.pictures[0][0].sha256
    assert look(blue).colour == "blue"


async def test_the_same_recipe_gives_the_same_picture(mia: Talker) -> None:
    once, twice = await mia.types("/imagine a boat --seed 5 --steps 3", "/imagine a boat --seed 5 --steps 3")

    assert once.pictures[0][0].sha256 == twice.pictures[0][0].sha256


async def test_other_parameters_keep_the_seed_and_the_parent(mia: Talker) -> None:
    root, edited = await mia.types("/imagine a cup --steps 2", "make it blue --steps 2")
    more = await mia.says("--steps 5")

    assert more.parent == root.turn
    assert more.pictures[0][0].recipe == edited.pictures[0][0].recipe.but(steps=5)


async def test_reroll_rolls_new_dice_for_the_same_request(mia: Talker) -> None:
    first, again = await mia.types("/imagine a cup --steps 2 --seed 3", "/reroll")
    before, after = first.pictures[0][0].recipe, again.pictures[0][0].recipe

    assert after.seed != before.seed
    assert after.but(seed=before.seed) == before


async def test_variations_start_from_the_picture(mia: Talker) -> None:
    first, varied = await mia.types("/imagine a red heart --steps 4", "/vary 1")

    assert len(varied.pictures) == 4
    assert {p.recipe.source for p, _ in varied.pictures} == {first.pictures[0][0].sha256}
    assert all(p.recipe.task is Task.IMAGE_TO_IMAGE for p, _ in varied.pictures)


async def test_an_upscaled_picture_is_twice_as_large_and_edits_go_on_from_the_drawn_one(mia: Talker) -> None:
    first, large, blue = await mia.types("/imagine a red heart --steps 4", "/upscale", "make it blue --steps 4")

    assert large.pictures[0][0].width == 2 * first.pictures[0][0].width
    assert blue.parent == large.turn
    assert blue.pictures[0][0].recipe.source == first.pictures[0][0].sha256


async def test_ten_turns_of_image_to_image_at_strength_zero_lose_nothing(mia: Talker) -> None:
    first = await mia.says("/imagine a green tree --steps 4")
    last = first
    for _ in range(10):
        last = await mia.says("more like this --strength 0")
        assert last.pictures[0][0].recipe.task is Task.IMAGE_TO_IMAGE

    assert np.array_equal(pixels(first), pixels(last))


async def test_chatter_starts_nothing(mia: Talker) -> None:
    await mia.says("/imagine a cat --steps 2")
    mia.events.clear()
    results = await mia.types("lol", "nice!", "すごい！", "草")

    assert {each.status for each in results} == {Status.IGNORED}
    assert mia.events == []


async def test_progress_counts_every_step_once(mia: Talker) -> None:
    await mia.says("/imagine a cat --steps 6 --count 2")
    steps = [event for event in mia.events if isinstance(event, Progress)]

    told = [event.step for event in steps]
    assert (told[0], told[-1]) == (0, 12)
    assert told == sorted(set(told)), "two pictures may take a step together"
    assert {event.of for event in steps} == {12}


async def test_a_stranger_finds_nothing_of_mine(mia: Talker, kenji: Talker) -> None:
    mine = await mia.says("/imagine a cat --steps 2")
    lines = [f"@{mine.turn} make it blue", f"/goto {mine.turn}", f"/recipe {mine.turn}", f"/delete {mine.turn}"]
    await kenji.says("/imagine a dog --steps 2")

    missing = await kenji.says("/recipe 4000")
    for line in lines:
        result = await kenji.says(line)
        assert (result.status, result.text) == (Status.REFUSED, missing.text)
    assert len((await kenji.says("/history")).pictures) == 1
    assert (await mia.says("/recipe")).pictures == mine.pictures


async def test_history_finds_words_in_both_languages(mia: Talker) -> None:
    await mia.types("/imagine 赤い金魚 --steps 2", "/imagine a Blue Boat --steps 2")

    assert len((await mia.says("/history")).pictures) == 2
    assert len((await mia.says("/history 金魚")).pictures) == 1
    assert len((await mia.says("/history blue boat")).pictures) == 1
    assert (await mia.says("/history 100%")).pictures == ()


async def test_deleting_a_version_takes_its_file_and_moves_to_its_parent(mia: Talker) -> None:
    root, blue = await mia.types("/imagine a red star --steps 2", "make it blue --steps 2")
    deleted = await mia.says(f"/delete {blue.turn}")

    assert deleted.turn == root.turn
    assert not blue.pictures[0][1].exists()
    assert root.pictures[0][1].exists()
    assert (await mia.says(f"/recipe {blue.turn}")).status is Status.REFUSED


async def test_interrupting_a_picture_cancels_it_and_the_next_line_works(mia: Talker) -> None:
    await mia.says("/imagine a red star --steps 2")
    mia.events.clear()
    long = asyncio.create_task(mia.says("/imagine a cat --steps 60 --count 4"))
    while not any(isinstance(event, Progress) for event in mia.events):
        await asyncio.sleep(0.01)
    long.cancel()
    with pytest.raises(asyncio.CancelledError):
        await long

    assert (await mia.house.jobs.resume(PLATFORM)) == ()
    assert len((await mia.says("/history")).pictures) == 1
    assert (await mia.says("make it blue --steps 2")).status is Status.DONE


async def test_a_killed_worker_costs_the_user_nothing(mia: Talker) -> None:
    job = asyncio.create_task(mia.says("/imagine a red star --steps 40 --seed 2"))
    while not any(isinstance(event, Progress) and event.step > 3 for event in mia.events):
        await asyncio.sleep(0.01)
    pid = mia.house.executor.worker_pid
    assert pid is not None
    _kill(pid)
    result = await job

    assert result.status is Status.DONE
    assert sum(isinstance(event, Started) for event in mia.events) == 2


def _kill(pid: int) -> None:
    import os
    import signal

    os.kill(pid, signal.SIGKILL)
