"""THE GATES: targets are text, parsed with every mistake named, and evaluated without flattery."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.result import conclude
from loadtest.assess.summary import LOST, Summary, summarise
from loadtest.assess.target_text import parse_target, parse_targets
from loadtest.assess.targets import DEFAULT_TARGETS, Outcome, Status, Unit, evaluate
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


@pytest.mark.parametrize(
    ("text", "metric", "op", "limit", "unit"),
    [
        pytest.param("average < 5s", "average", "<", 5.0, Unit.SECONDS, id="a duration"),
        pytest.param("p95<10s", "p95", "<", 10.0, Unit.SECONDS, id="no blanks"),
        pytest.param("p99.9 <= 12000ms", "p99.9", "<=", 12.0, Unit.SECONDS, id="a fine percentile"),
        pytest.param("P95 < 10", "p95", "<", 10.0, Unit.SECONDS, id="a bare number is seconds, case is free"),
        pytest.param("success > 95%", "success", ">", 0.95, Unit.SHARE, id="a percent of judged"),
        pytest.param("failed <= 3", "failed", "<=", 3.0, Unit.COUNT, id="a count"),
        pytest.param("rate-limited < 1%", "rate_limited", "<", 0.01, Unit.SHARE, id="a hyphen is an underscore"),
        pytest.param("achieved_rate >= 120/s", "achieved_rate", ">=", 120.0, Unit.RATE, id="a rate"),
        pytest.param("achieved_rate >= 600/min", "achieved_rate", ">=", 10.0, Unit.RATE, id="a rate a minute"),
        pytest.param("achieved_rate ≥ 9.5", "achieved_rate", ">=", 9.5, Unit.RATE, id="a bare rate, a typed ≥"),
    ],
)
def test_a_target_is_read(text: str, metric: str, op: str, limit: float, unit: Unit) -> None:
    target = parse_target(text)
    assert (target.metric, target.op, target.limit, target.unit) == (metric, op, pytest.approx(limit), unit)


def test_a_scenario_stands_before_the_metric() -> None:
    target = parse_target("sms.p95 < 2s")
    assert (target.scenario, target.metric) == ("sms", "p95")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "not a target", id="nothing"),
        pytest.param("average", "not a target", id="no operator"),
        pytest.param("average < ", "not a target", id="no limit"),
        pytest.param("averge < 5s", "did you mean average?", id="a typo in the metric"),
        pytest.param("latency < 5s", "known are average", id="an unknown metric"),
        pytest.param("p100 < 5s", "no metric 'p100'", id="a percentile beyond 99.9"),
        pytest.param("p0 < 5s", "no metric 'p0'", id="the zeroth percentile"),
        pytest.param("average = 5s", "compares with", id="an equals sign"),
        pytest.param("average < 5 parsecs", "not a duration", id="an unknown unit"),
        pytest.param("success > 195%", "never above 100%", id="more than all"),
        pytest.param("success > often", "not a whole number", id="no number"),
        pytest.param("achieved_rate > nan", "not a rate", id="not a number"),
        pytest.param("sms.dropped < 1", "only for the whole run", id="drops have no scenario"),
        pytest.param("fax.p95 < 5s", "no metric 'fax.p95'", id="an unknown scenario"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem.replace("?", r"\?")):
        parse_target(text)


def test_all_mistakes_are_reported_together() -> None:
    with pytest.raises(ValueError, match=r"(?s)p95 is.*slow"):
        parse_targets(["p95 is 5s", "slow < 5s"])


@pytest.mark.parametrize(
    ("texts", "metrics"),
    [
        pytest.param(["p99 < 5s"], ["p99", "success"], id="success stays until it is named"),
        pytest.param(["success >= 99%"], ["success"], id="naming success replaces it"),
        pytest.param(["failed < 3"], ["failed"], id="naming failed replaces it"),
        pytest.param(["sms.success > 99%"], ["success", "success"], id="one scenario's success does not"),
        pytest.param(list(DEFAULT_TARGETS), ["average", "success", "p95"], id="the defaults"),
    ],
)
def test_success_stays_a_target(texts: list[str], metrics: list[str]) -> None:
    assert [target.metric for target in parse_targets(texts)] == metrics


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


@pytest.mark.parametrize(
    ("text", "observed", "shown"),
    [
        pytest.param("p95 < 10s", 10.0004, "10,000.400ms", id="what rounds to the limit shows what tells it apart"),
        pytest.param("success > 95%", 0.9500001, "95%", id="a share likewise"),
        pytest.param("p95 < 10s", LOST, "lost (the messages timed out)", id="lost"),
    ],
)
def test_an_observed_value_is_never_shown_as_its_limit(text: str, observed: float, shown: str) -> None:
    assert parse_target(text).format(observed).startswith(shown)


def test_names_hold_no_number_that_could_change() -> None:
    assert parse_target("p95 < 10s").name == parse_target("p95 < 12s").name == "P95 response time"
    assert parse_target("mms.rate_limited < 5%").name == "MMS rate limited share"


@given(st.text())
def test_parsing_raises_nothing_but_value_error(text: str) -> None:
    try:
        parse_target(text)
    except ValueError:
        return
    assert text.strip()


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
