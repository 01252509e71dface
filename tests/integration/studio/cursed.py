"""A worker whose device breaks under one prompt, as a GPU does at a fault in a kernel: it is of no more use then."""

from __future__ import annotations

from multiprocessing.connection import Connection

import torch

from generator import families
from generator.executors import worker
from generator.executors.protocol import WorkerOptions
from generator.families.base import State
from generator.families.latent import Rows
from generator.families.sd import StableDiffusion

FAMILY = "cursed"
PROMPT = "a cursed circle"


class Cursed(StableDiffusion):
    def rows(self, state: State) -> Rows:
        if state.recipe.prompt == PROMPT and state.course.index == 2:
            raise torch.AcceleratorError("CUDA error: device-side assert triggered")
        return super().rows(state)


def main(connection: Connection, options: WorkerOptions) -> None:
    families._FAMILIES[FAMILY] = f"{__name__}:{Cursed.__name__}"
    worker.main(connection, options)
