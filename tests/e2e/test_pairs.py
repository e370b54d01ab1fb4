"""Two versions on one machine: every message to both, the verdict from pairs, in every report."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import harness
import pytest

if TYPE_CHECKING:
    from pathlib import Path

USUAL = ("--number-limit", "off", "--latency")
LOAD = ("--rate", "60/s", "--duration", "9", "--seed", "7", "--preflight", "off", "--rate-limit-per-number", "off")


@pytest.mark.parametrize(
    ("target", "more", "code", "conclusion"),
    [
        pytest.param("p50 < baseline + 20%", (), 1, "failed", id="slower than allowed"),
        pytest.param("p50 < baseline + 20%", ("--processes", "2"), 1, "failed", id="in two processes"),
        pytest.param("p50 < baseline + 900%", (), 0, "passed", id="far within"),
        pytest.param("p99 < baseline + 60%", (), 4, "inconclusive", id="too close to call"),
    ],
)
def test_the_verdict(tmp_path: Path, target: str, more: tuple[str, ...], code: int, conclusion: str) -> None:
    with (
        harness.simulator(*USUAL, "lognormal 160ms 0.4") as new,
        harness.simulator(*USUAL, "lognormal 100ms 0.4") as old,
    ):
        flags = ("--url", new, "--baseline-url", old, *LOAD, *more, "--targets", target)
        finished = harness.load(tmp_path / "reports", *flags)
    results = finished.results
    assert (finished.code, results["conclusion"]) == (code, conclusion), finished.output + finished.errors
    outcome = next(one for one in results["outcomes"] if one["target"] == target)
    assert outcome["change"]["low"] < outcome["change"]["high"]
    assert outcome["change"]["confidence"] == 0.99
    assert results["summary"]["total"]["sent"] == results["baseline"]["summary"]["total"]["sent"] == 540
    assert results["baseline"]["source"] == old
    assert len(results["baseline"]["snapshot"]["seconds"]) >= 9
    assert outcome["sentence"] in finished.output
    change = outcome["sentence"].split(" time ")[1].rpartition(" (")[0]
    assert change in unescape(finished.summary)
    assert change in (finished.folder / "junit-reports" / "TEST-load-test.xml").read_text("utf-8")
    if code == 4:
        assert "more at this rate" in finished.output or "no longer run is likely to decide" in finished.output


def test_a_kind_of_reply_of_one_version_alone_is_named(tmp_path: Path) -> None:
    with (
        harness.simulator(*USUAL, "5ms", "--error-share", "50%", "--error-text", "Something went wrong") as new,
        harness.simulator(*USUAL, "5ms") as old,
    ):
        flags = ("--url", new, "--baseline-url", old, *LOAD, "--targets", "success >= baseline - 1%")
        finished = harness.load(tmp_path / "reports", *flags)
    assert finished.code == 1, finished.output
    assert "Only the new version replied" in finished.output
    assert "Something went wrong" in finished.results["notes"][0] + finished.results["notes"][1]


def test_a_baseline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with harness.simulator(*USUAL, "5ms") as new:
        flags = ("--url", new, "--baseline-url", "http://127.0.0.1:9/sms", "--health-timeout", "1")
        finished = harness.load(tmp_path / "reports", *flags)
    assert finished.code == 3
    assert "baseline-url: " in finished.output
