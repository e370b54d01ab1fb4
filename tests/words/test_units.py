"""Durations, rates, percents: what users type and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.words import units


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("60", 60, id="a bare number counts in the column's unit"),
        pytest.param("60s", 60, id="seconds"),
        pytest.param("2m", 120, id="minutes"),
        pytest.param("1500ms", 1.5, id="milliseconds"),
        pytest.param("1h", 3600, id="hours"),
        pytest.param("0.5s", 0.5, id="a fraction"),
        pytest.param(".5s", 0.5, id="a fraction without its zero"),
        pytest.param(" 10 s ", 10, id="blanks do not matter"),
        pytest.param("250US", 0.00025, id="case does not matter"),
    ],
)
def test_a_duration_is_read(text: str, seconds: float) -> None:
    assert units.parse_duration(text) == pytest.approx(seconds)


def test_a_bare_number_counts_in_the_unit_of_its_column() -> None:
    assert units.parse_duration("1000", unit="ms") == 1.0


@pytest.mark.parametrize("text", ["", "s", "-5s", "5 parsecs", "1e3", "5s5s", "1,5s", "٣s", "nan", "inf"])
def test_what_is_no_duration_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 60s"):
        units.parse_duration(text)


@pytest.mark.parametrize(("text", "share"), [("30%", 0.3), ("30", 0.3), ("0.5%", 0.005), ("100 %", 1.0), ("0", 0.0)])
def test_a_percent_is_read(text: str, share: float) -> None:
    assert units.parse_percent(text) == pytest.approx(share)


def test_a_bare_fraction_is_refused_because_it_could_mean_either() -> None:
    with pytest.raises(ValueError, match=r"30% or 0\.3%"):
        units.parse_percent("0.3")


@pytest.mark.parametrize(
    ("text", "rate"), [("50/s", 50), ("120/min", 2), ("3600/hour", 1), ("10 per minute", 1 / 6), ("86400/day", 1)]
)
def test_a_rate_is_read_per_second(text: str, rate: float) -> None:
    assert units.parse_rate(text) == pytest.approx(rate)


@pytest.mark.parametrize("text", ["50", "50/fortnight", "/s", "x/s"])
def test_what_is_no_rate_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 50/s"):
        units.parse_rate(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        pytest.param(3.2449, "3,245ms", id="whole milliseconds with separators, as in the guide"),
        pytest.param(0.1, "100ms", id="100 ms is whole"),
        pytest.param(0.0093, "9.3ms", id="below 100 ms the precision it has"),
        pytest.param(0.012345, "12.3ms", id="three digits, no more than the histogram knows"),
        pytest.param(0.000532, "0.532ms", id="below a millisecond"),
        pytest.param(0.0, "0ms", id="zero"),
    ],
)
def test_a_time_is_printed_in_milliseconds(seconds: float, text: str) -> None:
    assert units.format_ms(seconds) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        pytest.param(0.975, "97.50%", id="two decimals"),
        pytest.param(1.0, "100.00%", id="everything"),
        pytest.param(0.999999, "99.99%", id="short of everything never reads 100.00%"),
        pytest.param(0.0, "0.00%", id="nothing"),
        pytest.param(0.0000001, "0.01%", id="more than nothing never reads 0.00%"),
    ],
)
def test_a_share_is_printed_without_flattery(share: float, text: str) -> None:
    assert units.format_percent(share) == text


@given(st.floats(min_value=0.001, max_value=86_400))
def test_a_printed_duration_reads_back(seconds: float) -> None:
    assert units.parse_duration(units.format_duration(seconds)) == pytest.approx(seconds, rel=1e-5)


@given(st.text())
def test_parsers_raise_nothing_but_value_error(text: str) -> None:
    for parse in (units.parse_duration, units.parse_percent, units.parse_rate, units.parse_count):
        try:
            value = parse(text)
        except ValueError:
            continue
        assert value >= 0
