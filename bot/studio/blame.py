"""Which job a worker's death is charged to: the one that was alone with it.

Of several that were being drawn any one may have been the cause, and the executor then draws each of them alone: so a
neighbour's fault costs nobody an attempt, and whoever has done it is found at the next death.
"""

from __future__ import annotations


class Blame:
    def __init__(self) -> None:
        self._with_it: set[int] = set()
        """What is being drawn in the worker's present life."""

    def started(self, job: int) -> bool:
        """``job`` is being drawn, perhaps once more after its worker died. Whether that death is charged to it."""
        died = job in self._with_it
        charged = self._with_it == {job}
        self._with_it = {job} if died else self._with_it | {job}
        return charged

    def over(self, job: int) -> None:
        self._with_it.discard(job)
