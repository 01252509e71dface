"""How far a request is, told from its pictures."""

from __future__ import annotations

import torch

from generator.events import Work
from generator.families.base import State
from generator.lanes import Lane
from generator.preview import Previews
from generator.recipe import Recipe
from generator.request import Picture, Request
from generator.residency import Key
from generator.schedule import Claim
from generator.solvers import Course

LANE = Lane(Key("", "pipeline", "float32"), (64, 64))


def entered(request: Request, recipe: Recipe) -> Picture:
    return Picture(request, recipe, LANE, Claim(person=0, lane=LANE, rows=2, left=0))


def begun(recipe: Recipe, steps: int) -> State:
    return State(recipe=recipe, course=Course(torch.arange(steps)), latents=torch.zeros(1, 1))


def test_steps_taken_twice_count_twice_also_where_a_pipeline_announces_another_number(a_recipe: Recipe) -> None:
    recipe = a_recipe.but(steps=5, sampler="ddim")
    request = Request(Work(job=1, recipes=(recipe, recipe)), Previews(0.0))
    first, second = request.pictures = [entered(request, recipe) for _ in range(2)]
    assert request.of == 10
    first.state, second.state = begun(recipe, 7), begun(recipe, 5)
    assert request.of == 12
    first.begun.course.index = request.done = 3
    assert request.of == 12
    request.pictures[0] = entered(request, recipe)
    assert request.of == 13
    request.pictures[0].state = begun(recipe, 7)
    assert request.of == 15


def test_every_picture_is_as_far_from_its_end_as_all_of_them(a_recipe: Recipe) -> None:
    recipe = a_recipe.but(steps=5, sampler="ddim")
    request = Request(Work(job=1, recipes=(recipe, recipe)), Previews(0.0))
    request.pictures = [entered(request, recipe) for _ in range(2)]
    request.pictures[0].state = begun(recipe, 1)
    request.recount()
    assert [picture.claim.left for picture in request.pictures] == [12, 12]
