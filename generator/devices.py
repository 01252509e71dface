"""What torch finds to draw with here, asked in a process of its own: ``python -m generator.devices auto``.

Whoever asks need not import torch, and hears of one that cannot even be imported.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys

PATIENCE = 120.0
"""Seconds. A cold disk may take a minute to give torch."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    torch: str
    """Its version."""
    device: str
    """What "auto" came to: cpu, cuda:0, mps."""
    name: str
    memory: int | None
    """Bytes of a GPU's."""


class NoTorch(Exception):
    """torch cannot be imported, or not within :data:`PATIENCE`."""


class NoDevice(Exception):
    """torch works and has no such device."""


def ask(device: str) -> Device:
    """What a setting of ``worker.device`` comes to here. Raises NoTorch, NoDevice. Blocks for seconds."""
    try:
        # The present folder may hold anything; what is imported is what this process would import.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-m", __name__, device]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, env=environment)
        said = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise NoTorch from error
    if said is None:
        raise NoDevice(device)
    return Device(**said)


def best() -> str:
    """The device that "auto" stands for."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _found(asked: str) -> Device | None:
    import torch

    try:
        device = torch.device(best() if asked == "auto" else asked)
        torch.zeros(1, device=device)
        if device.type == "cuda":
            known = torch.cuda.get_device_properties(device)
            return Device(torch=torch.__version__, device=str(device), name=known.name, memory=known.total_memory)
    except (RuntimeError, AssertionError):
        return None
    return Device(
        torch=torch.__version__, device=device.type, name=torch.backends.cpu.get_cpu_capability(), memory=None
    )


if __name__ == "__main__":
    there = _found(sys.argv[1])
    print(json.dumps(dataclasses.asdict(there) if there else None))
