"""Solvers: how the model's outputs move a picture's latents, step for step.

The deterministic samplers of diffusers are linear: the next latents are a weighted sum of the latest latents and
outputs. One run of a scheduler over unit vectors in a picture's place gives the weights of all its steps, and with
them a few multiplications move a whole batch, whatever samplers are in it. What is not linear (noise drawn on the way,
values clipped) keeps a scheduler of its own, used as the pipelines use it.
"""

from __future__ import annotations

import collections
import copy
import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from generator import samplers

_LOOKS_BACK = 4
"""Steps whose latents and outputs a rule may weigh: as far as any sampler of diffusers looks."""

_EXACT = 2e-5
"""Greatest error of a step's weights: half the schedulers compute theirs in float32."""

_AGREES = 1e-4
"""Greatest difference to a scheduler's own arithmetic at the end, as a share of what stands there."""

_KEPT = 256


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A sampler over one noise schedule and number of steps, as weights."""

    timesteps: Tensor
    """(n,)"""
    sigma: float
    """Deviation of the noise that a picture starts from."""
    signal: float
    """Over a source, latents start as ``signal * source + noise * gaussian``."""
    noise: float
    scale: tuple[float, ...]
    """By what the latents are multiplied for the model, step for step."""
    weights: tuple[tuple[float, ...], ...]
    """For each step, of: its latents, its output, the latents and the output of the step before, and so on. The last
    step looks back furthest."""


@dataclasses.dataclass(slots=True, eq=False)
class Course:
    """One picture's way through its steps: by a rule, or by a scheduler of its own."""

    timesteps: Tensor
    rule: Rule | None = None
    scheduler: Any = None
    extras: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """What the scheduler's ``step`` takes beside the latents."""
    index: int = 0
    past: tuple[Tensor, ...] = ()
    """Latents and output of the step before, of the one before that, and so on, as far as the rule looks back."""

    @property
    def timestep(self) -> Tensor:
        return self.timesteps[self.index]

    @property
    def left(self) -> int:
        return len(self.timesteps) - self.index

    def started(self, gaussian: Tensor, source: Tensor | None) -> Tensor:
        """The latents before the first step, from unit noise and what is drawn over."""
        if source is not None and not len(self.timesteps):
            return source
        begun: Tensor
        if self.rule is not None:
            begun = gaussian.float() * (self.rule.sigma if source is None else self.rule.noise)
            begun = begun if source is None else begun + source.float() * self.rule.signal
        elif source is None:
            begun = gaussian * self.scheduler.init_noise_sigma
        else:
            begun = self.scheduler.add_noise(source, gaussian, self.timesteps[:1])
        return begun

    def scaled(self, latents: Tensor) -> Tensor:
        """What the model is shown of them."""
        scaled: Tensor
        if self.rule is not None:
            scaled = latents * self.rule.scale[self.index]
        else:
            scaled = self.scheduler.scale_model_input(latents, self.timestep)
        return scaled


@torch.inference_mode()
def advanced(courses: Sequence[Course], latents: Sequence[Tensor], outputs: Sequence[Tensor]) -> list[Tensor]:
    """The latents of each picture (1, channels, height, width) after the step that its guided output points to.

    Pictures of one size; those with a rule are moved together. Multiplied and added one term after another, so that
    no picture's rounding depends on its neighbours.
    """
    moved = list(latents)
    ruled = [at for at, course in enumerate(courses) if course.rule is not None]
    for at, course in enumerate(courses):
        if course.rule is None:
            moved[at] = course.scheduler.step(
                outputs[at], course.timestep, latents[at], **course.extras, return_dict=False
            )[0]
    if ruled:
        terms = [(latents[at], outputs[at].float(), *courses[at].past) for at in ruled]
        for at, after in zip(ruled, _weighed([courses[at] for at in ruled], terms), strict=True):
            moved[at] = after
        for at, seen in zip(ruled, terms, strict=True):
            courses[at].past = seen[: len(_rule(courses[at]).weights[-1]) - 2]
    for course in courses:
        course.index += 1
    return moved


def _rule(course: Course) -> Rule:
    assert course.rule is not None
    return course.rule


def _weighed(courses: Sequence[Course], terms: Sequence[tuple[Tensor, ...]]) -> list[Tensor]:
    weights = [_rule(course).weights[course.index] for course in courses]
    total = torch.zeros_like(torch.cat([seen[0] for seen in terms]))
    for k in range(max(map(len, weights))):
        shares = torch.tensor([row[k] if k < len(row) else 0.0 for row in weights], device=total.device)
        seen = torch.cat([row[k] if k < len(row) else row[0] for row in terms])
        total += shares[:, None, None, None] * seen
    return list(total.split(1))


