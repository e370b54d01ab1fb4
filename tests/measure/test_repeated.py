"""Counts of repeats add up."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.repeated import Repeated

events = st.lists(st.tuples(st.sampled_from(["same", "differed", "failed", "alone"]), st.integers(0, 9)), max_size=20)


def counted(happened: list[tuple[str, int]]) -> Repeated:
    made = Repeated()
    for what, seq in happened:
        made.sent += 1
        if what == "differed":
            made.differed(seq, f"a{seq}", f"b{seq}")
        elif what == "failed":
            made.failed[f"why {seq % 2}"] = made.failed.get(f"why {seq % 2}", 0) + 1
        else:
            setattr(made, what, getattr(made, what) + 1)
    return made


@given(events, events)
def test_the_sum_of_parts_is_the_whole(one: list[tuple[str, int]], other: list[tuple[str, int]]) -> None:
    there, back = counted(one), counted(other)
    there.merge(counted(other))
    back.merge(counted(one))
    assert there == back == counted(one + other)
    assert Repeated.from_wire(json.loads(json.dumps(there.to_wire()))) == there
