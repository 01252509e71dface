"""Train the demo models' UNet and text encoder on both tasks at once.

python -m tools.demo_model.train_unet --vae WORK/vae --scenes WORK/scenes --out WORK/unet --minutes 60 --workers 2

One UNet with twice the input channels learns text-to-image (the conditioning half zero) and editing (the source's
latents there) in the same batches, so that what one task learns about shapes and words serves the other. The
text-to-image checkpoint is the same network without that half: their input was zero. ``--task`` goes on with
one task alone, from ``--out`` or from another folder by ``--start``.

Data-parallel over processes with one thread each; the gradient is averaged by gloo. Interrupt at will: it goes on from
the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.multiprocessing.spawn import spawn

from tools.demo_model.batches import Table, batch
from tools.demo_model.encode_scenes import SHAPE_SIZES
from tools.demo_model.muon import Muon
from tools.demo_model.networks import new_text_encoder, new_unet
from tools.demo_model.tokenizer import LENGTH, new_tokenizer
from tools.demo_model.train_text import Reader, readings

READ, READING, HEADS_FIRST = 64, 0.02, 200
"""Texts a step that the encoder only reads, the weight of reading them, and the steps before it learns from that."""


def new_optimisers(model: nn.Module, lr: float) -> tuple[torch.optim.Optimizer, ...]:
    """Muon for the matrices inside; AdamW for biases, gains, embeddings, and where latents come in and go out."""
    outer = ("embeddings.", "conv_in.", "conv_out.", "heads.")
    inner = [p for name, p in model.named_parameters() if p.ndim > 1 and not any(part in name for part in outer)]
    inside = set(map(id, inner))
    rest = [p for p in model.parameters() if id(p) not in inside]
    return Muon(inner, lr, weight_decay=1e-2), torch.optim.AdamW(rest, lr, betas=(0.9, 0.99), weight_decay=1e-3)


def alphas() -> Tensor:
    """Cumulative alphas of diffusers' ``squaredcos_cap_v2``, (1000,)."""

    def bar(t: float) -> float:
        return math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2

    betas = [min(1 - bar((i + 1) / 1000) / bar(i / 1000), 0.999) for i in range(1000)]
    return torch.cumprod(1 - torch.tensor(betas, dtype=torch.float64), 0).float()


def started_from(folder: Path) -> dict[str, Tensor]:
    """The weights of another run, or of an exported edit checkpoint, which is the whole network."""
    if (folder / "average.pt").exists():
        return dict(torch.load(folder / "average.pt", weights_only=True))
    parts = {"unet": "unet/diffusion_pytorch_model.safetensors", "encoder": "text_encoder/model.safetensors"}
    return {
        f"{part}.{name}": value.float()
        for part, file in parts.items()
        for name, value in load_file(folder / file).items()
    }


def timesteps(count: int, early: float) -> Tensor:
    """Noise levels to train at: three in four logit-normal, the rest uniform, and a share ``early`` of them above 700.

    Outlines are large and flat, so a picture shows them through a great deal of noise: only the earliest steps of
    drawing need the words for them, and the usual levels hardly ever ask.
    """
    at = (torch.sigmoid(torch.randn(count) + 0.5) * 1000).long().clamp(0, 999)
    dice = torch.rand(count)
    at = torch.where(dice < 0.25, torch.randint(0, 1000, (count,)), at)
    return torch.where(torch.rand(count) < early, torch.randint(700, 1000, (count,)), at)


