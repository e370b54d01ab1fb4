"""Which messages got slower than in a baseline: most or only the slow ones, of which kinds, and when; in one sentence.

A slower median means that most messages are slower, as a change of the code makes them. Where the tail alone moved,
something rare did it: rare work of the new version, or, between runs from two times, another machine or hour.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.summary import LOST
from loadtest.message.kinds import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.baselines import Baseline
    from loadtest.assess.intervals import Block, Interval
    from loadtest.assess.summary import Summary
    from loadtest.measure.snapshot import Snapshot

_SURE = 0.95
_MEDIAN, _TAIL = 50.0, 95.0
_FEWEST = 50
"""Messages of a kind that tell how slow it is."""
_APART = 0.1
"""By how much, as a share, two kinds must differ to be told apart."""
_MOST, _FEW = 0.8, 4
"""Some seconds are to blame if they hold so much of the delay, and are at most one of so many parts of the load."""


def which_got_slower(summary: Summary, snapshot: Snapshot, baseline: Baseline) -> str:
    """Return which messages are slower than the baseline's, in a sentence; nothing where none are for sure."""
    if baseline.incomparable:
        return ""
    edges = intervals.edges_of(summary.window)
    new = intervals.blocks_of(snapshot, edges)
    stretches = intervals.stretches_of(baseline.snapshot, edges) if baseline.beside else baseline.stretches
    old = [intervals.block_of(stretch) for stretch in stretches]
    when = _when(new, old, edges) if baseline.beside else ""
    median, tail = (_change(new, old, percent, paired=baseline.beside) for percent in (_MEDIAN, _TAIL))
    if median and median.low > 1:
        percent, told = _MEDIAN, f"Most messages are slower ({_told('P50', median)}), which points to a regression"
    elif tail and tail.low > 1:
        beside = f"; {_told('P50', median)}" if median else ""
        rare = "something rare" if baseline.beside else "something rare, or to another machine or hour"
        percent, told = _TAIL, f"Only the slow ones are slower ({_told('P95', tail)}{beside}), which points to {rare}"
    else:
        worse = _ratio(summary, baseline.summary, _TAIL) > 1 + _APART
        return f"Slower for a while: {when}, which points to an event, not to a version" if when and worse else ""
    return "; ".join(filter(None, (told, _kinds(summary, baseline.summary, percent), when)))


def _change(new: Sequence[Block], old: Sequence[Block], percent: float, *, paired: bool) -> Interval | None:
    ratio = intervals.percentile_ratio(new, old, percent, paired=paired)
    return None if ratio is None else ratio.interval(_SURE)


def _ratio(new: Summary, old: Summary, percent: float) -> float:
    """Return how many times as long the percentile is, 1 where that is not known."""
    values = [side.total.response_times.percentile(percent) for side in (new, old)]
    return values[0] / values[1] if all(values) and LOST not in values else 1.0  # type: ignore[operator]


def _told(name: str, change: Interval) -> str:
    return f"{name} by {intervals.ends_text(change, points=False)}%"


def _kinds(new: Summary, old: Summary, percent: float) -> str:
    """Return which kind of message got slower most, and least, where they differ."""
    ratios = []
    for kind, part in new.scenarios.items():
        sides = [part.response_times, *([old.scenarios[kind].response_times] if kind in old.scenarios else [])]
        values = [side.percentile(percent) for side in sides if side.count >= _FEWEST]
        known = [value for value in values if value and value != LOST]
        if len(known) == len((new, old)):
            ratios.append((known[0] / known[1], kind))
    if not ratios or max(ratios)[0] / min(ratios)[0] < 1 + _APART:
        return ""
    most, least = (f"{label_of(kind)} {(ratio - 1) * 100:+.0f}%" for ratio, kind in (max(ratios), min(ratios)))
    return f"most of all {most}, least {least}"


def _when(new: Sequence[Block], old: Sequence[Block], edges: Sequence[int]) -> str:
    """Return in which seconds most of the delay was, where those are few, and nothing where they are not."""
    late = [mine.times.total - its.times.total for mine, its in zip(new, old, strict=True)]
    whole = sum(late)
    if whole <= 0:
        return ""
    least = len(late) / _FEW
    for length in range(1, len(late)):
        share, first = max((sum(late[at : at + length]), -at) for at in range(len(late) - length + 1))
        if length > least:
            return ""
        if share >= _MOST * whole:
            begin, end = [*pairwise(edges)][-first][0], [*pairwise(edges)][length - first - 1][1]
            return f"nearly all of it for those due from {begin}s to {end}s"
    return ""
