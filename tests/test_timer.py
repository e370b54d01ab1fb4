"""The pacer's timer: it sleeps as long as it is told, lets others run, and gives its descriptor back."""

from __future__ import annotations

import time
from pathlib import Path

import gevent
import pytest

from loadtest.drivers import timer as timer_module
from loadtest.drivers.timer import Timer


@pytest.mark.parametrize("seconds", [0.0, 0.0003, 0.002, 0.02])
def test_it_sleeps_no_shorter_than_told(seconds: float) -> None:
    timer = Timer()
    began = time.monotonic()
    timer.sleep(seconds)
    assert time.monotonic() - began >= seconds
    timer.close()


def test_a_time_that_is_over_already_is_no_sleep() -> None:
    timer = Timer()
    timer.sleep(-1.0)
    timer.close()


def test_other_greenlets_run_meanwhile() -> None:
    timer = Timer()
    other = gevent.spawn(lambda: "ran")
    timer.sleep(0.005)
    assert other.value == "ran"
    timer.close()


def test_its_descriptor_is_given_back() -> None:
    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = held()
    timers = [Timer() for _ in range(5)]
    for timer in timers:
        timer.close()
        timer.close()
    assert held() == before


def test_a_sleeper_that_is_killed_can_close_it() -> None:
    timer = Timer()
    sleeper = gevent.spawn(timer.sleep, 60.0)
    gevent.sleep(0)
    sleeper.kill()
    timer.close()


def test_without_such_descriptors_the_loops_own_timers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timer_module, "_descriptor", lambda: (-1, lambda _fd, _after: None))
    timer = Timer()
    began = time.monotonic()
    timer.sleep(0.005)
    assert time.monotonic() - began >= 0.004
    timer.close()
