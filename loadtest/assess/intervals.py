"""How sure a figure is: confidence intervals for averages, percentiles and shares, alone and between two servers.

Neighbours in time are not independent: one slow second slows many messages. So a run is cut into blocks of time, what
is estimated is written as a sum over blocks, and the blocks' spread gives the interval, with Student's t for their
number (batch means; Schmeiser 1982, "Batch size effects in the analysis of simulation output"). A ratio's interval
holds every ratio that the blocks do not refute (Fieller 1954): for percentiles, how many messages of each server lie
above the value that divides both when one is stretched by that ratio. No density is estimated, no shape is assumed.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from statistics import NormalDist
from typing import TYPE_CHECKING

from loadtest.measure.stretches import gather
from loadtest.verdict.judge import UNJUDGED, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.measure.histogram import Histogram
    from loadtest.measure.snapshot import Second, Snapshot

MOST_BLOCKS, MOST_OF_PAIRS = 12, 24
"""What slows a server for long makes long blocks necessary; it slows both sides of a pair, so theirs may be shorter."""
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
_STEPS = 40
_WIDEST = 64.0
"""Ratios between a 64th and 64 times are told apart."""
_NEXT = 1e-4
"""How far apart, as a share, two ratios are that an interval's ends surely tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where the true value lies, as sure as `confidence` (a share) says; `low` 0 or `high` infinite is unknown."""

    low: float
    high: float
    confidence: float

    def holds(self, value: float) -> bool:
        """Return whether `value` is not refuted."""
        return self.low <= value <= self.high


