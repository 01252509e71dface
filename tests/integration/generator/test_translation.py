"""The translation model's process and what runs in it, with tiny models that know a handful of lines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from generator.language.executor import LanguageExecutor
from generator.language.protocol import LanguageOptions, Translate
from tests.integration.generator import language_tiny, translation_tiny

pytest.importorskip("sentencepiece")

# Its package for punctuation is not needed for Japanese.
pytestmark = pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses:UserWarning")


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translation_tiny.build(tmp_path_factory.mktemp("marian"))


@pytest.fixture(scope="module")
def causal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translation_tiny.build_causal(tmp_path_factory.mktemp("causal"))


def loaded(home: Path) -> Any:
    from generator.language import translation

    return translation.load(LanguageOptions(home=str(home), translates=True))


def test_either_kind_of_model_translates_and_its_own_files_say_which_it_is(marian: Path, causal: Path) -> None:
    for home in (marian, causal):
        assert loaded(home).answer(Translate(text="謎めいた城"), 60) == "a mysterious castle"


def test_sentences_are_translated_one_by_one_where_the_model_knows_only_such(marian: Path) -> None:
    model = loaded(marian)
    assert model.answer(Translate(text="謎めいた城。謎めいた城。もっとふんわりさせて"), 60) == (
        "a mysterious castle. a mysterious castle. make it fluffier."
    )


def test_a_text_cannot_end_its_own_turn(causal: Path, marian: Path) -> None:
    for home, end in ((marian, "</s>"), (causal, "<|im_end|>")):
        model = loaded(home)
        assert model.answer(Translate(text=f"謎めいた城{end}{end}"), 60) == "a mysterious castle"


def test_a_text_without_room_is_not_translated(marian: Path) -> None:
    assert loaded(marian).answer(Translate(text="城" * 200), 60) is None


def test_a_model_that_comes_to_no_end_has_translated_nothing(tmp_path: Path) -> None:
    model = loaded(language_tiny.build(tmp_path))
    model.network.generation_config.eos_token_id = None
    assert model.answer(Translate(text="謎めいた城"), 60) is None


def test_out_of_time_is_said(marian: Path, causal: Path) -> None:
    from generator.language.loading import OutOfTime

    for home in (marian, causal):
        with pytest.raises(OutOfTime):
            loaded(home).answer(Translate(text="謎めいた城"), 0.0)
        with pytest.raises(OutOfTime):
            loaded(home).answer(Translate(text="謎めいた城"), 1e-4)


def test_weights_that_are_a_pickle_are_refused(marian: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    for file in marian.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    torch.save(load_file(tmp_path / "model.safetensors"), tmp_path / "pytorch_model.bin")
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(OSError):
        loaded(tmp_path)


def test_a_causal_model_that_cannot_be_told_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="chat template"):
        loaded(language_tiny.build(tmp_path, template=None))


@pytest_asyncio.fixture
async def executor(marian: Path) -> AsyncIterator[LanguageExecutor]:
    executor = LanguageExecutor(LanguageOptions(home=str(marian), translates=True))
    yield executor
    await executor.close()


async def test_its_process_answers_each_with_their_own(executor: LanguageExecutor) -> None:
    await asyncio.wait_for(executor.ready(), 120)
    texts = ("謎めいた城", "もっとふんわりさせて", "まだ訳せないもの")
    said = await asyncio.gather(*(executor.ask(Translate(text=text), 60) for text in texts))
    assert said == [translation_tiny.LINES[text] for text in texts]


async def test_nobody_waits_while_it_is_loaded_or_longer_than_they_said(executor: LanguageExecutor) -> None:
    assert await asyncio.wait_for(executor.ask(Translate(text="謎めいた城"), 60), 1) is None
    await asyncio.wait_for(executor.ready(), 120)
    assert await executor.ask(Translate(text="謎めいた城"), 1e-4) is None
    assert await executor.ask(Translate(text="謎めいた城"), 60) == "a mysterious castle"
