"""Samplers by the names people use, over diffusers' schedulers. Importing this imports no torch."""

from __future__ import annotations

import dataclasses
import difflib
import importlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from generator.recipe import Recipe, Task


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sampler:
    """``scheduler`` is a class name of diffusers, "" the model's own; ``settings`` go over its configuration there."""

    name: str
    label: str
    """As A1111 writes it."""
    scheduler: str
    settings: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    second_order: bool = False
    """Two evaluations of the model a step, but one in the last."""
    extra: int = 0
    """Evaluations beyond one a step."""
    most: int = 150
    """Steps that it can take."""

    def evaluations(self, steps: int, skipped: int = 0) -> int:
        """How often the model is asked when the first ``skipped`` of ``steps`` are left out."""
        if skipped >= steps:
            # PNDM's repeated step sits at the end of its list and outlives the last of the ordinary ones.
            return 0
        return (2 * steps - 1 - 2 * skipped if self.second_order else steps - skipped) + self.extra


_KARRAS = {"use_karras_sigmas": True}
_MULTISTEP = {"algorithm_type": "dpmsolver++", "solver_order": 2}
_MULTISTEP_SDE = {"algorithm_type": "sde-dpmsolver++", "solver_order": 2}
# diffusers insists that the final step of a single-step solver is lowered in order, or it ends on a singularity.
_SINGLESTEP = {"solver_order": 2, "lower_order_final": True}

OWN = "default"

_ALL = (
    Sampler(name=OWN, label="Default", scheduler=""),
    Sampler(name="ddim", label="DDIM", scheduler="DDIMScheduler"),
    Sampler(name="ddpm", label="DDPM", scheduler="DDPMScheduler"),
    Sampler(
        name="pndm",
        label="PLMS",
        scheduler="PNDMScheduler",
        settings={"skip_prk_steps": True},
        aliases=("plms",),
        extra=1,
    ),
    Sampler(name="euler", label="Euler", scheduler="EulerDiscreteScheduler", aliases=("k_euler",)),
    Sampler(name="euler_karras", label="Euler Karras", scheduler="EulerDiscreteScheduler", settings=_KARRAS),
    Sampler(
        name="euler_a",
        label="Euler a",
        scheduler="EulerAncestralDiscreteScheduler",
        aliases=("euler_ancestral", "k_euler_a", "k_euler_ancestral"),
    ),
    Sampler(name="heun", label="Heun", scheduler="HeunDiscreteScheduler", aliases=("k_heun",), second_order=True),
    Sampler(
        name="dpm2",
        label="DPM2",
        scheduler="KDPM2DiscreteScheduler",
        aliases=("k_dpm_2", "kdpm2"),
        second_order=True,
    ),
    Sampler(
        name="dpm2_a",
        label="DPM2 a",
        scheduler="KDPM2AncestralDiscreteScheduler",
        aliases=("dpm2_ancestral", "k_dpm_2_a", "k_dpm_2_ancestral", "kdpm2_ancestral"),
        second_order=True,
    ),
    Sampler(
        name="dpmpp_2m",
        label="DPM++ 2M",
        scheduler="DPMSolverMultistepScheduler",
        settings=_MULTISTEP,
        aliases=("k_dpmpp_2m", "dpmsolver", "dpm++"),
    ),
    Sampler(
        name="dpmpp_2m_karras",
        label="DPM++ 2M Karras",
        scheduler="DPMSolverMultistepScheduler",
        settings=_MULTISTEP | _KARRAS,
        aliases=("k_dpmpp_2m_karras",),
    ),
    Sampler(
        name="dpmpp_2m_sde",
        label="DPM++ 2M SDE",
        scheduler="DPMSolverMultistepScheduler",
        settings=_MULTISTEP_SDE,
        aliases=("k_dpmpp_2m_sde",),
    ),
    Sampler(
        name="dpmpp_2m_sde_karras",
        label="DPM++ 2M SDE Karras",
        scheduler="DPMSolverMultistepScheduler",
        settings=_MULTISTEP_SDE | _KARRAS,
    ),
    Sampler(
        name="dpmpp_2s",
        label="DPM++ 2S",
        scheduler="DPMSolverSinglestepScheduler",
        settings=_SINGLESTEP | {"algorithm_type": "dpmsolver++"},
    ),
    Sampler(
        name="dpmpp_sde",
        label="DPM++ SDE",
        scheduler="DPMSolverSinglestepScheduler",
        settings=_SINGLESTEP | {"algorithm_type": "sde-dpmsolver++"},
        aliases=("k_dpmpp_sde",),
    ),
    Sampler(
        name="dpmpp_sde_karras",
        label="DPM++ SDE Karras",
        scheduler="DPMSolverSinglestepScheduler",
        settings=_SINGLESTEP | _KARRAS | {"algorithm_type": "sde-dpmsolver++"},
    ),
    Sampler(name="deis", label="DEIS", scheduler="DEISMultistepScheduler", settings={"algorithm_type": "deis"}),
    Sampler(name="unipc", label="UniPC", scheduler="UniPCMultistepScheduler", aliases=("uni_pc",)),
    Sampler(name="lcm", label="LCM", scheduler="LCMScheduler", most=50),
    Sampler(name="tcd", label="TCD", scheduler="TCDScheduler", most=50),
)


def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("++", "pp")
    return re.sub(r"[^a-z0-9]", "", plain)


SAMPLERS: Mapping[str, Sampler] = {sampler.name: sampler for sampler in _ALL}
_BY_SPELLING = {_squeezed(name): one.name for one in _ALL for name in (one.name, one.label, *one.aliases)}


def find(text: str) -> str | None:
    """The canonical name of a sampler as a user writes it ("DPM++ 2M", "euler a"), or None."""
    return _BY_SPELLING.get(_squeezed(text))


def nearest(text: str) -> str:
    """The canonical name of the sampler that a wrong name was most likely meant to be."""
    close = difflib.get_close_matches(_squeezed(text), _BY_SPELLING, n=1, cutoff=0.0)
    return _BY_SPELLING[close[0]]


def skipped(recipe: Recipe) -> int:
    """First steps that an image-to-image recipe leaves out, as StableDiffusionImg2ImgPipeline counts them."""
    if recipe.task is not Task.IMAGE_TO_IMAGE or recipe.strength is None:
        return 0
    return max(recipe.steps - min(int(recipe.steps * recipe.strength), recipe.steps), 0)


def evaluations(recipe: Recipe) -> int:
    """Denoising steps as the model is asked for them: what progress and ETA count."""
    if recipe.task is Task.UPSCALE:
        return 0
    sampler = SAMPLERS.get(recipe.sampler)
    return sampler.evaluations(recipe.steps, skipped(recipe)) if sampler else recipe.steps - skipped(recipe)


def scheduler(name: str, config: Mapping[str, Any]) -> Any:
    """A private diffusers scheduler over a model's own scheduler configuration. Raises KeyError: no such sampler."""
    sampler = SAMPLERS[name]
    kind = getattr(importlib.import_module("diffusers"), sampler.scheduler or config["_class_name"])
    return kind.from_config(config, **sampler.settings)
