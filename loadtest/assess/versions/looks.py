"""When to look at a comparison while it runs, and what a look decides.

Each look may be wrong, so each must be surer than the confidence, all of them alike (Pocock 1977), and as sure as lets
the confidence be that of all together: what two looks see is the same but for what came in between, which is reckoned
with (Jennison and Turnbull 1999, chapter 19). So all intervals of all looks hold the truth together, as sure as the
confidence says, and what a look has decided stays decided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.target import PERCENTILE, Unit
from loadtest.assess.targets import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.intervals import Block, Interval, Ratio
    from loadtest.assess.target import Target

FIRST = 20
"""Seconds before the first look: fewer give blocks of a second, which one slow call outlasts."""
_GROWTH = 3**0.25
_STEPS, _POINTS = 16, 41
"""Of the search for how sure a look must be: exact to a hundredth of the errors allowed, in a tenth of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at what was due in the first `at` seconds, as sure as `confidence` (a share)."""

    at: float
    confidence: float


def looks(duration: float, overall: float) -> tuple[Look, ...]:
    """Return the looks at a load of so many seconds, the last at its end, all together as sure as `overall`."""
    times: list[float] = []
    at = float(FIRST)
    while at * _GROWTH <= duration:
        times.append(round(at))
        at *= _GROWTH
    confidence = _each((*times, duration), overall)
    return tuple(Look(at=time, confidence=confidence) for time in (*times, duration))


def once(duration: float, overall: float) -> tuple[Look, ...]:
    """Return the only look at a load that nobody looked at while it ran."""
    return (Look(at=duration, confidence=overall),)


@cache
def _each(times: tuple[float, ...], overall: float) -> float:
    """Return how sure each look must be, so that all of them together are as sure as `overall`."""
    usual = NormalDist()
    low, high = (usual.inv_cdf(1 - (1 - overall) / 2 / among) for among in (1, len(times)))
    for _ in range(_STEPS if len(times) > 1 else 0):
        middle = (low + high) / 2
        low, high = (low, middle) if _all_within(middle, times) > overall else (middle, high)
    return 1 - 2 * usual.cdf(-high)


def _all_within(limit: float, times: Sequence[float]) -> float:
    """Return how likely all looks see at most `limit` errors, if nothing differs.

    What a look sees is what the one before saw, and something new: a chain, so its density is known from look to look
    (Armitage, McPherson and Rowe 1969), here at points between the limits, by Simpson's rule.
    """
    step = 2 * limit / (_POINTS - 1)
    points = [place * step - limit for place in range(_POINTS)]
    weights = [step / 3 * (1 if place in {0, _POINTS - 1} else 2 + place % 2 * 2) for place in range(_POINTS)]
    usual = NormalDist()
    density = [usual.pdf(point) for point in points]
    for before, after in pairwise(times):
        common = math.sqrt(before / after)
        new = NormalDist(sigma=math.sqrt(1 - before / after))
        masses = [
            (common * point, weight * height) for point, weight, height in zip(points, weights, density, strict=True)
        ]
        density = [math.fsum(mass * new.pdf(point - at) for at, mass in masses) for point in points]
    return math.fsum(weight * height for weight, height in zip(weights, density, strict=True))


def decided(target: Target, sides: tuple[Sequence[Block], Sequence[Block]], look: Look) -> bool:
    """Return whether the interval of a target's change, from the blocks of pairs, leaves its limit out."""
    if target.unit is not Unit.SHARE:
        ratio = _ratio(target, *sides)
        if ratio is None or not ratio.clear_of(1 + (target.offset or 0.0), look.confidence):
            return False  # known at a fortieth of the interval's cost
    change = change_of(target, sides, look=look, overall=look.confidence)
    return change is not None and status(target, change) is not Status.INCONCLUSIVE


def status(target: Target, change: Interval) -> Status:
    """Return how a target comes out whose ratio or difference lies in an interval."""
    limit = target.offset or 0.0
    if target.unit is not Unit.SHARE:
        limit += 1
    below = change.high <= limit if target.op == "<=" else change.high < limit
    above = change.low >= limit if target.op == ">=" else change.low > limit
    if not below and not above:
        return Status.INCONCLUSIVE
    return Status.MET if below == target.op.startswith("<") else Status.MISSED


def change_of(
    target: Target, sides: tuple[Sequence[Block], Sequence[Block]], *, look: Look, overall: float, paired: bool = True
) -> Interval | None:
    """Return the interval of a target's change at a look, from both sides' blocks; None where nothing is known."""
    confidence = look.confidence
    if target.unit is Unit.SHARE:
        found = _difference(target, *sides, confidence, paired=paired)
    else:
        ratio = _ratio(target, *sides, paired=paired)
        found = None if ratio is None else ratio.interval(confidence)
    return None if found is None else replace(found, confidence=overall)


def _ratio(target: Target, new: Sequence[Block], old: Sequence[Block], *, paired: bool = True) -> Ratio | None:
    if percentile := PERCENTILE.fullmatch(target.metric):
        return intervals.percentile_ratio(new, old, float(percentile[1]), paired=paired)
    return intervals.average_ratio(new, old, paired=paired)


def _difference(
    target: Target, new: Sequence[Block], old: Sequence[Block], confidence: float, *, paired: bool = True
) -> Interval | None:
    mine, its = intervals.counted(target.metric, new), intervals.counted(target.metric, old)
    return intervals.share_difference(mine, its, confidence, paired=paired)
