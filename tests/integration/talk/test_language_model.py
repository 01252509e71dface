"""What a language model changes of a conversation, and what it cannot; the model itself is played."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time

import pytest

from bot import bootstrap
from bot.studio import refine
from bot.studio.advice import Adviser
from bot.studio.outcome import Drawing, Ignored, Outcome, Said
from bot.studio.studio import Request, described
from bot.talk.session import PLATFORM
from generator.language.protocol import Question
from storage import Place, Turn
from tests.integration.talk.conftest import Talker, sit_down

pytestmark = pytest.mark.asyncio(loop_scope="session")

GREY = "okapi"


class Played:
    """A model that says of everything that it is a wish, and proposes one prompt."""

    def __init__(self, prompt: str = "a blue circle at dusk", negative: str = "", waits: float = 0.0) -> None:
        self.prompt, self.negative, self.waits = prompt, negative, waits
        self.read: list[str] = []

    async def ask(self, question: Question, seconds: float) -> str | None:
        self.read.append(question.text)
        if self.waits:
            await asyncio.sleep(min(self.waits, seconds))
            return None
        if '"action"' in question.schema:
            return json.dumps({"wish": True, "action": "edit"})
        return json.dumps({"new_prompt": self.prompt, "negative_prompt": self.negative})


def advised(house: bootstrap.House, model: Played, seconds: float = 5.0) -> bootstrap.House:
    adviser = Adviser(ask=model.ask, seconds=seconds)
    return dataclasses.replace(house, studio=dataclasses.replace(house.studio, adviser=adviser))


async def asks(house: bootstrap.House, who: str, message: str, turn: Turn) -> Outcome:
    viewer = await house.studio.storage.people.known(PLATFORM, who, who, "en")
    request = Request(
        viewer=viewer, place=Place(platform=PLATFORM, channel=who), key=f"{who} {message} {time.monotonic()}"
    )
    return await refine.refine(house.studio, request, message, turn=turn.id, owner=turn.person)


async def first(talker: Talker, line: str = "/imagine a red circle") -> Turn:
    await talker.says(line)
    return await newest(talker.house, "mia")


async def newest(house: bootstrap.House, who: str) -> Turn:
    viewer = await house.studio.storage.people.known(PLATFORM, who, who, "en")
    return await house.studio.storage.turns.latest(viewer.id)


async def test_an_unclear_message_is_drawn_and_its_words_are_the_models(mia: Talker, house: bootstrap.House) -> None:
    turn = await first(mia)
    before = await asks(house, "mia", GREY, turn)
    assert isinstance(before, Said) and before.offer
    after = await asks(advised(house, Played()), "mia", GREY, turn)
    assert isinstance(after, Drawing)
    assert described(after.turn) == "a blue circle at dusk"


async def test_parameters_and_the_instruction_are_untouched(mia: Talker, house: bootstrap.House) -> None:
    turn = await first(mia)
    plain = await asks(house, "mia", "make it blue --steps 5", turn)
    told = await asks(advised(house, Played(negative="seed, steps")), "mia", "make it blue --steps 5", turn)
    assert isinstance(plain, Drawing) and isinstance(told, Drawing)
    assert plain.turn.recipes == told.turn.recipes


async def test_a_model_that_redraws_gets_the_proposal(mia: Talker, house: bootstrap.House) -> None:
    turn = await first(mia, "/imagine a red circle --model plain")
    told = await asks(advised(house, Played(negative="hat")), "mia", "make it blue", turn)
    assert isinstance(told, Drawing)
    (recipe,) = told.turn.recipes
    assert (recipe.prompt, recipe.negative_prompt) == ("a blue circle at dusk", "hat")
    assert (recipe.seed, recipe.width, recipe.steps) == (turn.recipes[0].seed, turn.recipes[0].width, 20)


async def test_nothing_of_another_person_is_read(mia: Talker, house: bootstrap.House) -> None:
    turn = await first(mia)
    model = Played()
    lent = advised(house, model)
    for message in (GREY, "make it blue"):
        begun = await asks(lent, "kenji", message, turn)
        assert isinstance(begun, Drawing)
        async for _ in lent.jobs.draw(begun.job):
            pass
    kenji = await sit_down(lent, "kenji")
    await kenji.says("again")
    await asks(lent, "kenji", "make it green", await newest(lent, "kenji"))
    assert model.read and not any("red circle" in text for text in model.read)
    model.read.clear()
    await asks(lent, "mia", "make it blue", turn)
    assert any("red circle" in text for text in model.read)


async def test_talk_stays_talk_whatever_the_model_says(mia: Talker, house: bootstrap.House) -> None:
    turn, model = await first(mia), Played()
    assert isinstance(await asks(advised(house, model), "mia", "lol nice", turn), Ignored)
    assert not model.read


async def test_a_model_that_takes_too_long_changes_nothing_but_the_time(mia: Talker, house: bootstrap.House) -> None:
    turn = await first(mia)
    plain = await asks(house, "mia", "make it blue", turn)
    before = time.monotonic()
    told = await asks(advised(house, Played(waits=60), seconds=0.2), "mia", "make it blue", turn)
    assert time.monotonic() - before < 5
    assert isinstance(plain, Drawing) and isinstance(told, Drawing)
    assert described(plain.turn) == described(told.turn)
