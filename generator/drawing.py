"""Drawing one job after another, a step at a time.

The simplest thing that speaks the events; a scheduler over many jobs' steps takes its place behind the same ones.
"""

from __future__ import annotations

import dataclasses
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from typing import Protocol

import structlog
import torch
from torch import Tensor

from generator import pictures, provenance, samplers
from generator.events import Cancelled, Drawn, Event, Failed, Finished, Progress, Reason, Source, Started, Work
from generator.families.base import Family, State
from generator.preview import Previews, jpeg
from generator.recipe import Recipe, Task
from generator.residency import ModelMissing
from generator.upscale import Lanczos, Upscaler

_log = structlog.get_logger(__name__)

_BROKEN_DEVICE: tuple[type[Exception], ...] = (torch.AcceleratorError,) if hasattr(torch, "AcceleratorError") else ()


class Models(Protocol):
    def family(self, recipe: Recipe, *, exact: bool = False) -> Family: ...

    def release(self) -> None: ...


class _Stopped(Exception):
    """Cancelled: unwinds to the job's end."""


def draw(
    work: Work,
    models: Models,
    cancelled: Callable[[], bool],
    *,
    previews: Previews | None = None,
    upscaler: Upscaler | None = None,
) -> Iterator[Event]:
    """Started, Progress at step 0 and after each step, one Ending. ``cancelled`` is asked before every step.

    What goes wrong ends the job with Failed and is logged, without its prompts. Raises torch.AcceleratorError alone:
    after that the process is of no more use.
    """
    began = time.monotonic()
    yield Started(job=work.job)
    drawing = _Drawing(work, models, cancelled, previews or Previews(interval=1.5), upscaler or Lanczos())
    try:
        drawn = yield from drawing.all()
    except _Stopped:
        yield Cancelled(job=work.job)
    except Exception as error:
        reason = _reason(error)
        if reason is None:
            raise
        _log.warning("job failed", job=work.job, reason=reason.value, error=_told(error, work))
        if reason is Reason.OUT_OF_MEMORY:
            models.release()
        yield Failed(job=work.job, reason=reason)
    else:
        yield Finished(job=work.job, pictures=drawn, seconds=time.monotonic() - began)


@dataclasses.dataclass(slots=True)
class _Drawing:
    work: Work
    models: Models
    cancelled: Callable[[], bool]
    previews: Previews
    upscaler: Upscaler
    done: int = 0
    of: int = 0

    def all(self) -> Generator[Event, None, tuple[Drawn, ...]]:
        self.of = sum(map(samplers.evaluations, self.work.recipes))
        self.previews.start()
        drawn = []
        for recipe in self.work.recipes:
            self._go_on()
            drawn.append(self._upscaled(recipe) if recipe.task is Task.UPSCALE else (yield from self._picture(recipe)))
        return tuple(drawn)

    def _picture(self, recipe: Recipe) -> Generator[Event, None, Drawn]:
        family = self.models.family(recipe)
        before = self.done
        try:
            return (yield from self._steps(recipe, family))
        except FloatingPointError:
            if family.dtype is torch.float32:
                raise
            _log.warning("not finite, once more in float32", job=self.work.job, step=self.done)
            self.of += self.done - before
            return (yield from self._steps(recipe, self.models.family(recipe, exact=True)))

    def _steps(self, recipe: Recipe, family: Family) -> Generator[Event, None, Drawn]:
        state = family.init(recipe, family.encode(recipe, self._source(recipe)))
        if not self.done and not state.done:
            yield self._progress(None)
        while not state.done:
            self._go_on()
            output = family.predict(state)
            preview = self._preview(family, state, output)
            state.advance(output)
            if not bool(state.latents.isfinite().all()):
                raise FloatingPointError(f"latents are not finite after step {state.index}")
            self.done += 1
            yield self._progress(preview)
        self._go_on()
        return self._drawn(recipe, family, state)

    def _go_on(self) -> None:
        if self.cancelled():
            raise _Stopped

    def _source(self, recipe: Recipe) -> Source | None:
        if recipe.source is None:
            return None
        try:
            return self.work.sources[recipe.source]
        except KeyError:
            raise pictures.Unreadable("the source picture did not come with the work") from None

    def _preview(self, family: Family, state: State, output: Tensor) -> bytes | None:
        last = state.index + 1 == len(state.timesteps)
        if last or not self.previews.due():
            return None
        return jpeg(family.projection.picture(family.clean(state, output), self.previews.side))

    def _progress(self, preview: bytes | None) -> Progress:
        return Progress(job=self.work.job, step=self.done, of=self.of, preview=preview)

    def _drawn(self, recipe: Recipe, family: Family, state: State) -> Drawn:
        recipe = recipe.but(revision=family.revision or recipe.revision)
        image = self.upscaler.enlarge(family.decode(state.latents), recipe.width, recipe.height)
        png = provenance.encode(image, recipe)
        return Drawn(recipe=recipe, png=png, latents=pictures.pack(state.latents, family.space))

    def _upscaled(self, recipe: Recipe) -> Drawn:
        source = self._source(recipe)
        if source is None:
            raise pictures.Unreadable("nothing to upscale")
        image = self.upscaler.enlarge(pictures.opened(source.picture), recipe.width, recipe.height)
        return Drawn(recipe=recipe, png=provenance.encode(image, recipe), latents=None)


def _reason(error: Exception) -> Reason | None:
    """None: the accelerator itself is broken, every later job would fail too."""
    match error:
        case ModelMissing():
            return Reason.MODEL_MISSING
        case pictures.Unreadable():
            return Reason.SOURCE_UNREADABLE
        case FloatingPointError():
            return Reason.NOT_A_PICTURE
        case MemoryError() | torch.OutOfMemoryError():
            return Reason.OUT_OF_MEMORY
        # torch has no class of its own for a CPU's memory.
        case RuntimeError() if "out of memory" in str(error) or "can't allocate memory" in str(error):
            return Reason.OUT_OF_MEMORY
        case _:
            return None if isinstance(error, _BROKEN_DEVICE) else Reason.INTERNAL


def _told(error: Exception, work: Work) -> str:
    """Where and what, with whatever the user wrote blotted out."""
    message = str(error)
    for words in {words for recipe in work.recipes for words in (recipe.prompt, recipe.negative_prompt) if words}:
        message = message.replace(words, "…")
    return "".join(traceback.format_tb(error.__traceback__)) + f"{type(error).__name__}: {message}"
