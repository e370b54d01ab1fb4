"""How sure the difference of two servers is: the ratio of averages or percentiles, the difference of shares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.intervals.blocks import FEWEST_BLOCKS
from loadtest.assess.intervals.chance import Interval, enough, error_of, falls_to, student, whole_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.intervals.blocks import Block

_STEPS = 20
_WIDEST = 64.0
"""Ratios between a 64th and 64 times are told apart."""
_NEXT = 1e-4
"""How far apart, as a share, two ratios are that an interval's ends surely tell apart."""


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
            for _ in range(_STEPS):
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
    if not (enough(new) and enough(old)) or not all(counts):
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
    if not (enough(new) and enough(old)) or min(counts) * wanted < 1:
        return None
    least = math.sqrt(wanted * (1 - wanted) * (1 / counts[0] + 1 / counts[1]) / 2)
    wholes = whole_of(new), whole_of(old)

    def apart(ratio: float) -> tuple[float, float]:
        at = falls_to(lambda t: wholes[0].above(t) / counts[0] / 2 + wholes[1].above(t / ratio) / counts[1] / 2, wanted)
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
    if paired:
        error = error_of([one - other for one, other in zip(*parts, strict=True)], lasting=True)
    else:
        error = math.hypot(*map(error_of, parts))
    half = student(confidence, freedom) * max(error, least)
    middle = portions[0] - portions[1]
    # Not cut at the most that two shares can differ by: the middle is what was seen.
    return Interval(low=middle - half, high=middle + half, confidence=confidence)


def change_text(change: Interval, offset: float, *, points: bool) -> str:
    """Return a change beside its limit: `+31% (24 to 38), limit +20%`; in `points` one of shares."""
    ends = ends_text(change, points=points)
    if points:
        return f"{(change.low + change.high) * 50:+.2f} points ({ends}), limit {offset * 100:+g} points"
    if math.isinf(change.high):
        return f"+{_percent(change.low)}% or more, limit {offset * 100:+g}%"
    middle = math.sqrt(max(change.low, 0.0) * change.high) if change.low else change.high
    sign = "+" if middle >= 1 else ""
    return f"{sign}{_percent(middle)}% ({ends}), limit {offset * 100:+g}%"


def ends_text(change: Interval, *, points: bool) -> str:
    """Return both ends of a change: `24 to 38`; in `points` those of a difference of shares."""
    if points:
        return f"{max(change.low, -1) * 100:+.2f} to {min(change.high, 1) * 100:+.2f}"
    return (
        f"{_percent(change.low)} to {_percent(change.high)}"
        if change.high < math.inf
        else f"{_percent(change.low)} or more"
    )


def _percent(ratio: float) -> str:
    percent = (ratio - 1) * 100
    percent = round(percent, 1) or 0.0  # not -0.0
    return f"{percent:.1f}" if abs(percent) < 10 else f"{percent:.0f}"  # noqa: PLR2004  two digits are read


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
        return difference, error_of([one - other for one, other in zip(*parts, strict=True)], lasting=True)
    errors = [
        error_of([one - share * block.times.count / count for one, block in zip(part, side, strict=True)])
        for part, side, count, share in zip(parts, sides, counts, shares, strict=True)
    ]
    return difference, math.hypot(*errors)
