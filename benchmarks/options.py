"""What each option of a model's speed brings on this machine: compile, channels_last, attention, dtype, threads.

python -m benchmarks.options [--json] [--rounds 15] [--only demo,big]

Passes of the network alone: the demo model's at 1, 2 and 8 rows, and a random one of 50 M parameters at 2. The ways
take turns in one run, a pass each, on the process-CPU clock; a gain is the median ratio of the passes of a round, above
1 where the option is faster. Two threads are told on both clocks: on the CPU clock they can only lose, on the wall
clock they gain where a core is idle. What needs a GPU (cuda_graphs, tf32, the other kernels of attention) is left out.
"""

from __future__ import annotations

import argparse
import atexit
import copy
import dataclasses
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any

if __name__ == "__main__":
    # Read by torch when it is imported. A cache of its own, or an earlier run would have done the compiling.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = tempfile.mkdtemp(prefix="egaku-compiled-")
    atexit.register(shutil.rmtree, os.environ["TORCHINDUCTOR_CACHE_DIR"], ignore_errors=True)

import torch
from diffusers import UNet2DConditionModel

from benchmarks.engine import big
from bot.bootstrap import demo_spec
from generator.families.latent import Rows
from generator.speed import Attention, Speed
from generator.tuning import Tuned

_TOKENS = 32
_CPU = torch.device("cpu")


@dataclasses.dataclass(frozen=True)
class Subject:
    network: Any
    side: int
    """Of the latents."""
    rows: tuple[int, ...]


def demo() -> Subject:
    network = UNet2DConditionModel.from_pretrained(demo_spec().text_to_image, subfolder="unet", local_files_only=True)
    return Subject(network, 16, (1, 2, 8))


def large() -> Subject:
    return Subject(big.network(demo().network.config), big.SIDE, (2,))


SUBJECTS = {"demo": demo, "big": large}

WAYS = {
    "channels_last": Speed(channels_last=False),
    "attention": Speed(attention=Attention.MATH),
    "compile": Speed(compile=True),
}
"""For the first two the option is on already: its gain is the usual way's over this one."""


class Way:
    """A copy of the network that computes in one way."""

    def __init__(self, subject: Subject, speed: Speed, dtype: torch.dtype = torch.float32, threads: int = 1) -> None:
        self._network: Any = copy.deepcopy(subject.network).eval().to(dtype)
        self._tuned = Tuned(self._network, speed, _CPU)
        self._dtype, self._threads, self._side = dtype, threads, subject.side

    def passed(self, count: int) -> float:
        """CPU seconds of one pass."""
        return self.timed(count)[0]

    def timed(self, count: int) -> tuple[float, float]:
        """Seconds of one pass on the process-CPU clock and on the wall."""
        rows = self._rows(count)
        if torch.get_num_threads() != self._threads:
            torch.set_num_threads(self._threads)
            self._tuned.run(self._forward, rows)
        began = time.process_time(), time.perf_counter()
        self._tuned.run(self._forward, rows)
        return time.process_time() - began[0], time.perf_counter() - began[1]

    def _rows(self, count: int) -> Rows:
        config, draw = self._network.config, torch.Generator().manual_seed(count)
        return Rows(
            sample=torch.randn(count, config.in_channels, self._side, self._side, generator=draw).to(self._dtype),
            timesteps=torch.full((count,), 500.0),
            embeddings=torch.randn(count, _TOKENS, config.cross_attention_dim, generator=draw).to(self._dtype),
        )

    @torch.inference_mode()
    def _forward(self, rows: Rows) -> torch.Tensor:
        output: torch.Tensor = self._network(
            rows.sample, rows.timesteps, encoder_hidden_states=rows.embeddings, return_dict=False
        )[0]
        return output


