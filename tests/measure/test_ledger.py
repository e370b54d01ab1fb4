"""The ledger tells the per-number limit from every other reason for a refusal."""

from __future__ import annotations

import json

import factories
import pytest

from loadtest.measure.ledger import offenders, sentences
from loadtest.measure.snapshot import Snapshot
from loadtest.message.phone_pool import Forecast, forecast
from loadtest.report import console
from loadtest.report.files import step_summary
from loadtest.report.files.json_file import from_json, to_json
from loadtest.verdict.judge import Reason
from loadtest.words.quota import Quota

A, B, C = "+15555551001", "+15555551002", "+15555551003"
FRESH = (
    "117 of 217 rate limited messages were from 1 fresh number, which had not used up 20/hour (it let 3 of "
    "+15555551002 through): the limiter may count earlier runs within the hour, have a lower limit, or be another "
    "limiter, such as one per client address"
)
RACE = "its check and its count may not be one step"
NOT_SO = "its limit is not 20/hour per number, or it is off"
MORE = "more through than 20/hour allows, up to"


def counted(numbers: dict[str, tuple[int, int]], **more: int) -> Snapshot:
    """Return a snapshot of numbers with so many accepted and rate limited."""
    ledger = {
        number: {Reason.ACCEPTED: accepted, Reason.RATE_LIMITED: limited}
        for number, (accepted, limited) in numbers.items()
    }
    for number, refused in more.items():
        ledger[number] = {Reason.REFUSED: refused}
    return Snapshot(numbers=ledger, last_sent=59.0)


def foreseen(limited: int | None = 200, extra: int = 0, period: float = 3600.0) -> Forecast:
    return Forecast(
        quota=Quota(count=20, period=period),
        numbers=2,
        messages=240,
        extra=extra,
        limited=limited,
        again=0,
        needed=12,
        suggestion="",
    )


@pytest.mark.parametrize(
    ("snapshot", "forecast", "expected"),
    [
        pytest.param(
            counted({A: (20, 100), B: (20, 100)}),
            foreseen(),
            [
                "Forecast: about 200 rate limited by 20/hour per number; observed: 200",
                "All 200 rate limited messages are the per-number limit: their numbers had used up 20/hour",
            ],
            id="the limit, and nothing but the limit",
        ),
        pytest.param(
            counted({A: (19, 101), B: (20, 100)}),
            foreseen(201, extra=1),
            [
                "Forecast: about 201 rate limited by 20/hour per number; observed: 201",
                "All 201 rate limited messages are the per-number limit: their numbers had used up 20/hour",
            ],
            id="the preflight took one",
        ),
        pytest.param(
            counted({A: (20, 100), B: (3, 117)}),
            foreseen(),
            [
                "Forecast: about 200 rate limited by 20/hour per number; observed: 217",
                FRESH,
            ],
            id="a number that was limited too soon",
        ),
        pytest.param(
            counted({A: (35, 85), B: (28, 92)}),
            foreseen(),
            [
                "Forecast: about 200 rate limited by 20/hour per number; observed: 177",
                "All 177 rate limited messages are the per-number limit: their numbers had used up 20/hour",
                f"The limiter let 23 messages {MORE} 35 of one number ({A}): {RACE}",
            ],
            id="a check that is not atomic",
        ),
        pytest.param(
            counted({A: (50, 70), B: (50, 70)}),
            foreseen(),
            [
                "Forecast: about 200 rate limited by 20/hour per number; observed: 140",
                "All 140 rate limited messages are the per-number limit: their numbers had used up 20/hour",
                f"The limiter let 60 messages {MORE} 50 of one number ({A}): its limit may be 50, or {RACE}",
            ],
            id="another limit than was said",
        ),
        pytest.param(
            counted({A: (120, 0), B: (120, 0)}),
            foreseen(),
            [
                "Forecast: about 200 rate limited by 20/hour per number; observed: 0",
                f"The server let up to 120 messages of a number through: {NOT_SO}",
            ],
            id="no limit at all",
        ),
        pytest.param(
            counted({A: (40, 80)}),
            foreseen(80, period=30.0),
            [
                "Forecast: about 80 rate limited by 20/30s per number; observed: 80",
                "All 80 rate limited messages are the per-number limit: their numbers had used up 20/30s",
            ],
            id="several periods: how many each let through cannot be told",
        ),
        pytest.param(
            counted({A: (20, 5)}),
            foreseen(0),
            [
                "Forecast: about 0 rate limited by 20/hour per number; observed: 5",
                "All 5 rate limited messages are the per-number limit: their numbers had used up 20/hour",
            ],
            id="nothing foreseen, and some observed",
        ),
        pytest.param(
            counted({A: (14, 5), B: (13, 5)}),
            foreseen(10, extra=10),
            [
                "Forecast: about 10 rate limited by 20/hour per number; observed: 10",
                "5 of 10 rate limited messages were from 1 fresh number, which had not used up 20/hour (it let 13 of "
                + FRESH.partition("(it let 3 of ")[2],
            ],
            id="what went before took five of each number, and perhaps one more of one",
        ),
        pytest.param(counted({A: (25, 0)}), foreseen(None), [], id="nobody knew how many messages there would be"),
        pytest.param(counted({A: (10, 0)}), foreseen(0), [], id="nothing foreseen, nothing observed"),
        pytest.param(counted({A: (10, 5)}), None, [], id="no forecast wanted"),
    ],
)
def test_the_ledger_says(snapshot: Snapshot, forecast: Forecast | None, expected: list[str]) -> None:
    assert sentences(snapshot, forecast) == expected


def test_the_worst_numbers_come_first_and_those_without_a_refusal_not_at_all() -> None:
    found = offenders(counted({A: (20, 3), B: (20, 0)}, **{C: 7}))
    assert [(entry.number, entry.sent, entry.accepted, entry.rate_limited, entry.refused) for entry in found] == [
        (C, 7, 0, 0, 7),
        (A, 23, 20, 3, 0),
    ]
    mixed = {
        A: {Reason.RATE_LIMITED: 5},
        B: {Reason.RATE_LIMITED: 3, Reason.REFUSED: 4},
        C: {Reason.RATE_LIMITED: 2, Reason.REFUSED: 2},
    }
    assert [entry.number for entry in offenders(Snapshot(numbers=mixed))] == [B, A, C]
    many = counted({f"+1555555{1000 + place}": (1, place) for place in range(50)})
    assert [entry.rate_limited for entry in offenders(many)] == list(range(49, 29, -1))


def test_every_report_shows_the_forecast_beside_what_was_observed() -> None:
    plan = factories.plan()
    foresight = forecast(plan.pool, Quota(count=20, period=3600.0), messages=600, due=lambda seq: seq / 10.0)
    result = factories.result(
        [*(factories.accepted(seq) for seq in range(100)), *(factories.rate_limited(seq) for seq in range(100, 600))],
        forecast=foresight,
    )
    beside = "Forecast: about 500 rate limited by 20/hour per number; observed: 500"
    assert beside in "\n".join(console.report(result))
    assert beside in step_summary.render(result).replace("&#8203;", "")
    document = json.loads(to_json(result))
    assert document["forecast"]["sentence"] == foresight.sentence
    assert document["ledger"]["sentences"][0] == beside
    assert document["ledger"]["top_offenders"][0] == {
        "number": A, "sent": 120, "accepted": 20, "rate_limited": 100, "refused": 0, "through": 20,
    }  # fmt: skip
    assert from_json(to_json(result)) == result
