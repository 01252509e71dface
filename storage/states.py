"""The job's state machine. The first migration writes the same rules into the database, which refuses the rest."""

from __future__ import annotations

import enum


class State(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = frozenset({State.QUEUED, State.RUNNING})

TRANSITIONS = frozenset(
    {
        (State.QUEUED, State.RUNNING),
        (State.QUEUED, State.FAILED),
        (State.QUEUED, State.CANCELLED),
        (State.RUNNING, State.DONE),
        (State.RUNNING, State.FAILED),
        (State.RUNNING, State.CANCELLED),
        (State.RUNNING, State.QUEUED),
    }
)

MAX_ATTEMPTS = 3
"""A job whose worker died this often fails for good."""

WORKER_DIED = "worker_died"
"""The reason it then carries; the generator's own word for it."""
