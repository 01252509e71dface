"""Something done with several at once, of whom some make it fail."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.attempts import tried


class Kitchen:
    """Doubles numbers."""

    def __init__(self, fits: int = 9, bad: Sequence[int] = (), other_models: int = 0) -> None:
        """At most ``fits`` at once, while other models are loaded none; never those in ``bad``."""
        self._fits, self._bad, self._other_models = fits, bad, other_models
        self.fallen: dict[int, type[Exception]] = {}

    def doubled(self, some: Sequence[int]) -> list[tuple[int, int]]:
        return tried(some, self._action, make_room=self._make_room, stumbled=self._stumbled)

    def _action(self, some: Sequence[int]) -> list[int]:
        if len(some) > self._fits or self._other_models:
            raise MemoryError
        if set(some) & set(self._bad):
            raise LookupError
        return [2 * one for one in some]

    def _make_room(self, _one: int) -> bool:
        there_was_some, self._other_models = self._other_models > 0, 0
        return there_was_some

    def _stumbled(self, one: int, error: Exception) -> None:
        self.fallen[one] = type(error)


def test_what_fails_for_none_is_done_at_once() -> None:
    assert Kitchen().doubled([1, 2, 3]) == [(1, 2), (2, 4), (3, 6)]


@pytest.mark.parametrize("fits", [1, 2, 3, 5])
def test_what_is_too_much_for_all_is_done_in_parts(fits: int) -> None:
    kitchen = Kitchen(fits=fits)
    assert kitchen.doubled(range(7)) == [(one, 2 * one) for one in range(7)]
    assert kitchen.fallen == {}


@pytest.mark.parametrize("bad", [(0,), (3,), (6,), (1, 4), tuple(range(7))], ids=str)
def test_only_who_fails_alone_stumbles(bad: tuple[int, ...]) -> None:
    kitchen = Kitchen(bad=bad)
    assert kitchen.doubled(range(7)) == [(one, 2 * one) for one in range(7) if one not in bad]
    assert kitchen.fallen == dict.fromkeys(bad, LookupError)


def test_who_runs_out_of_memory_alone_has_another_try_once_there_is_room() -> None:
    kitchen = Kitchen(other_models=1)
    assert kitchen.doubled([1]) == [(1, 2)]
    assert kitchen.fallen == {}


def test_where_there_is_no_room_to_be_made_who_runs_out_of_memory_stumbles() -> None:
    kitchen = Kitchen(fits=0)
    assert kitchen.doubled([1, 2]) == []
    assert kitchen.fallen == {1: MemoryError, 2: MemoryError}
