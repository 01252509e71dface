"""Train the demo models' autoencoder: 128 px pictures to 16 x 16 x 6 latents and back.

python -m tools.demo_model.train_vae --out WORK/vae --minutes 16
python -m tools.demo_model.train_vae --out WORK/vae --minutes 10 --decoder-only   # later: sharper, latents unchanged
"""

from __future__ import annotations

import argparse
import math
import random
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor, nn

from tools.demo_model.scenes import random_scene, render

CHANNELS = (16, 32, 48, 64)
LATENT_CHANNELS = 6
"""Three end up as the cell's mean colour; the others carry what is inside a cell, such as eyes."""


def new_autoencoder() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=CHANNELS,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=1,
        latent_channels=LATENT_CHANNELS,
        sample_size=128,
        mid_block_add_attention=False,
    )


@torch.no_grad()
def start_linear(vae: AutoencoderKL) -> None:
    """Start as average pooling and nearest upsampling: from a random start so small a model stalls near 14 dB.

    Every residual branch is silenced and every convolution on the main path carries RGB in channels 0..2 and its
    negative in 3..5, because silu(x) - silu(-x) = x makes the last nonlinearity transparent.
    """
    for module in vae.modules():
        if module.__class__.__name__ == "ResnetBlock2D":
            nn.init.zeros_(module.conv2.weight)
            nn.init.zeros_(module.conv2.bias)
            if module.conv_shortcut is not None:
                _carry(module.conv_shortcut)
        elif module.__class__.__name__ == "Upsample2D":
            _carry(module.conv)
        elif module.__class__.__name__ == "Downsample2D":
            _carry(module.conv, pool=True)
    _fan_out(vae.encoder.conv_in)
    _fan_out(vae.decoder.conv_in)
    _fan_in(vae.encoder.conv_out)
    _fan_in(vae.decoder.conv_out)
    for conv in (vae.quant_conv, vae.post_quant_conv):
        conv.weight.mul_(0.05)
        for channel in range(min(conv.weight.shape[:2])):
            conv.weight[channel, channel] = 1.0
        nn.init.zeros_(conv.bias)
    vae.quant_conv.bias[LATENT_CHANNELS:] = -5.0


def _carry(conv: nn.Conv2d, *, pool: bool = False) -> None:
    conv.weight.mul_(0.2)
    centre = conv.weight.shape[-1] // 2
    for channel in range(6):
        conv.weight[channel] = 0
        if pool:
            conv.weight[channel, channel, :2, :2] = 0.25
        else:
            conv.weight[channel, channel, centre, centre] = 1.0


def _fan_out(conv: nn.Conv2d) -> None:
    conv.weight[:6] = 0
    for channel in range(3):
        conv.weight[channel, channel, 1, 1] = 1.0
        conv.weight[channel + 3, channel, 1, 1] = -1.0


def _fan_in(conv: nn.Conv2d) -> None:
    conv.weight.mul_(0.2)
    conv.weight[:3, :6] = 0
    for channel in range(3):
        conv.weight[channel, channel, 1, 1] = 1.0
        conv.weight[channel, channel + 3, 1, 1] = -1.0


def pictures(seed: int, count: int) -> np.ndarray:
    """Random training scenes, uint8 (count, 3, 128, 128)."""
    rng = random.Random(seed)
    return np.stack([render(random_scene(rng)) for _ in range(count)]).transpose(0, 3, 1, 2)


def batch_of(pool: Tensor, size: int, generator: torch.Generator) -> Tensor:
    """Pictures in -1..1; one in six with its colours scrambled, so that uploads in other colours survive too."""
    rows = pool[torch.randint(len(pool), (size,), generator=generator)].float() / 127.5 - 1
    for row in rows:
        if torch.rand((), generator=generator) < 1 / 6:
            row.copy_(row[torch.randperm(3, generator=generator)])
            gain = 0.4 + 0.6 * torch.rand(3, 1, 1, generator=generator)
            row.mul_(gain).add_((1 - gain) * (2 * torch.rand(3, 1, 1, generator=generator) - 1))
    return rows.contiguous(memory_format=torch.channels_last)


