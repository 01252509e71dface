"""The machine: Python, what torch draws with, packages that only some need."""

from __future__ import annotations

import importlib.util
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.finding import Finding, error, gibibytes, ok, warning
from bot.settings import Settings
from generator import devices

_OLDEST, _TOO_NEW = (3, 11), (3, 14)
_NVIDIA = Path("/proc/driver/nvidia/version")
"""There where NVIDIA's driver is, on Linux."""

EXTRAS = {
    "llm": ("llguidance", "sentencepiece"),
    "ja": ("sudachipy", "sudachidict_small"),
    "playground": ("aiohttp", "simcord"),
}


def python() -> Iterator[Finding]:
    version, system = platform.python_version(), f"{platform.system()} {platform.release()} {platform.machine()}"
    fits = _OLDEST <= sys.version_info[:2] < _TOO_NEW
    yield (ok if fits else error)("python", "python" if fits else "python_unfit", version=version, system=system)


def device(settings: Settings) -> Iterator[Finding]:
    asked = settings.worker.device
    try:
        found = devices.ask(asked)
    except devices.NoTorch:
        yield error("device", "torch_broken")
        return
    except devices.NoDevice:
        yield error("device", "device_absent", device=asked)
        return
    if found.device == "cpu" and asked == "auto" and _NVIDIA.exists():
        yield warning("device", "gpu_unused", torch=found.torch)
    elif found.memory is None:
        yield ok("device", "device", torch=found.torch, device=found.device, kind=found.name)
    else:
        memory = gibibytes(found.memory)
        yield ok("device", "gpu", torch=found.torch, device=found.device, kind=found.name, memory=memory)


def extras(settings: Settings) -> Iterator[Finding]:
    asked = settings.understanding
    wanted = {"llm"} if asked.language_model or asked.translation_model else set()
    for extra, packages in EXTRAS.items():
        there = all(importlib.util.find_spec(package) for package in packages)
        level = ok if there or extra not in wanted else error
        key = f"extra_{extra}" if there else f"extra_{extra}_missing"
        yield level(f"extra {extra}", key)
