"""What the generator counts about itself adds up; what follows from it is arithmetic."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.generator import OwnSecond, Stalls, derive

counts = st.integers(0, 10**7)
seconds = st.builds(
    OwnSecond,
    cpu_us=counts,
    wall_us=counts,
    stall_us=counts,
    gc_us=counts,
    throttled_us=counts,
    steal_permille=st.integers(0, 1000),
    busy_permille=st.integers(0, 1000),
)


def merged(*parts: OwnSecond) -> OwnSecond:
    total = OwnSecond()
    for part in parts:
        total.merge(part)
    return total


@given(seconds, seconds, seconds)
def test_seconds_of_several_processes_add_up_in_any_order(a: OwnSecond, b: OwnSecond, c: OwnSecond) -> None:
    assert merged(merged(a, b), c) == merged(a, merged(b, c)) == merged(c, b, a)
    assert merged(a, OwnSecond()) == a
    assert merged(a, b).cpu_us == a.cpu_us + b.cpu_us
    assert merged(a, b).stall_us == max(a.stall_us, b.stall_us)


@given(seconds)
def test_the_wire_form_reads_back_equal(second: OwnSecond) -> None:
    assert OwnSecond.from_wire(second.to_wire()) == second


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=8, unique_by=lambda x: x[0]))
def test_statistics_of_stalls_are_those_of_the_messages_one_by_one(weighted: list[tuple[int, int]]) -> None:
    stalls = Stalls(weighted=tuple((float(stall), count) for stall, count in sorted(weighted)))
    each = sorted(float(stall) for stall, count in weighted for _ in range(count))
    assert (stalls.min, stalls.max) == (each[0], each[-1])
    assert stalls.average == pytest.approx(sum(each) / len(each))
    assert stalls.percentile(50) == each[-(-len(each) // 2) - 1]
    assert stalls.percentile(100) == each[-1]


@pytest.mark.parametrize(
    ("own", "done", "weighted"),
    [
        pytest.param({}, {0: 5}, (), id="nobody watched"),
        pytest.param({0: 200_000}, {0: 5}, ((0.2, 5),), id="a reply in a second with a stall may have waited for it"),
        pytest.param({0: 200_000, 1: 0}, {1: 5}, ((0.2, 5),), id="a stall may end in the next second"),
        pytest.param({0: 200_000, 1: 0, 2: 0}, {2: 5}, ((0.0, 5),), id="but not in the one after that"),
        pytest.param({0: 0, 1: 9_000}, {0: 1, 1: 2, 7: 3}, ((0.0, 4), (0.009, 2)), id="unwatched seconds have none"),
        pytest.param({0: 5}, {0: 0}, (), id="no messages"),
    ],
)
def test_a_message_is_exposed_to_the_stalls_around_its_end(own: Any, done: Any, weighted: Any) -> None:
    watched = {index: OwnSecond(stall_us=stall_us, wall_us=1_000_000) for index, stall_us in own.items()}
    assert derive(watched, done).stalls.weighted == weighted


def test_shares_are_of_the_whole_time_and_cpu_of_one_process() -> None:
    quiet = OwnSecond(cpu_us=100_000, wall_us=2_000_000, busy_permille=100)
    busy = OwnSecond(cpu_us=1_900_000, wall_us=2_000_000, throttled_us=500_000, steal_permille=400, busy_permille=900)
    own = derive({0: quiet, 1: busy}, {}, lost_processes=1)
    assert (own.cpu, own.busiest) == (0.5, 0.95)
    assert (own.throttled, own.steal, own.busy) == (0.25, 0.2, 0.5)
    assert own.lost_processes == 1


def test_the_worst_of_every_second_and_the_mean_of_its_shares() -> None:
    own = {
        0: OwnSecond(cpu_us=250_000, wall_us=1_000_000, stall_us=5_000, gc_us=30_000, steal_permille=100),
        1: OwnSecond(cpu_us=750_000, wall_us=1_000_000, stall_us=20_000, gc_us=10_000, busy_permille=500),
    }
    told = derive(own, {})
    assert (told.stall, told.gc, told.cpu, told.busiest) == (0.02, 0.03, 0.5, 0.75)
    assert (told.steal, told.busy, told.lost_processes) == (0.05, 0.25, 0)


def test_without_messages_nothing_waited() -> None:
    assert (Stalls().min, Stalls().max, Stalls().average) == (0.0, 0.0, 0.0)
    assert derive({}, {}).lost_processes == 0
    assert derive({}, {}, lost_processes=2).lost_processes == 2
