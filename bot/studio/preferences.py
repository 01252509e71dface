"""What somebody wants unless they say otherwise: language, model, size."""

from __future__ import annotations

from bot.errors import EgakuError
from bot.studio.planning import Planner
from bot.studio.studio import Studio, in_words
from bot.understanding import flags
from bot.understanding.parameters import Parameters
from storage import Person, PersonSettings


@in_words
async def change(studio: Studio, person: Person, settings: PersonSettings) -> Person:
    """Keep them. Raises BadInput for a model that is not there and for a size that it could not draw; what was chosen
    before and has gone since keeps nobody from changing something else."""
    planner, before = studio.planner, person.settings
    if settings.model != before.model:
        planner.model(settings.model)
    if settings.size and (settings.model, settings.size) != (before.model, before.size):
        model = settings.model if settings.model in planner.models else None
        planner.size(planner.model(model), flags.given({"size": settings.size}))
    return await studio.storage.people.change(person.id, settings)


def usual(planner: Planner, settings: PersonSettings, *, sized: bool = True) -> Parameters:
    """As if they had asked for it. A choice that the operator took away since is passed over.

    ``sized`` is False where a picture they bring says the size.
    """
    parameters = Parameters()
    if settings.model in planner.models:
        parameters = Parameters(model=settings.model)
    try:
        return flags.given({"size": settings.size}).over(parameters) if sized and settings.size else parameters
    except EgakuError:
        return parameters