class Curve:
    """How many durations lie above a value; within a bucket they are taken as evenly spread."""

    __slots__ = ("_edges", "_left", "count", "total")

    def __init__(self, histogram: Histogram) -> None:
        buckets = histogram.buckets()
        self.count = histogram.count
        self.total = histogram.total
        self._edges: list[tuple[float, float, int]] = buckets
        self._left = [*accumulate((count for *_, count in buckets), initial=0)]

    def above(self, value: float) -> float:
        """Return how many durations (seconds) are longer than `value`."""
        place = bisect_right(self._edges, value, key=lambda bucket: bucket[0]) - 1
        if place < 0:
            return float(self.count)
        low, high, count = self._edges[place]
        past = min((value - low) / (high - low), 1.0) if high > low else 1.0
        return self.count - self._left[place] - past * count


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What happened to the messages that were due in one stretch of the load."""

    times: Curve
    judged: int
    counts: dict[Reason, int]


def edges_of(until: float, *, most: int = MOST_BLOCKS) -> list[int]:
    """Return where the blocks of a run up to `until` (seconds) begin, and where the last ends; there are few of them.

    Two seconds is the least that a block of a run of some length lasts, as one slow call makes its neighbours slow.
    """
    seconds = max(int(until), 1)
    length = max(1, math.ceil(seconds / most), min(2, seconds // _SHORT))
    return [*range(0, seconds - length + 1, length), seconds]


def stretches_of(snapshot: Snapshot, *, until: float, most: int = MOST_BLOCKS) -> list[Second]:
    """Return the run up to `until` (seconds) in stretches of equal length, at most so many."""
    stretches: dict[int, Second] = {}
    for _ in gather(snapshot.seconds, edges_of(until, most=most), stretches):
        pass
    return [*stretches.values()]


def blocks_of(snapshot: Snapshot, *, until: float, most: int = MOST_BLOCKS) -> list[Block]:
    """Return the same stretches as blocks."""
    return [block_of(stretch) for stretch in stretches_of(snapshot, until=until, most=most)]


def block_of(stretch: Second) -> Block:
    """Return a stretch of the load as a block."""
    judged = sum(count for reason, count in stretch.reasons.items() if reason not in UNJUDGED)
    return Block(times=Curve(stretch.latency), judged=judged, counts=stretch.reasons)


def average(blocks: Sequence[Block], confidence: float) -> Interval | None:
    """Return the interval of the mean response time in seconds; None where nothing can be said."""
    count = sum(block.times.count for block in blocks)
    if not _enough(blocks) or not count:
        return None
    mean = sum(block.times.total for block in blocks) / count
    error = _error([block.times.total - mean * block.times.count for block in blocks]) / count
    half = student(confidence, len(blocks) - 1) * error
    return Interval(low=max(mean - half, 0.0), high=mean + half, confidence=confidence)


def percentile(blocks: Sequence[Block], percent: float, confidence: float) -> Interval | None:
    """Return the interval of a percentile in seconds; `high` is infinite where the largest value may be too small."""
    count = sum(block.times.count for block in blocks)
    if not _enough(blocks) or not count:
        return None
    wanted = 1 - percent / 100
    value = _where(lambda at: sum(block.times.above(at) for block in blocks) / count, wanted)
    spread = _error([block.times.above(value) - wanted * block.times.count for block in blocks]) / count
    # Blocks that agree by chance must not make few messages look sure: independent ones would differ by this.
    least = math.sqrt(wanted * (1 - wanted) / count)
    half = student(confidence, len(blocks) - 1) * max(spread, least)
    edges = [wanted + half, wanted - half]
    low, high = (
        0.0 if edge >= 1 else math.inf if edge < 1 / count else _where(lambda at: _above(blocks, at) / count, edge)
        for edge in edges
    )
    return Interval(low=low, high=high, confidence=confidence)


def counted(metric: str, blocks: Sequence[Block]) -> tuple[list[int], list[int]]:
    """Return, block by block, the messages that one of `SHARES` counts, and all that were judged."""
    judged = [block.judged for block in blocks]
    counts = [block.counts.get(SHARES[metric], 0) for block in blocks]
    if metric == "failed":
        counts = [of - accepted for of, accepted in zip(judged, counts, strict=True)]
    return counts, judged


def share(counts: Sequence[int], judged: Sequence[int], confidence: float) -> Interval | None:
    """Return the interval of a share (Wilson's), as wide as the spread of the blocks asks for."""
    total, hits = sum(judged), sum(counts)
    if not total:
        return None
    portion = hits / total
    independent = portion * (1 - portion) / total
    inflation = 1.0
    if len(judged) >= FEWEST_BLOCKS and independent:
        spread = _error([one - portion * of for one, of in zip(counts, judged, strict=True)]) / total
        inflation = max(1.0, spread * spread / independent)
    size = total / inflation
    z = student(confidence, max(len(judged) - 1, FEWEST_BLOCKS))
    middle = (portion + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(portion * (1 - portion) / size + z * z / (4 * size * size))
    # At the ends Wilson's bound is the share itself, which arithmetic would miss by a last digit.
    return Interval(
        low=max(middle - half, 0.0) if hits else 0.0,
        high=min(middle + half, 1.0) if hits < total else 1.0,
        confidence=confidence,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The ratio of two servers' figures, as blocks tell it.

    `apart` gives how much more one has than the other at a ratio, about 0 at the true one, and the error of that.
    """

    apart: Callable[[float], tuple[float, float]]
    freedom: int

    def interval(self, confidence: float) -> Interval:
        """Return the ratios that are not further from the blocks than chance explains."""
        limit, widest = student(confidence, self.freedom), math.log(_WIDEST)

        def crossing(level: float) -> float:
            low, high = -widest, widest
            for _ in range(_STEPS // 2):
                middle = (low + high) / 2
                low, high = (middle, high) if self._beyond(math.exp(middle)) > level else (low, middle)
            return math.exp((low + high) / 2)

        low, high = crossing(limit), crossing(-limit)
        edge = _WIDEST * (1 - 1e-6)
        return Interval(
            low=0.0 if low <= 1 / edge else low, high=math.inf if high >= edge else high, confidence=confidence
        )

    def clear_of(self, ratio: float, confidence: float) -> bool:
        """Return whether `interval` leaves out a ratio and what is next to it: the same at a fortieth of its cost."""
        limit = student(confidence, self.freedom)
        return self._beyond(ratio * (1 + _NEXT)) > limit or self._beyond(ratio * (1 - _NEXT)) < -limit

    def _beyond(self, ratio: float) -> float:
        """Return by how many errors the true ratio seems to be above this one."""
        difference, error = self.apart(ratio)
        return difference / error if error else math.copysign(math.inf, difference) if difference else 0.0


def average_ratio(new: Sequence[Block], old: Sequence[Block], *, paired: bool = True) -> Ratio | None:
    """Return the ratio of two mean response times; `paired` blocks are of the same stretches of time."""
    counts = _counts(new), _counts(old)
    if not (_enough(new) and _enough(old)) or not all(counts):
        return None
    means = [sum(block.times.total for block in side) / count for side, count in zip((new, old), counts, strict=True)]

    def apart(ratio: float) -> tuple[float, float]:
        parts = [
            [times * block.times.total / count for block in side]
            for side, count, times in zip((new, old), counts, (1.0, ratio), strict=True)
        ]
        shares = (means[0], ratio * means[1])
        return _apart(parts, [new, old], counts, shares, paired=paired)

    return Ratio(apart=apart, freedom=_freedom(new, old))


def percentile_ratio(
    new: Sequence[Block], old: Sequence[Block], percent: float, *, paired: bool = True
) -> Ratio | None:
    """Return the ratio of two percentiles; `paired` blocks are of the same stretches of time."""
    counts = _counts(new), _counts(old)
    wanted = 1 - percent / 100
    if not (_enough(new) and _enough(old)) or min(counts) * wanted < 1:
        return None
    least = math.sqrt(wanted * (1 - wanted) * (1 / counts[0] + 1 / counts[1]) / 2)

    def apart(ratio: float) -> tuple[float, float]:
        at = _where(lambda t: _above(new, t) / counts[0] / 2 + _above(old, t / ratio) / counts[1] / 2, wanted)
        parts = [
            [block.times.above(value) / count for block in side]
            for side, count, value in zip((new, old), counts, (at, at / ratio), strict=True)
        ]
        difference, error = _apart(parts, [new, old], counts, [sum(part) for part in parts], paired=paired)
        return difference, max(error, least)

    return Ratio(apart=apart, freedom=_freedom(new, old))


def share_difference(
    new: tuple[Sequence[int], Sequence[int]],
    old: tuple[Sequence[int], Sequence[int]],
    confidence: float,
    *,
    paired: bool = True,
) -> Interval | None:
    """Return the interval of the difference of two shares; each is (counts, judged) by blocks, `paired` or not."""
    totals = sum(new[1]), sum(old[1])
    freedom = min(len(new[1]), len(old[1])) - 1
    if freedom < FEWEST_BLOCKS - 1 or not all(totals):
        return None
    portions = sum(new[0]) / totals[0], sum(old[0]) / totals[1]
    parts = [
        [(count - portion * of) / total for count, of in zip(*side, strict=True)]
        for side, portion, total in zip((new, old), portions, totals, strict=True)
    ]
    # One more of each outcome (Agresti and Caffo 2000): no failure among few messages does not make the share 1.
    padded = [(sum(side[0]) + 1) / (sum(side[1]) + 2) for side in (new, old)]
    least = math.sqrt(sum(p * (1 - p) / (total + 2) for p, total in zip(padded, totals, strict=True)))
    error = _error([a - b for a, b in zip(*parts, strict=True)]) if paired else math.hypot(*map(_error, parts))
    half = student(confidence, freedom) * max(error, least)
    middle = portions[0] - portions[1]
    # Not cut at the most that two shares can differ by: the middle is what was seen.
    return Interval(low=middle - half, high=middle + half, confidence=confidence)


def change_text(change: Interval, offset: float, *, points: bool) -> str:
    """Return a change beside its limit: `+31% (24 to 38), limit +20%`; in `points` one of shares."""
    if points:
        ends = f"{max(change.low, -1) * 100:+.2f} to {min(change.high, 1) * 100:+.2f}"
        return f"{(change.low + change.high) * 50:+.2f} points ({ends}), limit {offset * 100:+g} points"
    if math.isinf(change.high):
        return f"+{_percent(change.low)}% or more, limit {offset * 100:+g}%"
    middle = math.sqrt(max(change.low, 0.0) * change.high) if change.low else change.high
    sign = "+" if middle >= 1 else ""
    ends = f"{_percent(change.low)} to {_percent(change.high)}"
    return f"{sign}{_percent(middle)}% ({ends}), limit {offset * 100:+g}%"


def _percent(ratio: float) -> str:
    percent = (ratio - 1) * 100
    return f"{percent:.1f}" if abs(percent) < 10 else f"{percent:.0f}"  # noqa: PLR2004  two digits are read


@cache
def student(confidence: float, freedom: int) -> float:
    """Return the two-sided quantile of Student's t distribution."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    low, high = z, 200.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(middle, freedom) > 1 - confidence else (low, middle)
    return high


def _tail(t: float, freedom: int) -> float:
    """Return how likely |T| > t is: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle = math.atan2(t, math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    term, total = 1.0, 1.0
    if freedom % 2:
        if freedom == 1:
            return 1 - 2 * angle / math.pi
        for k in range(1, (freedom - 1) // 2):
            term *= 2 * k / (2 * k + 1) * cosine * cosine
            total += term
        return 1 - 2 / math.pi * (angle + sine * cosine * total)
    for k in range(1, freedom // 2):
        term *= (2 * k - 1) / (2 * k) * cosine * cosine
        total += term
    return 1 - sine * total


def _enough(blocks: Sequence[Block]) -> bool:
    return len(blocks) >= FEWEST_BLOCKS


def _counts(blocks: Sequence[Block]) -> int:
    return sum(block.times.count for block in blocks)


def _freedom(new: Sequence[Block], old: Sequence[Block]) -> int:
    return min(len(new), len(old)) - 1


def _apart(
    parts: Sequence[Sequence[float]],
    sides: Sequence[Sequence[Block]],
    counts: tuple[int, int],
    shares: Sequence[float],
    *,
    paired: bool,
) -> tuple[float, float]:
    """Return the difference of two sums, and its error: that of pairs, or of each side by itself.

    Of two times that are no pair, one may have had more messages: what a block has is held against what so many have.
    """
    difference = sum(parts[0]) - sum(parts[1])
    if paired:
        return difference, _error([one - other for one, other in zip(*parts, strict=True)])
    errors = [
        _error([one - share * block.times.count / count for one, block in zip(part, side, strict=True)])
        for part, side, count, share in zip(parts, sides, counts, shares, strict=True)
    ]
    return difference, math.hypot(*errors)


def _above(blocks: Sequence[Block], value: float) -> float:
    return sum(block.times.above(value) for block in blocks)


def _error(parts: Sequence[float]) -> float:
    """Return the standard error of a sum, from its parts."""
    middle = sum(parts) / len(parts)
    return math.sqrt(len(parts) / (len(parts) - 1) * sum((part - middle) ** 2 for part in parts))


def _where(falling: Callable[[float], float], wanted: float) -> float:
    """Return where a falling function of a duration comes down to `wanted`, in seconds."""
    low, high = -14.0, 14.0  # powers of e: a microsecond to a fortnight
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(math.exp(middle)) > wanted else (low, middle)
    return math.exp(high)
