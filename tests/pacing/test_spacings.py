"""Every arrival process keeps to what `stages` asks of it."""

from __future__ import annotations

import pytest

from loadtest.pacing import SPACINGS, Shard, Spacing


@pytest.mark.parametrize("spacing", SPACINGS.values(), ids=lambda spacing: spacing.name)
def test_positions_are_as_many_as_planned_in_order_and_shards_share_them_out(spacing: Spacing) -> None:
    whole = [float(place) for place in spacing.positions(100, 99.5, 3)]
    assert len(whole) == 100
    assert whole == sorted(whole)
    assert 0 <= whole[0] <= whole[-1] <= 99.5
    shards = [[*spacing.of_shard(Shard(index=index, count=3), 100, 99.5, 3)] for index in range(3)]
    assert sorted(place for shard in shards for place in shard) == whole
    assert [spacing.position(seq, 100, 99.5, 3) for seq in range(100)] == whole


def test_names_are_their_keys() -> None:
    assert all(name == spacing.name for name, spacing in SPACINGS.items())
