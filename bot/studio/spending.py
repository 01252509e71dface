"""What each job that is being drawn has cost so far, in seconds of the device."""

from __future__ import annotations

from generator.events import Event, Finished, Lost, Progress


class Meter:
    """Of a pass that several jobs share, each has its share. An attempt whose worker died by the job counts like any
    other; one that was lost among several costs nobody, as nobody knows whose fault it was."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def heard(self, event: Event) -> None:
        match event:
            case Lost(job=job, alone=False):
                self._seconds[job] = 0.0
            case Progress(job=job, seconds=seconds) | Finished(job=job, decoding=seconds):
                self._seconds[job] = self.of(job) + seconds

    def of(self, job: int) -> float:
        return self._seconds.get(job, 0.0)

    def over(self, job: int) -> None:
        self._seconds.pop(job, None)
