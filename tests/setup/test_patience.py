"""How long a limited server is waited for, and how long many requests take."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.setup import patience
from loadtest.setup.patience import Limit, in_words, limit_of, seen, time_for
from loadtest.verdict.stated_limit import StatedLimit

NOW = datetime(2026, 11, 28, 12, 0, 0, tzinfo=UTC)
MINUTE = Limit(requests=60, seconds=60.0, told=True)


@pytest.mark.parametrize(
    ("told", "refused", "seconds"),
    [
        pytest.param("42", 1, 42.0, id="seconds"),
        pytest.param(" 7 ", 5, 7.0, id="told seconds do not grow"),
        pytest.param("0", 1, 1.0, id="at once is a second"),
        pytest.param("Sat, 28 Nov 2026 12:01:30 GMT", 1, 90.0, id="a date"),
        pytest.param("Sat, 28 Nov 2026 11:00:00 GMT", 1, 1.0, id="a date that is past"),
        pytest.param(None, 1, 1.0, id="nothing is told"),
        pytest.param(None, 4, 8.0, id="nothing is told again and again"),
        pytest.param(None, 99, 30.0, id="nothing is told, and the wait is bounded"),
        pytest.param("soon", 2, 2.0, id="neither seconds nor a date"),
        pytest.param("99999999999999", 1, 1.0, id="no number of seconds"),
    ],
)
def test_how_long_to_wait(told: str | None, refused: int, seconds: float) -> None:
    assert patience.wait(told, now=NOW, refused=refused) == seconds


@pytest.mark.parametrize(
    ("policy", "limit"),
    [
        ("60;w=60", MINUTE),
        ('"default";q=60, 100;w=900', Limit(requests=100, seconds=900.0, told=True)),
        ("60", None),
        ("0;w=60", None),
        ("", None),
    ],
)
def test_a_limit_that_a_reply_tells_of(policy: str, limit: Limit | None) -> None:
    assert limit_of({"RateLimit-Policy": policy} if policy else {}) == limit


STATED = StatedLimit(limit=100, left=99, window=60.0, reset=60.0)


@pytest.mark.parametrize(
    ("stated", "seconds", "why"),
    [
        pytest.param(None, 0.5, "", id="nothing is stated"),
        pytest.param(StatedLimit(limit=100, window=60.0), 0.5, "", id="not what is left of it"),
        pytest.param(STATED, 1.5, "its headers state 100/minute", id="a fifth of it in the time of the wait"),
        pytest.param(replace(STATED, limit=10_000, left=9_999), 0.5, "", id="so much that it does not matter"),
        pytest.param(
            replace(STATED, limit=10, left=9, window=10.0), 5.0, "its headers state 10/10s", id="or in its own"
        ),
        pytest.param(replace(STATED, limit=3, left=2), 30.0, "its headers state 3/minute", id="one at least"),
        pytest.param(
            replace(STATED, left=4, reset=25.0),
            25.0,
            "its headers state 100/minute, of which 4 are left",
            id="few left",
        ),
    ],
)
def test_how_often_a_page_is_asked_that_states_a_limit(stated: StatedLimit | None, seconds: float, why: str) -> None:
    assert patience.pause(stated, usual=0.5, span=30.0) == (seconds, why)


@pytest.mark.parametrize(
    ("requests", "used", "seconds"),
    [
        pytest.param(60, 0, 0.0, id="all at once"),
        pytest.param(61, 0, 60.0, id="one in the next window"),
        pytest.param(60, 60, 60.0, id="this window is used up"),
        pytest.param(60, 30, 60.0, id="half of this window is used up"),
        pytest.param(2000, 0, 33 * 60.0, id="1,000 numbers, two requests each"),
        pytest.param(2000, 60, 34 * 60.0, id="the same when the limit has just been met"),
        pytest.param(0, 60, 0.0, id="nothing is left"),
    ],
)
def test_how_long_many_requests_take(requests: int, used: int, seconds: float) -> None:
    assert time_for(requests, MINUTE, used=used) == seconds


@given(st.integers(0, 5000), st.integers(1, 200), st.integers(0, 300))
def test_the_time_is_that_of_the_windows_one_by_one(requests: int, limit: int, used: int) -> None:
    left, windows = requests - max(0, limit - used), 0
    while left > 0:
        left, windows = left - limit, windows + 1
    assert time_for(requests, Limit(requests=limit, seconds=60.0, told=True), used=used) == windows * 60.0


def test_a_limit_that_was_met() -> None:
    assert seen(60, 58.0) == Limit(requests=60, seconds=58.0, told=False)
    assert seen(0, 0.0) == Limit(requests=1, seconds=1.0, told=False)


@pytest.mark.parametrize(
    ("seconds", "words"), [(45.4, "45s"), (119.0, "119s"), (120.0, "2 minutes"), (1980.0, "33 minutes")]
)
def test_how_people_say_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
