"""The action's outputs: plain decimals a workflow can compare, and empty where there is no number."""

from __future__ import annotations

import factories
import pytest

from loadtest.report.outputs import described, output_values
from loadtest.words.reports import REPORTS


def test_the_numbers_of_a_run_and_the_paths_of_its_reports() -> None:
    paths = {report.name: f"out/{report.file}" for report in REPORTS}
    assert output_values(factories.guide(), paths) == {
        "conclusion": "passed",
        "capacity": "",
        "total": "600",
        "successful": "585",
        "failed": "15",
        "rate-limited": "12",
        "reply-kinds": "0",
        "success-rate": "97.50",
        "average-ms": "3245",
        "p50-ms": "2987",
        "p95-ms": "6543",
        "p99-ms": "8234",
        "max-ms": "8901",
        "achieved-rate": "10",
        "conversations-completed": "",
        "conversations-broken": "",
        "html-file": "out/report.html",
        "junit-file": "out/junit-reports/TEST-load-test.xml",
        "json-file": "out/results.json",
    }


def test_outputs_without_data_are_empty_and_the_names_stay() -> None:
    nothing = output_values(factories.aborted(), {})
    assert list(nothing) == list(output_values(factories.guide(), {}))
    assert {name: value for name, value in nothing.items() if value} == {"conclusion": "aborted"}
    only_cut = output_values(factories.result([factories.cut()]), {})
    assert (only_cut["total"], only_cut["success-rate"], only_cut["p95-ms"]) == ("0", "", "")


def test_a_lost_time_has_no_number() -> None:
    values = output_values(factories.slow(), {})
    assert (values["p50-ms"], values["p95-ms"], values["max-ms"]) == ("7000", "", "")


def test_a_search_tells_the_highest_rate_that_met_the_targets() -> None:
    assert output_values(factories.searched(), {})["capacity"] == "10"


@pytest.mark.parametrize(("latency", "told"), [(0.0501, "50.176"), (0.0005, "0.5"), (1.0, "1000")])
def test_milliseconds_have_no_zeros_at_their_end(latency: float, told: str) -> None:
    run = factories.result([factories.accepted(latency=latency)])
    assert float(output_values(run, {})["p50-ms"]) == pytest.approx(float(told), rel=0.01)
    assert not output_values(run, {})["p50-ms"].endswith((".", ".000"))


def test_every_output_is_described_and_nothing_else() -> None:
    assert list(described()) == list(output_values(factories.guide(), {}))
    assert all(described().values())
