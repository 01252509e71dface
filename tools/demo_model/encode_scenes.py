"""Encode training scenes once: UNet training then reads latents from a table.

python -m tools.demo_model.encode_scenes --vae WORK/vae --out WORK/scenes --groups 7000

A group is one scene and seven others that differ from it by one edit each, so that any edit and its way back are pairs
of rows. ``{shape}-{part}.npy`` has the scaled latents, fp16 (groups, 8, channels, h, w), the JSON beside it the scenes.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from tools.demo_model.scenes import COLOURS, OBJECTS, SHAPES, Scene, held_out, random_scene, readable, render

MEMBERS = ("base", "colour", "ground", "both", "bigger", "smaller", "swap", "mirror")
SHAPE_SIZES = {"square": (128, 128), "wide": (168, 96), "tall": (96, 168)}


def group(rng: random.Random) -> list[Scene]:
    """A scene and its seven edits, in the order of ``MEMBERS``."""
    while True:
        base = random_scene(rng)
        colour = rng.choice([c for c in COLOURS if c != base.colour])
        grounds = [g for g in COLOURS if g != base.ground]
        thing = rng.choice([t for t in OBJECTS if t != base.thing and (base.colour or t not in SHAPES)])
        ground = base.ground
        if colour == "white" and ground == "white":
            ground = "grey"
        new_ground = rng.choice([g for g in grounds if readable(base.thing, base.colour, g)])
        both_ground = rng.choice([g for g in grounds if readable(base.thing, colour, g)])
        if held_out(base.thing, colour) or held_out(thing, base.colour):
            continue
        if readable(base.thing, colour, ground) and readable(thing, base.colour, base.ground):
            return [
                base,
                base.but(colour=colour, ground=ground),
                base.but(ground=new_ground),
                base.but(colour=colour, ground=both_ground),
                base.but(size=base.size + 1),
                base.but(size=base.size - 1),
                base.but(thing=thing),
                base.mirrored,
            ]


def encode_part(vae_folder: Path, out: Path, shape: str, part: int, groups: int) -> str:
    torch.set_num_threads(1)
    rng = random.Random(f"{shape}/{part}")
    vae = AutoencoderKL.from_pretrained(vae_folder).to(memory_format=torch.channels_last)
    width, height = SHAPE_SIZES[shape]
    rows, latents = [], []
    for _ in range(groups):
        scenes = group(rng)
        pictures = np.stack([render(scene, width, height) for scene in scenes])
        with torch.inference_mode():
            x = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1
            z = vae.encode(x.contiguous(memory_format=torch.channels_last)).latent_dist.mode()
        latents.append((z * vae.config.scaling_factor).half().numpy())
        rows.append([dataclasses.asdict(scene) for scene in scenes])
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / f"{shape}-{part:03}.npy", np.stack(latents))
    (out / f"{shape}-{part:03}.json").write_text(json.dumps(rows))
    return f"{shape}-{part:03}: {groups} groups"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--groups", type=int, default=7000)
    parser.add_argument(
        "--first-part", type=int, default=0, help="number of the first part: another one gives other scenes"
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    size = 500
    jobs = [("square", options.first_part + part) for part in range(max(1, options.groups // size))]
    jobs += [
        (shape, options.first_part + part)
        for shape in ("wide", "tall")
        for part in range(max(1, options.groups // size // 8))
    ]
    with ProcessPoolExecutor(options.workers) as workers:
        running = [workers.submit(encode_part, options.vae, options.out, *job, size) for job in jobs]
        for each in running:
            print(each.result(), flush=True)


if __name__ == "__main__":
    main()
