"""Workers that draw nothing: they say what a real one would, at once, and get into trouble where they are told to."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

from generator.events import Cancelled, Finished, Progress, Started, Work
from generator.executors.protocol import Cancel, Preparing, Ready, Stop, WorkerOptions

PASS = 0.004
"""Seconds."""


def steady(connection: Connection, options: WorkerOptions) -> None:
    """A step each few milliseconds, of all jobs in turn."""
    connection.send(Ready())
    done: dict[int, int] = {}
    works: dict[int, Work] = {}
    while True:
        while not works or connection.poll():
            match connection.recv():
                case Stop():
                    return
                case Cancel(job=job):
                    if works.pop(job, None) is not None:
                        connection.send(Cancelled(job=job))
                case Work() as work:
                    works[work.job], done[work.job] = work, 0
                    connection.send(Started(job=work.job))
        for work in tuple(works.values()):
            job, steps = work.job, work.recipes[0].steps
            done[job] += 1
            time.sleep(PASS)
            connection.send(Progress(job=job, step=done[job], of=steps, seconds=PASS))
            if done[job] == steps:
                del works[job]
                connection.send(Finished(job=job, pictures=(), seconds=steps * PASS))


def cannot_start(connection: Connection, options: WorkerOptions) -> None:
    """Not before the file that its options name is there."""
    assert options.capacities is not None
    if options.capacities.exists():
        steady(connection, options)


def begins_slowly(connection: Connection, options: WorkerOptions) -> None:
    """Silent for a second over the first step."""
    connection.send(Ready())
    work = connection.recv()
    connection.send(Started(job=work.job))
    time.sleep(1)
    connection.send(Progress(job=work.job, step=1, of=1))
    connection.send(Finished(job=work.job, pictures=(), seconds=1.0))
    connection.recv()


def loads_long(connection: Connection, options: WorkerOptions) -> None:
    """Silent for two seconds over the first work, and a step in between, which is not the last."""
    connection.send(Ready())
    work = connection.recv()
    connection.send(Started(job=work.job))
    connection.send(Progress(job=work.job, step=1, of=2))
    connection.send(Preparing())
    time.sleep(2)
    connection.send(Finished(job=work.job, pictures=(), seconds=2.0))
    connection.recv()
