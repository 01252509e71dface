"""The worker process: takes work from a pipe, draws it, sends events back. Imports torch only once it runs."""

from __future__ import annotations

import collections
import contextlib
import ctypes
import functools
import gc
import io
import logging
import os
import queue
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import structlog

from generator import models
from generator.events import Source, Work
from generator.executors.protocol import Cancel, Ready, Stop, ToWorker, WorkerOptions
from generator.recipe import Recipe, Task

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Of mallopt(3)."""

if TYPE_CHECKING:
    from generator.preview import Previews
    from generator.residency import Residency


def main(connection: Connection, options: WorkerOptions) -> None:
    """Run until told to stop or until the parent is gone. Ctrl-C is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox = Inbox(connection)
    _prepare(options)
    _keep_freed_memory()
    _log_to_stderr(options)

    # Only now: the environment above is read when torch and diffusers are imported.
    from generator.preview import Previews

    loaded = _loaded(options)
    with contextlib.suppress(BrokenPipeError):
        _serve(connection, inbox, loaded, Previews(options.preview_interval, options.preview_side))


def _serve(connection: Connection, inbox: Inbox, loaded: Residency, previews: Previews) -> None:
    from generator.drawing import draw

    connection.send(Ready())
    for work in inbox:
        for event in draw(work, loaded, functools.partial(inbox.cancelled, work.job), previews=previews):
            connection.send(event)
        inbox.forget(work.job)


class Inbox:
    """Reads the pipe in a thread of its own: a cancel and the parent's death are seen in the middle of a step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._works: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def __iter__(self) -> Iterator[Work]:
        return iter(self._works.get, None)

    def cancelled(self, job: int) -> bool:
        return job in self._cancelled

    def forget(self, job: int) -> None:
        self._cancelled.discard(job)

    def _read(self) -> None:
        while True:
            try:
                message: ToWorker = self._connection.recv()
            except (EOFError, OSError):
                # The parent is gone and nobody waits for this picture: leave in the middle of it.
                os._exit(0)
            match message:
                case Cancel(job=job):
                    self._cancelled.add(job)
                case Stop():
                    os._exit(0)
                case Work(job=job):
                    # A cancel that came too late for an earlier run of the same job.
                    self.forget(job)
                    self._works.put(message)


def _keep_freed_memory() -> None:
    """Have glibc keep what is freed: the pages of a decoder's large tensors cost 3 ms a picture when fetched anew."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        for setting, value in ((_MMAP_THRESHOLD, 512 << 20), (_TRIM_THRESHOLD, 1 << 30)):
            libc.mallopt(setting, value)


def _prepare(options: WorkerOptions) -> None:
    """The environment that torch, tokenizers and huggingface_hub read when they are imported."""
    homes = [home for spec in options.models for home in (spec.text_to_image, spec.edit) if home]
    os.environ |= {
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": str(options.threads),
        "MKL_NUM_THREADS": str(options.threads),
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "DIFFUSERS_VERBOSITY": "error",
    }
    if all(map(models.is_folder, homes)):
        os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    warnings.simplefilter("ignore")


def _log_to_stderr(options: WorkerOptions) -> None:
    renderer = structlog.processors.JSONRenderer() if options.log_json else structlog.processors.LogfmtRenderer()
    level = logging.getLevelNamesMapping()[options.log_level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _hide_progress_bars() -> None:
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    of_diffusers.disable_progress_bar()
    of_transformers.disable_progress_bar()


def _loaded(options: WorkerOptions) -> Residency:
    import torch

    from generator.residency import Residency

    _hide_progress_bars()
    torch.set_num_threads(options.threads)
    loaded = Residency(options.models, device=options.device, keep=options.keep)
    for spec in options.models:
        if spec.key in options.warm:
            _warm(spec, loaded)
    # What is imported stays: the collector need not walk through it, some 100 ms a time, in the middle of a picture.
    gc.collect()
    gc.freeze()
    return loaded


def _warm(spec: models.ModelSpec, loaded: Residency) -> None:
    """Draw a step with each half of a model: the first pass through it is slower than all later ones."""
    from generator.drawing import draw

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
    works = [Work(job=0, recipes=(blank,))]
    if spec.edit is not None:
        sources = {"blank": Source(picture=_blank_picture(side))}
        works.append(Work(job=0, recipes=(blank.but(task=Task.EDIT, source="blank"),), sources=sources))
    for work in works:
        collections.deque(draw(work, loaded, lambda: False), maxlen=0)


def _blank_picture(side: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(file, "PNG")
    return file.getvalue()
