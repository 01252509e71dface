"""The trigger gate: is a message to be acted upon, answered, or let pass?

The reader says how likely a wish is. Between the two bounds nobody knows, and a button is offered that costs nothing.
"""

from __future__ import annotations

import enum

from bot.understanding.reader import Reading


class Way(enum.Enum):
    IGNORE = enum.auto()
    ANSWER = enum.auto()
    ACT = enum.auto()
    GREY = enum.auto()


ACTS = 0.87
"""What is likelier a wish than this is carried out: one in a hundred messages of talk is."""
TALKS = 0.3
"""What is less likely a wish than this is talk."""


def way(reading: Reading) -> Way:
    wished = 1 - reading.talks
    if wished >= ACTS:
        return Way.ACT
    if wished >= TALKS:
        return Way.GREY
    return Way.ANSWER if reading.actions["answer"] > reading.actions["none"] else Way.IGNORE
