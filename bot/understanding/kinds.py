"""The kinds of an edit: what its wishes are about, the main one first."""

from __future__ import annotations

from bot.understanding import clauses
from bot.understanding.reader import Reading, read

SURE = 0.3
"""A part of a message counts as a wish of its own kind from this likelihood on."""
WISHED = 0.3
"""And from this likelihood of being a wish at all."""
SECOND = 0.4
"""A second kind of the same wish is named from this likelihood on."""


def kinds(instruction: str, parent: str = "") -> tuple[str, ...]:
    """Kinds of the wishes in ``instruction``, said of a picture whose prompt is ``parent``; one at least."""
    whole = read(instruction, parent)
    parts = clauses.split(instruction).wishes
    if len(parts) < 2:
        return _both(whole)
    readings = [read(part, parent) for part in parts]
    wishes = [each for each in readings if each.kinds[each.kind] >= SURE and 1 - each.talks >= WISHED]
    return tuple(dict.fromkeys(kind for each in wishes for kind in _both(each))) or (whole.kind,)


def _both(reading: Reading) -> tuple[str, ...]:
    """Its kind; and the second one, where one wish is nearly as much of that: "a blue sky with clouds"."""
    first, second = sorted(reading.kinds, key=reading.kinds.__getitem__, reverse=True)[:2]
    return (first, second) if reading.kinds[second] >= SECOND else (first,)


def kind(clause: str, parent: str = "") -> str:
    """The kind of one wish."""
    return read(clause, parent).kind
