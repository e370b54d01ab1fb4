"""A run cut into blocks of time, and what is read from them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from loadtest.measure.stretches import gather
from loadtest.verdict.judge import UNJUDGED, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loadtest.measure.histogram import Histogram
    from loadtest.measure.snapshot import Second, Snapshot

MOST_BLOCKS = 12
"""What slows a server for long makes long blocks necessary."""
_MOST_OF_PAIRS = 60
"""It slows both sides of a pair, so theirs may be short; what neighbours share all the same is reckoned with."""
FEWEST_BLOCKS = 6
"""Fewer say too little of their own spread."""
SHARES = {
    "success": Reason.ACCEPTED,
    "failed": Reason.ACCEPTED,  # all but these
    "rate_limited": Reason.RATE_LIMITED,
    "refused": Reason.REFUSED,
    "timeouts": Reason.TIMEOUT,
}
"""The shares of judged messages that blocks can tell, by metric, and what is counted for them."""
_SHORT = 10
"""Seconds of a run for each second of a block that it must have."""


class Curve:
    """How many durations lie above a value; within a bucket they are taken as evenly spread."""

    __slots__ = ("_left", "buckets", "count", "total")

    def __init__(self, buckets: list[tuple[float, float, int]], total: float) -> None:
        self.buckets = buckets
        self._left = [*accumulate((count for *_, count in buckets), initial=0)]
        self.count = self._left[-1]
        self.total = total

    @classmethod
    def of(cls, histogram: Histogram) -> Curve:
        """Return the curve of counted durations."""
        return cls(histogram.buckets(), histogram.total)

    @classmethod
    def sum(cls, curves: Iterable[Curve]) -> Curve:
        """Return the curve of all their durations together."""
        counts = Counter[tuple[float, float]]()
        total = 0.0
        for curve in curves:
            total += curve.total
            for low, high, count in curve.buckets:
                counts[low, high] += count
        return cls([(*bounds, count) for bounds, count in sorted(counts.items())], total)

    def above(self, value: float) -> float:
        """Return how many durations (seconds) are longer than `value`."""
        place = bisect_right(self.buckets, value, key=lambda bucket: bucket[0]) - 1
        if place < 0:
            return float(self.count)
        low, high, count = self.buckets[place]
        past = min((value - low) / (high - low), 1.0) if high > low else 1.0
        return self.count - self._left[place] - past * count


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What happened to the messages that were due in one stretch of the load."""

    times: Curve
    judged: int
    counts: dict[Reason, int]


def edges_of(until: float) -> list[int]:
    """Return where the blocks of a run up to `until` (seconds) begin, and where the last ends; there are few of them.

    Two seconds is the least that a block of a run of some length lasts, as one slow call makes its neighbours slow.
    """
    seconds = max(int(until), 1)
    return _edges(seconds, MOST_BLOCKS)


def edges_of_pairs(until: float) -> list[int]:
    """Return the same for pairs."""
    return _edges(max(int(until), 1), _MOST_OF_PAIRS)


def _edges(seconds: int, most: int) -> list[int]:
    length = max(1, math.ceil(seconds / most), min(2, seconds // _SHORT))
    return [*range(0, seconds - length + 1, length), seconds]


def stretches_of(snapshot: Snapshot, edges: Sequence[int]) -> list[Second]:
    """Return the run in stretches between these edges (seconds)."""
    stretches: dict[int, Second] = {}
    for _ in gather(snapshot.seconds, edges, stretches):
        pass
    return [*stretches.values()]


def blocks_of(snapshot: Snapshot, edges: Sequence[int]) -> list[Block]:
    """Return the same stretches as blocks."""
    return [block_of(stretch) for stretch in stretches_of(snapshot, edges)]


def block_of(stretch: Second) -> Block:
    """Return a stretch of the load as a block."""
    judged = sum(count for reason, count in stretch.reasons.items() if reason not in UNJUDGED)
    return Block(times=Curve.of(stretch.latency), judged=judged, counts=stretch.reasons)


def counted(metric: str, blocks: Sequence[Block]) -> tuple[list[int], list[int]]:
    """Return, block by block, the messages that one of `SHARES` counts, and all that were judged."""
    judged = [block.judged for block in blocks]
    counts = [block.counts.get(SHARES[metric], 0) for block in blocks]
    if metric == "failed":
        counts = [of - accepted for of, accepted in zip(judged, counts, strict=True)]
    return counts, judged
