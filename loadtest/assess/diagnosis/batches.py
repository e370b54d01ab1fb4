"""Rules for messages that come together: what a batch shows of how many the server works on at once."""

from __future__ import annotations

from statistics import fmean, median, pvariance
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import NOTABLE, Diagnosis, due
from loadtest.measure.histogram import Histogram
from loadtest.pacing.batches import OpenBatches
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_ms, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts

_LEAST, _MOST = 5, 100  # messages of a batch: of fewer or more chance and order look alike
_BATCHES = 5
_TIMES = 3  # the last of a batch waits so many times longer than the first
_UNEVEN = 0.15  # how far a reply may be from its place in the row, in shares of the row
_SAME_END, _SAME_MEAN = 0.1, 0.04  # how far batches may differ, in shares of the row: random times differ more
_BY_CHANCE = 0.1  # share of the scatter that chance would give to how many of a batch are accepted
_REFUSED = 0.1
_QUICK = 0.5


def one_by_one(facts: Facts) -> Diagnosis | None:
    """Look for batches whose replies come evenly one after another, each time the same."""
    size = _size(facts)
    if not size or not facts.slow_target:
        return None
    times = [one.latency for _, one in sorted(facts.snapshot.seconds.items()) if one.latency.count]
    ends = [(one.min or 0.0, one.mean or 0.0, one.max or 0.0) for one in times if one.count >= size]
    if len(ends) < _BATCHES or len(ends) < len(times):
        return None
    firsts, means, lasts = zip(*ends, strict=True)
    first, last = median(firsts), median(lasts)
    row = last - first
    alike = max(lasts) - min(lasts) <= _SAME_END * row and max(means) - min(means) <= _SAME_MEAN * row
    if row < NOTABLE or last < _TIMES * first or not alike:
        return None
    whole = facts.summary.total.response_times
    places = (20, 40, 60, 80)
    if any(abs((whole.percentile(place) or 0.0) - first - row * place / 100) > _UNEVEN * row for place in places):
        return None
    return Diagnosis(
        cause=Cause.ONE_BY_ONE,
        weight=Weight.ONE_BY_ONE,
        likely="Messages that come together are answered one after another",
        evidence=f"of {size} that came together the first was answered after {format_ms(first)}, the last after "
        f"{format_ms(last)}, the others evenly in between, about {format_ms(row / (size - 1))} each, and all "
        f"{len(ends)} seconds were alike",
        remedy="look for what lets one through at a time: a single worker, a lock, work that blocks the event loop "
        "(hashing, images, synchronous calls); or acknowledge first and work later",
    )


def at_once(facts: Facts) -> Diagnosis | None:
    """Look for batches of which always the same number is accepted while the others are refused at once."""
    size, total = _size(facts), facts.summary.total
    count = facts.failed(Reason.HTTP_ERROR)
    if not size or count < max(_REFUSED * total.judged, total.failed):
        return None
    seen = {at: one.reasons for at, one in sorted(facts.snapshot.seconds.items()) if sum(one.reasons.values()) >= size}
    accepted = [one.get(Reason.ACCEPTED, 0) for one in seen.values()]
    if len(seen) <= _BATCHES or not all(
        0 < one < sum(its.values()) for one, its in zip(accepted, seen.values(), strict=True)
    ):
        return None
    each = fmean(sum(one.values()) for one in seen.values())
    share = fmean(accepted) / each
    if pvariance(accepted) > _BY_CHANCE * each * share * (1 - share):
        return None
    refused, taken = (_median(facts, reason) for reason in (Reason.HTTP_ERROR, Reason.ACCEPTED))
    if refused > _QUICK * taken:
        return None
    statuses = sorted(status for reason, status in facts.snapshot.statuses if reason is Reason.HTTP_ERROR)
    return Diagnosis(
        cause=Cause.AT_ONCE,
        weight=Weight.AT_ONCE,
        likely=f"Of {size} messages that come together about {round(share * size)} are taken, most likely because all "
        "workers are busy with them",
        evidence=f"{plural(count, 'message')} {due(list(seen))} got HTTP {', '.join(map(str, statuses))} after "
        f"{format_ms(refused)}, while in every second {min(accepted)} to {max(accepted)} were accepted, which took "
        f"{format_ms(taken)}: as many each time as chance does not give",
        remedy="raise how many messages it works on at once (workers, pm.max_children, a limit of concurrency), let "
        "the others wait in a queue, or acknowledge first and work later",
    )


def _size(facts: Facts) -> int:
    """Return how many messages come together, 0 where they do not or where that is not known."""
    pacing = facts.known.plan.pacing if facts.known.plan else None
    return pacing.size if isinstance(pacing, OpenBatches) and _LEAST <= pacing.size <= _MOST else 0


def _median(facts: Facts, reason: Reason) -> float:
    times = Histogram()
    for (_, its), tally in facts.snapshot.tallies.items():
        if its is reason:
            times.merge(tally.latency)
    return times.percentile(50) or 0.0
