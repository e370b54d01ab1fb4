"""What a curve did: left its level, grew, or stalled again and again.

Pure arithmetic on points (seconds, value) in the order of time, with medians throughout, so that one odd poll is no
event.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Points = Sequence[tuple[float, float]]

_BINS = 60
_LEAST = 3  # points on either side of a change
_EXPLAINED = 0.3  # share of the scatter that a change must explain
_SCATTERS = 2.0  # a change's size in scatters around its two levels
_LEAST_EVENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoint:
    """At `at` seconds the values left the level `before` for the level `after` (medians)."""

    at: float
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How values went: `slope` per second, `agreement` of all pairs from -1 (all fall) to 1 (all rise).

    `first` and `last` are the medians of the first and the last third.
    """

    slope: float
    agreement: float
    first: float
    last: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Short events that come back: `times` in seconds, `period` between them, `height` the median of their peaks."""

    times: tuple[float, ...]
    period: float
    height: float


def change_point(points: Points) -> ChangePoint | None:
    """Return the one change that explains the points best, or None when none explains enough."""
    binned = thinned(points, _BINS)
    values = [value for _, value in binned]
    if len(values) < 2 * _LEAST or not (whole := _scatter(values)):
        return None
    splits = range(_LEAST, len(values) - _LEAST + 1)
    rest, place = min((_scatter(values[:split]) + _scatter(values[split:]), split) for split in splits)
    before, after = median(values[:place]), median(values[place:])
    if rest > (1 - _EXPLAINED) * whole or abs(after - before) < _SCATTERS * rest / len(values) or after == before:
        return None
    return ChangePoint(at=_left(points, binned[max(place - 2, 0)][0], before, after), before=before, after=after)


def trend(points: Points, *, least: int = 2 * _LEAST) -> Trend | None:
    """Return where the points went; None with fewer than `least`."""
    binned = thinned(points, _BINS)
    if len(binned) < least:
        return None
    slopes, balance = [], 0
    for index, (early, low) in enumerate(binned):
        for late, high in binned[index + 1 :]:
            balance += (high > low) - (high < low)
            if late > early:
                slopes.append((high - low) / (late - early))
    third = max(len(binned) // 3, 1)
    values = [value for _, value in binned]
    return Trend(
        slope=median(slopes) if slopes else 0.0,
        agreement=balance / (len(binned) * (len(binned) - 1) / 2),
        first=median(values[:third]),
        last=median(values[-third:]),
    )


def pauses(points: Points, *, least: float) -> Pauses | None:
    """Return the short events, `least` above the usual level, that come back at a steady period: three or more."""
    if len(points) < 2 * _LEAST_EVENTS:
        return None
    usual = usually(points)
    events: list[list[tuple[float, float]]] = []
    quiet = True
    for at, value in points:
        if high := value > usual + least:
            if quiet:
                events.append([])
            events[-1].append((at, value))
        quiet = not high
    if len(events) < _LEAST_EVENTS:
        return None
    times = [event[0][0] for event in events]
    gaps = [late - early for early, late in itertools.pairwise(times)]
    lengths = [event[-1][0] - event[0][0] for event in events]
    period = median(gaps)
    # Seconds are as fine as a run's clock is kept, so a steady period may look one second longer or shorter.
    if max(gaps) - min(gaps) > max(2.0, 0.3 * period) or max(lengths) > period / 2:
        return None
    return Pauses(
        times=tuple(times), period=fmean(gaps), height=median(max(value for _, value in event) for event in events)
    )


def usually(points: Points) -> float:
    """Return the level of the quiet times: the lower quartile, because pauses may fill nearly half of the time."""
    return sorted(value for _, value in points)[len(points) // 4]


def thinned(points: Points, most: int) -> list[tuple[float, float]]:
    """Return at most `most` points: medians of equal runs of them, at their first instants."""
    size = -(-len(points) // most)
    chunks = (points[start : start + size] for start in range(0, len(points), size or 1))
    return [(chunk[0][0], median(value for _, value in chunk)) for chunk in chunks]


def _scatter(values: Sequence[float]) -> float:
    middle = median(values)
    return sum(abs(value - middle) for value in values)


def _left(points: Points, earliest: float, before: float, after: float) -> float:
    """Return when the values first went, and stayed for two points, a quarter of the way to the new level."""
    way = (after - before) / 4
    gone = [(at, (value - before) / way >= 1) for at, value in points if at >= earliest]
    for (at, one), (_, two) in itertools.pairwise(gone):
        if one and two:
            return at
    return gone[-1][0]
