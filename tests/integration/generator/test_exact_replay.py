"""Exact mode: a picture is the same to the bit whatever is drawn beside it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import provenance
from generator.cost import rows_of
from generator.engine import Engine
from generator.events import Drawn, Ending, Finished, Source, Work
from generator.recipe import Recipe, Task
from generator.residency import Residency
from tests.integration.generator import tiny

pytestmark = [
    pytest.mark.model,
    # diffusers' schedulers hand torch's tensors to numpy the old way.
    pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning"),
]

TEXT = tiny.RECIPE.but(steps=5, sampler="dpmpp_2m")
IMAGE = TEXT.but(task=Task.IMAGE_TO_IMAGE, source="latents", strength=0.8)
EDIT = TEXT.but(task=Task.EDIT, prompt="make it blue", source="latents", image_guidance=2.0, steps=4)

ARRIVES = 4
"""The engine's step at which the picture in question comes; the others come before and after."""


@dataclasses.dataclass(frozen=True)
class Neighbour:
    recipe: Recipe
    exact: bool
    comes: int
    leaves: int
    """Cancelled at that step, where it has not ended by then."""


def samplers() -> st.SearchStrategy[str]:
    return st.sampled_from(["ddim", "euler", "euler_a", "heun", "dpmpp_2m", "dpmpp_2m_sde", "unipc", "ddpm"])


def intervals() -> st.SearchStrategy[tuple[float, float] | None]:
    return st.sampled_from([None, (0.0, 0.5), (0.2, 0.7)])


def recipes() -> st.SearchStrategy[Recipe]:
    return st.builds(
        lambda task, **changes: task.but(**changes),
        st.sampled_from([TEXT, IMAGE, IMAGE.but(source="photograph"), EDIT, EDIT.but(source="photograph")]),
        steps=st.integers(1, 8),
        sampler=samplers(),
        guidance=st.sampled_from([1.0, 3.0, 30.0]),
        guidance_interval=intervals(),
        seed=st.integers(0, 9),
        prompt=st.sampled_from(["a red circle", "", "赤い丸"]),
    )


def traffic() -> st.SearchStrategy[list[Neighbour]]:
    times = st.integers(0, 14)
    return st.lists(st.builds(Neighbour, recipes(), st.booleans(), times, st.integers(0, 40)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def models(folders: tiny.Folders) -> Residency:
    return Residency([folders.spec()], device="cpu")


@pytest.fixture(scope="module")
def sources(models: Residency, photograph: bytes) -> dict[str, Source]:
    picture = drawn(models, Work(job=1, recipes=(TEXT.but(seed=5),)))
    return {
        "photograph": Source(picture=photograph),
        "latents": Source(picture=picture.png, latents=picture.latents),
    }


def drawn(models: Residency, work: Work, neighbours: Sequence[Neighbour] = ()) -> Drawn:
    """The work's one picture, with those neighbours in the same engine."""
    engine = Engine(models, preview_interval=0.0, preview_side=16)
    for step in itertools.count():
        for job, neighbour in enumerate(neighbours, 2):
            if step == neighbour.leaves:
                engine.cancel(job)
            if step == neighbour.comes:
                beside = dataclasses.replace(work, job=job, recipes=(neighbour.recipe,), person=job % 3)
                engine.add(beside if neighbour.exact else dataclasses.replace(beside, exact=False, bucket=None))
        if step == ARRIVES:
            engine.add(work)
        for event in engine.step():
            if event.job == work.job and isinstance(event, Ending):
                assert isinstance(event, Finished)
                return event.pictures[0]
    raise AssertionError


@pytest.mark.parametrize("recipe", [TEXT, IMAGE, EDIT], ids=lambda recipe: recipe.task)
@given(neighbours=traffic(), data=st.data())
@settings(max_examples=12, derandomize=True)
def test_neighbours_change_no_bit(
    models: Residency, sources: dict[str, Source], recipe: Recipe, neighbours: list[Neighbour], data: st.DataObject
) -> None:
    bucket = data.draw(st.sampled_from([size for size in (2, 4, 8, 16) if size >= rows_of(recipe)]))
    recipe = recipe.but(sampler=data.draw(samplers()), guidance_interval=data.draw(intervals()))
    work = Work(job=1, recipes=(recipe,), sources=sources, exact=True, bucket=bucket)
    apart, among = drawn(models, work), drawn(models, work, neighbours)
    assert among.latents == apart.latents
    assert among.png == apart.png


def test_a_picture_says_how_many_rows_its_passes_had(models: Residency) -> None:
    for bucket in (2, 8):
        png = drawn(models, Work(job=1, recipes=(TEXT,), exact=True, bucket=bucket)).png
        here = provenance.circumstances_in(png)
        assert here is not None and (here.bucket, here.dtype) == (bucket, "float32")
    shared = provenance.circumstances_in(drawn(models, Work(job=1, recipes=(TEXT,))).png)
    assert shared is not None and shared.bucket is None


def test_a_recorded_bucket_that_cannot_hold_a_picture_gives_way(models: Residency) -> None:
    here = provenance.circumstances_in(drawn(models, Work(job=1, recipes=(TEXT,), exact=True, bucket=1)).png)
    assert here is not None and here.bucket == 2


def test_what_is_recorded_is_enough_to_draw_it_again(models: Residency) -> None:
    first = drawn(models, Work(job=1, recipes=(TEXT,), exact=True))
    here, recipe = provenance.circumstances_in(first.png), provenance.recipe_in(first.png)
    assert here is not None and recipe is not None
    assert drawn(models, Work(job=7, recipes=(recipe,), exact=True, bucket=here.bucket)) == first
