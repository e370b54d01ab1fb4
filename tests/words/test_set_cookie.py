"""A Set-Cookie header as Twilio reads it."""

from __future__ import annotations

import math

import pytest

from loadtest.words.set_cookie import SetCookie, is_unreadable, parse_set_cookie


def test_every_part_is_read() -> None:
    found = parse_set_cookie(" sid = a=b ; Path=/x; SECURE; max-age=5; HttpOnly", 100.0)
    assert found == SetCookie(name="sid", value="a=b", path="/x", secure=True, end=105.0)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        pytest.param("a=1", math.inf, id="a session's"),
        pytest.param("a=1; Expires=Thu, 01 Jan 1970 00:01:40 GMT", 100.0, id="a date"),
        pytest.param("a=1; Expires=Thu, 99 Foo 1970", math.inf, id="no date"),
        pytest.param("a=1; Max-Age=ten", math.inf, id="no number"),
        pytest.param("a=1; Max-Age=-1", -math.inf, id="the past"),
    ],
)
def test_the_end(line: str, end: float) -> None:
    found = parse_set_cookie(line, 0.0)
    assert found is not None
    assert found.end == end


@pytest.mark.parametrize(
    ("line", "unreadable"),
    [
        pytest.param("a=1; Path=/", False, id="a usual one"),
        pytest.param("=1", True, id="no name"),
        pytest.param(" =1; Path=/", True, id="a blank for a name"),
        pytest.param("a=\x02", True, id="a control character"),
        pytest.param("a=1\t", False, id="a tab is none"),
        pytest.param("word", False, id="a word without a sign of equality is left out, as browsers do"),
    ],
)
def test_what_twilio_cannot_read(line: str, *, unreadable: bool) -> None:
    assert is_unreadable(line) is unreadable