def measured(name: str, rounds: int) -> dict[str, float | str]:
    subject = SUBJECTS[name]()
    figures: dict[str, float | str] = {"parameters": float(sum(p.numel() for p in subject.network.parameters()))}
    ways = {"usual": Way(subject, Speed()), "bfloat16": Way(subject, Speed(), torch.bfloat16)}
    ways |= {option: Way(subject, speed) for option, speed in WAYS.items() if option != "compile"}
    why_not = uncompilable()
    if why_not is None:
        ways["compile"] = Way(subject, WAYS["compile"])
        began = _all_cpu(), time.perf_counter()
        for count in subject.rows:
            ways["compile"].passed(count)
        figures["compile.cpu_seconds"] = _all_cpu() - began[0]
        figures["compile.seconds"] = time.perf_counter() - began[1]
    else:
        figures["compile"] = why_not
    for count in subject.rows:
        figures |= {f"{option}.{count}": gain for option, gain in _gains(ways, count, rounds).items()}
    two = Way(subject, Speed(), threads=2)
    for count in subject.rows:
        figures |= {f"threads.{clock}.{count}": gain for clock, gain in _threads(ways["usual"], two, count, 5).items()}
    return {f"{name}.{key}": value for key, value in figures.items()}


def _gains(ways: dict[str, Way], count: int, rounds: int) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way.passed(count)
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(way.passed(count))
    gains = {}
    for name in ways.keys() - {"usual"}:
        ratios = [usual / other for usual, other in zip(seconds["usual"], seconds[name], strict=True)]
        gain = statistics.median(ratios)
        gains[name] = 1 / gain if name in {"channels_last", "attention"} else gain
    return {"milliseconds": 1000 * statistics.median(seconds["usual"]), **dict(sorted(gains.items()))}


def _threads(one: Way, two: Way, count: int, rounds: int) -> dict[str, float]:
    pairs = [(one.timed(count), two.timed(count)) for _ in range(rounds)]
    torch.set_num_threads(1)
    return {
        clock: statistics.median(single[at] / double[at] for single, double in pairs)
        for at, clock in enumerate(("cpu", "wall"))
    }


def waiting(rounds: int) -> dict[str, float | str]:
    """OMP_WAIT_POLICY, which a process has for life: what a demo pass of 2 rows and 2 threads costs under each."""
    found = {policy: _under(policy, rounds) for policy in ("PASSIVE", "ACTIVE", "PASSIVE", "ACTIVE")}
    return {
        f"passive_waiting.{clock}": found["ACTIVE"][at] / found["PASSIVE"][at]
        for at, clock in enumerate(("cpu", "wall"))
    }


def _under(policy: str, rounds: int) -> tuple[float, float]:
    environment = {**os.environ, "OMP_WAIT_POLICY": policy, "OMP_NUM_THREADS": "2"}
    command = [sys.executable, "-m", "benchmarks.options", "--pass", str(rounds)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    cpu, wall = json.loads(ended.stdout)
    return cpu, wall


def passes(rounds: int) -> tuple[float, float]:
    way = Way(demo(), Speed(), threads=2)
    way.passed(2)
    times = [way.timed(2) for _ in range(rounds)]
    return statistics.median(cpu for cpu, _ in times), statistics.median(wall for _, wall in times)


def uncompilable() -> str | None:
    """Why nothing can be compiled here."""
    from torch._inductor import cpp_builder

    try:
        cpp_builder.get_cpp_compiler()
    except Exception as error:
        return f"skipped: no C++ compiler ({type(error).__name__})"
    return None


def _all_cpu() -> float:
    """Of this process and of those it started, as compilers are."""
    return sum(os.times()[:4])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="demo,big,waiting", help="which of demo, big, waiting; with commas")
    parser.add_argument("--pass", type=int, default=0, dest="passes", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    if asked.passes:
        print(json.dumps(passes(asked.passes)))
        return 0
    figures: dict[str, float | str] = {"cores": float(os.cpu_count() or 1), "load": os.getloadavg()[0]}
    parts: dict[str, Callable[[], dict[str, float | str]]] = {
        "demo": lambda: measured("demo", asked.rounds),
        "big": lambda: measured("big", max(3, asked.rounds // 3)),
        "waiting": lambda: waiting(asked.rounds),
    }
    for name in asked.only.split(","):
        figures |= parts[name]()
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    if asked.json:
        print(json.dumps(rounded))
    else:
        print("\n".join(f"{key:32}{value}" for key, value in rounded.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
