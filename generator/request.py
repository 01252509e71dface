"""Requests: a work that is being drawn, picture by picture."""

from __future__ import annotations

import dataclasses

from generator import pictures, samplers
from generator.events import Drawn, Progress, Source, Work
from generator.families.base import State
from generator.lanes import Lane
from generator.preview import Previews
from generator.recipe import Recipe
from generator.schedule import Claim


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
    def steps_left(self) -> int:
        """Until it is denoised."""
        return samplers.evaluations(self.recipe) if self.state is None else self.state.course.left


@dataclasses.dataclass(slots=True, eq=False)
class Request:
    """A work and how far it is."""

    work: Work
    previews: Previews
    pictures: list[Picture] = dataclasses.field(default_factory=list)
    began: float | None = None
    """On the engine's clock."""
    done: int = 0
    """Steps, also those of pictures that had to begin again."""
    decoding: float = 0.0
    """Seconds that went into what comes after the steps."""

    @property
    def of(self) -> int:
        """Steps in all."""
        return self.done + sum(picture.steps_left for picture in self.pictures)

    @property
    def finished(self) -> bool:
        return all(picture.drawn for picture in self.pictures)

    def shows(self, picture: Picture) -> bool:
        """Whether it is the picture to be seen meanwhile: the first that is not drawn."""
        return picture is next((one for one in self.pictures if one.drawn is None), None)

    def progress(self, preview: bytes | None = None, seconds: float = 0.0, rows: int = 0) -> Progress:
        return Progress(job=self.work.job, step=self.done, of=self.of, preview=preview, seconds=seconds, rows=rows)

    def recount(self) -> None:
        """Each picture's claim is as long as all that is left of the request: only together they are of use."""
        left = sum(picture.steps_left * picture.claim.rows for picture in self.pictures)
        for picture in self.pictures:
            picture.claim.left = left
