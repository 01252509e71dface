"""The engine over families in trouble: out of memory, out of numbers, and a failure in the middle of a step."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from generator import families
from generator.capacity import Capacity
from generator.engine import Engine
from generator.events import Drawn, Ending, Failed, Finished, Progress, Reason, Work
from generator.families.base import State
from generator.families.latent import Rows
from generator.families.sd import StableDiffusion
from generator.recipe import Recipe
from generator.residency import Residency
from tests.integration.generator import tiny

pytestmark = [
    pytest.mark.model,
    # diffusers' schedulers hand torch's tensors to numpy the old way.
    pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning"),
]


class Narrow(StableDiffusion):
    """Runs out of memory as a small GPU would: above so many rows."""

    fits: ClassVar[int] = 16
    passes: ClassVar[list[int]] = []

    @torch.inference_mode()
    def forward(self, rows: Rows) -> Tensor:
        if len(rows) > self.fits:
            raise torch.OutOfMemoryError("CUDA out of memory")
        self.passes.append(len(rows))
        return super().forward(rows)


class Stumbling(StableDiffusion):
    """Raises at the third step of whatever prompt says so, when the others of the pass are half done."""

    def rows(self, state: State) -> Rows:
        if "stumble" in state.recipe.prompt and state.course.index == 2:
            raise RuntimeError("something of this picture's own")
        return super().rows(state)


class HalfBlind(StableDiffusion):
    """Answers with what is not finite, in half precision alone or always."""

    always: ClassVar[bool] = False

    @torch.inference_mode()
    def forward(self, rows: Rows) -> Tensor:
        output = super().forward(rows)
        return output * torch.nan if self.always or self.dtype == torch.bfloat16 else output


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Families that a registry entry can name, and as they are defined above."""
    for kind in (Narrow, Stumbling, HalfBlind):
        monkeypatch.setitem(families._FAMILIES, kind.__name__, f"{__name__}:{kind.__name__}")
    monkeypatch.setattr(Narrow, "passes", [])
    yield


class House:
    """One engine over one kind of family. All its passes seem to take as long, so that large ones pay."""

    def __init__(self, folders: tiny.Folders, family: str, dtype: str = "float32") -> None:
        self._residency = Residency([folders.spec(family=family, dtype=dtype)], device="cpu")
        self._capacity = Capacity(clock=itertools.count().__next__)
        self.engine = Engine(self._residency, capacity=self._capacity, preview_interval=0, preview_side=64)

    def drawn(self, *works: Work, meanwhile: Callable[[], object] = lambda: None) -> dict[int, Ending]:
        """How each ends, all of them at once; ``meanwhile`` is done after each unit of work."""
        for work in works:
            self.engine.add(work)
        endings: dict[int, Ending] = {}
        while self.engine.busy:
            for event in self.engine.step():
                assert event.job not in endings
                if isinstance(event, Ending):
                    endings[event.job] = event
            meanwhile()
        return endings


def many(recipe: Recipe, count: int) -> list[Work]:
    return [tiny.work(recipe.but(seed=seed), job=seed) for seed in range(count)]


def pictures(endings: dict[int, Ending]) -> list[Drawn]:
    finished = [ending for ending in endings.values() if isinstance(ending, Finished)]
    assert len(finished) == len(endings), endings
    return [picture for ending in finished for picture in ending.pictures]


def farthest(some: Sequence[Drawn], others: Sequence[Drawn]) -> int:
    """Greatest difference in 8 bits, picture by picture."""
    by_seed = {picture.recipe.seed: _values(picture) for picture in others}
    return max(int(abs(_values(picture) - by_seed[picture.recipe.seed]).max()) for picture in some)


def _values(picture: Drawn) -> np.ndarray:
    with Image.open(io.BytesIO(picture.png)) as image:
        return np.asarray(image).astype(int)


@pytest.mark.parametrize("fits", [2, 3, 5])
def test_what_fits_alone_is_drawn_however_little_fits(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch, fits: int
) -> None:
    works = many(recipe, 6)
    undisturbed = pictures(House(folders, "Narrow").drawn(*works))
    monkeypatch.setattr(Narrow, "fits", fits)
    assert farthest(pictures(House(folders, "Narrow").drawn(*works)), undisturbed) <= 1


