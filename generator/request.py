"""Requests: a work that is being drawn, picture by picture."""

from __future__ import annotations

import dataclasses

from generator import pictures, samplers
from generator.events import Drawn, Progress, Source, Work
from generator.families.base import State
from generator.preview import Previews
from generator.recipe import Recipe, Task
from generator.residency import Key
from generator.schedule import Claim


@dataclasses.dataclass(frozen=True, slots=True)
class Lane:
    """Pictures that can share a forward pass."""

    model: Key
    size: tuple[int, int]
    """(width, height) in pixels at which the model draws."""
    bucket: int | None = None
    """Rows of each pass, where a picture shall come out the same to the bit whatever it shares a pass with."""


@dataclasses.dataclass(slots=True, eq=False)
class Picture:
    """One recipe of a request."""

    request: Request
    recipe: Recipe
    lane: Lane
    claim: Claim
    full: bool = False
    """Drawn in float32 because the model's own precision was not enough."""
    state: State | None = None
    """From the time it is begun."""
    drawn: Drawn | None = None

    @property
    def begun(self) -> State:
        assert self.state is not None
        return self.state

    @property
    def source(self) -> Source | None:
        """Raises Unreadable where the work came without it."""
        if self.recipe.source is None:
            return None
        try:
            return self.request.work.sources[self.recipe.source]
        except KeyError:
            raise pictures.Unreadable("the source picture did not come with the work") from None

    @property
    def left(self) -> int:
        """Rows until it is drawn."""
        if self.drawn is not None:
            return 0
        steps = samplers.evaluations(self.recipe) if self.state is None else self.state.course.left
        return steps * self.claim.rows


@dataclasses.dataclass(slots=True, eq=False)
class Request:
    """A work and how far it is."""

    work: Work
    previews: Previews
    pictures: list[Picture] = dataclasses.field(default_factory=list)
    began: float | None = None
    """On the engine's clock."""
    done: int = 0
    of: int = 0

    @property
    def finished(self) -> bool:
        return all(picture.drawn for picture in self.pictures)

    def shows(self, picture: Picture) -> bool:
        """Whether it is the picture to be seen meanwhile: the first that is not drawn."""
        return picture is next((one for one in self.pictures if one.drawn is None), None)

    def progress(self, preview: bytes | None = None, seconds: float = 0.0) -> Progress:
        return Progress(job=self.work.job, step=self.done, of=self.of, preview=preview, seconds=seconds)

    def recount(self) -> None:
        """Each picture's claim is as long as all that is left of the request: only together they are of use."""
        left = sum(picture.left for picture in self.pictures)
        for picture in self.pictures:
            picture.claim.left = left


def rows_of(recipe: Recipe) -> int:
    """What a step takes of a forward pass, as far as it can be told before the model is loaded."""
    if recipe.guidance <= 1:
        return 1
    return 3 if recipe.task is Task.EDIT else 2
