"""The engine: continuous batching over denoising steps.

One denoising step is the unit of scheduling. Requests of one lane (model and size) share a forward pass, whatever their
prompts, samplers, numbers of steps and guidance; they join, pause and leave at any step. The idea is Orca's (Yu et al.,
2022) for language models. There are no threads in here: whoever owns the engine calls :meth:`Engine.step`.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import structlog
import torch
from torch import Tensor

from generator import attempts, failures
from generator.capacity import Capacity
from generator.cost import rows_of
from generator.events import Cancelled, Drawn, Ending, Event, Failed, Finished, Started, Work
from generator.families.base import Family, State, advance
from generator.finishing import Finishing
from generator.lanes import Lane, Lanes
from generator.preview import Previews, jpeg, sheet
from generator.recipe import Recipe, Task
from generator.request import Picture, Request
from generator.residency import Residency
from generator.schedule import Claim, Schedule
from generator.upscale import Lanczos, Upscaler

_log = structlog.get_logger(__name__)
_Result = TypeVar("_Result")
_Stepped = dict[Request, list[tuple[Picture, Tensor]]]


class Engine:
    """Owns every request from :meth:`add` to its one Ending. Not for several threads."""

    def __init__(
        self,
        models: Residency,
        *,
        capacity: Capacity | None = None,
        preview_interval: float = 1.5,
        preview_side: int = 256,
        upscaler: Upscaler | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``preview_interval``: seconds between a request's previews, 0 for one at each step."""
        self._models = models
        self._lanes = Lanes(models, capacity or Capacity())
        self._preview_interval, self._preview_side = preview_interval, preview_side
        self._finishing = Finishing(upscaler or Lanczos(), models.device)
        self._clock = clock
        self._schedule = Schedule()
        self._requests: dict[int, Request] = {}
        self._pictures: dict[Claim, Picture] = {}
        self._events: list[Event] = []

    @property
    def busy(self) -> bool:
        return bool(self._requests or self._events)

    def add(self, work: Work) -> None:
        """Take a work; it costs next to nothing until its turn. Raises ValueError: that job is here already."""
        if work.job in self._requests:
            raise ValueError(f"job {work.job} is here already")
        previews = Previews(self._preview_interval, self._preview_side, self._clock)
        request = self._requests[work.job] = Request(work, previews)
        try:
            for number, recipe in enumerate(work.recipes):
                request.pictures.append(self._enter(request, recipe, first=number == 0))
        except Exception as error:
            self._fail(request, error)
        request.recount()

    def cancel(self, job: int) -> None:
        """End a job: its rows are free at once, the next :meth:`step` says Cancelled. Nothing where it is not here."""
        if job in self._requests:
            self._end(self._requests[job], Cancelled(job=job))

    def step(self) -> list[Event]:
        """Do one unit of work: begin some pictures, run one forward pass, or decode what is denoised.

        Says Started, Progress at step 0 and after each step, and one Ending of each request. What goes wrong ends the
        request it belongs to with Failed and is logged, without its prompts. Raises torch.AcceleratorError alone: after
        that the process is of no more use.
        """
        if self._finishing:
            self._decode()
        elif batch := [self._pictures[claim] for claim in self._schedule.next(self._lanes.rows, self._lanes.loaded)]:
            new = [picture for picture in batch if picture.state is None]
            for picture in new:
                self._begin(picture)
            if not new:
                self._pass(batch)
        events, self._events = self._events, []
        return events

    def run(self, work: Work) -> Iterator[Event]:
        """Draw one work to its end, and whatever else is here meanwhile."""
        self.add(work)
        while work.job in self._requests or self._events:
            yield from (event for event in self.step() if event.job == work.job)

    def _enter(self, request: Request, recipe: Recipe, *, full: bool = False, first: bool = False) -> Picture:
        work, lane = request.work, self._lanes.of(request.work, recipe, full=full)
        claim = Claim(person=work.person, lane=lane, rows=rows_of(recipe), left=0, priority=work.priority, first=first)
        self._schedule.add(claim)
        self._pictures[claim] = Picture(request, recipe, lane, claim, full)
        return self._pictures[claim]

    def _family(self, picture: Picture) -> Family:
        return self._models.family(picture.recipe, full=picture.full)

    def _begin(self, picture: Picture) -> None:
        request, recipe = picture.request, picture.recipe
        if request.began is None:
            request.began = self._clock()
            self._events.append(Started(job=request.work.job))
        if recipe.task is Task.UPSCALE:
            self._leave(picture)
            return

        def begun(_: Sequence[Picture]) -> list[State]:
            return [self._family(picture).begin(recipe, picture.source)]

        for one, state in self._tried([picture], begun):
            one.state = state
            if not request.done and request.shows(one):
                self._events.append(request.progress())
            self._moved(one)
            request.recount()

    def _pass(self, batch: list[Picture]) -> None:
        """One step of each picture; they are of one lane."""
        lane = batch[0].lane
        if len(batch) > 1 and not self._lanes.known(lane):
            self._lanes.measure(lane, self._family(batch[0]), batch[0].begun)
            return
        began = self._clock()

        def predicted(some: Sequence[Picture]) -> list[Tensor]:
            try:
                return self._family(some[0]).predict([picture.begun for picture in some], lane.bucket)
            except Exception as error:
                # One picture's own rows cannot be split, and may fit once other models are unloaded.
                if failures.is_out_of_memory(error) and (len(some) > 1 or lane.bucket):
                    self._lanes.halve(lane, sum(picture.claim.rows for picture in some))
                raise

        outputs = self._tried(batch, predicted)
        previews = {request: self._preview(request, own) for request, own in _by_request(outputs).items()}
        stepped = [pair for pair in self._advanced(outputs) if pair[0].claim in self._pictures]
        finite = _finite([picture.begun.latents for picture, _ in stepped])
        self._schedule.took([picture.claim for picture, _ in stepped])
        requests = _by_request(stepped)
        self._tell(requests, previews, self._clock() - began)
        for (picture, _), sound in zip(stepped, finite, strict=True):
            if sound:
                self._moved(picture)
            else:
                self._stumbled(picture, FloatingPointError(f"not finite after step {picture.begun.course.index}"))
        for request in requests:
            request.recount()

    def _advanced(self, outputs: list[tuple[Picture, Tensor]]) -> list[tuple[Picture, Tensor]]:
        """Those that took the step; a scheduler of a picture's own may have failed."""
        ruled = [(picture, output) for picture, output in outputs if picture.begun.course.rule is not None]
        advance([picture.begun for picture, _ in ruled], [output for _, output in ruled])
        for picture, output in outputs:
            if picture.begun.course.rule is None and self._tried([picture], functools.partial(_advanced, output)):
                ruled.append((picture, output))
        return ruled

    def _preview(self, request: Request, own: list[tuple[Picture, Tensor]]) -> bytes | None:
        """Of all its pictures where all of them take the step, else of the first that is not drawn."""
        together = len(own) == len(request.pictures)
        shown = [pair for pair in own if (together or request.shows(pair[0])) and pair[0].begun.course.left > 1]
        if not shown or not request.previews.due():
            return None
        side = self._preview_side if len(shown) == 1 else self._preview_side // 2
        images = [self._family(picture).preview(picture.begun, output, side) for picture, output in shown]
        seen = [image for image in images if image is not None]
        return jpeg(sheet(seen)) if seen else None

    def _tell(self, stepped: _Stepped, previews: dict[Request, bytes | None], seconds: float) -> None:
        rows = sum(picture.claim.rows for own in stepped.values() for picture, _ in own)
        for request, own in stepped.items():
            request.done += len(own)
            share = seconds * sum(picture.claim.rows for picture, _ in own) / rows
            self._events.append(request.progress(previews[request], share, rows))

    def _moved(self, picture: Picture) -> None:
        if picture.begun.done:
            self._leave(picture)
        else:
            picture.claim.rows = picture.begun.rows

    def _leave(self, picture: Picture) -> None:
        self._schedule.remove(picture.claim)
        self._finishing.add(picture)

    def _decode(self) -> None:
        began, chunk = self._clock(), self._finishing.taken()
        made = self._tried(chunk, self._made)
        share = (self._clock() - began) / len(chunk)
        for picture, drawn in made:
            picture.drawn = drawn
            picture.request.decoding += share
        for request in {picture.request: None for picture, _ in made}:
            if request.finished and request.began is not None:
                pictures = tuple(picture.drawn for picture in request.pictures if picture.drawn)
                seconds = self._clock() - request.began
                ending = Finished(job=request.work.job, pictures=pictures, seconds=seconds, decoding=request.decoding)
                self._end(request, ending)

    def _made(self, some: Sequence[Picture]) -> list[Drawn]:
        if some[0].recipe.task is Task.UPSCALE:
            return [self._finishing.upscaled(picture) for picture in some]
        return self._finishing.decoded(self._family(some[0]), some)

    def _tried(
        self, some: Sequence[Picture], action: Callable[[Sequence[Picture]], list[_Result]]
    ) -> list[tuple[Picture, _Result]]:
        """As :func:`attempts.tried`; other models make room."""
        return attempts.tried(some, action, make_room=self._make_room, stumbled=self._stumbled)

    def _make_room(self, picture: Picture) -> bool:
        return self._models.release(self._family(picture) if self._models.loaded(picture.lane.model) else None)

    def _stumbled(self, picture: Picture, error: Exception) -> None:
        """Once more where that can help: in float32, or in passes of fewer rows. Else its request has failed."""
        request, recipe = picture.request, picture.recipe
        if self._requests.get(request.work.job) is not request:
            return
        full = picture.full or isinstance(error, FloatingPointError)
        if not self._helps(error, picture.lane, self._lanes.of(request.work, recipe, full=full)):
            self._fail(request, error)
            return
        _log.warning("once more", job=request.work.job, error=type(error).__name__)
        self._forget(picture)
        request.pictures[request.pictures.index(picture)] = self._enter(request, recipe, full=full)
        request.recount()

    @staticmethod
    def _helps(error: Exception, lane: Lane, other: Lane) -> bool:
        if isinstance(error, FloatingPointError):
            return other.model != lane.model
        return failures.is_out_of_memory(error) and (other.bucket or 0) < (lane.bucket or 0)

    def _fail(self, request: Request, error: Exception) -> None:
        reason, job = failures.reason(error), request.work.job
        _log.warning("job failed", job=job, reason=reason.value, error=failures.told(error, request.work.recipes))
        self._end(request, Failed(job=job, reason=reason))

    def _end(self, request: Request, ending: Ending) -> None:
        for picture in request.pictures:
            self._forget(picture)
        del self._requests[request.work.job]
        self._events.append(ending)

    def _forget(self, picture: Picture) -> None:
        if picture.state is not None:
            picture.state.close()
        self._schedule.remove(picture.claim)
        self._pictures.pop(picture.claim, None)
        self._finishing.remove(picture)


def _advanced(output: Tensor, some: Sequence[Picture]) -> list[None]:
    advance([some[0].begun], [output])
    return [None]


def _finite(latents: list[Tensor]) -> list[bool]:
    """One question to the device, which answers when the pass is really done."""
    found: list[bool] = torch.cat(latents).isfinite().flatten(1).all(1).tolist() if latents else []
    return found


def _by_request(pairs: Iterable[tuple[Picture, Tensor]]) -> _Stepped:
    found: _Stepped = {}
    for picture, output in pairs:
        found.setdefault(picture.request, []).append((picture, output))
    return found
