"""What follows from the counts: shares, rates, and response times in which a timeout is slower than any limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.summary import LOST, duration_text, summarise
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from factories import Recorded

    from loadtest.assess.summary import Summary


def summed(recorded: list[Recorded], *, planned: int | None = None, duration: float = 10.0) -> Summary:
    return summarise(factories.snapshot(recorded), planned=planned, duration=duration)


MIXED = [
    *(factories.accepted(seq) for seq in range(6)),
    *(factories.rate_limited(seq) for seq in range(6, 8)),
    *(factories.http_error(seq) for seq in range(8, 9)),
    factories.cut(9),
]


def test_shares_are_of_what_says_something_about_the_server() -> None:
    total = summed(MIXED).total
    assert (total.sent, total.judged, total.successful, total.failed) == (10, 9, 6, 3)
    assert total.share(total.successful) == pytest.approx(6 / 9)
    assert total.count(Reason.RATE_LIMITED, Reason.HTTP_ERROR) == 3


def test_without_a_judged_message_there_is_no_share() -> None:
    assert summed([factories.cut()]).total.share(0) is None
    assert summed([]).total.response_times.average is None


@pytest.mark.parametrize(
    ("timeouts", "percent", "value"),
    [
        pytest.param(0, 95, 0.05, id="none is lost"),
        pytest.param(5, 95, 0.05, id="the rank falls before the lost ones"),
        pytest.param(6, 95, LOST, id="the rank falls among them"),
        pytest.param(100, 50, LOST, id="all are lost"),
    ],
)
def test_a_percentile_among_timeouts_is_lost(timeouts: int, percent: float, value: float) -> None:
    recorded = [factories.timed_out(seq) for seq in range(timeouts)]
    recorded += [factories.accepted(seq) for seq in range(timeouts, 100)]
    assert summed(recorded).total.response_times.percentile(percent) == pytest.approx(value, rel=0.01)


def test_a_quick_refusal_is_no_response_time() -> None:
    assert summed(MIXED).total.response_times.count == 6
    assert summed(MIXED).total.by_reason[Reason.RATE_LIMITED].count == 2


def test_every_scenario_has_its_own_part() -> None:
    recorded = [factories.accepted(0), factories.accepted(1, scenario="mms"), factories.accepted(2, scenario="mms")]
    found = summed(recorded)
    assert {name: part.sent for name, part in found.scenarios.items()} == {"mms": 2, "sms": 1}
    assert found.total.sent == 3


@pytest.mark.parametrize(
    ("planned", "stopped", "window", "offered", "too_little"),
    [
        pytest.param(100, None, 10.0, 10.0, False, id="as planned"),
        pytest.param(200, None, 10.0, 20.0, True, id="half of what was planned"),
        pytest.param(None, None, 10.0, None, False, id="closed model: nothing was planned"),
        pytest.param(100, 9.5, 9.5, 10.0, False, id="until it was stopped"),
        pytest.param(100, 5.0, 9.001, 10.0, False, id="but never less than to the last message sent"),
    ],
)
def test_rates_are_measured_over_the_planned_time(
    planned: int | None, stopped: float | None, window: float, offered: float | None, too_little: object
) -> None:
    recorded = factories.snapshot([factories.accepted(seq) for seq in range(100)])
    found = summarise(recorded, planned=planned, duration=10.0, stopped=stopped)
    assert found.window == pytest.approx(window)
    assert found.offered_rate == offered
    assert found.achieved_rate == pytest.approx(100 / window)
    assert found.too_little_load is too_little


def test_what_was_open_at_once_is_counted_at_the_ends_of_seconds() -> None:
    recorded = [factories.accepted(seq, latency=2.5) for seq in range(40)]  # ten a second, each open for 2.5 s
    assert summed(recorded).most_in_flight == 30 - 10


def test_the_warm_up_is_in_no_other_figure() -> None:
    counted = factories.snapshot([factories.accepted()])
    counted.warm_up = factories.snapshot([factories.http_error(), factories.http_error(1)])
    found = summarise(counted, planned=1, duration=1.0)
    assert (found.total.sent, found.total.failed) == (1, 0)
    assert found.warm_up is not None
    assert found.warm_up.failed == 2


@pytest.mark.parametrize(
    ("seconds", "at_least", "text"),
    [(None, False, "no data"), (LOST, False, "lost"), (3.245, False, "3,245ms"), (7.12, True, "≥ 7,120ms")],
)
def test_a_time_as_every_report_prints_it(seconds: float | None, at_least: bool, text: str) -> None:  # noqa: FBT001
    assert duration_text(seconds, at_least=at_least) == text
