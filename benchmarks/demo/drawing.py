"""Pictures for measuring: drawn through the families, many at a time, with the latents that Egaku keeps."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import numpy as np

from benchmarks.demo.asked import prompt
from bot.bootstrap import demo_spec
from generator import pictures
from generator.events import Source
from generator.families.base import Family, State, advance
from generator.recipe import Recipe, Task
from generator.residency import Residency
from tools.demo_model.scenes import Scene

SPEC = demo_spec()
BATCH = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Shot:
    """One drawn picture with what is needed to go on from it."""

    picture: np.ndarray
    source: Source
    text: str
    wanted: Scene


class Easel:
    """Draws with the demo models; every seed comes from ``rng``."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._models = Residency([SPEC])

    def imagine(self, scenes: Sequence[Scene], locale: str = "en") -> list[Shot]:
        texts = [prompt(scene, locale) for scene in scenes]
        drawn = self._drawn([self._recipe(Task.TEXT_TO_IMAGE, text) for text in texts], [None] * len(texts))
        return [Shot(*made, text, scene) for made, text, scene in zip(drawn, texts, scenes, strict=True)]

    def edit(self, shots: Sequence[Shot], wishes: Sequence[tuple[str, Scene]]) -> list[Shot]:
        recipes = [self._recipe(Task.EDIT, text) for text, _ in wishes]
        drawn = self._drawn(recipes, [shot.source for shot in shots])
        return [Shot(*made, text, scene) for made, (text, scene) in zip(drawn, wishes, strict=True)]

    def _recipe(self, task: Task, text: str) -> Recipe:
        edit, defaults = task is Task.EDIT, SPEC.defaults
        return Recipe(
            task=task,
            prompt=text,
            model=SPEC.key,
            revision="",
            width=SPEC.native_size,
            height=SPEC.native_size,
            steps=defaults.edit_steps if edit else defaults.steps,
            guidance=defaults.edit_guidance if edit else defaults.guidance,
            image_guidance=defaults.image_guidance if edit else None,
            sampler=defaults.sampler,
            seed=self._rng.randrange(2**32),
            source="-" if edit else None,
        )

    def _drawn(self, recipes: list[Recipe], sources: list[Source | None]) -> list[tuple[np.ndarray, Source]]:
        family = self._models.family(recipes[0])
        made = []
        for at in range(0, len(recipes), BATCH):
            pairs = zip(recipes[at : at + BATCH], sources[at : at + BATCH], strict=True)
            states = [family.begin(recipe, source) for recipe, source in pairs]
            # Of equal length.
            while not states[0].done:
                advance(states, family.predict(states))
            made += [_finished(family, state) for state in states]
        return made


def _finished(family: Family, state: State) -> tuple[np.ndarray, Source]:
    picture = np.asarray(family.images([state])[0])
    return picture, Source(picture=b"", latents=pictures.pack(state.latents, family.space))
