"""The three instants of a message, and a reply's headers."""

from __future__ import annotations

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.words.exchange import Reply

instants = st.integers(0, 10_000).map(lambda ticks: ticks / 1024)  # exact, so that sums are


@given(instants, instants, instants)
def test_latency_is_lag_and_service_time_together(due: float, lag: float, service: float) -> None:
    made = factories.exchange(due=due, sent=due + lag, done=due + lag + service)
    assert (made.lag, made.service_time) == (lag, service)
    assert made.latency == made.lag + made.service_time


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("content-type", "text/xml", id="one that came once"),
        pytest.param("set-cookie", "a=1", id="the first of two"),
        pytest.param("location", None, id="one that did not come"),
    ],
)
def test_a_header_of_a_reply(name: str, value: str | None) -> None:
    headers = (("content-type", "text/xml"), ("set-cookie", "a=1"), ("set-cookie", "b=2"))
    assert Reply(status=200, headers=headers, body=b"", size=0).header(name) == value
