from __future__ import annotations

import pytest

from bot.studio.spending import Meter
from generator.events import Finished, Lost, Progress


def test_a_job_costs_its_share_of_the_steps_and_its_decoding() -> None:
    meter = Meter()
    for step in (1, 2):
        meter.heard(Progress(job=1, step=step, of=2, seconds=0.5))
        meter.heard(Progress(job=2, step=step, of=9, seconds=2.0))
    meter.heard(Finished(job=1, pictures=(), seconds=60.0, decoding=0.25))
    assert (meter.of(1), meter.of(2), meter.of(3)) == (1.25, 4.0, 0.0)
    meter.over(1)
    assert meter.of(1) == 0.0


@pytest.mark.parametrize(("alone", "cost"), [(True, 6.0), (False, 1.0)])
def test_an_attempt_that_was_lost_costs_whoever_was_alone_with_it(alone: bool, cost: float) -> None:
    meter = Meter()
    meter.heard(Progress(job=1, step=5, of=9, seconds=5.0))
    meter.heard(Lost(job=1, alone=alone))
    meter.heard(Progress(job=1, step=1, of=9, seconds=1.0))
    assert meter.of(1) == cost