def test_memory_that_gets_short_halves_the_passes_and_they_stay_below(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(folders, "Narrow")
    pictures(house.drawn(*many(recipe, 8)))
    assert max(Narrow.passes) == 16
    Narrow.passes.clear()
    monkeypatch.setattr(Narrow, "fits", 7)
    pictures(house.drawn(*many(recipe, 8)))
    assert max(Narrow.passes) == 4
    Narrow.passes.clear()
    # No pass is tried again that was too large before: one that is would now be counted.
    monkeypatch.setattr(Narrow, "fits", 16)
    pictures(house.drawn(*many(recipe, 8)))
    assert max(Narrow.passes) == 4


def test_memory_that_gets_short_in_the_middle_costs_no_picture_its_steps(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    works, house = many(recipe, 4), House(folders, "Narrow")
    undisturbed = pictures(House(folders, "Narrow").drawn(*works))
    steps = itertools.count()

    def meanwhile() -> None:
        if next(steps) == 7:
            monkeypatch.setattr(Narrow, "fits", 2)

    assert farthest(pictures(house.drawn(*works, meanwhile=meanwhile)), undisturbed) <= 1


def test_a_picture_larger_than_the_memory_fails_and_says_so(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Narrow, "fits", 1)
    guided, unguided = tiny.work(recipe, job=1), tiny.work(recipe.but(guidance=1.0), job=2)
    endings = House(folders, "Narrow").drawn(guided, unguided)
    assert endings[1] == Failed(job=1, reason=Reason.OUT_OF_MEMORY)
    assert isinstance(endings[2], Finished)


def test_an_exact_picture_is_drawn_in_smaller_passes_where_larger_ones_do_not_fit(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(folders, "Narrow")
    pictures(house.drawn(*many(recipe, 8)))
    monkeypatch.setattr(Narrow, "fits", 3)
    Narrow.passes.clear()
    exact = Work(job=1, recipes=(recipe,), exact=True)
    pictures(house.drawn(exact))
    assert set(Narrow.passes) == {2}


def test_an_exact_picture_whose_recorded_passes_do_not_fit_is_not_drawn_otherwise(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Narrow, "fits", 3)
    recorded = Work(job=1, recipes=(recipe,), exact=True, bucket=8)
    assert House(folders, "Narrow").drawn(recorded) == {1: Failed(job=1, reason=Reason.OUT_OF_MEMORY)}


@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_a_failure_in_the_middle_of_a_step_is_that_pictures_alone(
    folders: tiny.Folders, recipe: Recipe, position: int
) -> None:
    works = many(recipe, 4)
    undisturbed = pictures(House(folders, "Stumbling").drawn(*works))
    works[position] = tiny.work(recipe.but(prompt="stumble"), job=position)
    endings = House(folders, "Stumbling").drawn(*works)
    assert endings.pop(position) == Failed(job=position, reason=Reason.INTERNAL)
    assert farthest(pictures(endings), undisturbed) <= 1


@pytest.mark.parametrize("sampler", ["euler_a", "dpmpp_2m"])
def test_a_neighbours_failure_moves_no_scheduler_of_a_pictures_own_twice(
    folders: tiny.Folders, recipe: Recipe, sampler: str
) -> None:
    works = many(recipe.but(sampler=sampler), 2)
    undisturbed = pictures(House(folders, "Stumbling").drawn(*works))
    stumbling = tiny.work(recipe.but(prompt="stumble"), job=9)
    endings = House(folders, "Stumbling").drawn(stumbling, *works)
    assert endings.pop(9) == Failed(job=9, reason=Reason.INTERNAL)
    assert farthest(pictures(endings), undisturbed) <= 1


def test_what_is_not_finite_in_half_precision_is_drawn_as_in_full(folders: tiny.Folders, recipe: Recipe) -> None:
    works = many(recipe, 2)
    full = pictures(House(folders, "HalfBlind").drawn(*works))
    assert farthest(pictures(House(folders, "HalfBlind", "bfloat16").drawn(*works)), full) <= 1


def test_steps_taken_twice_are_counted_and_never_run_backwards(folders: tiny.Folders, recipe: Recipe) -> None:
    engine = House(folders, "HalfBlind", "bfloat16").engine
    told = [event for event in engine.run(tiny.work(recipe)) if isinstance(event, Progress)]
    assert [event.step for event in told] == list(range(recipe.steps + 2))
    assert told[-1].step == told[-1].of


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_what_is_not_finite_in_full_precision_either_is_not_a_picture(
    folders: tiny.Folders, recipe: Recipe, monkeypatch: pytest.MonkeyPatch, dtype: str
) -> None:
    monkeypatch.setattr(HalfBlind, "always", True)
    endings = House(folders, "HalfBlind", dtype).drawn(*many(recipe, 2))
    assert endings == {job: Failed(job=job, reason=Reason.NOT_A_PICTURE) for job in (0, 1)}
