"""The only place where concrete parts meet."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import storage
from bot.errors import BadInput, Refused
from bot.studio.advice import Adviser
from bot.studio.jobs import Jobs
from bot.studio.planning import Limits, Planner
from bot.studio.studio import Studio, words_for
from bot.understanding import dictionary
from generator.executors.local import LocalExecutor
from generator.executors.protocol import WorkerOptions
from generator.language.executor import LanguageExecutor
from generator.language.protocol import LanguageOptions
from generator.models import Defaults, ModelSpec, is_folder
from generator.speed import Attention, Speed

if TYPE_CHECKING:
    from bot.settings import Model, Settings

BUILTIN = "builtin:"


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    studio: Studio
    jobs: Jobs
    executor: LocalExecutor


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[House]:
    """Start the worker and open the data folder. Raises EgakuError where the folder cannot be used."""
    await asyncio.to_thread(dictionary.spellings)  # here, and not while somebody's first message waits
    async with storage_of(settings) as kept, worker_of(settings) as executor, adviser_of(settings) as adviser:
        yield furnished(settings, kept, executor, adviser)


@contextlib.asynccontextmanager
async def storage_of(settings: Settings) -> AsyncIterator[storage.Storage]:
    async with contextlib.AsyncExitStack() as stack:
        try:
            kept = await stack.enter_async_context(storage.open(settings.data.folder))
        except storage.errors.StorageError as error:
            raise words_for(error) from error
        yield kept


@contextlib.asynccontextmanager
async def worker_of(settings: Settings, options: WorkerOptions | None = None) -> AsyncIterator[LocalExecutor]:
    """A worker as the settings have it, or with other ``options``."""
    options = options or worker_options(settings, tuple(specs(settings).values()))
    executor = LocalExecutor(options, attempts=settings.worker.attempts)
    await executor.start()
    try:
        yield executor
    finally:
        await executor.close()


@contextlib.asynccontextmanager
async def adviser_of(settings: Settings) -> AsyncIterator[Adviser | None]:
    """A language model, where the settings name one; None else. Raises Refused where what runs it is not installed."""
    asked = settings.understanding
    if not (home := asked.language_model):
        yield None
        return
    if importlib.util.find_spec("llguidance") is None:
        raise Refused("error.llm_missing")
    options = LanguageOptions(
        home=str(Path(home).expanduser()) if is_folder(home) else home,
        revision=asked.language_revision or None,
        device=asked.language_device,
        dtype=asked.language_dtype,
        threads=asked.language_threads,
    )
    executor = LanguageExecutor(options)
    try:
        yield Adviser(ask=executor.ask, seconds=asked.language_seconds)
    finally:
        await executor.close()


def furnished(
    settings: Settings, kept: storage.Storage, executor: LocalExecutor, adviser: Adviser | None = None
) -> House:
    studio = Studio(kept, planner(settings), merge_after=settings.understanding.merge_after, adviser=adviser)
    jobs = Jobs(kept, executor, exact=settings.worker.exact)
    return House(settings, studio, jobs, executor)


def planner(settings: Settings) -> Planner:
    english = frozenset(key for key, model in settings.models.items() if "ja" not in model.languages)
    return Planner(specs(settings), settings.defaults.model, limits(settings), english)


def worker_options(settings: Settings, models: tuple[ModelSpec, ...]) -> WorkerOptions:
    return WorkerOptions(
        models=models,
        device=settings.worker.device,
        threads=settings.worker.threads,
        warm=(settings.defaults.model,),
        preview_interval=settings.worker.preview_interval,
        capacities=settings.data.folder / "cache" / "capacities.json",
    )


def limits(settings: Settings) -> Limits:
    asked = settings.limits
    return Limits(
        max_count=asked.max_count,
        max_steps=asked.max_steps,
        max_prompt_length=asked.max_prompt_length,
        max_upload_pixels=asked.max_upload_pixels,
        max_upload_bytes=asked.max_upload_bytes,
        max_pixels=asked.max_pixels,
    )


def specs(settings: Settings) -> dict[str, ModelSpec]:
    return {key: spec(key, model) for key, model in settings.models.items()}


def demo_spec() -> ModelSpec:
    """The demo models as they ship, whatever the operator's settings say."""
    from bot.settings import DEMO, Model

    return spec("demo", Model(**DEMO))


def spec(key: str, model: Model) -> ModelSpec:
    return ModelSpec(
        key=key,
        text_to_image=_home(key, model.text_to_image),
        edit=_home(key, model.edit) if model.edit else None,
        revision=model.revision or None,
        edit_revision=model.edit_revision or None,
        dtype=model.dtype,
        speed=Speed(
            compile=model.compile,
            channels_last=model.channels_last,
            attention=Attention(model.attention),
            tf32=model.tf32,
            cuda_graphs=model.cuda_graphs,
        ),
        family=model.family,
        edit_family=model.edit_family,
        native_size=model.native_size,
        size_multiple=model.size_multiple,
        enlarge=model.enlarge,
        max_side=model.max_side,
        samplers=model.samplers,
        defaults=Defaults(
            steps=model.steps,
            guidance=model.guidance,
            sampler=model.sampler,
            strength=model.strength,
            edit_steps=model.edit_steps,
            edit_guidance=model.edit_guidance,
            image_guidance=model.image_guidance,
        ),
        licence=model.licence,
        description=model.description,
    )


def _home(key: str, said: str) -> str:
    """``builtin:NAME`` is a folder that ships with Egaku. Raises BadInput where it is not there."""
    if not said.startswith(BUILTIN):
        return said
    package = importlib.util.find_spec("generator")
    if package is None or package.origin is None:
        raise BadInput("error.model_missing", model=key)
    return str(Path(package.origin).parent / "demo" / said.removeprefix(BUILTIN))
