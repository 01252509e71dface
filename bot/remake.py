"""``egaku remake``: draws a picture again and says whether it is the same to the bit, or why it may not be."""

from __future__ import annotations

import asyncio
import dataclasses
import json as as_json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import storage
from bot import bootstrap, logs
from bot.errors import BadInput
from bot.i18n import say
from bot.studio import remaking
from bot.studio.remaking import Original, Remade
from bot.studio.studio import words_for
from generator.executors.protocol import WorkerOptions
from generator.recipe import Task
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.settings import Settings

IDENTICAL, APART, INTERRUPTED = 0, 1, 130

_SHORT = 12


def remake(settings: Settings, picture: str, *, json: bool) -> int:
    """Returns the exit status. Raises EgakuError where it could not be done."""
    logs.configure(settings.log, least="warning")
    kept = storage.everybodys(settings.data.folder)
    try:
        original = remaking.find(picture, kept)
        options = _options(settings, original)
        remade = asyncio.run(_remade(settings, options, original, kept))
    except StorageError as error:
        raise words_for(error) from error
    except KeyboardInterrupt:
        return INTERRUPTED
    print(line(remade) if json else "\n".join(told(remade, settings.defaults.locale)))
    return IDENTICAL if remade.identical else APART


def line(remade: Remade) -> str:
    before = remade.original.circumstances
    return as_json.dumps(
        {
            "identical": remade.identical,
            "greatest": remade.greatest,
            "share": remade.share,
            "circumstances": dataclasses.asdict(before) if before else None,
            "now": dataclasses.asdict(remade.now),
        }
    )


def told(remade: Remade, locale: str) -> Iterator[str]:
    """What came of it and, where it came out differently, each thing that may be why."""
    if remade.identical:
        yield say("remake.identical", locale)
        return
    yield say("remake.apart", locale, percent=f"{100 * remade.share:.3g}", greatest=remade.greatest)
    if known := [*_reasons(remade, locale)]:
        yield from known
        return
    original = remade.original
    if original.recipe.task is not Task.UPSCALE and original.circumstances and original.circumstances.bucket is None:
        yield say("remake.shared", locale)
    yield say("remake.altered", locale)


def _reasons(remade: Remade, locale: str) -> Iterator[str]:
    """What is known to be different."""
    recipe, before, now = remade.original.recipe, remade.original.circumstances, remade.now
    if remade.original.damaged:
        yield say("remake.damaged", locale)
    if recipe.revision != remade.revision:
        then, model = recipe.revision[:_SHORT], recipe.model
        yield say("remake.revision", locale, model=model, then=then, now=remade.revision[:_SHORT])
    if before is None:
        yield say("remake.unrecorded", locale)
        return
    for name in before.differing(now):
        yield say("remake.other", locale, name=name, then=getattr(before, name), now=getattr(now, name))


async def _remade(settings: Settings, options: WorkerOptions, original: Original, kept: storage.KeptFiles) -> Remade:
    async with bootstrap.worker_of(settings, options) as executor:
        return await remaking.remake(original, kept, executor)


def _options(settings: Settings, original: Original) -> WorkerOptions:
    """The settings' worker with the one model, not warmed, and as many threads as then. Raises BadInput."""
    specs, model = bootstrap.specs(settings), original.recipe.model
    if model not in specs:
        raise BadInput("error.unknown_model", model=model, known=", ".join(specs))
    options = bootstrap.worker_options(settings, (specs[model],))
    before = original.circumstances
    threads = before.threads if before else options.threads
    return dataclasses.replace(options, warm=(), threads=threads)
