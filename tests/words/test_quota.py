"""How a limit for each key is typed."""

from __future__ import annotations

import pytest

from loadtest.words.quota import Quota, parse_limit


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        pytest.param("20/hour", Quota(count=20, period=3600.0), id="an hour"),
        pytest.param("5/s", Quota(count=5, period=1.0), id="a second"),
        pytest.param("10 per minute", Quota(count=10, period=60.0), id="in words"),
        pytest.param("20/hour sliding", Quota(count=20, period=3600.0, sliding=True), id="a sliding window"),
        pytest.param("OFF", None, id="none"),
    ],
)
def test_a_limit_is_read(text: str, quota: Quota | None) -> None:
    assert parse_limit(text) == quota


@pytest.mark.parametrize(
    "text", ["20", "0/hour", "1.5/hour", "20/fortnight", "20/hour rolling", "twenty/hour", "9" * 400 + "/s", ""]
)
def test_a_limit_that_is_none_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like .*20/hour"):
        parse_limit(text)
