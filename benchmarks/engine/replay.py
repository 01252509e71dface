"""The engine replayed: the real schedule over what each unit of work was measured to cost, without a model."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from benchmarks.engine.costs import Costs
from benchmarks.engine.figures import Served
from benchmarks.engine.lock import width
from benchmarks.engine.trace import Asked
from generator.schedule import Claim, Schedule

_PREVIEW_INTERVAL = 1.5
_LANE = "lane"


@dataclasses.dataclass(slots=True, eq=False)
class Picture:
    asked: Asked
    claim: Claim
    begun: bool = False
    done: int = 0
    seen: float = 0.0
    previewed: float = float("-inf")


class Replay:
    """As Engine.step does: decode what is denoised, else begin newcomers, else run one pass."""

    def __init__(self, trace: Sequence[Asked], costs: Costs) -> None:
        self._coming = collections.deque(trace)
        self._costs = costs
        self._schedule = Schedule()
        self.pictures: dict[Claim, Picture] = {}
        self._denoised: collections.deque[Picture] = collections.deque()
        self.clock = 0.0
        self.served: list[Served] = []

    def run(self) -> list[Served]:
        while self._coming or self.pictures:
            if not self.pictures:
                self.clock = max(self.clock, self._coming[0].arrival)
            while self._coming and self._coming[0].arrival <= self.clock:
                self.enter(self._coming.popleft())
            self._step()
        return self.served

    def enter(self, asked: Asked) -> None:
        rows = width(asked)
        claim = Claim(person=asked.person, lane=_LANE, rows=rows, left=rows * asked.recipe.steps)
        self._schedule.add(claim)
        self.pictures[claim] = Picture(asked, claim)

    def stepped(self, picture: Picture, seconds: float) -> None:
        """What its share of a pass took."""

    def decoded(self, picture: Picture, seconds: float) -> None:
        """What decoding it took."""

    def _step(self) -> None:
        if self._denoised:
            self._decode(self._denoised.popleft())
            return
        batch = [self.pictures[claim] for claim in self._schedule.next(lambda _: self._costs.cap, lambda _: True)]
        new = [picture for picture in batch if not picture.begun]
        for picture in new:
            self.clock += self._costs.begin
            picture.begun = True
        if not new:
            self._pass(batch)

    def _pass(self, batch: Sequence[Picture]) -> None:
        rows = sum(picture.claim.rows for picture in batch)
        due = [p for p in batch if self.clock - p.previewed >= _PREVIEW_INTERVAL and p.done + 1 < p.asked.recipe.steps]
        seconds = self._costs.passes[rows] + len(due) * self._costs.preview
        self.clock += seconds
        for picture in due:
            picture.seen = picture.seen or self.clock
            picture.previewed = self.clock
        self._schedule.took([picture.claim for picture in batch])
        for picture in batch:
            picture.done += 1
            self.stepped(picture, seconds * picture.claim.rows / rows)
            picture.claim.left -= picture.claim.rows
            if picture.claim.left == 0:
                self._schedule.remove(picture.claim)
                self._denoised.append(picture)

    def _decode(self, picture: Picture) -> None:
        self.clock += self._costs.decode
        self.decoded(picture, self._costs.decode)
        del self.pictures[picture.claim]
        self.served.append(Served(picture.asked, picture.seen or self.clock, self.clock))
