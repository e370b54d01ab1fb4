"""What a search for the capacity is told as: what was found, what ended it, and how far it can be believed."""

from __future__ import annotations

from typing import Any

import pytest

from loadtest.assess.capacity import Capacity, Ladder, Trial, Trying
from loadtest.report.sections.capacity_table import rows, sentences, trial_line


def trial(rate: float, outcome: Trying = Trying.MET, **more: Any) -> Trial:
    figures = {"achieved": rate, "success": 1.0, "average": 0.1, "p95": 0.2, "why": "p95 was missed"}
    return Trial(rate=rate, outcome=outcome, **figures | more)


def searched(*trials: Trial, last: float = 40.0) -> Capacity:
    return Capacity(ladder=Ladder(first=10.0, last=last, hold=5.0), trials=trials)


@pytest.mark.parametrize(
    ("capacity", "told"),
    [
        pytest.param(searched(), "Capacity: not known; the search was stopped", id="nothing was tried"),
        pytest.param(searched(trial(10)), "at least 10/s; the search was stopped", id="stopped on the way"),
        pytest.param(
            searched(trial(10), trial(20), trial(40)), "at least 40/s, where the ladder ends", id="to the end"
        ),
        pytest.param(searched(trial(10, Trying.MISSED)), "below 10/s, the lowest rate tried", id="not the first"),
        pytest.param(
            searched(trial(10), *[trial(10.1, Trying.INCONCLUSIVE)] * 2),
            "at least 10/s, where the generator itself is the limit",
            id="our own limit, tried twice",
        ),
        pytest.param(
            searched(trial(10), trial(20, Trying.DECLINED)),
            "at least 10/s, where the limit per phone number was reached",
            id="the numbers' quota",
        ),
    ],
)
def test_what_was_found(capacity: Capacity, told: str) -> None:
    assert told in sentences(capacity)[0]


def test_rows_stand_by_rate_whatever_was_tried_first() -> None:
    found = rows(searched(trial(20, Trying.MISSED), trial(10, success=None)))
    assert [row[0] for row in found] == ["10/s", "20/s"]
    assert found[0][2] == "no data"


def test_a_line_of_progress_says_why_only_where_it_must() -> None:
    assert trial_line(trial(10)) == "[10/s] 10/s achieved, 100.00% successful, average 100ms, P95 200ms: targets met"
    assert trial_line(trial(10, Trying.MISSED)).endswith("targets missed: p95 was missed")
