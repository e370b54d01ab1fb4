"""How many messages a key (a phone number, a client's address) may send per period.

Pure: `now` is any monotonic number of seconds. Asking and counting are two steps, because a real server's check and
count may be apart; `take` is both in one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadtest.simulator.behaviour import Window
    from loadtest.words.quota import Quota


class Limiter(ABC):
    """A quota for every key."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota

    @abstractmethod
    def wait(self, key: str, now: float) -> float:
        """Return seconds until `key` may send again; 0.0 when it may now."""

    @abstractmethod
    def count(self, key: str, now: float) -> None:
        """Count one message of `key`, whether it may or not."""

    def take(self, key: str, now: float) -> float:
        """Return `wait`, and count the message if it may be sent now."""
        wait = self.wait(key, now)
        if not wait:
            self.count(key, now)
        return wait


class FixedWindow(Limiter):
    """A period begins with a key's first message and ends with everything counted in it."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota)
        self._windows: dict[str, tuple[float, int]] = {}

    def wait(self, key: str, now: float) -> float:
        """Return seconds until the key's period ends, if it is used up."""
        begin, counted = self._window(key, now)
        return begin + self.quota.period - now if counted >= self.quota.count else 0.0

    def count(self, key: str, now: float) -> None:
        """Count in the period that runs, or begin one."""
        begin, counted = self._window(key, now)
        self._windows[key] = (begin, counted + 1)

    def _window(self, key: str, now: float) -> tuple[float, int]:
        begin, counted = self._windows.get(key, (now, 0))
        return (begin, counted) if now < begin + self.quota.period else (now, 0)


class SlidingWindow(Limiter):
    """Any stretch of one period holds at most the quota."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota)
        self._instants: dict[str, deque[float]] = {}

    def wait(self, key: str, now: float) -> float:
        """Return seconds until enough of the key's messages are a period old."""
        instants = self._instants.get(key)
        if not instants:
            return 0.0
        while instants and instants[0] + self.quota.period <= now:
            instants.popleft()
        surplus = len(instants) - self.quota.count  # above 0 when a race let more through
        return instants[surplus] + self.quota.period - now if surplus >= 0 else 0.0

    def count(self, key: str, now: float) -> None:
        """Remember the instant."""
        self._instants.setdefault(key, deque()).append(now)


def limiter(quota: Quota, window: Window = "fixed") -> Limiter:
    """Return an empty limiter of that kind."""
    return SlidingWindow(quota) if quota.sliding or window == "sliding" else FixedWindow(quota)
