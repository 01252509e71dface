"""Rush hour: 64 people ask for pictures of 4 to 30 steps, faster than a pipeline under a lock can draw them.

python -m benchmarks.engine [--json] [--load 1.5] [--seeds 40] [--rounds 3] [--quick]

Every figure is how many times as long the lock takes: pipeline calls of diffusers one after another, unmodified, on
the same weights. Nothing of a picture is seen there before it is done, so that its first preview is its end.

- replay: the engine's schedule over what passes, decodes and calls were measured to cost, the mean of many rush hours;
- live: the engine itself, the systems in turn within each round;
- static: calls for lists of prompts, of all who wait for the same sampler, steps and guidance when one ends;
- big: a UNet of 50 M, where a batch gains nothing; replayed. Only latency can be won there;
- goodput: the highest load at which 95 of 100 wait at most three times as long as a call of 30 steps takes.

All on the CPU time of this process, with one thread: what else the machine does falsifies no ratio. Exits with 1 when
a bound is missed; what is measured live is told beside its aim.
"""

from __future__ import annotations

import argparse
import json
import operator
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

BOUNDS: Mapping[str, tuple[Callable[[float, float], bool], float]] = {
    "replay.mean": (operator.ge, 2.5),
    "replay.first_preview": (operator.ge, 40),
    "replay.short": (operator.ge, 8),
    "replay.p95": (operator.ge, 1.5),
    "replay.makespan": (operator.ge, 1.25),
    "goodput": (operator.ge, 1.5),
    "max_diff_8bit": (operator.le, 1),
    "cancel_steps": (operator.le, 1),
    "fairness.nine": (operator.le, 3),
}
AIMS = {"mean": 5, "first_preview": 75, "short": 15, "p95": 3, "makespan": 1.6}
COLUMNS = ("static", "static.live", "replay", "live", "big")


def measured(options: argparse.Namespace) -> dict[str, float]:
    import torch
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    from benchmarks.engine.big import big
    from benchmarks.engine.hours import Hours
    from benchmarks.engine.model import Loaded
    from bot.bootstrap import demo_spec

    of_diffusers.disable_progress_bar()
    of_transformers.disable_progress_bar()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    demo, repeats = demo_spec(), 1 if options.quick else 3
    hours = Hours(Loaded(demo), load=options.load, seeds=options.seeds, repeats=repeats)
    figures = hours.replayed() | hours.live(options.rounds) | hours.edges()
    figures["goodput"] = figures.pop("replay.goodput")
    with tempfile.TemporaryDirectory() as folder:
        large = Hours(Loaded(big(demo, Path(folder))), load=options.load, seeds=options.seeds, repeats=1)
    for name, value in (large.replayed() | large.machine()).items():
        figures[f"big.{name.removeprefix('replay.')}"] = value
    return figures | {f"demo.{name}": value for name, value in hours.machine().items()}


def missed(figures: Mapping[str, float]) -> list[str]:
    return [
        f"{name} {figures[name]:g}: bound {bound:g}"
        for name, (holds, bound) in BOUNDS.items()
        if not holds(figures[name], bound)
    ]


def table(figures: Mapping[str, float]) -> str:
    shown: set[str] = set()
    lines = ["".join((f"{'':14}", *(f"{name:>13}" for name in (*COLUMNS, "aim, live"))))]
    for metric, aim in AIMS.items():
        names = [f"{column}.{metric}" for column in COLUMNS]
        shown |= {*names}
        cells = "".join(f"{figures[name]:13.2f}" if name in figures else f"{'–':>13}" for name in names)
        lines.append(f"{metric:14}{cells}{aim:13}")
    rest = (f"{name:26}{value:9.3f}" for name, value in figures.items() if name not in shown)
    return "\n".join((*lines, *rest))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--load", type=float, default=1.5, help="asked for, as a share of what the lock can draw")
    parser.add_argument("--seeds", type=int, default=40, help="rush hours that are replayed")
    parser.add_argument("--rounds", type=int, default=3, help="rush hours that are drawn")
    parser.add_argument("--quick", action="store_true", help="to try it: 4 replays, 1 round")
    options = parser.parse_args()
    if options.quick:
        options.seeds, options.rounds = 4, 1
    os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "TRANSFORMERS_VERBOSITY": "error"}
    figures = measured(options)
    low = missed(figures)
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()} | {"missed": low}))
    else:
        print(f"{table(figures)}\nmissed: {low or 'nothing'}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
