"""Seconds added up by stretches, in steps small enough for a load that goes on."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.snapshot import Second
from loadtest.measure.stretches import gather
from loadtest.verdict.judge import Reason


def second(due: int) -> Second:
    found = Second(due=due, reasons={Reason.ACCEPTED: due})
    found.latency.record(0.1 * due)
    return found


@given(
    st.dictionaries(st.integers(0, 200), st.integers(1, 9)),
    st.lists(st.integers(0, 200), min_size=2, unique=True).map(sorted),
)
def test_each_stretch_holds_its_own_seconds(due: dict[int, int], edges: list[int]) -> None:
    stretches: dict[int, Second] = {}
    steps = sum(1 for _ in gather({index: second(count) for index, count in due.items()}, edges, stretches))
    assert list(stretches) == edges[:-1]
    for first, last in pairwise(edges):
        meant = [count for index, count in due.items() if first <= index < last]
        found = stretches[first]
        assert (found.due, found.latency.count) == (sum(meant), len(meant))
        assert found.reasons.get(Reason.ACCEPTED, 0) == sum(meant)
    assert steps >= (edges[-1] - edges[0]) / 16
