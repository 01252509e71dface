from __future__ import annotations

import asyncio
import json

import pytest

from bot.studio import advice
from bot.studio.advice import Adviser
from bot.understanding.intent import Adjust, Answer, Ask, Edit, Ignore, Intent, Undo
from bot.understanding.interpret import Context
from bot.understanding.parameters import Parameters
from bot.understanding.proposing import Proposal
from generator.language.protocol import Question

ONE = Context(has_picture=True)
GREY = Ask(key="ask.apply", wish="a moon over the hill perhaps")
BLUE = json.dumps({"new_prompt": "a blue fox", "negative_prompt": ""})


class Model:
    """Answers as it was told, in that order, and then no more."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked: list[Question] = []

    async def ask(self, question: Question, seconds: float) -> str | None:
        self.asked.append(question)
        return self.answers.pop(0) if self.answers else None

    def adviser(self, seconds: float = 5.0) -> Adviser:
        return Adviser(ask=self.ask, seconds=seconds)


def says(action: str) -> str:
    return json.dumps({"wish": action == "edit", "action": action})


async def settled(model: Model, intent: Intent = GREY, message: str = "a moon over the hill perhaps") -> Intent:
    return await advice.settled(model.adviser(), intent, message, ONE, "a hill")


async def test_an_unclear_message_becomes_an_edit_in_its_own_words() -> None:
    intent = await settled(Model(says("edit")))
    assert isinstance(intent, Edit)
    assert intent.instruction == "a moon over the hill perhaps"
    assert intent.parameters == Parameters()


async def test_an_unclear_message_becomes_a_question_or_nothing() -> None:
    assert isinstance(await settled(Model(says("answer"))), Answer)
    assert await settled(Model(says("none"))) == Ignore()


@pytest.mark.parametrize(
    "intent",
    [Ignore(), Answer(question="what seed"), Undo(), Adjust(parameters=Parameters(steps=3)), Ask(key="ask.unclear")],
)
async def test_only_what_would_be_asked_back_about_is_put_to_the_model(intent: Intent) -> None:
    model = Model(says("edit"))
    assert await settled(model, intent) == intent
    assert not model.asked


async def test_a_message_that_could_be_more_than_an_edit_stays_unclear() -> None:
    assert await settled(Model(says("edit")), message="undo") == GREY


async def test_a_broken_answer_is_asked_for_once_more_in_another_way() -> None:
    model = Model("nonsense", says("none"))
    assert await settled(model) == Ignore()
    assert [question.chance for question in model.asked] == [None, 1]
    assert model.asked[0].text == model.asked[1].text


@pytest.mark.parametrize("answers", [(), (None, None), ("nonsense", "{}"), ("nonsense", None)])
async def test_after_one_retry_everything_is_as_without_a_model(answers: tuple[str | None, ...]) -> None:
    model = Model(*answers)
    assert await settled(model) == GREY
    assert len(model.asked) == 2
    model = Model(*answers)
    assert await advice.proposed(model.adviser(), "a fox", "make it blue") is None
    assert len(model.asked) == 2


async def test_without_a_model_nothing_changes() -> None:
    assert await advice.settled(None, GREY, "a moon", ONE, "") == GREY
    assert await advice.proposed(None, "a fox", "make it blue") is None


async def test_the_retry_has_what_is_left_of_the_time_and_no_more() -> None:
    left: list[float] = []

    async def slow(question: Question, seconds: float) -> str | None:
        left.append(seconds)
        await asyncio.sleep(min(0.15, seconds))
        return "nonsense"

    assert await advice.proposed(Adviser(ask=slow, seconds=0.2), "a fox", "make it blue") is None
    assert len(left) == 2 and left[0] <= 0.2 and left[1] <= 0.06


async def test_a_prompt_is_proposed_from_the_prompt_and_the_wish_alone() -> None:
    model = Model(BLUE)
    assert await advice.proposed(model.adviser(), "a red fox", "make it blue") == Proposal(prompt="a blue fox")
    (asked,) = model.asked
    assert json.loads(asked.text) == {"picture": "a red fox", "message": "make it blue"}


async def test_a_prompt_that_is_somebody_elses_is_not_told() -> None:
    model = Model(BLUE)
    assert await advice.proposed(model.adviser(), "", "make it blue") is None
    assert not model.asked
