"""The engine: continuous batching over denoising steps.

One denoising step is the unit of scheduling. Requests of one lane (model and size) share a forward pass, whatever their
prompts, samplers, numbers of steps and guidance; they join, pause and leave at any step. The idea is Orca's (Yu et al.,
2022) for language models. There are no threads in here: whoever owns the engine calls :meth:`Engine.step`.
"""

from __future__ import annotations

import collections
import functools
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

import structlog
import torch
from torch import Tensor

from generator import failures, families, samplers
from generator.capacity import BUCKETS, Capacity, bucket
from generator.events import Cancelled, Drawn, Ending, Event, Failed, Finished, Started, Work
from generator.families.base import Family, State, advance
from generator.families.latent import LatentDiffusion
from generator.finishing import Finishing
from generator.preview import Previews, jpeg, sheet
from generator.recipe import Recipe, Task
from generator.request import Lane, Picture, Request, rows_of
from generator.residency import Key
from generator.schedule import Claim, Schedule
from generator.upscale import Lanczos, Upscaler

_log = structlog.get_logger(__name__)
_Result = TypeVar("_Result")
_Stepped = dict[Request, list[tuple[Picture, Tensor]]]

_NO_MODEL = Key("", "upscaler", "float32")

_CHUNK = 4
"""Pictures that a GPU decodes at once."""


class Models(Protocol):
    @property
    def device(self) -> str: ...

    def key(self, recipe: Recipe, *, full: bool = False) -> Key: ...

    def loaded(self, key: Key) -> bool: ...

    def family(self, recipe: Recipe, *, full: bool = False) -> Family: ...

    def release(self, kept: Family | None = None) -> bool: ...


