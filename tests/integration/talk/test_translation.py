"""Japanese words for a model that reads English only: what it is given, and what people are shown."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot import bootstrap, cards, recipes
from bot.settings import Settings
from bot.studio import refine
from bot.studio.advice import Adviser
from bot.studio.outcome import Drawing
from bot.studio.studio import Request, described
from bot.studio.translation import Translator
from bot.talk.session import PLATFORM
from generator.language.executor import LanguageExecutor
from generator.language.protocol import LanguageOptions, Question, Translate
from storage import Place, Turn
from tests.integration.generator import translation_tiny
from tests.integration.talk.conftest import sit_down

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # Its package for punctuation is not needed for Japanese.
    pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses:UserWarning"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def marian(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Translator]:
    """A real one, in its process."""
    pytest.importorskip("sentencepiece")
    home = translation_tiny.build(tmp_path_factory.mktemp("marian"))
    executor = LanguageExecutor(LanguageOptions(home=str(home), translates=True))
    await asyncio.wait_for(executor.ready(), 120)
    yield Translator(ask=executor.ask, seconds=20)
    await executor.close()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The demo models as if they read English only."""
    english = {key: model.model_copy(update={"languages": ("en",)}) for key, model in settings.models.items()}
    return settings.model_copy(update={"models": english})


class Played:
    """A translation model and a language model that say what they were told to, and are remembered."""

    def __init__(self, said: str | None = None, *, advised: str | None = None, waits: float = 0.0) -> None:
        self.said, self.advised, self.waits = said, advised, waits
        self.read: list[str] = []
        self.told: list[str] = []

    async def translate(self, asked: Translate, seconds: float) -> str | None:
        self.read.append(asked.text)
        await asyncio.sleep(min(self.waits, seconds))
        return None if self.waits else self.said

    async def advise(self, question: Question, seconds: float) -> str | None:
        if '"english"' not in question.schema:
            return None
        self.told.append(question.text)
        return None if self.advised is None else json.dumps({"english": self.advised})

    def house(self, house: bootstrap.House, seconds: float = 5.0) -> bootstrap.House:
        return translating(
            house,
            Translator(ask=self.translate, seconds=seconds),
            Adviser(ask=self.advise, seconds=seconds) if self.advised else None,
        )


def translating(
    house: bootstrap.House, translator: Translator | None, adviser: Adviser | None = None
) -> bootstrap.House:
    studio = dataclasses.replace(house.studio, translator=translator, adviser=adviser)
    return dataclasses.replace(house, studio=studio)


async def asks(house: bootstrap.House, who: str, message: str, turn: Turn) -> Turn:
    viewer = await house.studio.storage.people.known(PLATFORM, who, who, "ja")
    place = Place(platform=PLATFORM, channel=who)
    request = Request(viewer=viewer, place=place, key=f"{who} {message} {time.monotonic()}")
    told = await refine.refine(house.studio, request, message, turn=turn.id, owner=turn.person, certain=True)
    assert isinstance(told, Drawing)
    return told.turn


async def begun(house: bootstrap.House, line: str, who: str = "mia") -> Turn:
    talker = await sit_down(house, who, "ja")
    await talker.says(line)
    viewer = await house.studio.storage.people.known(PLATFORM, who, who, "ja")
    return await house.studio.storage.turns.latest(viewer.id)


def prompts(turn: Turn) -> set[str]:
    return {recipe.prompt for recipe in turn.recipes}


async def test_a_prompt_is_drawn_in_english_and_shown_as_it_was_said(
    house: bootstrap.House, marian: Translator
) -> None:
    abroad = translating(house, marian)
    turn = await begun(abroad, "/imagine 謎めいた城 --count 2 --steps 2 --no 文字")
    assert prompts(turn) == {"a mysterious castle"} and len(turn.pictures) == 2
    assert turn.recipes[0].negative_prompt == "text"
    assert described(turn) == "謎めいた城"

    viewer = await house.studio.storage.people.known(PLATFORM, "mia", "mia", "ja")
    assert "謎めいた城" in cards.ended(turn, viewer, ()).content
    assert recipes.line(turn).startswith("a mysterious castle --seed")
    told = (await (await sit_down(abroad, "mia", "ja")).says("/recipe")).text
    assert "a mysterious castle" in told and "元の言葉：謎めいた城" in told


async def test_an_instruction_is_carried_out_in_english(house: bootstrap.House, marian: Translator) -> None:
    abroad = translating(house, marian)
    first = await begun(abroad, "/imagine a red circle --steps 2")
    turn = await asks(abroad, "mia", "もっとふんわりさせて", first)
    assert prompts(turn) == {"make it fluffier"}
    assert turn.intent["original"] == turn.intent["instruction"] == turn.text == "もっとふんわりさせて"


