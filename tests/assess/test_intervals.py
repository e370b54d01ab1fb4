"""How sure a figure is: an interval holds the truth about as often as it says, and grows where little is known."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess import intervals
from loadtest.assess.intervals import FEWEST_BLOCKS, MOST_BLOCKS, Block, Curve, Interval
from loadtest.assess.intervals.chance import error_of
from loadtest.measure.histogram import Histogram
from loadtest.measure.snapshot import Second, Snapshot
from loadtest.verdict.judge import Reason

MEDIAN, SPREAD = 0.08, 0.5
P95 = MEDIAN * math.exp(1.6449 * SPREAD)


def run(
    seed: int, *, seconds: int = 36, rate: int = 20, slower: float = 1.0, weather: int | None = None
) -> list[Block]:
    """Return a run of a lognormal server; `weather` seeds what slows every second alike, as a busy machine does."""
    rng, sky = random.Random(seed), random.Random(weather)
    snapshot, slow = Snapshot(), 0.0
    for index in range(seconds):
        slow = 0.8 * slow + sky.gauss(0, 0.1) if weather is not None else 0.0
        second = Second(reasons={Reason.ACCEPTED: rate})
        for _ in range(rate):
            second.latency.record(MEDIAN * slower * math.exp(slow) * rng.lognormvariate(0, SPREAD))
        snapshot.seconds[index] = second
    return intervals.blocks_of(snapshot, intervals.edges_of(seconds))


def ratio(new: list[Block], old: list[Block], percent: float | None, confidence: float) -> Interval | None:
    """Return the interval of the ratio of a percentile, or of the averages."""
    found = intervals.average_ratio(new, old) if percent is None else intervals.percentile_ratio(new, old, percent)
    return found.interval(confidence) if found else None


def share_held(found: list[Interval | None], truth: float) -> float:
    return sum(one is not None and one.holds(truth) for one in found) / len(found)


def test_intervals_of_one_server_hold_the_truth_as_often_as_they_say() -> None:
    runs = [run(seed) for seed in range(60)]
    mean = MEDIAN * math.exp(SPREAD**2 / 2)
    assert share_held([intervals.average(blocks, 0.95) for blocks in runs], mean) >= 0.88
    assert share_held([intervals.percentile(blocks, 50, 0.95) for blocks in runs], MEDIAN) >= 0.88
    assert share_held([intervals.percentile(blocks, 95, 0.95) for blocks in runs], P95) >= 0.88


def test_what_slows_both_servers_alike_cancels_out() -> None:
    pairs = [(run(seed, weather=seed), run(1000 + seed, weather=seed)) for seed in range(25)]
    for percent in (50, 95):
        found = [ratio(new, old, percent, 0.95) for new, old in pairs]
        assert share_held(found, 1.0) >= 0.88
    found = [ratio(new, old, None, 0.95) for new, old in pairs]
    assert share_held(found, 1.0) >= 0.85
    alone = intervals.average(pairs[0][0], 0.95)
    assert alone is not None
    assert found[0] is not None
    assert found[0].high - found[0].low < (alone.high - alone.low) / MEDIAN  # the ratio knows more than one side does


@pytest.mark.parametrize("slower", [1.2, 1.5, 0.5])
def test_a_slower_server_is_told_from_an_equal_one(slower: float) -> None:
    new, old = run(1, seconds=240, slower=slower), run(2, seconds=240)
    for found in (
        ratio(new, old, 95, 0.99),
        ratio(new, old, 50, 0.99),
        ratio(new, old, None, 0.99),
    ):
        assert found is not None
        assert found.holds(slower)
        assert not found.holds(1.0)


@pytest.mark.parametrize("slower", [0.7, 1.0, 1.1, 1.4])
@pytest.mark.parametrize("limit", [0.8, 1.0, 1.05, 1.3])
def test_whether_an_interval_leaves_a_ratio_out_is_known_without_its_ends(slower: float, limit: float) -> None:
    new, old = run(1, slower=slower), run(2)
    for found in (intervals.average_ratio(new, old), intervals.percentile_ratio(new, old, 95)):
        assert found is not None
        assert found.clear_of(limit, 0.99) is not found.interval(0.99).holds(limit)


def test_a_surer_interval_is_wider_and_a_longer_run_knows_more() -> None:
    short, long = run(3), run(3, seconds=600)
    sure, surer = intervals.percentile(short, 95, 0.95), intervals.percentile(short, 95, 0.99)
    longer = intervals.percentile(long, 95, 0.95)
    assert sure is not None
    assert surer is not None
    assert longer is not None
    assert surer.low <= sure.low < sure.high <= surer.high
    assert longer.high - longer.low < (sure.high - sure.low) / 2


def test_a_percentile_beyond_the_messages_has_no_upper_bound() -> None:
    found = intervals.percentile(run(4, seconds=12, rate=2), 99, 0.95)
    assert found is not None
    assert found.high == math.inf


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([], id="no block"),
        pytest.param(run(5, seconds=FEWEST_BLOCKS - 1), id="too few blocks"),
        pytest.param(run(5, rate=0), id="no message"),
    ],
)
def test_where_nothing_can_be_said_there_is_no_interval(blocks: list[Block]) -> None:
    assert intervals.average(blocks, 0.95) is None
    assert intervals.percentile(blocks, 95, 0.95) is None
    assert intervals.average_ratio(blocks, blocks) is None
    assert intervals.percentile_ratio(blocks, blocks, 95) is None


@pytest.mark.parametrize(
    ("counts", "judged", "holds", "not_holds"),
    [
        pytest.param([0] * 10, [10] * 10, 0.02, 0.10, id="none of a hundred may still be some"),
        pytest.param([1] * 10, [10] * 10, 0.10, 0.25, id="even over time"),
        pytest.param([10] + [0] * 9, [10] * 10, 0.25, 0.80, id="all at once says less"),
    ],
)
def test_the_interval_of_a_share(counts: list[int], judged: list[int], holds: float, not_holds: float) -> None:
    found = intervals.share(counts, judged, 0.95)
    assert found is not None
    assert found.holds(holds)
    assert not found.holds(not_holds)


@pytest.mark.parametrize(("each", "end"), [(0, "low"), (10, "high")])
def test_a_share_of_none_or_all_is_held_by_its_own_interval(each: int, end: str) -> None:
    found = intervals.share([each] * 10, [10] * 10, 0.95)
    assert getattr(found, end) == each / 10


def test_the_difference_of_two_shares() -> None:
    clean, failing = ([0] * 10, [100] * 10), ([5, 6, 4, 5, 5, 6, 4, 5, 5, 5], [100] * 10)
    found = intervals.share_difference(failing, clean, 0.99)
    assert found is not None
    assert found.holds(0.05)
    assert found.low > 0
    same = intervals.share_difference(clean, clean, 0.99)
    assert same is not None
    assert same.low < 0 < same.high < 0.01


@pytest.mark.parametrize(
    ("confidence", "freedom", "quantile"),
    [(0.95, 1, 12.706), (0.95, 2, 4.303), (0.95, 5, 2.571), (0.95, 11, 2.201), (0.99, 11, 3.106), (0.999, 29, 3.659)],
)
def test_students_quantiles_are_those_of_the_tables(confidence: float, freedom: int, quantile: float) -> None:
    assert intervals.student(confidence, freedom) == pytest.approx(quantile, abs=0.001)


@given(st.lists(st.floats(0.0001, 60), min_size=1, max_size=50), st.floats(0.00005, 100))
def test_a_curve_counts_what_is_longer(seconds: list[float], value: float) -> None:
    histogram = Histogram()
    for one in seconds:
        histogram.record(one)
    curve = Curve.of(histogram)
    clearly = sum(one > value * 1.002 for one in seconds)
    perhaps = sum(one >= value * 0.998 for one in seconds)
    assert clearly <= curve.above(value) + 1e-9
    assert curve.above(value) <= perhaps + 1e-9


@pytest.mark.parametrize("seconds", [1, 5, 12, 13, 100, 3600])
def test_blocks_cover_the_run_once(seconds: int) -> None:
    blocks = run(6, seconds=seconds, rate=1)
    assert sum(block.judged for block in blocks) == seconds
    assert len(blocks) <= MOST_BLOCKS


def test_the_sum_of_curves_is_the_curve_of_all() -> None:
    rng, whole, curves = random.Random(5), Histogram(), []
    for _ in range(3):
        part = Histogram()
        for _ in range(40):
            part.record(rng.lognormvariate(-2, 1))
        whole.merge(part)
        curves.append(Curve.of(part))
    summed, direct = Curve.sum(curves), Curve.of(whole)
    assert (summed.buckets, summed.count) == (direct.buckets, direct.count)
    assert summed.total == pytest.approx(direct.total)


@pytest.mark.parametrize(
    ("parts", "wider"),
    [
        pytest.param([1, -1, 1, -1, 1, -1, 1, -1], 1.0, id="neighbours that differ add nothing"),
        pytest.param([1, 1, 1, 1, -1, -1, -1, -1], math.sqrt(1 + 2 * 5 / 8), id="neighbours alike make it wider"),
    ],
)
def test_the_error_of_what_lasts(parts: list[float], wider: float) -> None:
    assert error_of(parts, lasting=True) == pytest.approx(wider * error_of(parts))


def test_what_slows_one_version_for_long_makes_its_ratio_less_sure() -> None:
    """A ratio of pairs, of which one side has slow spells of its own: as wide as the spells make it, nearly."""
    found = [ratio(run(seed, weather=seed), run(1000 + seed), 50, 0.9) for seed in range(40)]
    assert share_held(found, 1.0) >= 0.75
