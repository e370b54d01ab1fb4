"""Batches: messages that are due at the same instant, as the original script sent them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from loadtest.pacing.arrivals import WHOLE, Arrival, Shard

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBatches:
    """`size` messages every `interval` seconds until `duration`, whatever the replies do, as Twilio sends."""

    size: int
    interval: float
    duration: float

    @property
    def batches(self) -> int:
        """Number of batches: one starts at every multiple of `interval` below `duration`."""
        return math.ceil(round(self.duration / self.interval, 9))

    @property
    def total(self) -> int:
        """Number of messages."""
        return self.size * self.batches

    @property
    def offered_rate(self) -> float:
        """Messages per second over the planned duration."""
        return self.total / self.duration

    @property
    def peak_rate(self) -> float:
        """Messages per second while batches leave."""
        return self.size / self.interval

    def due(self, seq: int) -> float:
        """Return the due time of message `seq` in seconds."""
        return seq // self.size * self.interval

    def arrivals(self, shard: Shard = WHOLE) -> Iterator[Arrival]:
        """Yield this shard's arrivals in order."""
        for seq in range(shard.index, self.total, shard.count):
            yield Arrival(seq=seq, due=self.due(seq))

    def most_within(self, seconds: float) -> int:
        """Return how many messages can be due within any `seconds`."""
        return min(self.total, self.size * (math.floor(seconds / self.interval) + 1))

    def opening(self, duration: float) -> OpenBatches:
        """Return the same load for `duration` seconds, to warm up with."""
        return replace(self, duration=duration)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {"model": "open", "size": self.size, "interval": self.interval, "duration": self.duration}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBatches:
    """`size` messages at once, wait for every reply, rest `rest` seconds, again, until `duration` has passed.

    The original script's loop. It slows down with the server, so the number of messages is known only afterwards.
    """

    size: int
    rest: float
    duration: float

    def another(self, elapsed: float) -> bool:
        """Return whether a batch may start `elapsed` seconds after the first."""
        return elapsed < self.duration

    def most_within(self, seconds: float) -> int:  # noqa: ARG002  the same question is asked of every pacing
        """Return how many messages can be open at once: a batch."""
        return self.size

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {"model": "closed", "size": self.size, "rest": self.rest, "duration": self.duration}
