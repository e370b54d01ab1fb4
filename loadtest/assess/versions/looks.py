"""When to look at a comparison while it runs, and what a look decides.

Each look may be wrong, so all of them share what the confidence leaves for errors: how much of it is spent by a time
follows a function that is fixed before (Lan and DeMets 1983, their function in the manner of Pocock), and what the
looks spend adds up, however much one resembles the next. So all intervals of all looks hold the truth together, as
sure as the confidence says, and what a look has decided stays decided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.target import PERCENTILE, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.intervals import Block, Interval, Ratio
    from loadtest.assess.target import Target

FIRST = 20
"""Seconds before the first look: fewer give blocks of a second, which one slow call outlasts."""
_GROWTH = 1.42
_NEXT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at what was due in the first `at` seconds, which may spend that share of the errors allowed."""

    at: float
    spends: float

    def confidence(self, overall: float) -> float:
        """Return how sure this look must be, so that all of them together are as sure as `overall`."""
        return 1 - (1 - overall) * self.spends


def looks(duration: float) -> tuple[Look, ...]:
    """Return the looks at a load of so many seconds, the last at its end."""
    times: list[float] = []
    at = float(FIRST)
    while at * _GROWTH <= duration:
        times.append(int(at))
        at *= _GROWTH
    spent = [0.0, *(math.log(1 + (math.e - 1) * time / duration) for time in times), 1.0]
    return tuple(
        Look(at=time, spends=after - before)
        for time, (before, after) in zip([*times, duration], pairwise(spent), strict=True)
    )


def once(duration: float) -> tuple[Look, ...]:
    """Return the only look at a load that nobody looked at while it ran."""
    return (Look(at=duration, spends=1.0),)


def decided(target: Target, new: Sequence[Block], old: Sequence[Block], confidence: float) -> bool:
    """Return whether the interval of a target's change leaves its limit out."""
    if target.unit is Unit.SHARE:
        change, limit = _difference(target, new, old, confidence), target.offset or 0.0
        return change is not None and not change.low - _NEXT <= limit <= change.high + _NEXT
    ratio = _ratio(target, new, old)
    return ratio is not None and ratio.clear_of(1 + (target.offset or 0.0), confidence)


def change_of(
    target: Target, sides: tuple[Sequence[Block], Sequence[Block]], *, look: Look, overall: float, paired: bool = True
) -> Interval | None:
    """Return the interval of a target's change at a look, from both sides' blocks; None where nothing is known."""
    confidence = look.confidence(overall)
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
