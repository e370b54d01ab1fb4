"""An average over timeouts is known only between two bounds: nothing takes one of them for a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from assess.test_targets import summary

from loadtest.assess.baselines import changes
from loadtest.assess.capacity import Capacity, Ladder, Trial, Trying
from loadtest.assess.inconclusive import why_inconclusive
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate, evaluate_capacity
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from loadtest.assess.summary import Summary


def run(timeout: float, lost: int = 10, answered: float = 0.5) -> Summary:
    """Return 80 replies after half a second and some messages that timed out."""
    return summary(*[(Reason.ACCEPTED, answered)] * 80, *[(Reason.TIMEOUT, timeout)] * lost)


@pytest.mark.parametrize(
    ("target", "timeout", "status"),
    [
        pytest.param("average < 1s", 2.0, Status.INCONCLUSIVE, id="0.667s or up to 2.111s: on both sides of 1s"),
        pytest.param("average > 1s", 2.0, Status.INCONCLUSIVE, id="whichever side is wanted"),
        pytest.param("average < 3s", 2.0, Status.MET, id="below the limit even at Twilio's own timeout"),
        pytest.param("average < 600ms", 2.0, Status.MISSED, id="above the limit even at our timeout"),
        pytest.param("average < 2s", 15.0, Status.MISSED, id="at Twilio's timeout the bounds are one"),
        pytest.param("average < 3s", 15.0, Status.MET, id="and may be met"),
        pytest.param("average < 3s", 20.0, Status.MET, id="a longer timeout counts as it is"),
        pytest.param("sms.average < 1s", 2.0, Status.INCONCLUSIVE, id="of one kind, too"),
        pytest.param("p50 < 1s", 2.0, Status.MET, id="a percentile below the timeouts is a value"),
    ],
)
def test_an_average_is_met_or_missed_only_where_both_bounds_say_so(target: str, timeout: float, status: Status) -> None:
    assert evaluate([parse_target(target)], run(timeout))[0].status is status


def test_without_timeouts_the_average_is_a_value() -> None:
    assert evaluate([parse_target("average < 501ms")], run(2.0, lost=0))[0].status is Status.MET


def test_the_sentence_says_between_what_and_what_settles_it() -> None:
    measured = run(2.0)
    assert why_inconclusive(measured, evaluate([parse_target("average < 1s")], measured)) == (
        "Average response time is between 667ms and 2,111ms, because 10 messages timed out and might have been "
        "answered within the 15s that Twilio waits; whether it is under 1 second cannot be said; set timeout to 15s"
    )


@pytest.mark.parametrize(
    ("timeout", "status"),
    [
        pytest.param(2.0, Status.INCONCLUSIVE, id="a baseline of which only a bound is known"),
        pytest.param(15.0, Status.MET, id="a baseline whose bounds are one"),
    ],
)
def test_a_bound_is_no_baseline(timeout: float, status: Status) -> None:
    outcome = evaluate([parse_target("average < baseline")], run(2.0, lost=0), baseline=run(timeout))[0]
    assert (outcome.status, outcome.unheld) == (status, status is Status.INCONCLUSIVE)


def test_a_comparison_of_bounds_has_no_verdict() -> None:
    average = changes(run(2.0, lost=0), run(2.0))[0]
    assert (average.bounds, average.verdict, average.text) == ((False, True), "", "")


@pytest.mark.parametrize(
    ("target", "status"),
    [
        pytest.param("capacity >= 100/s", Status.MET, id="it is at least that"),
        pytest.param("capacity < 100/s", Status.MISSED, id="it is more"),
        pytest.param("capacity < 500/s", Status.INCONCLUSIVE, id="it may be more"),
        pytest.param("capacity >= 500/s", Status.INCONCLUSIVE, id="it may reach that"),
    ],
)
def test_a_capacity_beyond_the_ladder_is_only_a_bound(target: str, status: Status) -> None:
    trial = Trial(rate=200.0, achieved=200.0, success=1.0, average=0.1, p95=0.2, outcome=Trying.MET, why="")
    capacity = Capacity(ladder=Ladder(first=100.0, last=200.0, hold=10.0), trials=(trial,))
    assert evaluate_capacity([parse_target(target)], capacity)[0].status is status
