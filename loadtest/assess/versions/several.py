"""Several earlier runs of the same code: what differs between them says how little a difference may mean.

Where the next run of the same code would lie follows from how the earlier ones lie around their mean (a prediction
interval, with Student's t for their number). That holds what differs between days and machines, which no single run
knows. What the blocks of the two runs tell never makes it narrower.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from loadtest.assess.intervals import Interval, student
from loadtest.assess.summary import LOST
from loadtest.assess.target import Unit
from loadtest.assess.targets import Status, observe, vague
from loadtest.assess.versions.looks import status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.baselines import Baseline
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.assess.targets import Outcome


def against_several(outcomes: Sequence[Outcome], baseline: Baseline, *, confidence: float) -> tuple[Outcome, ...]:
    """Return the outcomes, those relative to the baseline held against all of its runs, where there are several."""
    runs = [baseline.summary, *(one.summary for one in baseline.others)]
    return tuple(_held(one, runs, confidence) for one in outcomes)


def undecided(outcomes: Sequence[Outcome], baseline: Baseline) -> str:
    """Return why a limit is smaller than the differences between earlier runs, in a sentence, or nothing."""
    runs = [baseline.summary, *(one.summary for one in baseline.others)]
    for one in outcomes:
        change, target = one.change, one.target
        if target.offset is None or one.status is not Status.INCONCLUSIVE or change is None or len(runs) <= 1:
            continue
        room = abs(_scaled(1 + target.offset)) if target.unit is not Unit.SHARE else abs(target.offset)
        if _half(change, target) >= room:
            values = [value for value in (observe(target, run) for run in runs) if value is not None]
            between = f"between {target.format(min(values))} and {target.format(max(values))}"
            return (
                f"{one.sentence}: {len(values)} earlier runs of the same load lay {between}, so that this limit would "
                "tell nothing apart; widen it, or run both versions side by side with baseline-url"
            )
    return ""


def _held(outcome: Outcome, runs: Sequence[Summary], confidence: float) -> Outcome:
    target, observed = outcome.target, outcome.observed
    if target.offset is None or outcome.unheld or observed in {None, LOST} or observed is None:
        return outcome
    if outcome.status is Status.INCONCLUSIVE and outcome.change is None:  # for another reason
        return outcome
    values = [observe(target, run) for run in runs if not vague(target, run)]
    known = [value for value in values if value is not None and value != LOST and (target.unit is Unit.SHARE or value)]
    if len(known) <= 1 or (target.unit is not Unit.SHARE and not observed):
        return outcome
    plain = target.unit is Unit.SHARE
    scaled = known if plain else [_scaled(value) for value in known]
    middle = fmean(scaled)
    half = student(confidence, len(known) - 1) * stdev(scaled) * math.sqrt(1 + 1 / len(known))
    if outcome.change is not None:
        half = max(half, _half(outcome.change, target))
    apart = (observed if plain else _scaled(observed)) - middle
    low, high = (apart - half, apart + half) if plain else (_times(apart - half), _times(apart + half))
    change = Interval(low=low, high=high, confidence=confidence)
    limit = middle + target.offset if plain else math.exp(middle) * (1 + target.offset)
    return replace(outcome, target=replace(target, limit=limit), change=change, status=status(target, change))


def _half(change: Interval, target: Target) -> float:
    """Return half the width of a change, as ratios are compared: by their logarithms."""
    if target.unit is Unit.SHARE:
        return (change.high - change.low) / 2
    return (_scaled(change.high) - _scaled(change.low)) / 2


def _scaled(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _times(scaled: float) -> float:
    return math.exp(scaled) if scaled < _FAR else math.inf


_FAR = math.log(1e6)
"""A ratio that far away is no ratio."""
