"""The meter sees its own program stand still, collect garbage and use CPU, in the second in which it happened."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import gevent
import pytest

from loadtest.send.stalls import StallMeter
from loadtest.words.clock import RunClock

if TYPE_CHECKING:
    from loadtest.measure.generator import OwnSecond


@pytest.fixture
def clock() -> RunClock:
    return RunClock()


def test_a_stall_is_seen_and_remembered(clock: RunClock) -> None:
    own: dict[int, OwnSecond] = {}
    with StallMeter(own, clock) as meter:
        gevent.sleep(0.05)
        before = clock()
        time.sleep(0.4)
        assert meter.longest_stall(before) > 0.35, "also before the ticker came round"
        gevent.sleep(0.05)
        assert meter.longest_stall(before) > 0.35
        for _ in range(50):  # this machine may stand still by itself, but not for ever
            after = clock()
            gevent.sleep(0.02)
            if (since := meter.longest_stall(after)) < 0.35:
                break
        assert since < 0.35, "what came before is not counted"
    assert max(second.stall_us for second in own.values()) > 350_000


def test_a_stall_over_the_border_of_seconds_belongs_to_both(clock: RunClock) -> None:
    own: dict[int, OwnSecond] = {}
    with StallMeter(own, clock):
        clock.start(time.monotonic() - 0.8)
        gevent.sleep(0.02)
        first = int(clock())
        time.sleep(first + 1 - clock() + 0.2)
        gevent.sleep(0.02)
    assert all(own[second].stall_us > 150_000 for second in (first, first + 1))


def test_cpu_and_garbage_collection_are_counted(clock: RunClock) -> None:
    own: dict[int, OwnSecond] = {}
    callbacks = len(gc.callbacks)
    with StallMeter(own, clock):
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
        gc.collect()
        gevent.sleep(0.02)
    assert 90_000 < sum(second.cpu_us for second in own.values()) < sum(second.wall_us for second in own.values())
    assert max(second.gc_us for second in own.values()) > 0
    assert len(gc.callbacks) == callbacks


def test_what_happens_in_the_warm_up_is_nobodys_second(clock: RunClock) -> None:
    own: dict[int, OwnSecond] = {}
    with StallMeter(own, clock):
        clock.start(time.monotonic() + 60)
        time.sleep(0.05)
        gevent.sleep(0.05)
    assert not own
