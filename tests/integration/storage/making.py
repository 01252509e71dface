"""Short ways to have something in storage."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools

from generator.recipe import Recipe, Task
from storage import Accepted, Limits, Place, Storage, Turn
from storage.limits import UNLIMITED

TERMINAL = Place(platform="terminal", channel="tty")
_keys = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Drawn:
    recipe: Recipe
    png: bytes
    latents: bytes | None


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def recipe(prompt: str = "a red circle", *, seed: int = 1, source: str | None = None) -> Recipe:
    return Recipe(
        task=Task.EDIT if source else Task.TEXT_TO_IMAGE,
        prompt=prompt,
        model="demo",
        revision="1",
        width=512,
        height=512,
        steps=20,
        guidance=5.0,
        sampler="euler",
        seed=seed,
        enlarge=4,
        source=source,
    )


def drawn(made: Recipe, *, png: bytes | None = None) -> Drawn:
    png = f"PNG of {made.hash}".encode() if png is None else png
    return Drawn(recipe=made, png=png, latents=b"latents of " + png)


async def ask(
    kept: Storage,
    viewer: int,
    text: str = "/imagine a red circle",
    *recipes: Recipe,
    parent: Turn | None = None,
    key: str | None = None,
    place: Place | None = None,
    conversation: int | None = None,
    limits: Limits = UNLIMITED,
) -> Accepted:
    """Accept a request: with ``parent`` as a refinement of its first picture."""
    return await kept.jobs.accept(
        viewer,
        request_key=key or f"key {next(_keys)}",
        text=text,
        action="edit" if parent else "imagine",
        intent={"instruction": text},
        recipes=recipes or (recipe(text, source=parent.pictures[0].sha256 if parent else None),),
        conversation=conversation,
        place=place or (None if parent or conversation else TERMINAL),
        parent=parent.id if parent else None,
        parent_picture=1 if parent else None,
        limits=limits,
    )


async def run(kept: Storage, accepted: Accepted) -> Turn:
    await kept.jobs.start(accepted.job.id)
    return await kept.jobs.finish(accepted.job.id, [drawn(made) for made in accepted.turn.recipes])


async def draw(
    kept: Storage, viewer: int, text: str = "/imagine a red circle", *recipes: Recipe, parent: Turn | None = None
) -> Turn:
    """Accept a request and finish it."""
    return await run(kept, await ask(kept, viewer, text, *recipes, parent=parent))


async def chain(kept: Storage, viewer: int, *texts: str) -> list[Turn]:
    """Turns of one conversation, each made from the one before."""
    turns: list[Turn] = []
    for text in texts:
        turns.append(await draw(kept, viewer, text, parent=turns[-1] if turns else None))
    return turns
