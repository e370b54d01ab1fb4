"""Two versions on one machine: every message to both, the verdict from pairs, in every report."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

import harness
import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(240)
USUAL = ("--number-limit", "off", "--latency")
LOAD = ("--rate", "50/s", "--duration", "8", "--seed", "7", "--preflight", "off", "--rate-limit-per-number", "off")
SLOW, CLOSE, QUICK = ((*USUAL, f"lognormal {median}ms 0.4") for median in (400, 160, 100))
FAILING, WELL = (*USUAL, "5ms", "--error-share", "50%", "--error-text", "Something went wrong"), (*USUAL, "5ms")
LOADS = {
    "slower than allowed": (SLOW, QUICK, "--targets", "p50 < baseline + 20%"),
    "in two processes": (SLOW, QUICK, "--targets", "p50 < baseline + 20%", "--processes", "2"),
    "far within": (SLOW, QUICK, "--targets", "p50 < baseline + 900%"),
    "too close to call": (CLOSE, QUICK, "--targets", "p99 < baseline + 60%"),
    "decided": (SLOW, QUICK, "--targets", "p50 < baseline + 20%", "--duration", "90"),
    "hopeless in two processes": (
        *(FAILING, WELL, "--targets", "p50 < 9s", "--duration", "60", "--stop-when-certain", "on"),
        *("--processes", "2"),
    ),
    "another reply": (FAILING, WELL, "--targets", "success >= baseline - 1%"),
}
LONG = {"decided in two processes": (*LOADS["decided"], "--processes", "2")}


@dataclass(frozen=True)
class Pair:
    """A run that has ended, and where its old version was."""

    run: harness.Finished
    old: str


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    return run(LOADS, tmp_path_factory)


def run(loads: dict[str, tuple[Any, ...]], folders: pytest.TempPathFactory) -> dict[str, Pair]:
    """Run all loads at once, each against two servers of its own: they wait more than they work."""
    runs = {}
    with ExitStack() as servers:
        for name, (new, old, *flags) in loads.items():
            folder = folders.mktemp("pair") / "reports"
            urls = [servers.enter_context(harness.simulator(*how)) for how in (new, old)]
            begun = harness.start(folder, "--url", urls[0], "--baseline-url", urls[1], *LOAD, *flags)
            runs[name] = begun, folder, urls[1]
        return {
            name: Pair(harness.finish(begun, folder, timeout=200), old) for name, (begun, folder, old) in runs.items()
        }


@pytest.mark.parametrize(
    ("name", "code", "conclusion"),
    [
        ("slower than allowed", 1, "failed"),
        ("in two processes", 1, "failed"),
        ("far within", 0, "passed"),
        ("too close to call", 4, "inconclusive"),
    ],
)
def test_the_verdict(ended: dict[str, Pair], name: str, code: int, conclusion: str) -> None:
    finished, target = ended[name].run, LOADS[name][3]
    results = finished.results
    if harness.too_busy(results):
        pytest.skip(f"this machine was too busy to tell: {results['why']}")
    assert (finished.code, results["conclusion"]) == (code, conclusion), finished.output + finished.errors
    outcome = next(one for one in results["outcomes"] if one["target"] == target)
    assert outcome["change"]["low"] < outcome["change"]["high"]
    assert outcome["change"]["confidence"] == 0.99
    assert results["summary"]["total"]["sent"] == results["baseline"]["summary"]["total"]["sent"] == 400
    assert results["baseline"]["source"] == ended[name].old
    assert len(results["baseline"]["snapshot"]["seconds"]) >= 8
    assert outcome["sentence"] in finished.output
    change = outcome["sentence"].split(" time ")[1].rpartition(" (")[0]
    assert change in unescape(finished.summary)
    assert change in (finished.folder / "junit-reports" / "TEST-load-test.xml").read_text("utf-8")
    if code == 4:
        assert "more at this rate" in finished.output or "no longer run is likely to decide" in finished.output


def test_a_comparison_that_is_decided_ends(ended: dict[str, Pair]) -> None:
    _check_decided(ended["decided"].run)


@pytest.mark.slow
def test_a_comparison_in_two_processes_that_is_decided_ends(tmp_path_factory: pytest.TempPathFactory) -> None:
    (pair,) = run(LONG, tmp_path_factory).values()
    _check_decided(pair.run)


def _check_decided(finished: harness.Finished) -> None:
    results = finished.results
    if harness.too_busy(results):
        pytest.skip(f"this machine was too busy to tell: {results['why']}")
    assert finished.code == 1, finished.output + finished.errors
    assert 20 <= results["ended_early"]["at_seconds"] < 60
    assert "of 90s: every target relative to the baseline is decided" in finished.output
    total = results["summary"]["total"]
    assert total["sent"] == results["summary"]["planned"] == results["baseline"]["summary"]["total"]["sent"]
    assert total["sent"] == pytest.approx(50 * results["ended_early"]["at_seconds"], rel=0.1)
    outcome = next(one for one in results["outcomes"] if one["target"] == "p50 < baseline + 20%")
    assert outcome["change"]["low"] > 1.2


def test_a_load_whose_target_can_no_longer_be_met_ends(ended: dict[str, Pair]) -> None:
    finished = ended["hopeless in two processes"].run
    assert finished.code == 1, finished.output + finished.errors
    assert finished.results["ended_early"]["at_seconds"] < 20
    assert "'success > 95%' can no longer be met: " in finished.output
    assert "of 3,000 messages failed already" in unescape(finished.summary)
    assert finished.results["summary"]["total"]["sent"] < 1500


def test_a_kind_of_reply_of_one_version_alone_is_named(ended: dict[str, Pair]) -> None:
    finished = ended["another reply"].run
    assert finished.code == 1, finished.output
    assert "Only the new version replied" in finished.output
    assert "Something went wrong" in finished.results["notes"][0] + finished.results["notes"][1]


def test_a_baseline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with harness.simulator(*USUAL, "5ms") as new:
        flags = ("--url", new, "--baseline-url", "http://127.0.0.1:9/sms", "--health-timeout", "1")
        finished = harness.load(tmp_path / "reports", *flags)
    assert finished.code == 3
    assert "baseline-url: " in finished.output
