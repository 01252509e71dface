"""A worker without torch: it says what the real one says, from a thread, and its pictures are plain.

The bot's side of a worker is what is looked at here; that has to take a fraction of a second.
"""

from __future__ import annotations

import contextlib
import io
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from PIL import Image

from generator.events import Cancelled, Drawn, Finished, Progress, Started, Work
from generator.executors.protocol import Cancel, Ready, Stop
from generator.recipe import Recipe

STEP = 0.03
"""Seconds."""


class Painter:
    """Takes the place of generator.executors.process.WorkerProcess, with its arguments and calls."""

    pid = 0

    def __init__(self, main: object, options: object, heard: Callable[[Any], None], name: str = "painter") -> None:
        self._heard = heard
        self._inbox: queue.SimpleQueue[Work | Cancel | Stop] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._waiting: list[Work] = []
        self._over = False
        threading.Thread(target=self._live, name=name, daemon=True).start()

    def send(self, message: Work | Cancel | Stop) -> None:
        self._inbox.put(message)

    def kill(self) -> None:
        self._inbox.put(Stop())

    def stop(self, grace: float) -> None:
        self.kill()

    def _live(self) -> None:
        self._heard(Ready())
        while True:
            self._take(wait=not self._waiting)
            if self._over:
                break
            if self._waiting:
                self._draw(self._waiting.pop(0))
        self._heard(None)

    def _take(self, *, wait: bool) -> None:
        """What has come; with ``wait``, also the next thing that comes."""
        with contextlib.suppress(queue.Empty):
            while True:
                match message := self._inbox.get(block=wait):
                    case Stop():
                        self._over = True
                    case Cancel(job=job):
                        self._cancelled.add(job)
                    case Work():
                        self._waiting.append(message)
                wait = False

    def _draw(self, work: Work) -> None:
        steps = sum(recipe.steps for recipe in work.recipes)
        self._heard(Started(job=work.job))
        for step in range(1, steps + 1):
            time.sleep(STEP)
            self._take(wait=False)
            if work.job in self._cancelled:
                self._heard(Cancelled(job=work.job))
                return
            self._heard(Progress(job=work.job, step=step, of=steps, preview=_plain(32, 32, step, "JPEG"), seconds=STEP))
        self._heard(Finished(job=work.job, pictures=tuple(map(_drawn, work.recipes)), seconds=steps * STEP))


def _drawn(recipe: Recipe) -> Drawn:
    return Drawn(recipe=recipe, png=_plain(recipe.width, recipe.height, recipe.seed, "PNG"), latents=None)


def _plain(width: int, height: int, seed: int, kind: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), (seed % 256, seed // 256 % 256, seed // 65536 % 256)).save(data, kind)
    return data.getvalue()
