from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import factories
import gevent
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from loadtest.measure.histogram import Histogram
from loadtest.report.exporter import BUCKETS, Exporter, cumulative
from loadtest.words.errors import ConfigError

DOCS = Path(__file__).resolve().parents[2] / "docs"


def load_of(snapshot: Any, *, live: bool = True) -> Any:
    counts = {"sent": 12, "successful": 7, "failed": 3, "in_flight": 2}
    return SimpleNamespace(snapshot=snapshot, live=live, so_far=lambda _: counts)


def asked(url: str) -> str:
    return str(gevent.get_hub().threadpool.apply(requests.get, (url,), {"timeout": 5}).text)


def scraped(*, live: bool = True) -> str:
    recorded = [
        *(factories.accepted(seq) for seq in range(7)),
        *(factories.rate_limited(seq) for seq in range(7, 9)),
        factories.timed_out(9),
    ]
    with Exporter(("127.0.0.1", 0)) as exporter:
        assert exporter._server is not None
        url = f"http://127.0.0.1:{exporter._server.server_port}/metrics"
        assert not list(text_string_to_metric_families(asked(url))), "no figures before the load"
        load = load_of(factories.snapshot(recorded), live=live)
        exporter.through(lambda *_: load)(
            SimpleNamespace(plan=factories.plan()),
            SimpleNamespace(clock=lambda: 6.5),  # type: ignore[arg-type]
        )
        return asked(url)


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (("loadtest_elapsed_seconds",), 6.5),
        (("loadtest_planned_seconds",), 60),
        (("loadtest_planned_messages",), 600),
        (("loadtest_in_flight",), 2),
        (("loadtest_sent_total",), 12),
        (("loadtest_judged_total", "successful"), 7),
        (("loadtest_judged_total", "failed"), 3),
        (("loadtest_messages_total", "sms", "accepted"), 7),
        (("loadtest_messages_total", "sms", "rate limited"), 2),
        (("loadtest_messages_total", "sms", "timeout"), 1),
        (("loadtest_response_time_seconds_bucket", "15"), 7),
        (("loadtest_response_time_seconds_bucket", "+Inf"), 8),
        (("loadtest_response_time_seconds_count",), 8),
    ],
)
def test_figures_of_a_running_load(name: tuple[str, ...], value: float) -> None:
    assert figures(scraped())[name] == value


def test_of_other_processes_only_counts_are_told() -> None:
    names = {name for name, *_ in figures(scraped(live=False))}
    assert "loadtest_sent_total" in names
    assert not any(name.startswith(("loadtest_messages", "loadtest_response_time")) for name in names)


def test_an_address_that_is_taken_is_a_mistake_that_names_it() -> None:
    with Exporter(("127.0.0.1", 0)) as first:
        assert first._server is not None
        port = first._server.server_port
        with pytest.raises(ConfigError, match=rf"prometheus: 127\.0\.0\.1:{port} cannot be listened on \(.+\)"):
            Exporter(("127.0.0.1", port)).__enter__()


def test_without_an_address_nothing_listens_and_the_driver_stays() -> None:
    driver: Any = object()
    with Exporter(None) as exporter:
        assert exporter.through(driver) is driver


@given(st.lists(st.floats(0, 20), max_size=40), st.integers(0, 5))
def test_buckets_count_what_is_at_most_their_bound(answered: list[float], lost: int) -> None:
    histogram = Histogram()
    for seconds in answered:
        histogram.record(seconds)
    rows = cumulative(histogram, len(answered) + lost)
    assert [bound for bound, _ in rows] == [*(f"{bound:g}" for bound in BUCKETS), "+Inf"]
    counts = [count for _, count in rows]
    assert counts == sorted(counts)
    assert counts[-1] == len(answered) + lost
    near = 1 + 2e-3  # as exact as the histogram
    for bound, count in zip(BUCKETS, counts, strict=False):
        assert sum(one * near < bound for one in answered) <= count <= sum(one < bound * near for one in answered)


def test_the_dashboard_and_its_page_ask_for_figures_that_there_are() -> None:
    names = {name for name, *_ in figures(scraped())}
    board = json.loads((DOCS / "grafana.json").read_text("utf-8"))
    asked = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    assert set(re.findall(r"loadtest_\w+", asked)) <= names
    told = set(re.findall(r"`(loadtest_\w+)", (DOCS / "prometheus.md").read_text("utf-8")))
    assert {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in names} == told


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_promtool_finds_nothing_to_say() -> None:
    told = subprocess.run(
        ["promtool", "check", "metrics"], input=scraped(), capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")
