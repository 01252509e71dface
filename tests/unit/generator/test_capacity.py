"""How many rows a pass has: by what was measured, by what fits, and by what is kept of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.capacity import BUCKETS, Capacity, best, bucket_holding, bucket_within, fitting

MEBI = 2**20


class Gauge:
    """A device's memory in numbers: a pass takes so much at all, and so much for each row."""

    def __init__(self, free: int, at_all: int = 100 * MEBI, each: int = 50 * MEBI) -> None:
        self.available, self.at_all, self.each = free, at_all, each
        self.passed = 0

    def free(self) -> int:
        return self.available

    def peak(self, action: Callable[[], object]) -> int:
        action()
        return self.at_all + self.each * self.passed

    def forward(self, rows: int) -> None:
        self.passed = rows
        assert self.at_all + self.each * rows <= self.available


def steady() -> Callable[[], float]:
    """A clock on which every pass takes as long: twice the rows gain twice as much."""
    return itertools.count().__next__


@pytest.mark.parametrize(
    ("seconds", "rows"),
    [
        ({}, 1),
        ({1: 1.0}, 1),
        ({1: 1.0, 2: 2.0}, 1),
        ({1: 1.0, 2: 1.9}, 1),
        ({1: 1.0, 2: 1.8}, 2),
        ({1: 1.0, 2: 1.2, 4: 1.6, 8: 3.2}, 4),
        ({1: 1.0, 2: 1.9, 4: 2.0}, 1),
        ({1: 1.0, 2: 1.0, 4: 1.0, 8: 1.0, 16: 1.0}, 16),
    ],
    ids=str,
)
def test_a_pass_is_doubled_as_long_as_that_gains_a_tenth(seconds: dict[int, float], rows: int) -> None:
    assert best(seconds) == rows


@pytest.mark.parametrize(("rows", "size"), [(0, 1), (1, 1), (3, 2), (4, 4), (15, 8), (16, 16), (40, 16)])
def test_a_bucket_is_the_largest_within(rows: int, size: int) -> None:
    assert bucket_within(rows) == size


@pytest.mark.parametrize(("rows", "size"), [(0, 1), (1, 1), (3, 4), (4, 4), (9, 16), (16, 16)])
def test_a_bucket_that_holds_is_the_smallest(rows: int, size: int) -> None:
    assert bucket_holding(rows) == size


def test_more_rows_than_the_largest_bucket_are_held_by_none() -> None:
    with pytest.raises(ValueError):
        bucket_holding(BUCKETS[-1] + 1)


@pytest.mark.parametrize(
    ("peaks", "free", "rows"),
    [
        ({}, 0, 16),
        ({1: 150, 2: 200, 4: 300}, 1000, 15),
        ({1: 150, 2: 200, 4: 300}, 500, 6),
        ({1: 150, 2: 200, 4: 300}, 100, 1),
        ({1: 150, 2: 200, 4: 300}, 0, 1),
        ({1: 150, 2: 200, 4: 300}, 10**9, 16),
        ({2: 200}, 500, 4),
        ({1: 100, 2: 100}, 1000, 16),
        ({1: 100, 2: 90}, 50, 1),
    ],
    ids=str,
)
def test_no_more_rows_than_fit_with_some_memory_to_spare(peaks: dict[int, int], free: int, rows: int) -> None:
    assert fitting(peaks, free) == rows


def test_the_rows_follow_the_memory_that_is_free_at_the_time() -> None:
    gauge = Gauge(2000 * MEBI)
    capacity = Capacity(clock=steady(), memory=gauge)
    capacity.measure("model", gauge.forward)
    assert capacity.rows("model") == 16
    gauge.available = 500 * MEBI
    assert capacity.rows("model") == 6
    gauge.available = 0
    assert capacity.rows("model") == 1
    gauge.available = 2000 * MEBI
    assert capacity.rows("model") == 16


def test_measuring_tries_no_pass_that_would_not_fit() -> None:
    gauge = Gauge(600 * MEBI)
    Capacity(clock=steady(), memory=gauge).measure("model", gauge.forward)
    assert gauge.passed == 8


def test_after_running_out_of_memory_passes_stay_below() -> None:
    capacity = Capacity(clock=steady())
    capacity.measure("model", lambda rows: None)
    assert capacity.rows("model") == BUCKETS[-1]
    capacity.halve("model", 16)
    assert capacity.rows("model") == 8
    capacity.halve("model", 1)
    assert (capacity.rows("model"), capacity.rows("another")) == (1, 4)


def test_what_was_measured_outlives_the_process_and_stands_beside_what_others_measured(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "capacities.json"
    gauge = Gauge(2000 * MEBI)
    one, other = (Capacity(file, steady(), gauge) for _ in range(2))
    one.measure("one", gauge.forward)
    other.measure("other", gauge.forward)
    again = Capacity(file, memory=Gauge(500 * MEBI))
    assert again.known("one") and again.known("other")
    assert again.rows("one") == 6
    assert [path.name for path in file.parent.iterdir()] == ["capacities.json"]


def test_what_was_measured_before_a_failure_is_kept() -> None:
    def forward(rows: int) -> None:
        if rows > 4:
            raise MemoryError

    capacity = Capacity(clock=steady())
    with pytest.raises(MemoryError):
        capacity.measure("model", forward)
    assert capacity.rows("model") == 4


@pytest.mark.parametrize("text", ["", "[]", "{", '{"model": 4}', '{"model": {"rows": "many", "peaks": {}}}', "\0"])
def test_a_file_that_cannot_be_read_counts_as_nothing_measured(tmp_path: Path, text: str) -> None:
    file = tmp_path / "capacities.json"
    file.write_text(text)
    capacity = Capacity(file, steady())
    assert not capacity.known("model")
    capacity.measure("model", lambda rows: None)
    assert json.loads(file.read_text()) == {"model": {"rows": 16, "peaks": {}}}


def test_a_file_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    capacity = Capacity(tmp_path / "cache" / "capacities.json", steady())
    capacity.measure("model", lambda rows: None)
    assert capacity.rows("model") == 16


def test_it_is_said_before_passes_are_measured() -> None:
    said: list[str] = []
    capacity = Capacity(clock=steady(), measuring=lambda: said.append("measuring"))
    capacity.measure("model", lambda rows: said.append("pass"))
    assert said[:2] == ["measuring", "pass"]
    assert said.count("measuring") == 1
