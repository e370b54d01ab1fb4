"""Two versions under the same messages: a target relative to the baseline is decided by the whole interval."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.baselines import changes
from loadtest.assess.intervals import Interval, change_text, edges_of, stretches_of
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Outcome, Status, evaluate
from loadtest.assess.versions.looks import once
from loadtest.assess.versions.pairs import (
    against_earlier,
    comparable,
    only_one_side,
    status,
    undecided,
    with_changes,
    with_the_other,
    with_their_intervals,
)
from loadtest.measure.recorder import Recorder
from loadtest.report.files.json_file import from_json, to_json
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

if TYPE_CHECKING:
    from loadtest.measure.snapshot import Snapshot


def outcome(text: str, *, slower: float = 1.0, failing: float = 0.0, seconds: int = 120) -> Outcome:
    new, old = factories.side(1, slower=slower, failing=failing, seconds=seconds), factories.side(2, seconds=seconds)
    until = float(seconds)
    now, then = (summarise(one, planned=20 * seconds, duration=until) for one in (new, old))
    evaluated = evaluate([parse_target(text)], now, baseline=then)
    (found,) = with_changes(evaluated, new, old, looks=once(until, 0.99), confidence=0.99)
    return found


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        pytest.param("p95 < baseline + 100%", {}, Status.MET, id="as fast, far within"),
        pytest.param("p95 < baseline + 20%", {"slower": 2.0}, Status.MISSED, id="twice as slow"),
        pytest.param("p95 < baseline", {}, Status.INCONCLUSIVE, id="as fast, and the limit is the same speed"),
        pytest.param("p50 < baseline + 3%", {"slower": 1.3}, Status.MISSED, id="a median"),
        pytest.param("average < baseline - 10%", {"slower": 0.5}, Status.MET, id="a promise to be faster, kept"),
        pytest.param("success >= baseline - 1%", {"failing": 0.1}, Status.MISSED, id="a share lost"),
        pytest.param("success >= baseline - 20%", {"failing": 0.1}, Status.MET, id="a share within its points"),
        pytest.param("failed < baseline + 1%", {"failing": 0.1}, Status.MISSED, id="the same from its other side"),
    ],
)
def test_the_whole_interval_decides(text: str, changes: dict[str, float], expected: Status) -> None:
    found = outcome(text, **changes)  # type: ignore[arg-type]
    assert found.status is expected
    assert found.change is not None
    assert (undecided([found], 120.0) != "") is (expected is Status.INCONCLUSIVE)


@pytest.mark.parametrize(
    ("text", "low", "high", "expected"),
    [
        pytest.param("p95 < baseline + 20%", 1.24, 1.38, Status.MISSED, id="beyond"),
        pytest.param("p95 < baseline + 20%", 0.9, 1.1, Status.MET, id="within"),
        pytest.param("p95 < baseline + 20%", 1.1, 1.3, Status.INCONCLUSIVE, id="on both sides"),
        pytest.param("success >= baseline - 1%", -0.005, 0.0, Status.MET, id="points within"),
        pytest.param("success >= baseline - 1%", -0.03, -0.02, Status.MISSED, id="points beyond"),
        pytest.param("success >= baseline", 0.0, 0.0, Status.MET, id="the limit itself, which is allowed"),
        pytest.param("success > baseline", 0.0, 0.0, Status.INCONCLUSIVE, id="the limit itself, which is not"),
    ],
)
def test_which_side_of_the_limit(text: str, low: float, high: float, expected: Status) -> None:
    assert status(parse_target(text), Interval(low=low, high=high, confidence=0.99)) is expected


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        pytest.param("p95 < baseline + 100%", {}, Status.MET, id="far within"),
        pytest.param("p95 < baseline + 20%", {"slower": 2.0}, Status.MISSED, id="far beyond"),
        pytest.param("average < baseline", {}, Status.INCONCLUSIVE, id="the limit is the same speed"),
        pytest.param("p50 < baseline + 3%", {"slower": 1.5}, Status.MISSED, id="a median"),
        pytest.param("success >= baseline - 1%", {"failing": 0.1}, Status.MISSED, id="a share"),
        pytest.param("max < baseline + 1%", {}, None, id="what has no interval stays as its figure says"),
    ],
)
def test_an_earlier_run_decides_where_the_interval_leaves_the_limit_out(
    text: str, changes: dict[str, float], expected: Status | None
) -> None:
    new, old = factories.side(1, **changes), factories.side(2, seconds=60)  # type: ignore[arg-type]
    now, then = (summarise(one, planned=2400, duration=120.0) for one in (new, old))
    evaluated = evaluate([parse_target(text)], now, baseline=then)
    stretches = stretches_of(old, edges_of(60))
    (found,) = against_earlier(evaluated, new, stretches, until=120.0, confidence=0.99)
    assert found.status is (expected or evaluated[0].status)
    assert bool(found.change) is bool(expected)
    (short,) = against_earlier(evaluated, new, stretches[:3], until=120.0, confidence=0.99)
    assert short == evaluated[0], "three stretches say nothing of their own spread"


def test_the_changes_from_one_file_to_another_have_intervals() -> None:
    new, old = factories.side(1, slower=1.5, seconds=60), factories.side(2, seconds=60)
    now, then = (summarise(one, planned=1200, duration=60.0) for one in (new, old))
    rows = with_their_intervals(changes(then, now), (old, new), (60.0, 60.0), confidence=0.95)
    told = {row.target.metric: row for row in rows}
    p95 = told["p95"].interval
    assert p95 is not None
    assert p95.holds(1.5)
    assert not p95.holds(1.0)
    assert re.fullmatch(r"\+\d+\.\d% \(\d+ to \d+\)", told["p95"].text)
    assert told["p95"].verdict == "worse"
    assert told["max"].interval is None
    again = factories.side(3, slower=1.01, seconds=60)
    rows = with_their_intervals(
        changes(then, summarise(again, planned=1200, duration=60.0)), (old, again), (60.0, 60.0), confidence=0.95
    )
    assert {row.verdict for row in rows if row.interval} <= {"steady", "not sure"}


def test_a_reviewer_reads_one_line() -> None:
    change = Interval(low=1.24, high=1.384, confidence=0.99)
    assert change_text(change, 0.2, points=False) == "+31% (24 to 38), limit +20%"
    share = Interval(low=-0.02, high=-0.01, confidence=0.99)
    assert change_text(share, -0.01, points=True) == "-1.50 points (-2.00 to -1.00), limit -1 points"
    wide = Interval(low=-1.4, high=-0.2, confidence=0.99)
    assert change_text(wide, -0.01, points=True) == "-80.00 points (-100.00 to -20.00), limit -1 points"
    assert outcome("p95 < baseline + 20%", slower=2.0).sentence.startswith("P95 response time +")


def test_an_undecided_comparison_says_how_much_more_it_needs() -> None:
    needs = undecided([outcome("p95 < baseline + 8%", seconds=60)], 60.0)
    assert "undecided" in needs
    assert "more at this rate" in needs
    short = undecided([outcome("p95 < baseline + 8%", seconds=4)], 4.0)
    assert "many more messages" in short


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("p99.9 < baseline", True),
        ("timeouts < baseline + 1%", True),
        ("sms.p95 < baseline", False),
        ("max < baseline", False),
        ("achieved_rate > baseline", False),
    ],
)
def test_what_pairs_can_decide(text: str, can: bool) -> None:  # noqa: FBT001  a table's column
    assert comparable(parse_target(text)) is can


def test_the_baselines_counts_become_the_results_baseline_and_come_back_from_its_file() -> None:
    new = replace(factories.side(1, seconds=10), beside=factories.side(2, seconds=10))
    plan = factories.plan(baseline_url="http://localhost:3001/sms", baseline_signature_url="http://localhost:3001/sms")
    summary = summarise(new, planned=200, duration=10.0)
    given = replace(factories.guide(), plan=plan, snapshot=new, summary=summary)
    result = with_the_other(given, planned=200, duration=10.0)
    assert result.baseline is not None
    assert result.baseline.beside
    assert result.snapshot is not None
    assert result.snapshot.beside is None
    assert len(result.baseline.snapshot.seconds) >= 10
    again = from_json(to_json(result))
    assert again.baseline == result.baseline
    assert again.plan == plan


def test_a_kind_of_reply_that_one_side_alone_gives_is_said() -> None:
    def spoken(*texts: str) -> Snapshot:
        recorder = Recorder()
        for seq, text in enumerate(texts):
            reply = Reply(status=200, headers=(), body=text.encode(), size=len(text))
            verdict = Verdict(reason=Reason.ACCEPTED, said=text, shape=text)
            recorder.record(Exchange(seq, "sms", "+15555551001", 0.0, 0.0, 0.0, 0.1, 1, reply), verdict)
        return recorder.snapshot

    new, old = (
        summarise(spoken(*texts), planned=3, duration=1.0)
        for texts in (("Thanks!", "Thanks!", "Please hold on"), ("Thanks!", "Thanks!", "Thanks!"))
    )
    assert only_one_side(new, old) == ["Only the new version replied 'Please hold on': 1, accepted"]
    assert only_one_side(old, old) == []
