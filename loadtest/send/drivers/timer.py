"""Sleeping to some 50 microseconds: libev's timers count in whole milliseconds, Linux's timer descriptors do not.

Source: timerfd_create(2). `os` has it since Python 3.13; before that the C library is asked. Elsewhere than on Linux
the loop's own timers must do.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

import gevent
from gevent.event import Event
from greenlet import getcurrent

if TYPE_CHECKING:
    from collections.abc import Callable

    from greenlet import greenlet

_CLOCK_MONOTONIC = 1
_FLAGS = os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)
_NANOSECONDS = 1_000_000_000
_SHORTEST = 1e-6  # gevent takes 0 for a turn of the other greenlets, without a look at sockets


class _Spec(ctypes.Structure):
    _fields_ = (("interval", ctypes.c_long * 2), ("value", ctypes.c_long * 2))


class Timer:
    """One sleeper's timer; `close` releases its descriptor. The hub watches it all the time: a sleep is one call."""

    def __init__(self) -> None:
        self._fd, self._set = _descriptor()
        hub = gevent.get_hub()
        self._switch = hub.switch
        self._sleeper: greenlet | None = None
        self._woken = Event()
        self._watcher = hub.loop.io(self._fd, 1) if self._fd >= 0 else None
        if self._watcher is not None:
            self._watcher.start(self._over)

    def sleep(self, seconds: float) -> None:
        """Sleep; other greenlets run meanwhile, and whatever sockets have to tell is heard, even for 0 seconds."""
        if self._watcher is None:
            self._woken.clear()
            self._woken.wait(max(seconds, _SHORTEST))
            return
        self._sleeper = getcurrent()
        self._set(self._fd, max(int(seconds * _NANOSECONDS), 1))  # 0 would disarm it
        try:
            self._switch()
        finally:
            self._sleeper = None

    def wake(self) -> None:
        """End the sleep, if there is one, at the next turn of the loop."""
        if self._watcher is None:
            self._woken.set()
        elif self._sleeper is not None:
            self._set(self._fd, 1)

    def _over(self) -> None:
        if self._sleeper is None:
            os.read(self._fd, 8)  # nobody sleeps any more; setting it anew would silence it, too
        else:
            self._sleeper.switch()

    def close(self) -> None:
        """Give the descriptor back."""
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher.close()
            os.close(self._fd)
            self._watcher = None


def _descriptor() -> tuple[int, Callable[[int, int], object]]:
    """Return a timer descriptor and how to set it to nanoseconds from now; -1 where there is none."""
    none: tuple[int, Callable[[int, int], object]] = -1, lambda _fd, _nanoseconds: None
    if sys.platform != "linux":
        return none
    if sys.version_info >= (3, 13) and hasattr(os, "timerfd_create"):  # Python may have been built without
        try:
            made = os.timerfd_create(_CLOCK_MONOTONIC, flags=_FLAGS)
        except OSError:  # the kernel, or what plays it, has none
            return none
        return made, lambda fd, after: os.timerfd_settime_ns(fd, initial=after)
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "timerfd_create"):
        return none
    settime, spec = libc.timerfd_settime, _Spec()
    value, where = spec.value, ctypes.byref(spec)

    def set_time(fd: int, after: int) -> None:
        value[0], value[1] = divmod(after, _NANOSECONDS)
        settime(fd, 0, where, None)

    return int(libc.timerfd_create(_CLOCK_MONOTONIC, _FLAGS)), set_time
