"""The latency histogram: exact counts, percentiles to its precision, additive, readable by every HdrHistogram tool."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hdrh.histogram import HdrHistogram
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.histogram import PRECISION, Histogram, bucket_of, rank_of

durations = st.lists(st.floats(min_value=0, max_value=7200), max_size=200)


def histogram(seconds: list[float]) -> Histogram:
    made = Histogram()
    for value in seconds:
        made.record(value)
    return made


@given(durations, st.floats(min_value=0, max_value=100))
def test_a_percentile_is_the_nearest_rank_to_three_digits(seconds: list[float], percent: float) -> None:
    made = histogram(seconds)
    if not seconds:
        assert made.percentile(percent) is None
        return
    truth = sorted(seconds)[rank_of(percent, len(seconds)) - 1]
    assert made.percentile(percent) == pytest.approx(truth, rel=PRECISION, abs=1.5e-6)


@given(durations)
def test_percentiles_are_monotone_and_within_min_and_max(seconds: list[float]) -> None:
    made = histogram([*seconds, 1.0])
    values = [made.percentile(percent) for percent in (0, 1, 10, 50, 90, 99, 99.9, 100)]
    assert values == sorted(values, key=lambda value: value or 0)
    assert values[-1] == made.max
    assert made.min is not None
    assert made.min <= (values[0] or 0)


@given(durations)
def test_mean_min_and_max_are_exact(seconds: list[float]) -> None:
    made = histogram(seconds)
    assert made.count == len(seconds)
    if seconds:
        assert made.mean == pytest.approx(math.fsum(seconds) / len(seconds), abs=1e-6)
        assert made.min == pytest.approx(min(seconds), abs=1e-6)
        assert made.max == pytest.approx(max(seconds), abs=1e-6)


@given(durations, durations, durations)
def test_merge_is_associative_commutative_and_has_an_identity(a: list[float], b: list[float], c: list[float]) -> None:
    def merged(*parts: list[float] | Histogram) -> Histogram:
        total = Histogram()
        for part in parts:
            total.merge(part if isinstance(part, Histogram) else histogram(part))
        return total

    assert merged(merged(a, b), c) == merged(a, merged(b, c)) == histogram([*a, *b, *c])
    assert merged(a, b) == merged(b, a)
    assert merged(a, []) == merged([], a) == histogram(a)


@given(durations)
def test_the_wire_form_reads_back_equal(seconds: list[float]) -> None:
    made = histogram(seconds)
    assert Histogram.from_wire(made.to_wire()) == made


@given(st.lists(st.floats(min_value=0.000001, max_value=3599), min_size=1, max_size=100))
def test_the_encoded_form_is_what_an_hdr_histogram_would_have_recorded(seconds: list[float]) -> None:
    standard = HdrHistogram(1, 3_600_000_000, 3)
    for value in seconds:
        standard.record_value(int(value * 1e6 + 0.5))
    decoded = HdrHistogram.decode(histogram(seconds).to_wire()["hdr"])
    for percent in (1, 50, 95, 99, 100):
        assert decoded.get_value_at_percentile(percent) == standard.get_value_at_percentile(percent)


@given(durations.filter(bool), st.floats(min_value=0, max_value=100))
def test_a_coarse_one_is_exact_to_a_hundredth(seconds: list[float], percent: float) -> None:
    made = Histogram(coarse=True)
    for value in seconds:
        made.record(value)
    truth = sorted(seconds)[rank_of(percent, len(seconds)) - 1]
    assert made.percentile(percent) == pytest.approx(truth, rel=0.01, abs=8e-6)
    assert made.count == len(seconds)
    assert Histogram.from_wire(made.to_wire()).percentile(percent) == made.percentile(percent)


def test_a_negative_duration_counts_as_zero() -> None:
    assert histogram([-0.5]).max == 0


def test_a_value_beyond_an_hour_is_kept() -> None:
    made = histogram([100_000.0])
    assert made.max == 100_000
    assert Histogram.from_wire(made.to_wire()) == made


@pytest.mark.parametrize(
    ("percent", "count", "rank"),
    [(50, 1, 1), (50, 2, 1), (50, 3, 2), (95, 100, 95), (95, 20, 19), (99.9, 1000, 999), (100, 7, 7), (0, 7, 1)],
)
def test_the_nearest_rank(percent: float, count: int, rank: int) -> None:
    assert rank_of(percent, count) == rank


def without(whole: Histogram, gone: list[int]) -> Histogram:
    return whole.less(Counter(map(bucket_of, gone)), sum(gone))


micros = st.lists(st.integers(0, 20_000_000), max_size=60)


@given(micros, micros)
def test_without_some_durations_the_others_are_left_to_the_width_of_a_bucket(kept: list[int], gone: list[int]) -> None:
    whole = histogram([us / 1e6 for us in kept + gone])
    left = without(whole, gone)
    assert left.count == len(kept)
    assert left.total == pytest.approx(sum(kept) / 1e6)
    if kept:
        assert left.min is not None
        assert left.max is not None
        assert min(kept + gone) / 1e6 <= left.min <= left.max <= max(kept + gone) / 1e6
        assert left.percentile(50) == pytest.approx(sorted(kept)[(len(kept) - 1) // 2] / 1e6, rel=0.26, abs=1e-6)


def test_without_its_slow_half_a_histogram_is_that_of_its_quick_half() -> None:
    quick, slow = [10_000, 10_000, 12_000], [1_000_000, 1_500_000]
    whole = histogram([us / 1e6 for us in quick + slow])
    left, alone = without(whole, slow), histogram([us / 1e6 for us in quick])
    assert (left.count, left.total, left.min) == (3, 0.032, 0.01)
    assert left.max == pytest.approx(0.012, rel=0.001)
    assert [left.percentile(percent) for percent in (1, 50, 99)] == [
        pytest.approx(alone.percentile(percent), rel=0.001) for percent in (1, 50, 99)
    ]
    assert without(whole, quick).min == pytest.approx(1.0, rel=0.001)
    assert without(whole, quick + slow) == Histogram()
    assert without(whole, []) == whole


@pytest.mark.parametrize(
    ("us", "bucket"),
    [
        (0, 0),
        (1, 1),
        (3, 3),
        (4, 12),
        (5, 13),
        (7, 15),
        (8, 16),
        (9, 16),
        (10, 17),
        (15, 19),
        (16, 20),
        (1_000_000, 83),
    ],
)
def test_four_coarse_buckets_are_an_octave(us: int, bucket: int) -> None:
    assert bucket_of(us) == bucket


@given(st.integers(0, 10**9))
def test_a_longer_duration_is_never_in_an_earlier_bucket(us: int) -> None:
    assert bucket_of(us) <= bucket_of(us + 1)