class Engine:
    """Owns every request from :meth:`add` to its one Ending. Not for several threads."""

    def __init__(
        self,
        models: Models,
        *,
        capacity: Capacity | None = None,
        preview_interval: float = 1.5,
        preview_side: int = 256,
        upscaler: Upscaler | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``preview_interval``: seconds between a request's previews, 0 for one at each step."""
        self._models = models
        self._capacity = capacity or Capacity()
        self._preview_interval, self._preview_side = preview_interval, preview_side
        self._finishing = Finishing(upscaler or Lanczos(), models.device)
        self._clock = clock
        self._schedule = Schedule()
        self._requests: dict[int, Request] = {}
        self._pictures: dict[Claim, Picture] = {}
        self._denoised: collections.deque[Picture] = collections.deque()
        self._events: list[Event] = []
        self._names: dict[Lane, str] = {}

    @property
    def busy(self) -> bool:
        return bool(self._requests or self._events)

    def add(self, work: Work) -> None:
        """Take a work; it costs next to nothing until its turn. Raises ValueError: that job is here already."""
        if work.job in self._requests:
            raise ValueError(f"job {work.job} is here already")
        previews = Previews(self._preview_interval, self._preview_side, self._clock)
        request = self._requests[work.job] = Request(work, previews, of=sum(map(samplers.evaluations, work.recipes)))
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
        if self._denoised:
            self._decode()
        elif batch := [self._pictures[claim] for claim in self._schedule.next(self._rows, self._loaded)]:
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
        work, lane = request.work, self._lane(request.work, recipe, full=full)
        claim = Claim(person=work.person, lane=lane, rows=rows_of(recipe), left=0, priority=work.priority, first=first)
        self._schedule.add(claim)
        self._pictures[claim] = Picture(request, recipe, lane, claim, full)
        return self._pictures[claim]

    def _lane(self, work: Work, recipe: Recipe, *, full: bool) -> Lane:
        if recipe.task is Task.UPSCALE:
            return Lane(_NO_MODEL, recipe.drawn_size)
        lane = Lane(self._models.key(recipe, full=full), recipe.drawn_size)
        if not work.exact:
            return lane
        least = next(size for size in BUCKETS if size >= rows_of(recipe))
        return Lane(lane.model, lane.size, max(least, work.bucket or bucket(self._rows(lane))))

    def _rows(self, lane: Hashable) -> int:
        assert isinstance(lane, Lane)
        if lane.model.family in families.ALONE:
            return 1
        return lane.bucket or self._capacity.rows(self._name(lane))

    def _loaded(self, lane: Hashable) -> bool:
        assert isinstance(lane, Lane)
        return lane.model == _NO_MODEL or self._models.loaded(lane.model)

    def _name(self, lane: Lane) -> str:
        """Under which the lane's capacity is kept."""
        if lane not in self._names:
            machine = (self._models.device, str(torch.get_num_threads()), torch.__version__)
            self._names[lane] = " ".join((*machine, *lane.model, "x".join(map(str, lane.size))))
        return self._names[lane]

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
            # Only a pipeline that runs by itself can differ: its scheduler is none of ours.
            request.of += state.course.left - samplers.evaluations(recipe)
            if not request.done and request.shows(one):
                self._events.append(request.progress())
            self._moved(one)

    def _pass(self, batch: list[Picture]) -> None:
        """One step of each picture; they are of one lane."""
        lane, name = batch[0].lane, self._name(batch[0].lane)
        if len(batch) > 1 and lane.bucket is None and not self._capacity.known(name):
            self._measure(name, batch[0])
            return
        began = self._clock()

        def predicted(some: Sequence[Picture]) -> list[Tensor]:
            try:
                return self._family(some[0]).predict([picture.begun for picture in some], lane.bucket)
            except Exception as error:
                # One picture's own rows cannot be split, and may fit once other models are unloaded.
                if failures.is_out_of_memory(error) and (len(some) > 1 or lane.bucket):
                    self._capacity.halve(name, lane.bucket or sum(picture.claim.rows for picture in some))
                raise

        outputs = self._tried(batch, predicted)
        previews = {request: self._preview(request, own) for request, own in _by_request(outputs).items()}
        stepped = [pair for pair in self._advanced(outputs) if pair[0].claim in self._pictures]
        finite = _finite([picture.begun.latents for picture, _ in stepped])
        self._schedule.took([picture.claim for picture, _ in stepped])
        self._tell(_by_request(stepped), previews, self._clock() - began)
        for (picture, _), sound in zip(stepped, finite, strict=True):
            if sound:
                self._moved(picture)
            else:
                self._stumbled(picture, FloatingPointError(f"not finite after step {picture.begun.course.index}"))

    def _advanced(self, outputs: list[tuple[Picture, Tensor]]) -> list[tuple[Picture, Tensor]]:
        """Those that took the step; a scheduler of a picture's own may have failed."""
        ruled = [(picture, output) for picture, output in outputs if picture.begun.course.rule is not None]
        advance([picture.begun for picture, _ in ruled], [output for _, output in ruled])
        for picture, output in outputs:
            if picture.begun.course.rule is None and self._tried([picture], functools.partial(_advanced, output)):
                ruled.append((picture, output))
        return ruled

    def _measure(self, name: str, picture: Picture) -> None:
        family = self._family(picture)
        assert isinstance(family, LatentDiffusion)
        rows = family.rows(picture.begun)

        def passed(count: int) -> None:
            # A GPU has done it when the result can be read.
            family.run(rows.sized(count))[-1, -1, -1, -1].item()

        try:
            self._capacity.measure(name, passed)
        except Exception as error:
            # Whose fault it was comes out when the pictures are drawn.
            if failures.breaks_device(error):
                raise
            _log.info("not measured to the end", name=name, error=type(error).__name__)

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
            self._events.append(request.progress(previews[request], share))

    def _moved(self, picture: Picture) -> None:
        if picture.begun.done:
            self._leave(picture)
        else:
            picture.claim.rows = picture.begun.rows
        picture.request.recount()

    def _leave(self, picture: Picture) -> None:
        self._schedule.remove(picture.claim)
        self._denoised.append(picture)

    def _decode(self) -> None:
        first = self._denoised[0]
        upscales = first.recipe.task is Task.UPSCALE
        chunk = [first] if upscales else self._chunk(first)
        made = self._tried(chunk, self._upscaled if upscales else self._decoded)
        for picture in chunk:
            if picture in self._denoised:
                self._denoised.remove(picture)
        for picture, picture.drawn in made:
            picture.request.recount()
        for request in {picture.request: None for picture, _ in made}:
            if request.finished and request.began is not None:
                drawn = tuple(picture.drawn for picture in request.pictures if picture.drawn)
                seconds = self._clock() - request.began
                self._end(request, Finished(job=request.work.job, pictures=drawn, seconds=seconds))

    def _chunk(self, first: Picture) -> list[Picture]:
        """A core is busy with one picture. A GPU is not, but the memory of a decode is the peak of all."""
        most = 1 if first.lane.bucket or self._models.device.startswith("cpu") else _CHUNK
        return [picture for picture in self._denoised if picture.lane == first.lane][:most]

    def _decoded(self, some: Sequence[Picture]) -> list[Drawn]:
        return self._finishing.decoded(self._family(some[0]), some)

    def _upscaled(self, some: Sequence[Picture]) -> list[Drawn]:
        return [self._finishing.upscaled(picture) for picture in some]

    def _tried(
        self, some: Sequence[Picture], action: Callable[[Sequence[Picture]], list[_Result]]
    ) -> list[tuple[Picture, _Result]]:
        """What the action gives of each picture. Whoever makes it fail, also alone, has stumbled and is left out."""
        try:
            return list(zip(some, action(some), strict=True))
        except Exception as error:
            if failures.breaks_device(error):
                raise
            short = failures.is_out_of_memory(error)
            if len(some) == 1 and not (short and self._models.release(self._kept(some[0]))):
                self._stumbled(some[0], error)
                return []
        # Outside of the handler: the failed attempt's tensors are held by its traceback.
        if len(some) == 1:
            return self._tried(some, action)
        middle = len(some) // 2
        return [*self._tried(some[:middle], action), *self._tried(some[middle:], action)]

    def _kept(self, picture: Picture) -> Family | None:
        return self._family(picture) if self._models.loaded(picture.lane.model) else None

    def _stumbled(self, picture: Picture, error: Exception) -> None:
        """Once more where that can help: in float32, or in passes of fewer rows. Else its request has failed."""
        request, recipe = picture.request, picture.recipe
        if self._requests.get(request.work.job) is not request:
            return
        full = picture.full or isinstance(error, FloatingPointError)
        if not self._helps(error, picture.lane, self._lane(request.work, recipe, full=full)):
            self._fail(request, error)
            return
        _log.warning("once more", job=request.work.job, error=type(error).__name__)
        self._forget(picture)
        request.of += 0 if picture.state is None else picture.state.course.index
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
        if picture in self._denoised:
            self._denoised.remove(picture)


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
