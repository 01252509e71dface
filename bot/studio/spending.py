"""What each job that is being drawn has cost so far, in seconds of the device."""

from __future__ import annotations

from generator.events import Event, Finished, Progress, Started


class Meter:
    """Of a pass that several jobs share, each has its share. An attempt that is begun anew is counted anew."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def heard(self, event: Event) -> None:
        match event:
            case Started(job=job):
                self._seconds[job] = 0.0
            case Progress(job=job, seconds=seconds) | Finished(job=job, decoding=seconds):
                self._seconds[job] = self.of(job) + seconds

    def of(self, job: int) -> float:
        return self._seconds.get(job, 0.0)

    def over(self, job: int) -> None:
        self._seconds.pop(job, None)
