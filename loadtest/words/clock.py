"""The run's own monotonic clock; 0.0 is the due time of the first message."""

from __future__ import annotations

import time


class RunClock:
    """Call it for the seconds since `start`; the wall clock may jump, this one does not."""

    __slots__ = ("_zero",)

    def __init__(self) -> None:
        self._zero = time.monotonic()

    def start(self, at: float | None = None) -> None:
        """Make this instant 0.0, or the instant `at` of the system's monotonic clock, which all processes share."""
        self._zero = time.monotonic() if at is None else at

    def __call__(self) -> float:
        """Return the seconds since `start`."""
        return time.monotonic() - self._zero

    def of(self, at: float) -> float:
        """Return an instant of the system's monotonic clock, which all processes share, as seconds since `start`."""
        return at - self._zero
