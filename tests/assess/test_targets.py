"""THE GATES: targets are text, parsed with every mistake named, and evaluated without flattery."""

from __future__ import annotations

import math
import re

import pytest

from loadtest.assess.capacity import Capacity, Ladder, Trial, Trying
from loadtest.assess.intervals import Interval
from loadtest.assess.result import conclude
from loadtest.assess.summary import Summary, summarise
from loadtest.assess.target import DEFAULT_TARGETS, Unit
from loadtest.assess.target_text import parse_target, parse_targets
from loadtest.assess.targets import Outcome, Status, evaluate, evaluate_capacity
from loadtest.measure.conversations import Talked
from loadtest.measure.recorder import Recorder
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.errors import Conclusion
from loadtest.words.exchange import Exchange, Failure, FailureKind


def summary(*messages: tuple[Reason, float], planned: int | None = None, dropped: int = 0) -> Summary:
    """Return the summary of SMS that had these reasons and latencies."""
    recorder = Recorder()
    for seq, (reason, latency) in enumerate(messages):
        recorder.record(
            Exchange(
                seq=seq,
                scenario="sms",
                number="+15555551001",
                due=0.0,
                sent=0.0,
                connected=0.0,
                done=latency,
                attempts=1,
                response=Failure(kind=FailureKind.RESET, detail=""),
            ),
            Verdict(reason=reason),
        )
    for _ in range(dropped):
        recorder.dropped(0.0)
    return summarise(recorder.snapshot, planned=planned, duration=10.0)


def outcome(text: str, measured: Summary) -> Outcome:
    return evaluate([parse_target(text)], measured)[0]


FAST = [(Reason.ACCEPTED, 1.0)]
SLOW = [(Reason.ACCEPTED, 7.0)]
LIMITED = [(Reason.RATE_LIMITED, 0.01)]
TIMED_OUT = [(Reason.TIMEOUT, 15.0)]


@pytest.mark.parametrize(
    ("text", "messages", "status", "sentence"),
    [
        pytest.param(
            "average < 5s",
            FAST,
            Status.MET,
            "Average response time is under 5 seconds (target met)",
            id="met, in the guide's words",
        ),
        pytest.param(
            "success > 95%", FAST, Status.MET, "Success rate is above 95%", id="success, in the guide's words"
        ),
        pytest.param("p95 < 10s", FAST, Status.MET, "P95 response time is under 10 seconds", id="P95, likewise"),
        pytest.param(
            "average < 5s",
            SLOW,
            Status.MISSED,
            "Average response time is 7,000ms, not under 5 seconds (target missed)",
            id="missed",
        ),
        pytest.param(
            "average <= 7s", SLOW, Status.MET, "Average response time is at most 7 seconds (target met)", id="<="
        ),
        pytest.param(
            "average < 7s",
            SLOW,
            Status.MISSED,
            "Average response time is 7,000ms, not under 7 seconds (target missed)",
            id="a limit that is reached is not under it",
        ),
        pytest.param(
            "success > 95%",
            FAST + LIMITED * 5,
            Status.MISSED,
            "Success rate is 16.67%, not above 95% (target missed)",
            id="refusals count against success",
        ),
        pytest.param(
            "average < 5s",
            FAST + LIMITED * 1000,
            Status.MET,
            "Average response time is under 5 seconds (target met)",
            id="quick refusals do not flatter the response times",
        ),
        pytest.param(
            "p50 < 10ms",
            FAST + LIMITED * 1000,
            Status.MISSED,
            "P50 response time is 1,000ms, not under 10ms (target missed)",
            id="a thousand refusals at 10 ms leave the median where it is",
        ),
        pytest.param(
            "p95 < 1h",
            FAST * 9 + TIMED_OUT,
            Status.MISSED,
            "P95 response time is lost (the messages timed out), not under 3,600 seconds (target missed)",
            id="a percentile among timeouts misses every limit",
        ),
        pytest.param(
            "p90 < 2s", FAST * 9 + TIMED_OUT, Status.MET, "P90 response time is under 2 seconds", id="below them"
        ),
        pytest.param("p95 > 1s", TIMED_OUT, Status.MISSED, None, id="lost misses a lower limit as well"),
        pytest.param(
            "average < 5s",
            FAST + TIMED_OUT,
            Status.MISSED,
            "Average response time is ≥ 8,000ms, not under 5 seconds (target missed)",
            id="an average with timeouts is a lower bound",
        ),
        pytest.param("max < 20s", TIMED_OUT + FAST, Status.MISSED, None, id="the maximum is lost with any timeout"),
        pytest.param("min < 2s", TIMED_OUT + FAST, Status.MET, None, id="the minimum is not"),
        pytest.param(
            "p95 < 10s",
            LIMITED,
            Status.NO_DATA,
            "P95 response time has no data, so it is not under 10 seconds (target missed)",
            id="no accepted message: no response times",
        ),
        pytest.param("success > 0", [], Status.NO_DATA, None, id="nothing judged: no data"),
        pytest.param("failed < 5", [(Reason.CUT, 1.0)], Status.NO_DATA, None, id="cut messages are not judged"),
        pytest.param("mms.p95 < 5s", FAST, Status.NO_DATA, None, id="a scenario that was never sent"),
        pytest.param("success >= 100%", [*FAST, (Reason.CUT, 1.0)], Status.MET, None, id="cut messages do not fail"),
        pytest.param("success >= 100%", [*FAST, (Reason.GENERATOR, 1.0)], Status.MET, None, id="nor do our own faults"),
        pytest.param(
            "timeouts <= 0", TIMED_OUT, Status.MISSED, "Timed-out count is 1, not at most 0 (target missed)", id="count"
        ),
        pytest.param("achieved_rate >= 0.1/s", FAST, Status.MET, "Achieved rate is at least 0.1/s", id="a rate"),
    ],
)
def test_an_outcome(text: str, messages: list[tuple[Reason, float]], status: Status, sentence: str | None) -> None:
    made = outcome(text, summary(*messages))
    assert made.status is status
    if sentence is not None:
        assert made.sentence == sentence


