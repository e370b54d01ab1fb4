"""What chance does: an interval, Student's t, and the error of a sum of parts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING

from loadtest.assess.intervals.blocks import FEWEST_BLOCKS, Curve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.intervals.blocks import Block

_STEPS = 40
_FURTHEST = 4
"""Parts further apart than a fourth of all are too few to tell what they have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where the true value lies, as sure as `confidence` (a share) says; `low` 0 or `high` infinite is unknown."""

    low: float
    high: float
    confidence: float

    def holds(self, value: float) -> bool:
        """Return whether `value` is not refuted."""
        return self.low <= value <= self.high


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


def enough(blocks: Sequence[Block]) -> bool:
    """Return whether there are blocks enough to know their spread."""
    return len(blocks) >= FEWEST_BLOCKS


def whole_of(blocks: Sequence[Block]) -> Curve:
    """Return the curve of all blocks together."""
    return Curve.sum(block.times for block in blocks)


def error_of(parts: Sequence[float], *, lasting: bool = False) -> float:
    """Return the standard error of a sum, from its parts.

    With `lasting` it grows by what a part has in common with the next ones, as far as each has something (the initial
    positive sequence of Geyer 1992, "Practical Markov chain Monte Carlo").
    """
    middle = sum(parts) / len(parts)
    apart = [part - middle for part in parts]
    spread = sum(one * one for one in apart)
    for distance in range(1, len(parts) // _FURTHEST if lasting else 1):
        common = sum(one * other for one, other in zip(apart, apart[distance:], strict=False))
        if common <= 0:
            break
        spread += 2 * common
    return math.sqrt(len(parts) / (len(parts) - 1) * spread)


def falls_to(falling: Callable[[float], float], wanted: float) -> float:
    """Return where a falling function of a duration comes down to `wanted`, in seconds."""
    low, high = -14.0, 14.0  # powers of e: a microsecond to a fortnight
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(math.exp(middle)) > wanted else (low, middle)
    return math.exp(high)
