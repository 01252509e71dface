"""From what was asked to recipes: pure, apart from the dice for a seed that nobody chose.

A recipe that a user did not fully specify takes its model's defaults; an edit takes its parent's size and seed, so that
a conversation replays as it was.
"""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Mapping
from typing import TypeVar

from bot.errors import BadInput, Refused
from bot.studio.relative import settled
from bot.studio.uploads import picture_size
from bot.understanding.parameters import Parameters
from generator import samplers
from generator.models import ModelSpec, Size, SizeError, fit
from generator.recipe import MAX_SEED, Recipe, Task

T = TypeVar("T")

SEED_BITS = 32
"""Dice give seeds that people can read out and that every other tool takes too."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may ask for."""

    max_count: int = 4
    max_steps: int = 60
    max_prompt_length: int = 4_000
    max_upload_pixels: int = 25_000_000
    max_upload_bytes: int = 20 * 2**20
    max_pixels: int = 2048 * 2048
    variations: int = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Planner:
    """The registry and the limits; every method gives the recipes of one turn or raises BadInput or Refused."""

    models: Mapping[str, ModelSpec]
    default_model: str
    limits: Limits
    english: frozenset[str] = frozenset()
    """Models that read English only: for them words are translated (:mod:`bot.studio.translation`)."""

    def model(self, name: str | None) -> ModelSpec:
        key = name or self.default_model
        found = self.models.get(key.lower())
        if found is None:
            raise BadInput("error.unknown_model", model=key, known=", ".join(sorted(self.models)))
        return found

    def check(self) -> None:
        """Raises Refused where the default model's files are missing. Slow: it reads them."""
        spec = self.model(None)
        for task in (Task.TEXT_TO_IMAGE, Task.EDIT) if spec.edit else (Task.TEXT_TO_IMAGE,):
            _revision(spec, task)

    def imagine(self, prompt: str, asked: Parameters) -> tuple[Recipe, ...]:
        spec = self.model(asked.model)
        size = self.size(spec, asked)
        return self._series(asked.count, self._filled(Task.TEXT_TO_IMAGE, prompt, spec, size, _seed(asked.seed), asked))

    def edit(
        self, instruction: str, described: str, source: str, basis: Recipe, asked: Parameters
    ) -> tuple[Recipe, ...]:
        """Change ``source``, with size, seed and model of ``basis`` where nothing else is said.

        ``described`` is the prompt of the picture as it shall be, for a model that has no edit sibling.
        """
        spec = self.model(asked.model or basis.model)
        asked = self._settled(asked, basis, 1)
        size = self.size(spec, asked) if _says_size(asked) else _size_of(basis)
        task, prompt = (Task.EDIT, instruction) if spec.edit else (Task.IMAGE_TO_IMAGE, described)
        return self._series(asked.count, self._filled(task, prompt, spec, size, basis.seed, asked, source))

    def upload(self, instruction: str, source: str, width: int, height: int, asked: Parameters) -> tuple[Recipe, ...]:
        """Change a picture file of that size in pixels."""
        spec = self.model(asked.model)
        size = self.size(spec, asked if _says_size(asked) else Parameters(aspect=(width, height)))
        task = Task.EDIT if spec.edit else Task.IMAGE_TO_IMAGE
        return self._series(asked.count, self._filled(task, instruction, spec, size, _seed(asked.seed), asked, source))

    def over(self, prompt: str, source: str, width: int, height: int, asked: Parameters) -> tuple[Recipe, ...]:
        """A new picture by its prompt, drawn over a picture file of that size in pixels."""
        spec = self.model(asked.model)
        size = self.size(spec, asked if _says_size(asked) else Parameters(aspect=(width, height)))
        first = self._filled(Task.IMAGE_TO_IMAGE, prompt, spec, size, _seed(asked.seed), asked, source)
        return self._series(asked.count, first)

    def vary(
        self, described: str, source: str, basis: Recipe, strength: float | None, count: int | None = None
    ) -> tuple[Recipe, ...]:
        """More like ``source``, ``count`` of it or as many as is usual: image-to-image over it with other dice."""
        spec = self.model(basis.model)
        asked = Parameters(strength=strength, negative=_negatives(basis))
        first = self._filled(Task.IMAGE_TO_IMAGE, described, spec, _size_of(basis), _seed(None), asked, source)
        return self._series(count or self.limits.variations, first)

    def reroll(self, recipes: tuple[Recipe, ...]) -> tuple[Recipe, ...]:
        """The same again with other dice. Raises Refused for pictures that no seed went into."""
        if recipes[0].task is Task.UPSCALE:
            raise Refused("error.reroll_upscaled")
        return self._series(len(recipes), recipes[0].but(seed=_seed(None)))

    def adjust(self, recipes: tuple[Recipe, ...], asked: Parameters) -> tuple[Recipe, ...]:
        """The same request with other parameters; what is not said stays, the seed too."""
        first = recipes[0]
        if first.task is Task.UPSCALE:
            raise Refused("error.adjust_upscaled")
        asked = self._settled(asked, first, len(recipes))
        before = _parameters(first, len(recipes))
        wanted = asked.over(before).without(before.negative)
        spec = self.model(wanted.model)
        size = self.size(spec, asked) if _says_size(asked) else _size_of(first)
        task = Task.IMAGE_TO_IMAGE if first.task is Task.EDIT and not spec.edit else first.task
        return self._series(
            wanted.count, self._filled(task, first.prompt, spec, size, first.seed, wanted, first.source)
        )

    def _settled(self, asked: Parameters, recipe: Recipe, count: int) -> Parameters:
        if ("seed", "new") in asked.relative:
            asked = dataclasses.replace(asked, seed=_seed(None))
        return settled(asked, recipe, count, self.limits.max_steps, self.limits.max_count)

    def finished(self, png: bytes, parent: Recipe) -> tuple[Recipe, ...]:
        """A picture that is there already, as it is: enlarged by nothing."""
        (recipe,) = self.upscale(hashlib.sha256(png).hexdigest(), *picture_size(png), parent, 1)
        return (recipe,)

    def basis(self, recipe: Recipe, model: str | None = None) -> Recipe:
        """A recipe to take model, size and seed from: an upscaled picture has those of no model, so ``model`` is asked
        for, or the usual one."""
        if recipe.task is not Task.UPSCALE:
            return recipe
        spec = self.model(model if model in self.models else None)
        size = self.size(spec, Parameters(aspect=(recipe.width, recipe.height)))
        return recipe.but(model=spec.key, width=size.width, height=size.height, enlarge=size.enlarge)

    def upscale(self, source: str, width: int, height: int, parent: Recipe | None, factor: int) -> tuple[Recipe, ...]:
        wide, tall = width * factor, height * factor
        if wide * tall > self.limits.max_pixels:
            most = f"{self.limits.max_pixels / 1e6:.1f}"
            raise Refused("error.too_large_to_upscale", width=wide, height=tall, limit=most)
        recipe = Recipe(
            task=Task.UPSCALE,
            prompt=parent.prompt if parent else "",
            model="lanczos",
            revision="1",
            width=wide,
            height=tall,
            steps=0,
            guidance=0.0,
            sampler="",
            seed=parent.seed if parent else 0,
            source=source,
        )
        return (recipe,)

    def _filled(
        self,
        task: Task,
        prompt: str,
        spec: ModelSpec,
        size: Size,
        seed: int,
        asked: Parameters,
        source: str | None = None,
    ) -> Recipe:
        """What was asked, and the model's defaults for the task elsewhere."""
        defaults, edits = spec.defaults, task is Task.EDIT
        return Recipe(
            task=task,
            prompt=prompt,
            negative_prompt=", ".join(asked.negative),
            model=spec.key,
            revision=_revision(spec, task),
            width=size.width,
            height=size.height,
            enlarge=size.enlarge,
            steps=self._steps(asked.steps, defaults.edit_steps if edits else defaults.steps),
            guidance=_given(asked.guidance, defaults.edit_guidance if edits else defaults.guidance),
            image_guidance=_given(asked.image_guidance, defaults.image_guidance) if edits else None,
            strength=_given(asked.strength, defaults.strength) if task is Task.IMAGE_TO_IMAGE else None,
            sampler=_sampler(asked.sampler, spec, task),
            seed=_given(asked.seed, seed),
            loras=_loras(asked),
            source=source,
        )

    def _series(self, count: int | None, first: Recipe) -> tuple[Recipe, ...]:
        count = _given(count, 1)
        if count > self.limits.max_count:
            raise BadInput("error.too_many_pictures", count=count, limit=self.limits.max_count)
        return tuple(first.but(seed=(first.seed + offset) % (MAX_SEED + 1)) for offset in range(count))

    def _steps(self, asked: int | None, default: int) -> int:
        if asked is not None and asked > self.limits.max_steps:
            raise BadInput("error.too_many_steps", steps=asked, limit=self.limits.max_steps)
        return _given(asked, min(default, self.limits.max_steps))

    def size(self, spec: ModelSpec, asked: Parameters) -> Size:
        """What the model makes of the size that was asked for."""
        try:
            size = fit(spec, asked.width, asked.height, aspect=asked.aspect)
            if size.width * size.height > self.limits.max_pixels:
                raise BadInput("error.too_many_pixels", width=size.width, height=size.height)
            return size
        except SizeError as error:
            raise BadInput(f"error.{error.reason.value}", limit=f"{error.limit:g}") from error