class Run:
    """What training changes, and where it is kept: the network, its optimisers, its running average."""

    def __init__(self, options: argparse.Namespace) -> None:
        tokenizer = new_tokenizer()
        unet = new_unet().to(memory_format=torch.channels_last)
        encoder = new_text_encoder(tokenizer)
        self.tokenizer, self.unet, self.encoder = tokenizer, unet, encoder
        self.reader = Reader(encoder, tokenizer)
        self.model = nn.ModuleDict({"unet": unet, "encoder": encoder, "heads": self.reader.heads})
        self.folder: Path = options.out
        self.optimisers = new_optimisers(self.model, options.lr)
        self.step = 0
        kept = self.folder / "state.pt"
        if kept.exists() and not options.restart:
            self._go_on(torch.load(kept, weights_only=True))
            return
        if options.start:
            self.model.load_state_dict(self.model.state_dict() | started_from(options.start))
        if options.encoder:
            encoder.load_state_dict(torch.load(options.encoder, weights_only=True))
        self.average = {name: value.detach().clone() for name, value in self.model.state_dict().items()}

    def _go_on(self, state: dict[str, Any]) -> None:
        self.step = state["step"]
        self.model.load_state_dict(state["model"])
        self.average = state["average"]
        for optimiser, kept in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)

    def save(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        state = {
            "step": self.step,
            "model": self.model.state_dict(),
            "average": self.average,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }
        for name, value in (("state.pt", state), ("average.pt", self.average)):
            torch.save(value, self.folder / f"{name}.tmp")
            (self.folder / f"{name}.tmp").replace(self.folder / name)

    def predicted(self, given: Tensor, at: Tensor, texts: list[str]) -> Tensor:
        """v for noisy latents beside their sources, (n, 2 x channels, h, w), at timesteps (n,)."""
        tokens = self.tokenizer(
            texts, padding="max_length", max_length=LENGTH, truncation=True, return_tensors="pt"
        ).input_ids
        words = self.encoder(tokens).last_hidden_state
        made: Tensor = self.unet(given.contiguous(memory_format=torch.channels_last), at, words).sample
        return made

    def update(self, lr: float) -> None:
        """Apply the gradients."""
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = lr
            optimiser.step()
        self.step += 1

    def move_average(self) -> None:
        """Move the average along: in the one process that saves it."""
        decay = min(0.998, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                kept = self.average[name]
                kept.lerp_(value, 1 - decay) if value.is_floating_point() else kept.copy_(value)


def averaged(model: nn.Module, *figures: float) -> list[float]:
    """Average every gradient, and the figures, over the processes. Returns the figures."""
    parameters = [p for p in model.parameters() if p.grad is not None]
    flat = torch.cat([*(p.grad.reshape(-1) for p in parameters), torch.tensor(figures)])  # type: ignore[union-attr]
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    *gradients, told = flat.split([*(p.numel() for p in parameters), len(figures)])
    for p, gradient in zip(parameters, gradients, strict=True):
        p.grad = gradient.view_as(p)
    return [float(figure) for figure in told]


def rate(options: argparse.Namespace, steps: int, share: float) -> float:
    """Learning rate: a short warm-up, a constant part, then straight down to nothing."""
    lr: float = options.lr
    constant: float = options.constant
    falling = min(1.0, (1 - share) / (1 - constant))
    return lr * min(1.0, (steps + 1) / 100) * max(falling, 0.0)


def work(rank: int, options: argparse.Namespace) -> None:
    """One process of the training."""
    torch.set_num_threads(options.threads)
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(options.port)}
    dist.init_process_group("gloo", rank=rank, world_size=options.workers)
    torch.manual_seed(options.seed)
    run = Run(options)
    begun, parent, bars = run.step, os.getppid(), alphas()
    rng = random.Random(f"{options.seed}/{rank}/{begun}")
    shared = random.Random(f"{options.seed}/{begun}")
    torch.manual_seed(options.seed * 1000 + rank + begun)
    tables = {shape: Table(options.scenes, shape) for shape in SHAPE_SIZES}
    scaling = json.loads((options.vae / "config.json").read_text())["scaling_factor"]
    edits = {"both": options.edits, "text-to-image": 0.0, "edit": 1.0}[options.task]

    share, losses, kinds, started, saved = 0.0, [], [], time.monotonic(), time.monotonic()
    while share < 1:
        if os.getppid() != parent:
            raise SystemExit("the parent was killed: nobody else would stop this")
        # All processes draw the same shape, so that none waits for another's larger pictures.
        table = tables[shared.choices(list(tables), (0.88, 0.06, 0.06))[0]]
        wanted, source, texts = batch(table, rng, options.batch, edits)
        # What it will edit are pictures of its own, a little off.
        source += source.ne(0) * torch.randn_like(source) * 0.1 * torch.rand(len(source), 1, 1, 1)
        at = timesteps(len(wanted), options.early)
        signal, sigma = bars[at].sqrt()[:, None, None, None], (1 - bars[at]).sqrt()[:, None, None, None]
        noise = torch.randn_like(wanted)
        made = run.predicted(torch.cat([signal * wanted + sigma * noise, source / scaling], 1), at, texts)
        loss = (made - (signal * noise - sigma * wanted)).square().mean()
        misread, right = run.reader.loss(readings(rng, READ, captions=0.2), heads_only=run.step < HEADS_FIRST)
        run.model.zero_grad()
        (loss + READING * misread).backward()
        passed = (time.monotonic() - started) / (60 * options.minutes)
        loss_there, share = averaged(run.model, float(loss.detach()), passed)
        kinds.append(right["kind"])
        run.update(rate(options, run.step - begun, share))
        losses.append(loss_there)
        if rank == 0:
            run.move_average()
        if rank == 0 and run.step % 100 == 0:
            figures = f"loss {np.mean(losses[-100:]):.4f} read {np.mean(kinds[-100:]):.3f}"
            print(f"{run.step} {time.monotonic() - started:.0f}s {figures}", flush=True)
        if rank == 0 and (share >= 1 or time.monotonic() - saved > 180):
            run.save()
            saved = time.monotonic()
    dist.destroy_process_group()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="another run, or generator/demo/edit, to start from")
    parser.add_argument("--encoder", type=Path, help="encoder.pt of train_text, instead of --start's or a random one")
    parser.add_argument("--restart", action="store_true", help="do not go on from --out")
    parser.add_argument("--task", choices=("both", "text-to-image", "edit"), default="both")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16, help="rows a worker")
    parser.add_argument("--early", type=float, default=0.4, help="share of rows at the highest noise levels")
    parser.add_argument("--edits", type=float, default=0.45, help="share of a batch, where both tasks are trained")
    parser.add_argument("--lr", type=float, default=7e-4)
    parser.add_argument("--constant", type=float, default=0.6, help="share of the time before the rate falls")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--port", type=int, default=29511)
    options = parser.parse_args()
    spawn(work, (options,), options.workers)


if __name__ == "__main__":
    main()
