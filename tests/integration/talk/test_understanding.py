"""One conversation a language: chatter, a question, several wishes, a branch, undos, settings, pixels, an offer."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from bot import bootstrap
from bot.settings import Settings, Understanding
from bot.talk.result import Result, Status
from generator.executors.local import LocalExecutor
from generator.recipe import Task
from tests.integration.talk.conftest import Talker, pixels, sit_down

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

ENGLISH = (
    "/imagine a red circle --seed 7 --count 2 --steps 2",
    "wow, so cool!!",
    "what seed was that?",
    "the 2nd one, make it blue --steps 2",
    "make it green and put it on a yellow background --steps 2",
    "undo",
    "undo",
    "make it purple --steps 2",
    "more steps",
    "flip it and rotate 90",
    "okapi",
    "the previous one, but orange --steps 2",
)
JAPANESE = (
    "/imagine 赤い丸 --seed 7 --count 2 --steps 2",
    "すごい！かわいい",
    "シードは何番？",
    "2枚目を青くして --steps 2",
    "緑にして、背景を黄色にして --steps 2",
    "元に戻して",
    "元に戻して",
    "紫にして --steps 2",
    "ステップ数を増やして",
    "左右反転して、右に90度回転して",
    "きつねうどん",
    "さっきのを、オレンジにして --steps 2",
)


@pytest.mark.parametrize(("lines", "locale"), [(ENGLISH, "en"), (JAPANESE, "ja")])
async def test_twelve_turns_come_to_what_was_meant(house: bootstrap.House, lines: tuple[str, ...], locale: str) -> None:
    mia = await sit_down(house, locale, locale)
    first, chat, seed, second, both, back, start, branch, more, turned, unsure, previous = await mia.types(*lines)

    assert chat.status is Status.IGNORED
    assert seed.status is Status.ANSWERED and "7" in seed.text and not seed.pictures
    assert second.parent == first.turn and second.intent["picture"] == 2
    assert both.parent == second.turn and both.intent["kinds"] == ("recolour", "background")
    assert (back.turn, start.turn, branch.parent) == (second.turn, first.turn, first.turn)
    assert more.parent == first.turn and _recipe(more)["steps"] == 3
    assert turned.intent["action"] == "retouch" and _recipe(turned)["task"] == Task.UPSCALE.value
    assert np.array_equal(pixels(turned), np.rot90(pixels(more)[:, ::-1], -1))
    assert unsure.status is Status.ASKED and "/apply" in unsure.text and not unsure.pictures
    assert previous.status is Status.DONE and previous.parent == more.turn, "the one before the turned one"


async def test_an_offer_is_taken_up_once(mia: Talker) -> None:
    await mia.types("/imagine a red circle --seed 7 --steps 2", "okapi")
    applied, again = await mia.types("/apply", "/apply")
    assert applied.status is Status.DONE and applied.intent["instruction"] == "okapi"
    assert again.status is Status.REFUSED


async def test_a_version_that_was_not_there_and_a_direction_without_an_end_are_told(mia: Talker) -> None:
    only, before = await mia.types("/imagine a red circle --seed 7 --steps 2", "no text --steps 2")
    assert before.status is Status.DONE and _recipe(before)["negative_prompt"] == "text"
    wide = await mia.says("wider")
    assert wide.status is Status.DONE and _recipe(wide)["width"] > _recipe(wide)["height"]
    assert only.turn != wide.turn


async def test_edits_in_a_row_are_drawn_as_one_from_the_first_picture_where_the_operator_wants_it(
    settings: Settings, executor: LocalExecutor
) -> None:
    guarded = settings.model_copy(update={"understanding": Understanding(merge_after=2)})
    async with bootstrap.storage_of(guarded) as kept:
        mia = await sit_down(bootstrap.furnished(guarded, kept, executor))
        first, blue, both = await mia.types("/imagine a red circle --seed 7 --steps 2", "make it blue", "bigger")
        shown = await mia.says("/recipe")

    assert _recipe(blue)["source"] == _recipe(both)["source"] == first.pictures[0][0].sha256
    assert _recipe(both)["prompt"] == "make it blue, bigger"
    assert both.parent == blue.turn and "drawn as one" in shown.text


def _recipe(result: Result) -> dict[str, Any]:
    return dict(json.loads(result.pictures[0][0].recipe_json))
