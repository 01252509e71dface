"""Attempts: something done with several at once, of whom any one may make it fail for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from generator import failures

_One = TypeVar("_One")
_Result = TypeVar("_Result")


def tried(
    some: Sequence[_One],
    action: Callable[[Sequence[_One]], list[_Result]],
    *,
    make_room: Callable[[_One], bool],
    stumbled: Callable[[_One, Exception], None],
) -> list[tuple[_One, _Result]]:
    """What the action gives of each: of all together, else of halves, down to the one who fails alone.

    Where memory is short for one alone, ``make_room`` says whether it has got more; then it has another try. Whoever
    fails for good is told to ``stumbled`` and left out. Raises what breaks the device.
    """
    try:
        return list(zip(some, action(some), strict=True))
    except Exception as error:
        if failures.breaks_device(error):
            raise
        short = failures.is_out_of_memory(error)
        if len(some) == 1 and not (short and make_room(some[0])):
            stumbled(some[0], error)
            return []
    # Outside of the handler: the failed attempt's tensors are held by its traceback.
    middle = len(some) // 2
    parts = [some] if len(some) == 1 else [some[:middle], some[middle:]]
    return [pair for part in parts for pair in tried(part, action, make_room=make_room, stumbled=stumbled)]
