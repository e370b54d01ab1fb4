"""Stripes of all arrivals: they need no coordinator, and their union is the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.pacing import WHOLE, Shard


@given(st.integers(1, 7), st.data(), st.integers(1, 4), st.integers(0, 500))
def test_a_shard_splits_into_finer_ones(count: int, data: st.DataObject, parts: int, whole: int) -> None:
    shard = Shard(index=data.draw(st.integers(0, count - 1)), count=count)
    finer = shard.split(parts)
    assert sum(one.part(whole) for one in finer) == shard.part(whole)
    assert [place for place in range(whole) if shard.holds(place)] == sorted(
        place for one in finer for place in range(whole) if one.holds(place)
    )


def test_people_count_shards_from_one() -> None:
    assert [shard.text for shard in Shard(index=1, count=5).split(2)] == ["2/10", "7/10"]


def test_the_whole_is_one_stripe_of_one() -> None:
    assert (WHOLE.text, WHOLE.part(7), WHOLE.split(1)) == ("1/1", 7, (WHOLE,))


@pytest.mark.parametrize(("index", "part"), [(0, 3), (1, 2), (2, 2)])
def test_the_first_stripes_take_what_does_not_divide(index: int, part: int) -> None:
    assert Shard(index=index, count=3).part(7) == part
