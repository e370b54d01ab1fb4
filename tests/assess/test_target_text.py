"""Targets as users write them: what is read, and every mistake with its remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.target import DEFAULT_TARGETS, Unit, Window
from loadtest.assess.target_text import parse_target, parse_targets


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
    ("text", "window", "name"),
    [
        ("p95 < 10s over any 10s", Window(seconds=10), "P95 response time over any 10s"),
        ("success > 95% For 2m", Window(seconds=120, lasting=True), "Success rate for 120s"),
        ("achieved_rate >= 9/s over  any 5s", Window(seconds=5), "Achieved rate over any 5s"),
        ("recovers < 30s", None, "Time to recover"),
    ],
)
def test_a_target_over_windows_is_read(text: str, window: Window | None, name: str) -> None:
    target = parse_target(text)
    assert (target.window, target.name, target.source) == (window, name, text)
    assert not target.in_summary


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
        pytest.param("p95 < baseline - 100%", "0 or less, which no run meets; write less", id="no time at all"),
        pytest.param("p95 < baseline - 130%", "0 or less, which no run meets", id="less than none"),
        pytest.param("success > baseline - 100%", "which asks for nothing", id="a share that is always met"),
        pytest.param("sms.dropped < 1", "only for the whole run", id="drops have no scenario"),
        pytest.param(
            "fax.p95 < 5s", "no kind of message 'fax'; known are sms, mms.*, and a .* fax.pay.p95", id="no such kind"
        ),
        pytest.param("order p95 < 2s", "names no step; .*order.pay p95", id="a conversation without a step"),
        pytest.param("conversations broken < 1%", "write conversations completed > 99%", id="a count of conversations"),
        pytest.param("p95 < 5s over 10s", "write over any 10s, or for 10s", id="over, and not any"),
        pytest.param("p95 < 5s over any 10", "needs its unit, like over any 10s", id="a window without its unit"),
        pytest.param("p95 < 5s for", "needs its unit, like for 10s", id="a window without its length"),
        pytest.param("p95 < 5s for ever", "not a duration", id="a window that is no time"),
        pytest.param("p95 < 5s over any 1500ms", "whole seconds", id="a window of a second and a half"),
        pytest.param("p95 < 5s over any 0s", "one at least", id="a window of nothing"),
        pytest.param("sms.p95 < 5s over any 10s", "of all messages", id="seconds know no kinds"),
        pytest.param("dropped < 5 over any 10s", "of all messages", id="what seconds do not count"),
        pytest.param("reply p95 < 5s over any 10s", "of all messages", id="answers are not told by the second"),
        pytest.param("recovers < 5s over any 10s", "of all messages", id="the time to recover has no window"),
        pytest.param("p95 < baseline + 5% over any 10s", "fixed limit", id="a baseline has no windows"),
        pytest.param("monitor.a.b max < 5 for 10s", "leave 'for' out", id="a series has none either"),
        pytest.param("recovers < baseline", "write a duration", id="the time to recover has no baseline"),
        pytest.param("recovers < 95%", "not a duration", id="the time to recover is no share"),
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


@given(st.text())
def test_parsing_raises_nothing_but_value_error(text: str) -> None:
    try:
        parse_target(text)
    except ValueError:
        return
    assert text.strip()