def test_outcomes_show_average_success_and_p95_first_then_as_written() -> None:
    targets = parse_targets(["max < 20s", "p95 < 10s", "p99 < 12s", "success > 95%", "average < 5s"])
    metrics = [made.target.metric for made in evaluate(targets, summary(*FAST))]
    assert metrics == ["average", "success", "p95", "max", "p99"]


class TestConclusion:
    def test_all_met_passes(self) -> None:
        made = evaluate(parse_targets(DEFAULT_TARGETS), summary(*FAST))
        assert conclude(made) == (Conclusion.PASSED, "")

    def test_a_missed_target_fails_and_is_named_first(self) -> None:
        made = evaluate(parse_targets(DEFAULT_TARGETS), summary(*SLOW, *LIMITED))
        conclusion, why = conclude(made)
        assert conclusion is Conclusion.FAILED
        assert why.startswith("Average response time is 7,000ms, not under 5 seconds")
        assert why.endswith("(and 1 more)")

    def test_no_data_fails(self) -> None:
        assert conclude(evaluate(parse_targets(DEFAULT_TARGETS), summary()))[0] is Conclusion.FAILED

    def test_a_run_with_drops_never_passes(self) -> None:
        made = evaluate(parse_targets(DEFAULT_TARGETS), summary(*FAST, dropped=1))
        conclusion, why = conclude(made, dropped=1)
        assert conclusion is Conclusion.INCONCLUSIVE
        assert "1 message was dropped" in why


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        pytest.param("p95 < 500", "a time needs its unit: 500ms or 500s?", id="no unit"),
        pytest.param("average<1.5", "a time needs its unit: 1.5ms or 1.5s?", id="no unit and no blanks"),
        pytest.param("mms.p99 <= 3", "a time needs its unit: 3ms or 3s?", id="of one kind"),
        pytest.param("p95 > 3s", "asks for slow replies; did you mean 'p95 < 3s'?", id="the wrong way round"),
        pytest.param("max ≥ 3s", "did you mean 'max <= 3s'?", id="the wrong sign of mathematics"),
        pytest.param("p95 > baseline", "did you mean 'p95 < baseline'?", id="slower than before"),
    ],
)
def test_a_target_that_means_something_else_is_asked_about(text: str, asks: str) -> None:
    with pytest.raises(ValueError, match=re.escape(asks)):
        parse_targets([text])
    assert parse_target(text).source == text, "an earlier run's results keep what they hold"