class Courses:
    """Begins courses over one model's noise schedule; each rule is worked out once. Not for several threads."""

    def __init__(self, config: Mapping[str, Any], device: torch.device) -> None:
        """``config`` is the model's own scheduler configuration."""
        self._config = config
        self._device = device
        self._schedulers: dict[str, Any] = {}
        self._rules: collections.OrderedDict[tuple[str, int, int], Rule | None] = collections.OrderedDict()

    def begin(self, sampler: str, steps: int, skipped: int, generator: torch.Generator) -> Course:
        """A course that leaves the first ``skipped`` of ``steps`` out; of no steps where nothing is left.

        Raises KeyError: no such sampler; what diffusers raises for a number of steps that it cannot do.
        """
        rule = self._rule(sampler, steps, skipped)
        if rule is not None:
            return Course(rule.timesteps, rule)
        scheduler, timesteps = self._set(sampler, steps, skipped)
        return Course(timesteps, None, scheduler, _extras(scheduler, generator))

    def signal(self, timestep: float) -> float:
        """Share of the signal's variance in what a model is shown at a timestep (alpha bar)."""
        scheduler = next(iter(self._schedulers.values()))
        return float(scheduler.alphas_cumprod[round(timestep)])

    def _rule(self, sampler: str, steps: int, skipped: int) -> Rule | None:
        key = (sampler, steps, skipped)
        if key not in self._rules:
            self._rules[key] = found(lambda: self._set(sampler, steps, skipped))
            if len(self._rules) > _KEPT:
                self._rules.popitem(last=False)
        self._rules.move_to_end(key)
        return self._rules[key]

    def _set(self, sampler: str, steps: int, skipped: int) -> tuple[Any, Tensor]:
        """A private scheduler, and the timesteps it is to take. Some take 200 ms to make, all take 0.2 ms to copy."""
        if sampler not in self._schedulers:
            self._schedulers[sampler] = samplers.scheduler(sampler, self._config)
        scheduler = copy.deepcopy(self._schedulers[sampler])
        scheduler.set_timesteps(steps, device=self._device)
        # PNDM's repeated step sits at the end of its list and outlives the last of the ordinary ones.
        first = len(scheduler.timesteps) if skipped >= steps else skipped * scheduler.order
        # Left to find its start itself, one whose first timesteps are equal (Karras) takes the second of them.
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(first)
        return scheduler, scheduler.timesteps[first:]


def found(fresh: Callable[[], tuple[Any, Tensor]]) -> Rule | None:
    """The rule of a scheduler; None where it has none. ``fresh`` gives one, with the timesteps that it is to take."""
    scheduler, timesteps = fresh()
    sigma, (signal, noise) = float(scheduler.init_noise_sigma), _start(scheduler, timesteps)
    states, scale = _watched(scheduler, timesteps)
    weights = _fitted(states) if np.isfinite(states).all() else None
    if weights is None:
        return None
    rule = Rule(timesteps=timesteps, sigma=sigma, signal=signal, noise=noise, scale=scale, weights=weights)
    return rule if _agrees(rule, *fresh()) else None


def _start(scheduler: Any, timesteps: Tensor) -> tuple[float, float]:
    """Weights of source and noise in latents that start over a source."""
    if not len(timesteps):
        return 1.0, 0.0
    one, other = torch.eye(2, dtype=torch.float64, device=timesteps.device)[:, None, :, None, None]
    signal, noise = scheduler.add_noise(one, other, timesteps[:1]).flatten().tolist()
    return signal, noise


def _watched(scheduler: Any, timesteps: Tensor) -> tuple[np.ndarray, tuple[float, ...]]:
    """Run over unit vectors, one for the first latents and one for each output.

    Returns the latents before the first and after each step, (steps + 1, coordinates), and each step's scale.
    """
    count = len(timesteps)
    units = torch.eye(count + 1, dtype=torch.float64, device=timesteps.device)[:, None, :, None, None]
    latents, states, scale = units[0], [units[0]], []
    extras = _extras(scheduler, torch.Generator().manual_seed(1))
    for output, timestep in zip(units[1:], timesteps, strict=True):
        shown = scheduler.scale_model_input(latents, timestep)
        scale.append(float((shown * latents).sum() / latents.square().sum()))
        latents = scheduler.step(output, timestep, latents, **extras, return_dict=False)[0]
        states.append(latents)
    return torch.stack(states).double().cpu().numpy().reshape(count + 1, count + 1), tuple(scale)


def _fitted(states: np.ndarray) -> tuple[tuple[float, ...], ...] | None:
    """Each step's weights, over as few earlier steps as will do for all of them."""
    outputs = np.eye(len(states))[1:]
    for depth in range(1, _LOOKS_BACK + 1):
        fits = []
        for step in range(len(outputs)):
            back = range(step, max(-1, step - depth), -1)
            known = np.stack([row for at in back for row in (states[at], outputs[at])])
            weights = np.linalg.lstsq(known.T, states[step + 1], rcond=1e-9)[0]
            if np.abs(weights @ known - states[step + 1]).max() > _EXACT:
                break
            fits.append(tuple(map(float, weights)))
        else:
            return tuple(fits)
    return None


def _agrees(rule: Rule, scheduler: Any, timesteps: Tensor) -> bool:
    """Whether both take a picture to the same end in float32: not where the scheduler draws noise, clips, or steps
    through numbers so large that the order of additions tells."""
    generator = torch.Generator().manual_seed(2)
    shape = (1, 4, 8, 8)
    latents = theirs = torch.randn(shape, generator=generator).to(timesteps.device) * rule.sigma
    course, extras = Course(timesteps, rule), _extras(scheduler, generator)
    for timestep in timesteps:
        output = torch.randn(shape, generator=generator).to(timesteps.device)
        scheduler.scale_model_input(theirs, timestep)
        theirs = scheduler.step(output, timestep, theirs, **extras, return_dict=False)[0]
        (latents,) = advanced([course], [latents], [output])
    return float((latents - theirs).abs().max()) <= _AGREES * max(1.0, float(theirs.std()))


def _extras(scheduler: Any, generator: torch.Generator) -> dict[str, Any]:
    taken = inspect.signature(scheduler.step).parameters
    offered: dict[str, Any] = {"eta": 0.0, "generator": generator}
    return {name: value for name, value in offered.items() if name in taken}
