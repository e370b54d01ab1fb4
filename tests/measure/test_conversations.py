"""Counts of conversations add up."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.conversations import Talked

events = st.lists(
    st.tuples(st.sampled_from(["begun", "completed", "busy", "unfinished", "broke", "expected"]), st.integers(0, 50)),
    max_size=30,
)


def counted(happened: list[tuple[str, int]]) -> Talked:
    talked = Talked()
    for what, seq in happened:
        if what == "broke":
            talked.broke(f"step{seq % 3}", ("refused", "timeout")[seq % 2], seq, f"said {seq}")
        elif what == "expected":
            talked.expected[f"step{seq % 3}"] = talked.expected.get(f"step{seq % 3}", 0) + 1
        else:
            setattr(talked, what, getattr(talked, what) + 1)
            if what == "completed":
                talked.duration.record(float(seq))
            if what == "begun":
                talked.last_begun = max(float(seq), talked.last_begun or 0.0)
    return talked


@given(events, events)
def test_the_sum_of_parts_is_the_whole_in_any_order_and_on_any_way(
    one: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    whole, there, back = counted(one + other), counted(one), counted(other)
    there.merge(counted(other))
    back.merge(counted(one))
    assert there == back == whole
    assert Talked.from_wire(json.loads(json.dumps(whole.to_wire()))) == whole


def test_the_sample_of_a_break_is_that_of_the_lowest_message() -> None:
    talked = counted([("broke", 9), ("broke", 3), ("broke", 6)])
    assert (talked.breaks["step0"].seq, talked.broken_in_all) == (3, 3)
