"""Bots that are there at once: everything is imported here, and each bot is a fork of this process.

    EGAKU_DISCORD__TOKEN=… python -m benchmarks.crash.nursery ADDRESS --data DIR

A line "begin" on standard input begins a bot; "begun PID" and "ended PID" are written. A bot that gets SIGUSR1 reads
``arm.json`` in its data folder, {"at": N, "how": "kill" or "fail"}, and writes ``armed``; where the
N-th await from then on went wrong is in ``fired``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import sys
import traceback
import warnings
from pathlib import Path

from benchmarks.crash.painter import Painter
from benchmarks.crash.stepping import How, Steps
from bot import logs
from bot.bootstrap import planner
from bot.playground import bot
from bot.settings import Settings, load
from bot.understanding import dictionary
from generator.executors import supervisor

AGAIN_AFTER = 0.01


def main() -> int:
    asked = bot.arguments()
    bot.connect_to(asked.address)
    settings = load(asked.config, data=asked.data)
    logs.configure(settings.log)
    # What a bot does slowly when it begins; forks find it done.
    dictionary.spellings()
    planner(settings).check()
    supervisor.WorkerProcess = Painter  # type: ignore[assignment,attr-defined]
    # A bot sees by its standard input that this process is gone.
    held, _kept = os.pipe()
    begun: set[int] = set()
    while True:
        ready, _, _ = select.select([0], [], [], AGAIN_AFTER)
        if ready:
            line = os.read(0, 1024)
            if not line:
                break
            for _ in range(line.count(b"begin\n")):
                begun.add(_begin(settings, held))
        for pid in _ended(begun):
            begun.discard(pid)
    for pid in begun:
        os.kill(pid, signal.SIGKILL)
    return 0


def _begin(settings: Settings, held: int) -> int:
    pid = os.fork()
    if pid:
        print(f"begun {pid}", flush=True)
        return pid
    os.dup2(held, 0)
    os.dup2(2, 1)
    os.closerange(3, 256)
    try:
        _live(settings)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _ended(begun: set[int]) -> list[int]:
    over = []
    for pid in begun:
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            print(f"ended {pid}", flush=True)
            over.append(pid)
    return over


def _live(settings: Settings) -> None:
    # An await that was made to fail leaves what it waited for behind.
    warnings.simplefilter("ignore")
    folder = settings.data.folder
    steps = Steps(lambda place: _write(folder / "fired", place))

    def arm(*_: object) -> None:
        said = json.loads((folder / "arm.json").read_text(encoding="utf-8"))
        steps.arm(said["at"], How(said["how"]))
        _write(folder / "armed", "")

    signal.signal(signal.SIGUSR1, arm)
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner() as runner:
        runner.get_loop().set_task_factory(steps.task)
        runner.run(bot.live(settings))


def _write(file: Path, text: str) -> None:
    """There whole or not at all, for whoever waits for it."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


if __name__ == "__main__":
    sys.exit(main())
