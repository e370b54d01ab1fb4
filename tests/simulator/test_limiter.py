"""The simulator's limiters: exact when check and count are one step, and honest about the wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.simulator.limiter import limiter
from loadtest.words.quota import Quota

if TYPE_CHECKING:
    from loadtest.simulator.behaviour import Window

instants = st.lists(st.integers(0, 300), max_size=60).map(sorted)
quotas = st.builds(Quota, count=st.integers(1, 5), period=st.integers(1, 60).map(float))


def accepted(window: Window, quota: Quota, times: list[int]) -> list[int]:
    fresh = limiter(quota, window)
    return [now for now in times if not fresh.take("+1", now)]


@pytest.mark.parametrize(
    ("window", "times", "expected"),
    [
        pytest.param("fixed", [0, 9, 9, 9], [0, 9], id="fixed: the third message of a period is too many"),
        pytest.param("fixed", [0, 9, 10, 11, 12], [0, 9, 10, 11], id="fixed: a new period brings the whole quota back"),
        pytest.param("fixed", [7, 16, 17, 18], [7, 16, 17, 18], id="fixed: the period begins with the first message"),
        pytest.param("sliding", [0, 9, 10, 11, 12], [0, 9, 10], id="sliding: only what is a period old comes back"),
        pytest.param("sliding", [0, 9, 9, 10, 19], [0, 9, 10, 19], id="sliding: a refused message costs nothing"),
    ],
)
def test_what_is_accepted_of_two_per_ten_seconds(window: Window, times: list[int], expected: list[int]) -> None:
    assert accepted(window, Quota(count=2, period=10.0), times) == expected


@given(quotas, instants)
def test_no_stretch_of_a_sliding_period_holds_more_than_the_quota(quota: Quota, times: list[int]) -> None:
    taken = accepted("sliding", quota, times)
    for end in taken:
        assert sum(end - quota.period < now <= end for now in taken) <= quota.count


@given(quotas, instants)
def test_a_fixed_window_lets_the_first_quota_through_and_at_most_twice_in_any_stretch(
    quota: Quota, times: list[int]
) -> None:
    taken = accepted("fixed", quota, times)
    for end in taken:
        assert sum(end - quota.period < now <= end for now in taken) <= 2 * quota.count
    if times:
        first = [now for now in times if now < times[0] + quota.period]
        assert [now for now in taken if now < times[0] + quota.period] == first[: quota.count]


@given(st.sampled_from(["fixed", "sliding"]), quotas, instants)
def test_after_the_wait_it_may_send_and_just_before_it_may_not(window: Window, quota: Quota, times: list[int]) -> None:
    fresh = limiter(quota, window)
    for now in times:
        if wait := fresh.take("+1", now):
            assert fresh.wait("+1", now + wait / 2) > 0
            assert fresh.wait("+1", now + wait) == 0
            break


@pytest.mark.parametrize("window", ["fixed", "sliding"])
def test_asking_counts_nothing_and_numbers_do_not_share(window: Window) -> None:
    fresh = limiter(Quota(count=1, period=10.0), window)
    assert [fresh.wait("+1", 0) for _ in range(3)] == [0, 0, 0]
    assert fresh.take("+1", 1) == 0
    assert fresh.take("+2", 1) == 0
    assert fresh.take("+1", 4) == 7


@pytest.mark.parametrize("window", ["fixed", "sliding"])
def test_what_slipped_through_a_race_is_waited_for_too(window: Window) -> None:
    fresh = limiter(Quota(count=2, period=10.0), window)
    for now in (0, 1, 2):
        fresh.count("+1", now)
    assert fresh.wait("+1", 5) == (5 if window == "fixed" else 6)
