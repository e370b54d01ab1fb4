"""Two versions under the same messages: how they differ, as sure as their pairs say.

A target relative to the baseline is missed where the whole interval of the ratio (of a share: of the difference) is
beyond its limit, met where it is within, and undecided, that is inconclusive, where it holds the limit.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.baselines import Baseline
from loadtest.assess.summary import LOST, summarise
from loadtest.assess.target import PERCENTILE, Unit
from loadtest.assess.targets import Status
from loadtest.assess.versions.looks import change_of, decided, once, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.baselines import Change
    from loadtest.assess.intervals import Interval
    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.assess.targets import Outcome
    from loadtest.assess.versions.looks import Look
    from loadtest.measure.snapshot import Second, Snapshot

USUAL = 0.99
"""The confidence of a comparison, where the user set none."""
_KINDS_SHOWN = 5
_TEXT_SHOWN = 100


def comparable(target: Target) -> bool:
    """Return whether pairs can decide a target relative to the baseline."""
    if target.scenario or target.stat:
        return False
    if target.unit is Unit.SHARE:
        return target.metric in intervals.SHARES
    return target.metric == "average" or PERCENTILE.fullmatch(target.metric) is not None


def with_the_other(result: Result, *, planned: int | None, duration: float, stopped: float | None = None) -> Result:
    """Return the result with what the baseline's side counted as its baseline, where there was one."""
    snapshot, plan = result.snapshot, result.plan
    if snapshot is None or plan is None or snapshot.beside is None:
        return result
    other = snapshot.beside
    summary = summarise(other, planned=planned, duration=duration, stopped=stopped)
    baseline = Baseline(source=plan.baseline_url, began=result.began, snapshot=other, summary=summary, beside=True)
    notes = (*only_one_side(result.summary, summary), *result.notes) if result.summary else result.notes
    return replace(result, snapshot=replace(snapshot, beside=None), baseline=baseline, notes=notes)


def with_changes(
    outcomes: Sequence[Outcome], snapshot: Snapshot, other: Snapshot, *, looks: Sequence[Look], confidence: float
) -> tuple[Outcome, ...]:
    """Return the outcomes, those relative to the baseline with their interval and decided by it.

    The first of the `looks` that decides a target holds; the last one tells what stays undecided.
    """
    found = {place: one for place, one in enumerate(outcomes) if _tellable(one)}
    left = set(found)
    for look in looks if found else ():
        edges = intervals.edges_of_pairs(look.at)
        new, old = (intervals.blocks_of(one, edges) for one in (snapshot, other))
        for place in sorted(left):
            target = outcomes[place].target
            if look is looks[-1] or decided(target, (new, old), look):
                found[place] = _changed(outcomes[place], change_of(target, (new, old), look=look, overall=confidence))
                left.discard(place)
        if not left:
            break
    return tuple(found.get(place, one) for place, one in enumerate(outcomes))


def against_earlier(
    outcomes: Sequence[Outcome], snapshot: Snapshot, stretches: Sequence[Second], *, until: float, confidence: float
) -> tuple[Outcome, ...]:
    """Return the outcomes, those relative to an earlier run with their interval: one that holds the limit is unsure.

    The two runs are no pairs, so the interval knows what differs within each of them, and not what differs between two
    days. Where too little is known for an interval, the figures alone decide.
    """
    new = intervals.blocks_of(snapshot, intervals.edges_of(until))
    old = [intervals.block_of(stretch) for stretch in stretches]
    (look,) = once(until, confidence)

    def against(outcome: Outcome) -> Outcome:
        if not _tellable(outcome) or not comparable(outcome.target) or outcome.status is Status.INCONCLUSIVE:
            return outcome
        change = change_of(outcome.target, (new, old), look=look, overall=confidence, paired=False)
        return outcome if change is None else _changed(outcome, change)

    return tuple(map(against, outcomes))


def with_their_intervals(
    rows: Sequence[Change], runs: tuple[Snapshot, Snapshot], windows: tuple[float, float], *, confidence: float
) -> list[Change]:
    """Return the changes from one run to another, of so many seconds each, with their intervals where they have one."""
    old, new = (intervals.blocks_of(run, intervals.edges_of(window)) for run, window in zip(runs, windows, strict=True))
    (look,) = once(windows[1], confidence)

    def told(row: Change) -> Change:
        values = {row.before, row.now}
        if not comparable(row.target) or any(row.bounds) or None in values or LOST in values:
            return row
        change = change_of(row.target, (new, old), look=look, overall=confidence, paired=False)
        unsure = change is not None and change.holds(0 if row.target.unit is Unit.SHARE else 1)
        verdict = "not sure" if unsure and row.verdict in {"better", "worse"} else row.verdict
        return replace(row, interval=change, verdict=verdict)

    return [told(row) for row in rows]


def undecided(outcomes: Sequence[Outcome], elapsed: float) -> str:
    """Return why a comparison stays undecided and what would settle it, in a sentence, or nothing."""
    for one in outcomes:
        if one.target.offset is not None and one.status is Status.INCONCLUSIVE and not one.unheld:
            return f"{one.sentence}; {_needs(one, elapsed)}"
    return ""


def only_one_side(new: Summary, old: Summary) -> list[str]:
    """Return a sentence for each kind of reply that only one of the two gave, the commonest first."""
    found = [
        (kind.count, f"Only the {name} replied {kind.text[:_TEXT_SHOWN]!r}: {kind.count:,}, {kind.reason.value}")
        for name, own, other in (("new version", new, old), ("baseline", old, new))
        for shared in [{(kind.reason, shape) for kind in other.heard.kinds for shape in kind.shapes}]
        for kind in own.heard.under_load
        if shared.isdisjoint((kind.reason, shape) for shape in kind.shapes)
    ]
    found.sort(key=lambda row: -row[0])
    more = [f"{len(found) - _KINDS_SHOWN} more kinds of replies came from one of the two only"]
    return [text for _, text in found[:_KINDS_SHOWN]] + (more if len(found) > _KINDS_SHOWN else [])


def _tellable(outcome: Outcome) -> bool:
    return outcome.target.offset is not None and not outcome.unheld and outcome.observed not in {None, LOST}


def _changed(outcome: Outcome, change: Interval | None) -> Outcome:
    if change is None:
        return replace(outcome, status=Status.INCONCLUSIVE)
    return replace(outcome, change=change, status=status(outcome.target, change))


def _needs(outcome: Outcome, elapsed: float) -> str:
    """Return how much longer it takes to decide, if the middle of the interval is the truth: width falls by a root."""
    change, target = outcome.change, outcome.target
    limit = (target.offset or 0.0) + (target.unit is not Unit.SHARE)
    if change is None or not math.isfinite(change.high):
        return f"it needs many more messages than these, so run longer, {intervals.FEWEST_BLOCKS} seconds at least"
    middle, half = (change.low + change.high) / 2, (change.high - change.low) / 2
    apart = abs(middle - limit)
    more = elapsed * ((half / apart) ** 2 - 1) if apart else math.inf
    if more > 24 * 3600:
        return "the two differ by about as much as the limit allows, which no longer run is likely to decide"
    amount = f"{math.ceil(more / 60)} minutes" if more > 90 else f"{math.ceil(more)} seconds"  # noqa: PLR2004  reads better
    return f"it needs about {amount} more at this rate"
