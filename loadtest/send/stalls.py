"""Watches this program while it sends: a ticker every 10 ms, and once a second what may have delayed it.

A timer of the event loop does it: no greenlet, no thread, about a thousandth of a core.
"""

from __future__ import annotations

import gc
import math
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Self

import gevent

from loadtest.measure.generator import MICRO, OwnSecond
from loadtest.send.machine import Gauges

if TYPE_CHECKING:
    from collections.abc import Callable


TICK = 0.01
LONG = 0.25
"""Seconds of a stall that is remembered by itself: it may have made a message time out."""
_REMEMBERED = 1000


class StallMeter:
    """Use it as a context around the load; it writes to `own`, by the seconds of `clock`."""

    def __init__(self, own: dict[int, OwnSecond], clock: Callable[[], float]) -> None:
        self._own = own
        self._clock = clock
        self._gauges = Gauges()
        self._long: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self._collecting = 0.0

    def __enter__(self) -> Self:
        self._sampled = time.monotonic()
        # Half a tick off: most loads are due at whole hundredths of a second, and looking must not delay them.
        self._last = self._sampled + TICK / 2
        self._second = math.floor(self._clock())
        self._cpu = time.process_time()
        self._reading = self._gauges.read()
        gc.callbacks.append(self._collection)
        self._timer = gevent.get_hub().loop.timer(TICK * 1.5, TICK)
        self._timer.start(self._tick)
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        self._timer.close()
        self._tick()
        self._sample(time.monotonic())
        gc.callbacks.remove(self._collection)
        self._gauges.close()

    def longest_stall(self, since: float) -> float:
        """Return the longest stall in seconds since the instant `since`, one that is just ending included."""
        longest = max((stall for end, stall in self._long if end > since), default=0.0)
        return max(longest, time.monotonic() - self._last - TICK)

    def _tick(self) -> None:
        now = time.monotonic()
        stall = now - self._last - TICK
        self._last = now
        instant = self._clock()
        if stall > 0:
            stall_us = int(stall * MICRO)
            for second in range(math.floor(instant - stall), math.floor(instant) + 1):
                if second >= 0:
                    own = self._at(second)
                    own.stall_us = max(own.stall_us, stall_us)
            if stall >= LONG:
                self._long.append((instant, stall))
        if (second := math.floor(instant)) != self._second:
            # A clock that went back was set to the load's beginning: what came before belongs to no second.
            self._sample(now, count=second > self._second)
            self._second = second

    def _sample(self, now: float, *, count: bool = True) -> None:
        cpu, reading = time.process_time(), self._gauges.read()
        if count and self._second >= 0:
            own = self._at(self._second)
            own.cpu_us += int((cpu - self._cpu) * MICRO)
            own.wall_us += int((now - self._sampled) * MICRO)
            throttled, steal, busy = reading.since(self._reading)
            own.throttled_us = max(own.throttled_us, throttled)
            own.steal_permille = max(own.steal_permille, steal)
            own.busy_permille = max(own.busy_permille, busy)
        self._cpu, self._reading, self._sampled = cpu, reading, now

    def _collection(self, phase: str, _: dict[str, Any]) -> None:
        now = time.monotonic()
        if phase == "start":
            self._collecting = now
        elif (second := math.floor(self._clock())) >= 0:
            own = self._at(second)
            own.gc_us = max(own.gc_us, int((now - self._collecting) * MICRO))

    def _at(self, second: int) -> OwnSecond:
        own = self._own.get(second)
        if own is None:
            own = self._own[second] = OwnSecond()
        return own
