"""What the bot measures of itself."""

from __future__ import annotations

import datetime
import re

import pytest

from bot.operating.metrics import Metrics
from generator.events import Cancelled, Event, Failed, Finished, Progress, Queued, Reason, Started
from storage import Job, Load, Place, State


class Worker:
    worker_pid = None
    is_ready = False
    restarts = 2


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(Worker())


def ago(seconds: float) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds)


def job(*, waited: float = 0, begun: bool = False, ended: float | None = None) -> Job:
    return Job(
        id=3,
        turn=4,
        request="6",
        conversation=5,
        person=123456789,
        place=Place(platform="discord", channel="987654321", server="192837465"),
        state=State.QUEUED,
        attempts=0,
        reason=None,
        created_at=ago(waited),
        started_at=ago(0) if begun else None,
        ended_at=None if ended is None else ago(ended),
        delivered_at=None,
    )


def hear(metrics: Metrics, of: Job, *events: Event) -> None:
    heard = metrics.drawing(of)
    for event in events:
        heard(event)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_a_job_s_wait_is_from_its_acceptance_to_its_first_beginning_alone(metrics: Metrics) -> None:
    hear(metrics, job(waited=20), Queued(job=3, position=0, eta=1.0), Started(job=3), Started(job=3))
    hear(metrics, job(waited=9000, begun=True), Started(job=3))
    assert value(metrics, "egaku_job_wait_seconds_count") == 1
    assert value(metrics, "egaku_job_wait_seconds_sum") == pytest.approx(20, abs=1)


def test_a_step_s_time_is_its_share_and_begins_anew_with_another_worker(metrics: Metrics) -> None:
    hear(
        metrics,
        job(),
        Started(job=3),
        Progress(job=3, step=0, of=8),
        Progress(job=3, step=2, of=8, seconds=0.5, rows=4),
        Started(job=3),
        Progress(job=3, step=1, of=8, seconds=1.5, rows=1),
    )
    assert value(metrics, "egaku_step_seconds_count") == 2
    assert value(metrics, "egaku_step_seconds_sum") == pytest.approx(0.25 + 1.5)
    assert value(metrics, "egaku_batch_rows_sum") == 5
    assert value(metrics, "egaku_batch_rows_bucket", le="1.0") == 1


def test_every_end_is_counted_and_every_failure_by_its_reason(metrics: Metrics) -> None:
    hear(metrics, job(), Finished(job=3, pictures=(), seconds=1.0))
    hear(metrics, job(), Cancelled(job=3))
    for reason in Reason:
        hear(metrics, job(), Failed(job=3, reason=reason))
        assert value(metrics, "egaku_jobs_failed_total", reason=reason.value) == 1
    ends = {end: value(metrics, "egaku_jobs_ended_total", end=end) for end in ("done", "cancelled", "failed")}
    assert ends == {"done": 1, "cancelled": 1, "failed": len(Reason)}


def test_a_delivery_takes_from_the_job_s_end_on(metrics: Metrics) -> None:
    metrics.shown(job(ended=3))
    metrics.shown(job())
    assert value(metrics, "egaku_delivery_seconds_count") == 1
    assert value(metrics, "egaku_delivery_seconds_sum") == pytest.approx(3, abs=1)


def test_a_queue_that_nobody_can_look_at_is_not_said_to_be_empty(metrics: Metrics) -> None:
    metrics.under_way(Load(queued=7, running=2, oldest=ago(60)))
    assert value(metrics, "egaku_jobs", state="queued") == 7
    assert value(metrics, "egaku_queue_oldest_seconds") == pytest.approx(60, abs=1)
    metrics.under_way(None)
    assert str(value(metrics, "egaku_jobs", state="running")) == "nan"


def test_the_worker_and_the_connection_are_asked_each_time(metrics: Metrics) -> None:
    here = [True]
    metrics.connection(lambda: here[0])
    assert value(metrics, "egaku_discord_connected") == 1
    here[0] = False
    assert value(metrics, "egaku_discord_connected") == 0
    assert (value(metrics, "egaku_worker_ready"), value(metrics, "egaku_worker_restarts_total")) == (0, 2)


def test_nothing_that_is_measured_says_who_or_where(metrics: Metrics) -> None:
    hear(metrics, job(), Started(job=3), Failed(job=3, reason=Reason.INTERNAL))
    metrics.shown(job(ended=1))
    text = metrics.text().decode()
    assert set(re.findall(r'[{,](\w+)="', text)) == {"le", "state", "end", "reason", "status"}
    assert not [number for number in ("123456789", "987654321", "192837465") if number in text]


def test_a_thousand_jobs_more_are_not_a_line_more(metrics: Metrics) -> None:
    hear(metrics, job(), Started(job=3), Progress(job=3, step=1, of=1, seconds=1.0, rows=1))
    before = metrics.text().count(b"\n")
    for _ in range(1000):
        hear(metrics, job(), Started(job=3), Progress(job=3, step=1, of=1, seconds=1.0, rows=1))
    assert metrics.text().count(b"\n") == before
