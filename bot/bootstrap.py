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
from bot.operating.metrics import Metrics
from bot.studio.advice import Adviser
from bot.studio.dispatch import Dispatcher
from bot.studio.jobs import Jobs
from bot.studio.permissions import Permissions, RoleAllowance
from bot.studio.planning import Limits, Planner
from bot.studio.studio import Studio, words_for
from bot.studio.translation import Translator
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
BOT = "bot"
"""What only one process may be on a data folder: two would answer, draw and deliver everything twice."""


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    studio: Studio
    jobs: Jobs
    executor: LocalExecutor
    metrics: Metrics


@contextlib.asynccontextmanager
async def opened(settings: Settings, *, role: str = "") -> AsyncIterator[House]:
    """Start the worker and open the data folder. Raises EgakuError where the folder cannot be used, and before anything
    else of it where another process has the ``role``."""
    await asyncio.to_thread(dictionary.spellings)  # here, and not while somebody's first message waits
    async with (
        storage_of(settings, role=role) as kept,
        worker_of(settings) as executor,
        adviser_of(settings) as adviser,
        translator_of(settings) as translator,
    ):
        yield furnished(settings, kept, executor, adviser, translator)


@contextlib.asynccontextmanager
async def storage_of(settings: Settings, *, role: str = "") -> AsyncIterator[storage.Storage]:
    async with contextlib.AsyncExitStack() as stack:
        try:
            kept = await stack.enter_async_context(
                storage.open(settings.data.folder, keep_free=settings.data.keep_free, role=role)
            )
        except storage.errors.StorageError as error:
            raise words_for(error) from error
        yield kept


@contextlib.asynccontextmanager
async def worker_of(settings: Settings, options: WorkerOptions | None = None) -> AsyncIterator[LocalExecutor]:
    """A worker as the settings have it, or with other ``options``."""
    options = options or worker_options(settings, tuple(specs(settings).values()))
    executor = LocalExecutor(options, hang=settings.worker.hang)
    await executor.start()
    try:
        yield executor
    finally:
        await executor.close()


@contextlib.asynccontextmanager
async def adviser_of(settings: Settings) -> AsyncIterator[Adviser | None]:
    """A language model, where the settings name one; None else. Raises Refused where what runs it is not installed."""
    asked = settings.understanding
    if not asked.language_model:
        yield None
        return
    _installed("llguidance")
    async with _model_of_words(settings, asked.language_model, asked.language_revision) as executor:
        yield Adviser(ask=executor.ask, seconds=asked.language_seconds)


@contextlib.asynccontextmanager
async def translator_of(settings: Settings) -> AsyncIterator[Translator | None]:
    """A translation model, where the settings name one and a model to draw with that reads English only; None else.

    It is loaded from now on: a prompt that comes before it would be drawn as it is. Raises Refused where what runs it
    is not installed.
    """
    asked = settings.understanding
    if not (asked.translation_model and english_only(settings)):
        yield None
        return
    _installed("sentencepiece")
    async with _model_of_words(
        settings, asked.translation_model, asked.translation_revision, translates=True
    ) as executor:
        executor.start()
        yield Translator(ask=executor.ask, seconds=asked.language_seconds)


def _installed(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise Refused("error.llm_missing")


@contextlib.asynccontextmanager
async def _model_of_words(
    settings: Settings, home: str, revision: str, *, translates: bool = False
) -> AsyncIterator[LanguageExecutor]:
    asked = settings.understanding
    executor = LanguageExecutor(
        LanguageOptions(
            home=str(Path(home).expanduser()) if is_folder(home) else home,
            revision=revision or None,
            device=asked.language_device,
            dtype=asked.language_dtype,
            threads=asked.language_threads,
            translates=translates,
            log_level=settings.log.level,
            log_json=settings.log.format == "json",
        )
    )
    try:
        yield executor
    finally:
        await executor.close()


def furnished(
    settings: Settings,
    kept: storage.Storage,
    executor: LocalExecutor,
    adviser: Adviser | None = None,
    translator: Translator | None = None,
) -> House:
    merge_after = settings.understanding.merge_after
    jobs = Jobs(kept, Dispatcher(executor), exact=settings.worker.exact, attempts=settings.worker.attempts)
    studio = Studio(
        kept,
        planner(settings),
        merge_after=merge_after,
        adviser=adviser,
        translator=translator,
        permissions=permissions(settings),
        eta=jobs.eta,
    )
    return House(settings, studio, jobs, executor, Metrics(executor))


def planner(settings: Settings) -> Planner:
    return Planner(specs(settings), settings.defaults.model, limits(settings), english_only(settings))


def english_only(settings: Settings) -> frozenset[str]:
    """The models to draw with that do not read Japanese."""
    return frozenset(key for key, model in settings.models.items() if "ja" not in model.languages)


def worker_options(settings: Settings, models: tuple[ModelSpec, ...]) -> WorkerOptions:
    return WorkerOptions(
        models=models,
        device=settings.worker.device,
        threads=settings.worker.threads,
        warm=(settings.defaults.model,),
        preview_interval=settings.worker.preview_interval,
        capacities=settings.data.folder / "cache" / "capacities.json",
        log_level=settings.log.level,
        log_json=settings.log.format == "json",
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


def permissions(settings: Settings) -> Permissions:
    asked = settings.limits
    roles: dict[int, tuple[RoleAllowance, ...]] = {}
    for role in asked.roles:
        its = RoleAllowance(at_once=role.at_once, a_day=role.a_day, gpu_seconds=role.gpu_seconds_a_day)
        roles[role.id] = (*roles.get(role.id, ()), its)
    return Permissions(
        everybody=storage.Allowance(at_once=asked.at_once, a_day=asked.a_day, gpu_seconds=asked.gpu_seconds_a_day),
        server=storage.Allowance(
            at_once=asked.server_at_once, a_day=asked.server_a_day, gpu_seconds=asked.server_gpu_seconds_a_day
        ),
        roles=roles,
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
