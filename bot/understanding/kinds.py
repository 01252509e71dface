"""The kinds of an edit: what its wishes are about, the main one first."""

from __future__ import annotations

from bot.understanding import clauses
from bot.understanding.reader import read

SURE = 0.5
"""A part of a message counts as a wish of its own kind from this likelihood on."""
WISHED = 0.3
"""And from this likelihood of being a wish at all."""


def kinds(instruction: str, parent: str = "") -> tuple[str, ...]:
    """Kinds of the wishes in ``instruction``, said of a picture whose prompt is ``parent``; one at least."""
    main = read(instruction, parent).kind
    parts = clauses.split(instruction).wishes
    if len(parts) < 2:
        return (main,)
    readings = [read(part, parent) for part in parts]
    found = [each.kind for each in readings if each.kinds[each.kind] >= SURE and 1 - each.talks >= WISHED]
    return tuple(dict.fromkeys(found)) or (main,)


def kind(clause: str, parent: str = "") -> str:
    """The kind of one wish."""
    return read(clause, parent).kind
