"""When messages are due: exact counts, whatever the replies do; shards whose union is the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.pacing import ClosedBatches, OpenBatches, Shard

open_batches = st.builds(
    OpenBatches,
    size=st.integers(1, 20),
    interval=st.floats(0.1, 10),
    duration=st.floats(0.01, 20),
)


@pytest.mark.parametrize(
    ("size", "interval", "duration", "total"),
    [
        pytest.param(10, 1.0, 60.0, 600, id="the default: 10 a second for a minute is exactly 600"),
        pytest.param(50, 1.0, 120.0, 6000, id="peak"),
        pytest.param(100, 1.0, 60.0, 6000, id="stress"),
        pytest.param(10, 1.0, 300.0, 3000, id="sustained"),
        pytest.param(50, 1.0, 30.0, 1500, id="burst"),
        pytest.param(10, 0.1, 1.0, 100, id="a tenth of a second is not exact in binary, the count is"),
        pytest.param(1, 0.3, 1.0, 4, id="a batch starts whenever its time is below the duration"),
        pytest.param(5, 10.0, 1.0, 5, id="the first batch always starts"),
    ],
)
def test_open_batches_send_exactly(size: int, interval: float, duration: float, total: int) -> None:
    pacing = OpenBatches(size=size, interval=interval, duration=duration)
    arrivals = list(pacing.arrivals())
    assert len(arrivals) == pacing.total == total
    assert [arrival.seq for arrival in arrivals] == list(range(total))


@given(open_batches)
def test_due_times_never_go_back_and_end_before_the_duration(pacing: OpenBatches) -> None:
    due = [arrival.due for arrival in pacing.arrivals()]
    assert due[0] == 0
    assert due == sorted(due)
    assert due[-1] < pacing.duration


@given(open_batches, st.integers(1, 7))
def test_the_union_of_shards_is_the_whole(pacing: OpenBatches, count: int) -> None:
    shards = [list(pacing.arrivals(Shard(index=index, count=count))) for index in range(count)]
    assert sorted((a for shard in shards for a in shard), key=lambda a: a.seq) == list(pacing.arrivals())


@pytest.mark.parametrize(("elapsed", "another"), [(0.0, True), (59.9, True), (60.0, False)])
def test_a_closed_batch_starts_until_the_duration_has_passed(elapsed: float, another: bool) -> None:  # noqa: FBT001
    assert ClosedBatches(size=10, rest=1.0, duration=60.0).another(elapsed) is another


@pytest.mark.parametrize(
    ("pacing", "wire"),
    [
        (
            OpenBatches(size=3, interval=0.5, duration=9.0),
            {"model": "open", "size": 3, "interval": 0.5, "duration": 9.0},
        ),
        (ClosedBatches(size=3, rest=0.5, duration=9.0), {"model": "closed", "size": 3, "rest": 0.5, "duration": 9.0}),
    ],
)
def test_results_hold_it_under_these_names(pacing: OpenBatches | ClosedBatches, wire: dict[str, object]) -> None:
    assert pacing.to_wire() == wire


@pytest.mark.parametrize(
    ("pacing", "seconds", "most"),
    [
        pytest.param(OpenBatches(size=10, interval=1.0, duration=60.0), 15.0, 160, id="both ends count"),
        pytest.param(OpenBatches(size=10, interval=1.0, duration=60.0), 0.5, 10, id="less than an interval: a batch"),
        pytest.param(OpenBatches(size=10, interval=2.0, duration=60.0), 7.0, 40, id="every other second"),
        pytest.param(OpenBatches(size=10, interval=1.0, duration=5.0), 15.0, 50, id="not more than there are"),
        pytest.param(ClosedBatches(size=10, rest=0.0, duration=60.0), 15.0, 10, id="closed: never more than a batch"),
    ],
)
def test_the_most_that_can_be_open_at_once(pacing: OpenBatches | ClosedBatches, seconds: float, most: int) -> None:
    assert pacing.most_within(seconds) == most
    if isinstance(pacing, OpenBatches):
        due = [arrival.due for arrival in pacing.arrivals()]
        assert most == max(sum(begin <= other <= begin + seconds for other in due) for begin in due)


def test_the_rates_of_a_planned_load() -> None:
    pacing = OpenBatches(size=10, interval=4.0, duration=10.0)
    assert (pacing.batches, pacing.total, pacing.offered_rate, pacing.peak_rate) == (3, 30, 3.0, 2.5)


def test_a_warm_up_is_the_same_load_for_another_time() -> None:
    load = OpenBatches(size=10, interval=0.5, duration=60.0)
    assert load.opening(3.0) == OpenBatches(size=10, interval=0.5, duration=3.0)
