"""The pacer's timer: it sleeps as long as it is told, lets others run, and gives its descriptor back."""

from __future__ import annotations

import os
import time
from pathlib import Path

import gevent
import pytest

from loadtest.send.drivers import timer as timer_module
from loadtest.send.drivers.timer import Timer


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

    Timer().close()  # the first makes the hub, which has descriptors of its own
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


@pytest.mark.parametrize("has_descriptors", [True, False])
def test_a_sleep_of_no_time_still_hears_what_sockets_have_to_tell(
    monkeypatch: pytest.MonkeyPatch,
    has_descriptors: bool,  # noqa: FBT001
) -> None:
    if not has_descriptors:
        monkeypatch.setattr(timer_module, "_descriptor", lambda: (-1, lambda _fd, _after: None))
    heard: list[bool] = []
    reader, writer = os.pipe()
    watcher = gevent.get_hub().loop.io(reader, 1)
    watcher.start(lambda: (os.read(reader, 1), heard.append(True)))
    timer = Timer()
    for _ in range(3):
        os.write(writer, b"x")
        timer.sleep(0.0)
        timer.sleep(0.0)  # the timer may be told of before the pipe
    assert len(heard) == 3
    timer.close()
    watcher.close()
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("missing", ["timerfd_create", "both", "kernel"])
def test_where_the_system_has_no_such_timers_the_loop_has_to_do(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    def refused(*_: object, **__: object) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.delattr(os, "timerfd_create", raising=False)
    if missing == "both":
        monkeypatch.setattr(timer_module.ctypes, "CDLL", lambda _: object())
    elif missing == "kernel":
        monkeypatch.setattr(os, "timerfd_create", refused, raising=False)
        monkeypatch.setattr(timer_module.sys, "version_info", (3, 13))
    timer = Timer()
    assert (timer._watcher is None) is (missing != "timerfd_create")
    began = time.monotonic()
    timer.sleep(0.01)
    assert time.monotonic() - began >= 0.01
    timer.close()