async def test_words_to_be_written_stay_as_they_were_quoted(house: bootstrap.House, marian: Translator) -> None:
    abroad = translating(house, marian)
    first = await begun(abroad, "/imagine a red circle --steps 2")
    turn = await asks(abroad, "mia", "看板に「本日休業」と飾って", first)
    assert prompts(turn) == {'decorate the sign with "本日休業"'}


async def test_a_translation_that_is_none_changes_nothing(house: bootstrap.House, marian: Translator) -> None:
    turn = await begun(translating(house, marian), "/imagine まだ訳せないもの --steps 2")
    assert prompts(turn) == {"まだ訳せないもの"} and "original" not in turn.intent


async def test_a_model_that_redraws_gets_the_whole_new_prompt_translated(house: bootstrap.House) -> None:
    played = Played("a misty lake, with a castle that is a riddle")
    abroad = played.house(house)
    first = await begun(abroad, "/imagine 霧のかかる湖 --steps 2 --model plain")
    turn = await asks(abroad, "mia", "謎めいた城も足して", first)
    assert prompts(turn) == {"a misty lake, with a castle that is a riddle"}
    assert "霧のかかる湖" in described(turn) and described(turn) == turn.intent["original"]


async def test_what_the_dictionary_has_and_what_is_english_is_not_asked_about(house: bootstrap.House) -> None:
    played = Played("something else")
    abroad = played.house(house)
    assert prompts(await begun(abroad, "/imagine 赤い狐、雪景色 --steps 2")) == {"red fox, snowy landscape"}
    assert prompts(await begun(abroad, '/imagine a sign "営業中" --steps 2')) == {'a sign "営業中"'}
    assert not played.read


async def test_only_the_japanese_parts_of_a_prompt_are_translated(house: bootstrap.House) -> None:
    played = Played("a riddle of a castle")
    turn = await begun(played.house(house), "/imagine 謎めいた城, masterpiece, 8k --steps 2")
    assert prompts(turn) == {"a riddle of a castle, masterpiece, 8k"} and played.read == ["謎めいた城"]


async def test_a_slow_model_costs_its_seconds_and_nothing_else(house: bootstrap.House) -> None:
    abroad = Played(waits=60, advised="never asked: its time is up").house(house, seconds=0.3)
    first = await begun(house, "/imagine a red circle --steps 2")
    before = time.monotonic()
    turn = await asks(abroad, "mia", "謎めかせて", first)
    assert time.monotonic() - before < 3
    assert prompts(turn) == {"謎めかせて"}


async def test_a_model_that_cannot_be_loaded_changes_nothing(house: bootstrap.House) -> None:
    executor = LanguageExecutor(LanguageOptions(home="/no/such/model", translates=True))
    try:
        abroad = translating(house, Translator(ask=executor.ask, seconds=5))
        for _ in range(2):
            assert prompts(await begun(abroad, "/imagine 謎めいた城 --steps 2")) == {"謎めいた城"}
    finally:
        await executor.close()


async def test_the_language_model_is_asked_where_the_other_has_none(house: bootstrap.House) -> None:
    played = Played("謎", advised="a castle full of riddles")
    turn = await begun(played.house(house), "/imagine 謎めいた城 --steps 2")
    assert prompts(turn) == {"a castle full of riddles"} and played.read == played.told == ["謎めいた城"]
    alone = translating(house, None, Adviser(ask=played.advise, seconds=5))
    assert prompts(await begun(alone, "/imagine 謎めいた城 --steps 2")) == {"a castle full of riddles"}


async def test_a_language_model_is_shown_nothing_of_another_person(house: bootstrap.House) -> None:
    played = Played(advised="softer")
    abroad = played.house(house)
    first = await begun(house, "/imagine 謎めいた城 --steps 2 --model plain")
    turn = await asks(abroad, "kenji", "ふんわりさせて", first)
    assert played.read and not played.told and prompts(turn) == {described(turn)}
    first = await begun(house, "/imagine 謎めいた城 --steps 2")
    turn = await asks(abroad, "kenji", "ふんわりさせてみて", first)
    assert played.told == ["ふんわりさせてみて"] and prompts(turn) == {"softer"}


async def test_a_request_that_is_made_again_keeps_its_words_in_both_languages(house: bootstrap.House) -> None:
    abroad = Played("a castle full of riddles").house(house)
    first = await begun(abroad, "/imagine 謎めいた城 --steps 2")
    plain = translating(house, None)
    for message in ("/reroll", "--steps 3"):
        turn = await begun(plain, message)
        assert turn.id != first.id and prompts(turn) == {"a castle full of riddles"}
        assert turn.intent["original"] == "謎めいた城"


async def test_a_model_that_reads_japanese_gets_japanese(house: bootstrap.House) -> None:
    planner = dataclasses.replace(house.studio.planner, english=frozenset())
    house = dataclasses.replace(house, studio=dataclasses.replace(house.studio, planner=planner))
    played = Played("a castle")
    assert prompts(await begun(played.house(house), "/imagine 赤い丸と謎めいた城 --steps 2")) == {"赤い丸と謎めいた城"}
    assert not played.read
