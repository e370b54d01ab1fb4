"""How sure an outcome is: its interval, whether the limit lies inside, and whether the plan has enough messages."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.summary import LOST
from loadtest.assess.target import PERCENTILE, Unit
from loadtest.assess.targets import Status
from loadtest.words.units import format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.intervals import Block, Interval
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.assess.targets import Outcome
    from loadtest.measure.snapshot import Snapshot

USUAL = 0.95
"""The confidence of an interval that decides nothing."""


def with_intervals(
    outcomes: Sequence[Outcome], snapshot: Snapshot, summary: Summary, *, confidence: float | None
) -> tuple[Outcome, ...]:
    """Return the outcomes with their intervals; a `confidence` (a share) leaves those undecided that hold the limit."""
    blocks = intervals.blocks_of(snapshot, intervals.edges_of(summary.window))
    sure = []
    for outcome in outcomes:
        interval = _interval(outcome, blocks, summary, confidence or USUAL)
        told = replace(outcome, interval=interval)
        if confidence and too_close(told):
            told = replace(told, status=Status.INCONCLUSIVE)
        sure.append(told)
    return tuple(sure)


def too_close(outcome: Outcome) -> bool:
    """Return whether the limit of a target that was met or missed lies inside the interval."""
    interval = outcome.interval
    decided = outcome.status in {Status.MET, Status.MISSED}
    return decided and interval is not None and interval.holds(outcome.target.limit)


def between(outcome: Outcome) -> str:
    """Return the interval in words: `between 430ms and 520ms`; empty without one."""
    interval, form = outcome.interval, outcome.target.format
    if interval is None:
        return ""
    if interval.high == math.inf:
        return f"at least {form(interval.low)}"
    return f"between {form(interval.low)} and {form(interval.high)}"


def close_calls(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a sentence for each target that more messages might have turned."""
    return [
        f"{one.target.name} is {one.status.value}, too close to call: {between(one)}, as sure as "
        f"{format_percent(one.interval.confidence)} says; a longer run says more"
        for one in outcomes
        # An interval without an upper end, of few messages, says nothing of a limit far away.
        if one.interval and one.interval.high < math.inf and too_close(one)
    ]


def undecided(outcome: Outcome) -> str:
    """Return why an outcome whose limit lies inside its interval is undecided, in a sentence; empty for another."""
    interval = outcome.interval
    if outcome.status is not Status.INCONCLUSIVE or interval is None or not interval.holds(outcome.target.limit):
        return ""
    return (
        f"{outcome.target.name} is {outcome.observed_text}, too close to the limit to call with a confidence of "
        f"{format_percent(interval.confidence)}: it lies {between(outcome)}; run longer, or at a higher rate"
    )


def too_few(targets: Sequence[Target], planned: int | None) -> list[str]:
    """Return a sentence for each percentile that the planned messages are too few for.

    With n messages the slowest one lies above the p-th percentile in 1 - p^n of all runs (order statistics).
    """
    sentences = []
    for target in targets:
        percentile = None if target.stat or target.window else PERCENTILE.fullmatch(target.metric)
        if not percentile or planned is None or not (portion := float(percentile[1]) / 100):
            continue
        least = math.ceil(math.log(1 - USUAL) / math.log(portion))
        if planned < least:
            sentences.append(
                f"Target {target.source!r}: {planned:,} messages are few for it; the slowest of {least:,} or more is "
                f"above the true {target.metric.upper()} in {USUAL:.0%} of all runs"
            )
    return sentences


def _interval(outcome: Outcome, blocks: Sequence[Block], summary: Summary, confidence: float) -> Interval | None:
    target = outcome.target
    if not target.whole_load or outcome.observed in {None, LOST}:
        return None
    if target.metric == "average":
        return None if outcome.at_least else intervals.average(blocks, confidence)
    if percentile := PERCENTILE.fullmatch(target.metric):
        found = intervals.percentile(blocks, float(percentile[1]), confidence)
        lost = summary.total.response_times.lost
        # A value among the timeouts is none: the messages might have taken any time beyond it.
        return replace(found, high=math.inf) if found and lost.count and found.high >= (lost.min or 0.0) else found
    if target.unit is not Unit.SHARE or target.metric not in intervals.SHARES:
        return None
    return intervals.share(*intervals.counted(target.metric, blocks), confidence)
