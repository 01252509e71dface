"""The kinds of an edit: what its wishes are about, the main one first."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding import clauses, tones
from bot.understanding.normalise import is_japanese, shadow
from bot.understanding.reader import Reading, read

SURE = 0.3
"""A part of a message counts as a wish of its own kind from this likelihood on."""
WISHED = 0.3
"""And from this likelihood of being a wish at all."""
BESIDES = 0.3
"""Another kind in a part of a message is named from this likelihood on."""
WHOLE = 0.4
"""And in the message as a whole from this one on: what stands beside it there misleads."""
HINTED = 0.1
"""And where a word says which way the look shall go from this one on."""
_LOOKS = {
    **dict.fromkeys(("brightness", "contrast", "saturation", "warmth"), "tone"),
    "sharpness": "detail",
    "zoom": "layout",
}


def kinds(instruction: str, parent: str = "") -> tuple[str, ...]:
    """Kinds of the wishes in ``instruction``, said of a picture whose prompt is ``parent``; one at least."""
    parts = clauses.split(instruction).wishes
    whole = read(parts[0] if len(parts) == 1 and is_japanese(instruction) else instruction, parent)
    wishes = [part for each in parts if 1 - (part := read(each, parent)).talks >= WISHED] if len(parts) > 1 else []
    named = (kind for wish in wishes for kind in _named(wish, BESIDES, SURE))
    hinted = (kind for each in parts for kind in _hinted(each, read(each, parent)))
    return tuple(dict.fromkeys((*named, *_named(whole, WHOLE, SURE), *hinted))) or (whole.kind,)


def _named(reading: Reading, besides: float, sure: float) -> Iterator[str]:
    """Its kind, where that is as likely as ``sure``, and the others that are as likely as ``besides``."""
    if reading.kinds[reading.kind] >= sure:
        yield reading.kind
    yield from sorted((kind for kind, how in reading.asked.items() if how >= besides), key=reading.asked.__getitem__)


def _hinted(part: str, reading: Reading) -> Iterator[str]:
    said = (_LOOKS.get(name) for name in tones.directions(shadow(part)))
    yield from (kind for kind in said if kind and reading.asked[kind] >= HINTED)


def kind(clause: str, parent: str = "") -> str:
    """The kind of one wish."""
    return read(clause, parent).kind
