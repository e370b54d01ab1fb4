"""A target says what it measures and what it aims at."""

from __future__ import annotations

import pytest

from loadtest.assess.summary import LOST
from loadtest.assess.target_text import parse_target


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