def _given(asked: T | None, default: T) -> T:
    return default if asked is None else asked


def _seed(asked: int | None) -> int:
    return secrets.randbits(SEED_BITS) if asked is None else asked


def _negatives(recipe: Recipe) -> tuple[str, ...]:
    return (recipe.negative_prompt,) if recipe.negative_prompt else ()


def _parameters(recipe: Recipe, count: int) -> Parameters:
    """A recipe's settings as if somebody had asked for them."""
    return Parameters(
        seed=recipe.seed,
        count=count,
        steps=recipe.steps,
        guidance=recipe.guidance,
        image_guidance=recipe.image_guidance,
        strength=recipe.strength,
        sampler=recipe.sampler,
        model=recipe.model,
        negative=_negatives(recipe),
    )


def _size_of(recipe: Recipe) -> Size:
    return Size(recipe.width, recipe.height, recipe.enlarge)


def _says_size(asked: Parameters) -> bool:
    return asked.aspect is not None or asked.width is not None or asked.height is not None


def _revision(spec: ModelSpec, task: Task) -> str:
    try:
        return spec.revision_of(task)
    except OSError as error:
        raise Refused("error.model_missing", model=spec.key) from error


def _sampler(asked: str | None, spec: ModelSpec, task: Task) -> str:
    default, suited = spec.defaults.sampler, spec.samplers
    # Nothing in the registry says of an edit's pipeline which others fit it.
    if task is Task.EDIT and spec.edit_family == "pipeline":
        default, suited = samplers.OWN, (samplers.OWN,)
    name = asked or default
    found = samplers.find(name)
    if found is None:
        raise BadInput("error.unknown_sampler", sampler=name, nearest=samplers.nearest(name))
    if suited and found not in suited:
        raise BadInput("error.sampler_unsuited", sampler=found, model=spec.key, known=", ".join(suited))
    return found


def _loras(asked: Parameters) -> tuple[()]:
    if asked.loras:
        raise BadInput("error.unknown_lora", lora=asked.loras[0][0])
    return ()