@pytest.mark.parametrize("text", ["success > 95%", "failed < 5", "achieved_rate > 90", "monitor.a.b max < 500"])
def test_what_is_no_time_needs_no_unit(text: str) -> None:
    assert parse_targets([text])[0].source == text


@pytest.mark.parametrize(
    ("text", "observed", "status", "margin"),
    [
        pytest.param("p95 < 5s", 3.25, Status.MET, "35% to spare", id="a time that was met"),
        pytest.param("p95 < 5s", 7.0, Status.MISSED, "40% beyond", id="a time that was missed"),
        pytest.param("p95 < 5s", math.inf, Status.MISSED, "lost", id="a time that never ended"),
        pytest.param("success > 95%", 0.1667, Status.MISSED, "78.33 points beyond", id="a share"),
        pytest.param("achieved_rate > 50/s", 100.0, Status.MET, "100% to spare", id="a rate"),
        pytest.param("failed <= 0", 3.0, Status.MISSED, "", id="nothing is no measure"),
        pytest.param("p95 < 5s", None, Status.NO_DATA, "", id="no data"),
        pytest.param("p95 < 5s", 4.9, Status.INCONCLUSIVE, "", id="undecided"),
    ],
)
def test_how_far_from_the_limit(text: str, observed: float | None, status: Status, margin: str) -> None:
    assert Outcome(target=parse_target(text), observed=observed, status=status).margin == margin


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.MET, "P95 response time +9.9% (5.0 to 15), limit +20% (target met)"),
        (Status.MISSED, "P95 response time +9.9% (5.0 to 15), limit +20% (target missed)"),
        (Status.INCONCLUSIVE, "P95 response time +9.9% (5.0 to 15), limit +20% (undecided)"),
    ],
)
def test_a_change_against_a_baseline_is_told_with_its_bounds(status: Status, sentence: str) -> None:
    change = Interval(low=1.05, high=1.15, confidence=0.99)
    found = Outcome(target=parse_target("p95 < baseline + 20%"), observed=1.0, status=status, change=change)
    assert found.sentence == sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("p95 < baseline", "baseline"),
        ("p95 < baseline + 20%", "baseline + 20%"),
        ("p95 < baseline - 5%", "baseline - 5%"),
        ("p95 < 0.5s", "500ms"),
        ("p95 < 1.5s", "1.5s"),
        ("p95 < 1s", "1 second"),
        ("p95 < 2000ms", "2 seconds"),
    ],
)
def test_a_limit_in_words(text: str, words: str) -> None:
    assert parse_target(text).limit_text == words


def test_a_capacity_is_told_as_a_bound_where_the_search_was_limited() -> None:
    ladder = Ladder(first=10.0, last=100.0)
    best = Trial(rate=100.0, achieved=100.0, success=1.0, average=0.1, p95=0.1, outcome=Trying.MET)
    target = parse_target("capacity >= 50/s")
    for trials, observed, status, at_least in (
        ((best,), 100.0, Status.MET, True),
        ((), 0.0, Status.INCONCLUSIVE, True),
    ):
        capacity = Capacity(ladder=ladder, trials=trials)
        assert evaluate_capacity([parse_target("p95 < 1s"), target], capacity) == (
            Outcome(target=target, observed=observed, status=status, at_least=at_least),
        )


@pytest.mark.parametrize(
    ("text", "name", "observed", "told"),
    [
        ("failed < 5", "Failed count", 1234.0, "1,234"),
        ("success > 5", "Success count", 1234.0, "1,234"),
        ("success > 95%", "Success rate", 0.5, "50.00%"),
        ("rate_limited < 3", "Rate limited count", 4.0, "4"),
        ("achieved_rate > 50/s", "Achieved rate", 1234.5, "1,234/s"),
        ("mms.p99 < 1s", "MMS P99 response time", 0.5, "500ms"),
        ("monitor.a.b max < 5", "Highest a.b", 1234.5, "1,234.5"),
    ],
)
def test_what_is_measured_has_a_name_and_a_unit(text: str, name: str, observed: float, told: str) -> None:
    target = parse_target(text)
    assert (target.name, target.format(observed)) == (name, told)


