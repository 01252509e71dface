"""What the bot measures of itself, in a registry of its own, for Prometheus.

No label says who, where or what: their values are those of the code's own enumerations, and HTTP's numbers.
docs/grafana.json shows all of them.
"""

from __future__ import annotations

import datetime
import types
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from generator.events import Cancelled, Event, Failed, Finished, Progress, Reason, Started
from storage import Job, Load, State

_STEP = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_ROWS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64)
_LAG = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_PATIENCE = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_NO_ANSWER = "none"
_NOT_KNOWN = float("nan")


class Worker(Protocol):
    """What is asked of an executor, from any thread."""

    @property
    def worker_pid(self) -> int | None: ...

    @property
    def is_ready(self) -> bool: ...

    @property
    def restarts(self) -> int: ...


class Metrics:
    """Observing costs some microseconds and never waits; what can be asked for is asked for when it is collected."""

    def __init__(self, worker: Worker) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        ProcessCollector("egaku_worker", pid=lambda: worker.worker_pid or "none", registry=registry)
        registry.register(_OfWorker(worker))
        self._jobs = Gauge("egaku_jobs", "Jobs under way, of everybody.", ["state"], registry=registry)
        self._oldest = Gauge("egaku_queue_oldest_seconds", "Age of the oldest job that waits.", registry=registry)
        self._wait = Histogram(
            "egaku_job_wait_seconds",
            "From a job's acceptance until it was first begun.",
            buckets=_PATIENCE,
            registry=registry,
        )
        self._step = Histogram(
            "egaku_step_seconds",
            "One denoising step of one picture: its share of the passes that it was in.",
            buckets=_STEP,
            registry=registry,
        )
        self._rows = Histogram(
            "egaku_batch_rows", "Rows of the forward pass that a job's step was in.", buckets=_ROWS, registry=registry
        )
        self._ended = Counter("egaku_jobs_ended", "Jobs that came to an end.", ["end"], registry=registry)
        self._failed = Counter("egaku_jobs_failed", "Jobs that failed, by why.", ["reason"], registry=registry)
        self._delivery = Histogram(
            "egaku_delivery_seconds",
            "From a job's end until it was shown, or nobody could be shown it.",
            buckets=_PATIENCE,
            registry=registry,
        )
        self._answers = Counter(
            "egaku_discord_answers",
            "Discord's answers by HTTP status; none where there was none.",
            ["status"],
            registry=registry,
        )
        self._connected = Gauge("egaku_discord_connected", "1 while Discord's events arrive.", registry=registry)
        self.lag = Histogram(
            "egaku_loop_lag_seconds", "How late the event loop came back to a timer.", buckets=_LAG, registry=registry
        )
        # Each is there from the start: what first appears at 1 has never risen.
        for state in (State.QUEUED, State.RUNNING):
            self._jobs.labels(state.value)
        for end in (State.DONE, State.FAILED, State.CANCELLED):
            self._ended.labels(end.value)
        for reason in Reason:
            self._failed.labels(reason.value)
        for status in (200, 429, 500, _NO_ANSWER):
            self._answers.labels(str(status))
        self.under_way(None)

    def drawing(self, job: Job) -> Callable[[Event], None]:
        """Gives what is to hear each event of this job, which is as the database has it now."""
        return _Drawing(self, job).heard

    def shown(self, job: Job) -> None:
        """The end of ``job`` stands where it was asked for, or nowhere can be shown."""
        if job.ended_at is not None:
            self._delivery.observe(_since(job.ended_at))

    def under_way(self, load: Load | None) -> None:
        """``None``: nobody can say."""
        self._jobs.labels(State.QUEUED.value).set(_NOT_KNOWN if load is None else load.queued)
        self._jobs.labels(State.RUNNING.value).set(_NOT_KNOWN if load is None else load.running)
        self._oldest.set(_NOT_KNOWN if load is None else _since(load.oldest) if load.oldest else 0)

    def connection(self, connected: Callable[[], bool]) -> None:
        """``connected`` is asked whenever somebody wants to know."""
        self._connected.set_function(connected)

    def of_requests(self) -> aiohttp.TraceConfig:
        """For one HTTP session: counts what is answered in it."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._answered)
        trace.on_request_exception.append(self._unanswered)
        return trace

    def text(self) -> bytes:
        """In Prometheus's text format. Reads files of /proc: not for the event loop."""
        return generate_latest(self.registry)

    async def _answered(
        self, _: aiohttp.ClientSession, __: types.SimpleNamespace, told: aiohttp.TraceRequestEndParams
    ) -> None:
        self._answers.labels(str(told.response.status)).inc()

    async def _unanswered(self, *_: Any) -> None:
        self._answers.labels(_NO_ANSWER).inc()


class _Drawing:
    """One job's events on their way."""

    def __init__(self, metrics: Metrics, job: Job) -> None:
        self._metrics = metrics
        self._waiting_since = job.created_at if job.started_at is None else None
        self._done = 0

    def heard(self, event: Event) -> None:
        metrics = self._metrics
        match event:
            case Progress(step=step, seconds=seconds, rows=rows):
                if step > self._done and rows:
                    metrics._step.observe(seconds / (step - self._done))
                    metrics._rows.observe(rows)
                self._done = step
            case Started():
                self._done = 0
                if self._waiting_since is not None:
                    metrics._wait.observe(_since(self._waiting_since))
                self._waiting_since = None
            case Finished():
                metrics._ended.labels(State.DONE.value).inc()
            case Cancelled():
                metrics._ended.labels(State.CANCELLED.value).inc()
            case Failed(reason=reason):
                metrics._ended.labels(State.FAILED.value).inc()
                metrics._failed.labels(reason.value).inc()


class _OfWorker(Collector):
    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily("egaku_worker_ready", "1 while the worker can draw.", value=self._worker.is_ready)
        yield CounterMetricFamily(
            "egaku_worker_restarts", "Workers that were started after the first.", value=self._worker.restarts
        )


def _since(then: datetime.datetime) -> float:
    return max(0.0, (datetime.datetime.now(datetime.UTC) - then).total_seconds())
