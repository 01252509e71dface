"""What a picture costs besides its denoising steps, from a warm worker: words, decoding, enlarging, PNG, the pipe.

python -m benchmarks.overhead [--json] [--count 20]

Everything before the first Progress and after the last one is overhead; between them are the steps. Text-to-image and
edits take turns in one run. Milliseconds; exits with 1 when a median is above the bound.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time

from bot.bootstrap import demo_spec
from generator.events import Finished, Progress, Source, Work
from generator.executors.local import LocalExecutor
from generator.executors.protocol import WorkerOptions
from generator.recipe import Recipe, Task

BOUND = 30.0
SPEC = demo_spec()


async def measured(count: int, threads: int) -> dict[str, float]:
    options = WorkerOptions(models=(SPEC,), device="cpu", threads=threads, warm=(SPEC.key,))
    executor = LocalExecutor(options)
    await executor.start()
    await executor.ready()
    try:
        source: Source | None = None
        samples: dict[str, list[tuple[float, float]]] = {"image": [], "edit": []}
        for job in range(2 * count + 4):
            recipe = _recipe(job, None if job % 2 == 0 else source)
            sources = {"source": source} if source and recipe.source else {}
            steps, overhead, finished = await _timed(executor, Work(job=job, recipes=(recipe,), sources=sources))
            drawn = finished.pictures[0]
            source = source or Source(picture=drawn.png, latents=drawn.latents)
            # The first of each loads its model.
            if job >= 4:
                samples["edit" if recipe.source else "image"].append((steps, overhead))
    finally:
        await executor.close()
    figures = {}
    for name, pairs in samples.items():
        overheads = sorted(1000 * overhead for _, overhead in pairs)
        figures[f"{name}.steps_p50"] = 1000 * statistics.median(steps for steps, _ in pairs)
        figures[f"{name}.overhead_p50"] = statistics.median(overheads)
        figures[f"{name}.overhead_max"] = overheads[-1]
    return {name: round(value, 1) for name, value in figures.items()}


def _recipe(job: int, source: Source | None) -> Recipe:
    defaults = SPEC.defaults
    side = SPEC.native_size * SPEC.enlarge
    return Recipe(
        task=Task.EDIT if source else Task.TEXT_TO_IMAGE,
        prompt=f"make it blue {job}" if source else f"a red circle {job}",
        model=SPEC.key,
        revision="",
        width=side,
        height=side,
        enlarge=SPEC.enlarge,
        steps=defaults.edit_steps if source else defaults.steps,
        guidance=defaults.edit_guidance if source else defaults.guidance,
        image_guidance=defaults.image_guidance if source else None,
        sampler=defaults.sampler,
        seed=job,
        source="source" if source else None,
    )


async def _timed(executor: LocalExecutor, work: Work) -> tuple[float, float, Finished]:
    began = time.perf_counter()
    first = last = None
    async for event in executor.run(work):
        now = time.perf_counter()
        if isinstance(event, Progress):
            first, last = first or now, now
    if not isinstance(event, Finished) or first is None or last is None:
        raise RuntimeError(f"job {work.job} ended with {type(event).__name__}")
    return last - first, now - began - (last - first), event


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--count", type=int, default=20, help="pictures of each kind")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    figures = asyncio.run(measured(options.count, options.threads))
    missed = [name for name, value in figures.items() if name.endswith("overhead_p50") and value > BOUND]
    print(json.dumps(figures | {"missed": missed}) if options.json else f"{figures}\nmissed: {missed or 'nothing'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
