"""Instants of the wall clock: as typed, and on which day."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from loadtest.words.instant import instant_text, parse_instant


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        pytest.param("2026-01-02T12:00:05Z", "2026-05-01T00:00:00Z", "2026-01-02T12:00:05Z", id="with its day"),
        pytest.param("2026-01-02 12:00:05z", "2026-05-01T00:00:00Z", "2026-01-02T12:00:05Z", id="as people write"),
        pytest.param(
            "2026-01-02T12:00:05.25+02:00", "2026-01-01T00:00:00Z", "2026-01-02T10:00:05.250000Z", id="a zone"
        ),
        pytest.param("12:00:05Z", "2026-01-02T11:59:00Z", "2026-01-02T12:00:05Z", id="soon"),
        pytest.param("12:00:05Z", "2026-01-02T12:00:07Z", "2026-01-02T12:00:05Z", id="two seconds ago is not tomorrow"),
        pytest.param("00:00:05Z", "2026-01-02T23:59:50Z", "2026-01-03T00:00:05Z", id="past midnight"),
        pytest.param("23:59:55Z", "2026-01-03T00:00:05Z", "2026-01-02T23:59:55Z", id="before midnight, and late"),
        pytest.param("01:00+09:00", "2026-01-02T15:59:00Z", "2026-01-02T16:00:00Z", id="tomorrow already in Tokyo"),
        pytest.param("T12:00Z", "2026-01-02T12:00:00Z", "2026-01-02T12:00:00Z", id="as ISO 8601 has it"),
    ],
)
def test_the_instant_meant(text: str, now: str, meant: str) -> None:
    assert instant_text(parse_instant(text).near(datetime.fromisoformat(now))) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("soon", "'soon' is not an instant; write it like 2026-01-02T12:00:05Z or 12:00:05Z", id="a word"),
        pytest.param("25:00:00Z", "is not an instant", id="an hour that no day has"),
        pytest.param("2026-01-02", "is not an instant", id="a day alone"),
        pytest.param("12:00:05", "has no time zone, and machines differ in theirs; write 12:00:05Z for UTC", id="none"),
        pytest.param("2026-01-02T12:00:05", "write 2026-01-02T12:00:05Z for UTC", id="no zone behind a day"),
    ],
)
def test_mistakes(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_instant(text)