def test_what_is_inconclusive_without_data_is_told_as_that() -> None:
    target = parse_target("p95 < 5s")
    without = Outcome(target=target, observed=None, status=Status.INCONCLUSIVE).sentence
    assert without == "P95 response time has no data; whether it is under 5 seconds cannot be said (inconclusive)"
    with_some = Outcome(target=target, observed=6.0, status=Status.INCONCLUSIVE).sentence
    assert with_some == "P95 response time is 6,000ms; whether it is under 5 seconds cannot be said (inconclusive)"
    missed = Outcome(target=target, observed=6.0, status=Status.MISSED).sentence
    assert missed == "P95 response time is 6,000ms, not under 5 seconds (target missed)"


@pytest.mark.parametrize(
    ("text", "limit", "unit"),
    [
        ("achieved_rate > baseline - 10%", 0.0, Unit.RATE),
        ("success > baseline - 1%", 0.0, Unit.SHARE),
        ("achieved_rate > 120 per minute", 2.0, Unit.RATE),
        ("achieved_rate > 50", 50.0, Unit.RATE),
        ("monitor.a.b max < 1_000", 1000.0, Unit.NUMBER),
        ("monitor.a.b max < 1,000", 1000.0, Unit.NUMBER),
        ("monitor.a.b max < 120 per minute", 2.0, Unit.RATE),
    ],
)
def test_a_limit_has_its_unit(text: str, limit: float, unit: Unit) -> None:
    target = parse_target(text)
    assert (target.limit, target.unit) == (limit, unit)


def test_every_mistake_has_a_line_of_its_own() -> None:
    with pytest.raises(ValueError, match="share") as caught:
        parse_targets(["success > 101%", "failed < 102%"])
    assert str(caught.value) == (
        "'success > 101%': a share is never above 100%\n'failed < 102%': a share is never above 100%"
    )


def talking(completed: int, broken: int) -> Summary:
    """Return the summary of a run of which so many conversations came to their end, and so many broke."""
    recorder = Recorder()
    talked = recorder.snapshot.talked["order"] = Talked(begun=completed + broken, completed=completed)
    for seq in range(broken):
        talked.broke("size", "unanswered", seq, "")
    return summarise(recorder.snapshot, planned=None, duration=10.0)


@pytest.mark.parametrize(
    ("text", "completed", "broken", "observed", "status"),
    [
        pytest.param("conversations completed >= 95%", 3, 1, 0.75, Status.MISSED, id="a share of those that ended"),
        pytest.param("conversations completed >= 70%", 3, 1, 0.75, Status.MET, id="met"),
        pytest.param("conversations completed >= 3", 3, 1, 3, Status.MET, id="a count"),
        pytest.param("conversations completed >= 1%", 0, 2, 0.0, Status.MISSED, id="none came to its end"),
        pytest.param("conversations completed >= 1%", 0, 0, None, Status.NO_DATA, id="none ended"),
        pytest.param("conversations completed >= 0", 0, 0, None, Status.NO_DATA, id="nor is a count of none data"),
    ],
)
def test_conversations(text: str, completed: int, broken: int, observed: float | None, status: Status) -> None:
    found = outcome(text, talking(completed, broken))
    assert (found.observed, found.status) == (observed, status)


def test_what_was_dropped_is_counted_whatever_the_replies() -> None:
    found = outcome("dropped < 1%", summary(*FAST * 4, dropped=3))
    assert found.status is Status.MISSED
    assert outcome("dropped <= 3", summary(*FAST * 4, dropped=3)).observed == 3


def test_a_capacity_is_never_the_rate_of_a_load() -> None:
    (found,) = evaluate([parse_target("capacity > 1/s")], summary(*FAST))
    assert (found.observed, found.status) == (None, Status.NO_DATA)


@pytest.mark.parametrize(
    ("name", "scenario", "metric"),
    [
        ("order.size.p95", "order.size", "p95"),
        ("order.size.success", "order.size", "success"),
        ("order.size.unanswered", "order.size", "unanswered"),
        ("sms.p99.9", "sms", "p99.9"),
        ("p99.9", "", "p99.9"),
    ],
)
def test_a_metric_of_a_step_names_conversation_and_step(name: str, scenario: str, metric: str) -> None:
    limit = "5s" if metric.startswith("p") else "5%"
    target = parse_target(f"{name} < {limit}")
    assert (target.scenario, target.metric) == (scenario, metric)


@pytest.mark.parametrize("name", ["p100", "p100.5", "p0", "order.size.pace"])
def test_what_is_no_metric_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="there is no metric"):
        parse_target(f"{name} < 5s")
