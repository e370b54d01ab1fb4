"""When messages are due: pure values, no clock inside.

In the open model the due time of message *i* is arithmetic, whatever the replies do. In the closed model a batch is due
when the one before it has been answered, so only the driver can know; the value holds the rule.
A shard is a stripe: arrival *i* belongs to shard `i mod count`, so shards need no coordinator and their union is exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Message number `seq` (from 0) is due `due` seconds after the first."""

    seq: int
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Stripe `index` of `count`."""

    index: int = 0
    count: int = 1


WHOLE = Shard()


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

    def due(self, seq: int) -> float:
        """Return the due time of message `seq` in seconds."""
        return seq // self.size * self.interval

    def arrivals(self, shard: Shard = WHOLE) -> Iterator[Arrival]:
        """Yield this shard's arrivals in order."""
        for seq in range(shard.index, self.total, shard.count):
            yield Arrival(seq=seq, due=self.due(seq))

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

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {"model": "closed", "size": self.size, "rest": self.rest, "duration": self.duration}


Pacing = OpenBatches | ClosedBatches


def pacing_from_wire(wire: dict[str, Any]) -> Pacing:
    """Return the pacing that `to_wire` described."""
    fields = {name: value for name, value in wire.items() if name != "model"}
    return OpenBatches(**fields) if wire["model"] == "open" else ClosedBatches(**fields)