def edges(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def loss_of(made: Tensor, wanted: Tensor) -> Tensor:
    gradient = sum((a - b).abs().mean() for a, b in zip(edges(made), edges(wanted), strict=True))
    return (made - wanted).abs().mean() + 2 * (made - wanted).square().mean() + gradient


def psnr(vae: AutoencoderKL, wanted: Tensor) -> float:
    with torch.no_grad():
        made = vae.decode(vae.encode(wanted).latent_dist.mode()).sample.clamp(-1, 1)
    return float((10 * torch.log10(4 / (made - wanted).square().mean((1, 2, 3)))).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=16)
    parser.add_argument("--pool", type=int, default=12_000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--lr", type=float, default=8e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kl", type=float, default=2e-4)
    parser.add_argument("--resume", action="store_true", help="go on from --out")
    parser.add_argument("--decoder-only", action="store_true", help="go on from --out with the encoder frozen")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)

    parts = [(options.seed * 100 + part, options.pool // 8) for part in range(8)]
    with ProcessPoolExecutor(options.threads) as workers:
        pool = torch.from_numpy(np.concatenate(list(workers.map(pictures, *zip(*parts, strict=True)))))
    held_back = torch.from_numpy(pictures(999_983, 64)).float() / 127.5 - 1

    if options.resume or options.decoder_only:
        vae = AutoencoderKL.from_pretrained(options.out)
    else:
        vae = new_autoencoder()
        start_linear(vae)
    if options.decoder_only:
        vae.encoder.requires_grad_(False)
        vae.quant_conv.requires_grad_(False)
    vae.to(memory_format=torch.channels_last)
    trained = [p for p in vae.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in trained]
    optimiser = torch.optim.AdamW(trained, lr=options.lr, betas=(0.9, 0.99), weight_decay=1e-4)

    def save() -> float:
        live = [p.detach().clone() for p in trained]
        with torch.no_grad():
            for p, a in zip(trained, average, strict=True):
                p.copy_(a)
            quality = psnr(vae, held_back)
            latents = vae.encode(held_back).latent_dist.mode()
            if not options.decoder_only:
                vae.register_to_config(scaling_factor=round(float(1 / latents.std()), 4))
            vae.save_pretrained(options.out)
            for p, a in zip(trained, live, strict=True):
                p.copy_(a)
        return quality

    started, step, last_saved = time.monotonic(), 0, time.monotonic()
    print(f"start {psnr(vae, held_back):.2f} dB", flush=True)
    while (share := (time.monotonic() - started) / (60 * options.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = options.lr * min(1, step / 100) * (0.03 + 0.97 * (1 + math.cos(math.pi * share)) / 2)
        wanted = batch_of(pool, options.batch, generator)
        posterior = vae.encode(wanted).latent_dist
        loss = loss_of(vae.decode(posterior.sample(generator)).sample, wanted)
        if not options.decoder_only:
            loss = loss + options.kl * posterior.kl().mean() / posterior.mean[0].numel()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        with torch.no_grad():
            for p, a in zip(trained, average, strict=True):
                a.lerp_(p, 0.005 if step > 400 else 0.05)
        step += 1
        if step % 50 == 0:
            sd = f"{posterior.std.mean().item():.3f} of {posterior.mean.std().item():.3f}"
            print(f"{step} {time.monotonic() - started:.0f}s loss {loss.item():.4f} sd {sd}", flush=True)
        if time.monotonic() - last_saved > 90:
            print(f"saved: {save():.2f} dB", flush=True)
            last_saved = time.monotonic()
    print(f"done: {step} steps, {save():.2f} dB", flush=True)


if __name__ == "__main__":
    main()
