"""Absolute targets say how sure they are: an interval beside each figure, close calls named, too few messages said."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from loadtest.assess.certainty import between, close_calls, too_few, undecided, with_intervals
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Outcome, Status, evaluate
from loadtest.measure.recorder import Recorder
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply


def outcome(text: str, *, confidence: float | None = None, failing: float = 0.0, lost: int = 0) -> Outcome:
    """Return a target's outcome on a server of 80 ms, lognormal 0.5, at 20/s for a minute."""
    rng, recorder = random.Random(7), Recorder()
    for seq in range(1200):
        due = seq / 20
        reason = Reason.REFUSED if rng.random() < failing else Reason.TIMEOUT if seq < lost else Reason.ACCEPTED
        took = 15.0 if reason is Reason.TIMEOUT else 0.08 * rng.lognormvariate(0, 0.5)
        reply = Reply(status=200, headers=(), body=b"<Response/>", size=11)
        recorder.record(
            Exchange(seq, "sms", "+15555551001", due, due, due, due + took, 1, reply), Verdict(reason=reason)
        )
    snapshot = recorder.snapshot
    summary = summarise(snapshot, planned=1200, duration=60.0)
    (found,) = with_intervals(evaluate([parse_target(text)], summary), snapshot, summary, confidence=confidence)
    return found


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("p95 < 1s", Status.MET, id="far within"),
        pytest.param("p95 < 100ms", Status.MISSED, id="far beyond"),
        pytest.param("p95 < 184ms", Status.INCONCLUSIVE, id="the true value itself"),
        pytest.param("average < 1s", Status.MET, id="an average"),
        pytest.param("success > 50%", Status.MET, id="a share far within"),
        pytest.param("success > 90%", Status.INCONCLUSIVE, id="a share at its limit"),
        pytest.param("failed < 10%", Status.INCONCLUSIVE, id="the same share from its other side"),
    ],
)
def test_with_a_confidence_a_limit_inside_the_interval_is_inconclusive(text: str, status: Status) -> None:
    found = outcome(text, confidence=0.99, failing=0.1)
    assert found.status is status
    assert (undecided(found) != "") is (status is Status.INCONCLUSIVE)


def test_without_one_the_observed_value_decides_and_the_close_call_is_said() -> None:
    found = outcome("p95 < 184ms")
    assert found.status in {Status.MET, Status.MISSED}
    assert "too close to call: between 1" in close_calls([found])[0]
    assert undecided(found) == ""
    assert close_calls([outcome("p95 < 1s")]) == []


def test_the_interval_stands_in_words_beside_the_figure() -> None:
    assert between(outcome("p95 < 1s")).startswith("between 1")
    assert between(outcome("success > 50%", failing=0.1)).startswith("between 8")
    assert between(outcome("p95 < 1s", lost=50)).startswith("at least ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sms.p95 < 1s", id="one kind's seconds are not kept apart"),
        pytest.param("failed < 3", id="a count is what it is"),
        pytest.param("p95 < baseline", id="a baseline has its own rule"),
        pytest.param("achieved_rate > 1/s", id="our own rate is no estimate"),
    ],
)
def test_what_has_no_interval(text: str) -> None:
    assert outcome(text).interval is None


@pytest.mark.parametrize(
    ("text", "planned", "said"),
    [
        pytest.param("p99 < 1s", 298, "298 messages are few", id="one too few for P99"),
        pytest.param("p99 < 1s", 299, "", id="enough for P99"),
        pytest.param("p95 < 1s", 59, "", id="enough for P95"),
        pytest.param("p95 < 1s", 58, "58 messages are few", id="one too few for P95"),
        pytest.param("average < 1s", 1, "", id="no percentile"),
        pytest.param("p99 < 1s", None, "", id="a closed load, whose number is the server's"),
    ],
)
def test_too_few_messages_are_said_before_the_load(text: str, planned: int | None, said: str) -> None:
    assert said in "".join(too_few([parse_target(text)], planned))
    assert bool(too_few([parse_target(text)], planned)) is bool(said)


def test_an_outcome_without_an_interval_is_neither_close_nor_undecided() -> None:
    found = replace(outcome("p95 < 1s"), interval=None)
    assert (between(found), close_calls([found]), undecided(found)) == ("", [], "")
    assert undecided(replace(found, status=Status.INCONCLUSIVE)) == ""


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        pytest.param(0, "between ", id="no timeout"),
        pytest.param(3, "between ", id="timeouts far above the value"),
        pytest.param(50, "at least ", id="timeouts where the value may lie"),
    ],
)
def test_an_interval_that_reaches_into_the_timeouts_has_no_upper_end(lost: int, words: str) -> None:
    assert between(outcome("p95 < 1s", lost=lost)).startswith(words)
    assert between(outcome("average < 1s", lost=0)).startswith("between ")


def test_few_messages_are_told_for_every_percentile_that_needs_more() -> None:
    targets = [parse_target(text) for text in ("average < 1s", "monitor.a.p95 max < 5", "p99 < 1s", "p95 < 1s")]
    (sentence,) = too_few(targets, 100)
    assert sentence == (
        "Target 'p99 < 1s': 100 messages are few for it; the slowest of 299 or more is above the true P99 in 95% of "
        "all runs"
    )
    assert too_few(targets, None) == []
