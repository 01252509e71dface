"""What settings become on their way to the worker."""

from __future__ import annotations

import asyncio
import multiprocessing
from pathlib import Path

import pytest

from bot import bootstrap
from bot.errors import Refused
from bot.settings import Data, Model, Settings, Understanding, load
from generator.speed import Attention, Speed

SHIPPED = Path(__file__).parents[2] / "config.toml"


def test_a_models_options_of_speed_are_its_specs() -> None:
    assert bootstrap.spec("usual", Model(text_to_image="x")).speed == Speed()
    model = Model(text_to_image="x", compile=True, channels_last=False, attention="math", tf32=False, cuda_graphs=True)
    assert bootstrap.spec("unusual", model).speed == Speed(
        compile=True, channels_last=False, attention=Attention.MATH, tf32=False, cuda_graphs=True
    )


def test_what_is_measured_of_the_machine_is_kept_in_the_data_folder() -> None:
    settings = load(SHIPPED).model_copy(update={"data": Data(folder=Path("here"))})
    assert bootstrap.worker_options(settings, ()).capacities == Path("here/cache/capacities.json")


async def test_there_is_no_language_model_unless_one_is_named() -> None:
    async with bootstrap.adviser_of(load(SHIPPED)) as adviser:
        assert adviser is None


async def test_a_named_language_model_is_not_loaded_before_it_is_asked() -> None:
    pytest.importorskip("llguidance")
    named = Understanding(language_model="no/such-model", language_seconds=2.5)
    async with bootstrap.adviser_of(load(SHIPPED).model_copy(update={"understanding": named})) as adviser:
        assert adviser is not None and adviser.seconds == 2.5
    assert not [child for child in multiprocessing.active_children() if child.name == "egaku-language"]


def with_models(*, english: bool = True, translation_model: str = "") -> Settings:
    settings = load(SHIPPED)
    demo = settings.models["demo"].model_copy(update={"languages": ("en",)} if english else {})
    understanding = Understanding(translation_model=translation_model)
    return settings.model_copy(update={"understanding": understanding, "models": {"demo": demo}})


async def test_a_translation_model_is_loaded_at_once_where_a_model_reads_english_only() -> None:
    pytest.importorskip("sentencepiece")
    async with bootstrap.translator_of(with_models(translation_model="no/such-model")) as translator:
        assert translator is not None and translator.seconds == 5.0
        async with asyncio.timeout(30):
            while not [child for child in multiprocessing.active_children() if child.name == "egaku-language"]:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "settings", [with_models(), with_models(english=False, translation_model="no/such-model")], ids=["none", "needless"]
)
async def test_there_is_no_translation_model_unless_one_is_named_and_of_use(settings: Settings) -> None:
    async with bootstrap.translator_of(settings) as translator:
        assert translator is None


async def test_a_translation_model_without_its_package_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"error\.llm_missing"):
        async with bootstrap.translator_of(with_models(translation_model="no/such-model")):
            pass


async def test_a_language_model_without_its_package_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    settings = load(SHIPPED).model_copy(update={"understanding": Understanding(language_model="no/such-model")})
    with pytest.raises(Refused, match=r"error\.llm_missing"):
        async with bootstrap.adviser_of(settings):
            pass
