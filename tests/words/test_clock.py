"""The run's clock counts from its start, whenever that was said to be."""

from __future__ import annotations

import time

import pytest

from loadtest.words.clock import RunClock


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        pytest.param(None, 0.0, id="now, where no instant is named"),
        pytest.param(-10.0, 10.0, id="ten seconds ago"),
        pytest.param(60.0, -60.0, id="in a minute: what is due before is the warm-up's"),
    ],
)
def test_zero_is_where_the_load_begins(ahead: float | None, shown: float) -> None:
    clock = RunClock()
    clock.start(None if ahead is None else time.monotonic() + ahead)
    assert clock() == pytest.approx(shown, abs=0.5)
    assert clock() <= clock(), "it never goes back by itself"
