"""The worker process: takes work from a pipe, draws it, sends events back. Imports torch only once it runs."""

from __future__ import annotations

import collections
import contextlib
import ctypes
import gc
import io
import os
import queue
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Generic, TypeVar

from generator import logs, models
from generator.events import Source, Work
from generator.executors.protocol import Beat, Cancel, Preparing, Ready, Stop, WorkerOptions
from generator.recipe import Recipe, Task

Message = TypeVar("Message")

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Of mallopt(3)."""

if TYPE_CHECKING:
    from generator.engine import Engine


def main(connection: Connection, options: WorkerOptions) -> None:
    """Run until told to stop or until the parent is gone. Ctrl-C is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox: Inbox[Work | Cancel] = Inbox(connection)
    homes = [home for spec in options.models for home in (spec.text_to_image, spec.edit) if home]
    prepare(homes, options.threads)
    _keep_freed_memory()
    logs.configure(options.log_level, json=options.log_json)

    # Only now: the environment above is read when torch and diffusers are imported.
    with logs.crashes(), contextlib.suppress(BrokenPipeError):
        _serve(connection, inbox, _warmed(options, lambda: connection.send(Preparing())))


def _serve(connection: Connection, inbox: Inbox[Work | Cancel], engine: Engine) -> None:
    connection.send(Ready())
    while True:
        for message in inbox.taken(wait=not engine.busy):
            match message:
                case Cancel(job=job):
                    engine.cancel(job)
                case _:
                    engine.add(message)
        events = engine.step()
        for event in events:
            connection.send(event)
        if not events:
            connection.send(Beat())


class Inbox(Generic[Message]):
    """Reads the pipe in a thread of its own: the parent's death is seen in the middle of a step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def taken(self, *, wait: bool) -> Iterator[Message]:
        """What has come, in order; where there is nothing and ``wait``, the next thing that comes."""
        with contextlib.suppress(queue.Empty):
            if wait:
                yield self._messages.get()
            while True:
                yield self._messages.get_nowait()

    def _read(self) -> None:
        while True:
            try:
                message: Message | Stop = self._connection.recv()
            except (EOFError, OSError):
                # The parent is gone and nobody waits for this picture: leave in the middle of it.
                os._exit(0)
            if isinstance(message, Stop):
                os._exit(0)
            self._messages.put(message)


def _keep_freed_memory() -> None:
    """Have glibc keep what is freed: the pages of a decoder's large tensors cost 3 ms a picture when fetched anew."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        for setting, value in ((_MMAP_THRESHOLD, 512 << 20), (_TRIM_THRESHOLD, 1 << 30)):
            libc.mallopt(setting, value)


def prepare(homes: Iterable[str], threads: int) -> None:
    """The environment that torch, tokenizers and huggingface_hub read when they are imported. ``homes`` are the models'
    folders or hub ids: where all are folders, the hub is not asked."""
    os.environ |= {
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "DIFFUSERS_VERBOSITY": "error",
    }
    if all(map(models.is_folder, homes)):
        os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    warnings.simplefilter("ignore")


def _hide_progress_bars() -> None:
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    of_diffusers.disable_progress_bar()
    of_transformers.disable_progress_bar()


def _warmed(options: WorkerOptions, preparing: Callable[[], None]) -> Engine:
    import torch

    from generator.capacity import Capacity
    from generator.engine import Engine
    from generator.residency import Residency

    _hide_progress_bars()
    torch.set_num_threads(options.threads)
    residency = Residency(options.models, device=options.device, keep=options.keep, loading=preparing)
    clock = time.process_time if residency.device.startswith("cpu") else time.perf_counter
    engine = Engine(
        residency,
        capacity=Capacity(options.capacities, clock, residency.memory, measuring=preparing),
        preview_interval=options.preview_interval,
        preview_side=options.preview_side,
    )
    for spec in options.models:
        if spec.key in options.warm:
            _warm(spec, engine)
    # What is imported stays: the collector need not walk through it, some 100 ms a time, in the middle of a picture.
    gc.collect()
    gc.freeze()
    return engine


def _warm(spec: models.ModelSpec, engine: Engine) -> None:
    """Draw two pictures together with each half of a model: a first pass is slower, and how many rows suit is measured.

    What fails here is told to whoever first asks for a picture.
    """
    side = spec.native_size
    blank = Recipe(
        task=Task.TEXT_TO_IMAGE,
        prompt="",
        model=spec.key,
        revision="",
        width=side,
        height=side,
        steps=1,
        guidance=spec.defaults.guidance,
        sampler=spec.defaults.sampler,
        seed=0,
    )
    works = [Work(job=0, recipes=(blank, blank))]
    if spec.edit is not None:
        sources = {"blank": Source(picture=_blank_picture(side))}
        edit = blank.but(task=Task.EDIT, source="blank")
        works.append(Work(job=0, recipes=(edit, edit), sources=sources))
    for work in works:
        collections.deque(engine.run(work), maxlen=0)


def _blank_picture(side: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(file, "PNG")
    return file.getvalue()
