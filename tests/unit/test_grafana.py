"""docs/grafana.json belongs to this program: it shows what is measured, by the names it is measured under."""

from __future__ import annotations

import itertools
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from bot.operating.metrics import Metrics
from storage import Load

BOARD = json.loads((Path(__file__).parents[2] / "docs" / "grafana.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
OF_THE_PROCESS = re.compile(r"(egaku_worker_)?process_")


class Worker:
    """Of which all there is to know is known."""

    worker_pid: int | None = os.getpid()
    is_ready = True
    restarts = 0


@pytest.fixture(scope="module")
def families() -> dict[str, str]:
    """What can be scraped, and which kind it is."""
    metrics = Metrics(Worker())
    metrics.under_way(Load(queued=0, running=0, oldest=None))
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", metrics.text().decode(), re.MULTILINE))


def family(name: str) -> str:
    return re.sub(r"_(bucket|sum|count)$", "", name)


def test_every_query_is_of_metrics_that_there_are(families: dict[str, str]) -> None:
    used = {name for query in QUERIES for name in re.findall(r"\b(?:egaku|process)_\w+", query)}
    assert {name for name in used if family(name) not in families} == set()
    assert {name for name in used if name != family(name) and families[family(name)] != "histogram"} == set()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nothing tells of processes here")
def test_everything_that_is_measured_is_shown(families: dict[str, str]) -> None:
    measured = {name for name in families if not OF_THE_PROCESS.match(name) and not name.endswith("_created")}
    assert measured - {family(name) for query in QUERIES for name in re.findall(r"\begaku_\w+", query)} == set()


def test_what_is_told_apart_has_such_a_label_and_what_rises_is_a_counter(families: dict[str, str]) -> None:
    text = Metrics(Worker()).text().decode()
    for query in QUERIES:
        (name, *_) = re.findall(r"\b(?:egaku|process)_\w+", query)
        by = {label for labels in re.findall(r"by \(([^)]*)\)", query) for label in labels.split(", ")} - {"le"}
        labels = {*by, *re.findall(r'(\w+)=~?"', query)} - {"instance"}
        assert labels <= set(re.findall(r'(\w+)="', "".join(re.findall(rf"^{name}{{(.*)}}", text, re.MULTILINE)))), (
            query
        )
        kind = families[family(name)]
        assert (kind in {"counter", "histogram"}) == bool(re.search(r"\b(rate|increase)\(", query)), query


def test_each_panel_has_a_number_a_place_and_a_source_of_its_own() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    variables = {variable["name"] for variable in BOARD["templating"]["list"]}
    for panel in PANELS:
        assert panel["datasource"]["uid"].strip("${}") in variables
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
    for one, other in itertools.combinations([panel["gridPos"] for panel in PANELS], 2):
        apart_x = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        apart_y = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert apart_x or apart_y
    used = {name for query in QUERIES for name in re.findall(r"\$(\w+)", query)}
    assert {name for name in used if not name.startswith("__")} <= variables
