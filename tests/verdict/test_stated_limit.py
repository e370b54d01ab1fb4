"""What limiters state in their headers, in the forms that libraries and gateways have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.verdict.stated_limit import StatedLimit, StatedLimits, stated_limit

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "stated", "text"),
    [
        pytest.param({}, None, "", id="none"),
        pytest.param({"retry-after": "30"}, None, "", id="a wait alone is no limit"),
        pytest.param(
            {"ratelimit": '"60-in-1min"; r=52; t=40', "ratelimit-policy": '"60-in-1min"; q=60; w=60; pk=:abc:'},
            StatedLimit(limit=60, left=52, window=60.0, reset=40.0), "60/minute", id="the eighth draft",
        ),
        pytest.param(
            {"ratelimit": "limit=100, remaining=99, reset=900", "ratelimit-policy": "100;w=900"},
            StatedLimit(limit=100, left=99, window=900.0, reset=900.0), "100/900s", id="the seventh draft",
        ),
        pytest.param(
            {"ratelimit-limit": "20", "ratelimit-remaining": "3", "ratelimit-reset": "7"}
            | {"ratelimit-policy": "20;w=60"},
            StatedLimit(limit=20, left=3, window=60.0, reset=7.0), "20/minute", id="the sixth draft",
        ),
        pytest.param(
            {"ratelimit": '"day";r=900;t=70, "min";r=4;t=9', "ratelimit-policy": '"day";q=1000;w=86400,"min";q=5;w=60'},
            StatedLimit(limit=5, left=4, window=60.0, reset=9.0), "5/minute", id="of two the one with less left",
        ),
        pytest.param(
            {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "0", "retry-after": "60"},
            StatedLimit(limit=60, left=0, reset=60.0), "60/minute", id="a limiter that tells when to come back",
        ),
        pytest.param(
            {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "12", "x-ratelimit-reset": "1800000041"},
            StatedLimit(limit=60, left=12, reset=41.0), "60/minute", id="a reset that is an instant",
        ),
        pytest.param(
            {"x-rate-limit-limit": "9", "x-rate-limit-reset": "1800000041000"},
            StatedLimit(limit=9, reset=41.0), "9/minute", id="an instant in milliseconds",
        ),
        pytest.param(
            {"x-ratelimit-limit-minute": "30", "x-ratelimit-remaining-minute": "29"},
            StatedLimit(limit=30, left=29, window=60.0), "30/minute", id="Kong",
        ),
        pytest.param(
            {"ratelimit": "limit=40, remaining=9", "ratelimit-policy": "100;w=900"},
            StatedLimit(limit=40, left=9, window=900.0), "40/900s", id="a limit of its own before the policy's",
        ),
        pytest.param(
            {"ratelimit": "q;r=9", "ratelimit-policy": "100;w=900"},
            StatedLimit(limit=100, left=9, window=900.0), "100/900s", id="the policy's, where it has none",
        ),
        pytest.param(
            {"x-ratelimit-limit": "9", "x-ratelimit-limit-hour": "70", "x-ratelimit-remaining-hour": "69"},
            StatedLimit(limit=70, left=69, window=3600.0), "70/hour", id="what is left must be told",
        ),
        pytest.param(
            {"x-ratelimit-limit": "60", "x-ratelimit-reset": "1800000000"},
            StatedLimit(limit=60, reset=0.0), "60 in a time that is not stated", id="an instant that is now",
        ),
        pytest.param(
            {"x-ratelimit-limit": "60"}, StatedLimit(limit=60), "60 in a time that is not stated", id="the limit alone"
        ),
    ],
)  # fmt: skip
def test_what_headers_state(headers: dict[str, str], stated: StatedLimit | None, text: str) -> None:
    found = stated_limit(headers.get, now=NOW)
    assert found == stated
    assert found is None or found.text == text


@given(st.text(), st.text(), st.text())
def test_no_header_of_a_server_costs_more_than_its_own_meaning(one: str, two: str, three: str) -> None:
    headers = {"ratelimit": one, "ratelimit-policy": two, "x-ratelimit-limit": three, "x-ratelimit-reset": one}
    found = stated_limit(headers.get, now=NOW)
    assert found is None or found.text


@pytest.mark.parametrize(
    ("left", "shared"),
    [
        pytest.param([("a", 59), ("b", 58), ("c", 57)], True, id="every message takes one of the same"),
        pytest.param([("a", 58), ("b", 40), ("c", 57)], True, id="so do other clients"),
        pytest.param([("a", 7), ("b", 7), ("b", 6), ("c", 7)], False, id="each number begins with as many"),
        pytest.param([("a", 7), ("a", 6), ("a", 5)], None, id="one number tells nothing"),
        pytest.param([("a", 7), ("b", 6)], None, id="nor do two messages"),
        pytest.param([("a", 7), ("b", 6), ("a", 5)], True, id="two numbers and three messages do"),
        pytest.param([("a", 7), ("b", 5), ("c", 4), ("d", 5)], None, id="neither one nor the other"),
    ],
)
def test_what_it_counts_by(left: list[tuple[str, int]], *, shared: bool | None) -> None:
    limits = StatedLimits()
    for number, count in left:
        limits.note(number, StatedLimit(limit=60, left=count))
    limits.note("z", None)
    assert limits.shared is shared
    assert limits.last is not None
    assert limits.last.left == min(count for _, count in left)


@pytest.mark.parametrize(
    ("limit", "period", "rest"),
    [
        pytest.param(StatedLimit(limit=60, left=7, window=60.0, reset=40.0), 60.0, 0.0, id="enough is left"),
        pytest.param(StatedLimit(limit=60, left=6, window=60.0, reset=40.0), 60.0, 40.0, id="a tenth is left"),
        pytest.param(StatedLimit(limit=60, left=0, window=60.0, reset=0.0), 60.0, 1.0, id="none, and it begins anew"),
        pytest.param(StatedLimit(limit=60, left=0, window=900.0), 900.0, 900.0, id="until when is not stated"),
        pytest.param(StatedLimit(limit=60, left=0), 60.0, 60.0, id="nor for how long"),
        pytest.param(StatedLimit(limit=60, window=60.0, reset=40.0), 60.0, 0.0, id="what is left is not stated"),
        pytest.param(StatedLimit(limit=9, left=1, reset=41.0), 60.0, 0.0, id="one of nine is more than a tenth"),
    ],
)
def test_of_a_limit_the_last_tenth_is_left_alone(limit: StatedLimit, period: float, rest: float) -> None:
    assert (limit.period, limit.rest) == (period, rest)


@pytest.mark.parametrize(
    ("value", "away"),
    [
        pytest.param("3000000", 3_000_000.0, id="seconds"),
        pytest.param("1000000000", 0.0, id="the first number that is an instant, long past"),
        pytest.param("1000000000000", 0.0, id="the first that is one in milliseconds"),
        pytest.param("4000000000", None, id="an instant that is years away"),
    ],
)
def test_a_reset_is_seconds_or_an_instant(value: str, away: float | None) -> None:
    found = stated_limit({"x-ratelimit-limit": "9", "x-ratelimit-reset": value}.get, now=NOW)
    assert found is not None
    assert found.reset == away
