"""The response times as bars of text: how many messages took how long."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from loadtest.words.units import PRECISE_BELOW

if TYPE_CHECKING:
    from loadtest.assess.summary import Durations

TITLE = "Response time histogram"
FEWEST = 10
"""Answered messages below which bars show nothing that the figures do not."""
_STEPS = 8
_WIDEST = 30


def bars(times: Durations, full: str = "■") -> list[str]:
    """Return one line for each step of time, with its count and a bar of `full`; none for few messages.

    The steps are equal and of a round width. What is slower than P99 shares one line, so that a single slow message
    does not press all others into one bar; so do the messages that timed out.
    """
    rows = _rows(times)
    if not rows:
        return []
    most = max(count for _, count in rows)
    label, digits = max(len(name) for name, _ in rows), len(f"{most:,}")
    drawn = [(name, count, full * max(round(count / most * _WIDEST), bool(count))) for name, count in rows]
    return [f"{name.rjust(label)} [{count:>{digits},}] {bar}".rstrip() for name, count, bar in drawn]


def _rows(times: Durations) -> list[tuple[str, int]]:
    answered = times.answered
    low, most, high = answered.min, answered.percentile(99), answered.max
    if low is None or most is None or high is None or answered.count < FEWEST:
        return []
    step = _round(max((most - low) / _STEPS, high / 1000, low / 100, 1e-6))
    first, last = _place(low, step), max(_place(most, step), _place(low, step)) + 1
    counts = dict.fromkeys(range(first, last), 0)
    slower = 0
    for _, top, count in answered.buckets():
        place = max(_place(top, step), first)
        if place in counts:
            counts[place] += count
        else:
            slower += count
    rows = [(f"{_ms(place * step)}-{_ms((place + 1) * step)}", count) for place, count in counts.items()]
    if slower:
        rows.append((f"{_ms(last * step)}-{_ms(high)}", slower))
    if times.lost.count:
        rows.append(("timed out", times.lost.count))
    return rows


def _place(seconds: float, step: float) -> int:
    return floor(seconds / step + 1e-9)


def _round(seconds: float) -> float:
    """Return the next width of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(seconds))
    return power * next(factor for factor in (1, 2, 5, 10) if factor * power >= seconds * (1 - 1e-9))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.3g}" if seconds < PRECISE_BELOW else f"{seconds * 1000:,.0f}"
