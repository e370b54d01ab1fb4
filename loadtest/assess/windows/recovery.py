"""How long a server takes to be itself again after a peak of the load, or after a stall of its own.

A *peak* begins where the planned rate rises and ends where it is back at what it was before. A *stall* is a time in
which not one of the open messages was answered, for two seconds at least and thrice the usual response time. The
*level before* is the worst of all five seconds on end before it: the highest average response time, and the lowest
share of accepted messages. The server has *recovered* with the first five seconds on end that are within that level
again, a tenth more time granted. What counts is the longest recovery; without peak or stall it took no time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loadtest.assess.summary import LOST
from loadtest.assess.target import OPERATORS
from loadtest.assess.targets import Status
from loadtest.measure.snapshot import Second
from loadtest.pacing import Stages
from loadtest.verdict.judge import UNJUDGED, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loadtest.assess.targets import Outcome
    from loadtest.pacing import Pacing

SPAN = 5
"""Seconds of the load that are held against each other."""
_GRANTED = 1.1
_STALL, _TIMES = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbance:
    """What the server has to recover from; `begin` and `end` are in seconds of the load."""

    what: str
    begin: int
    end: int


def peaks(pacing: Pacing) -> list[Disturbance]:
    """Return the peaks of a planned load that end within it."""
    if not isinstance(pacing, Stages):
        return []
    found = []
    usual, begin = 0.0, None
    for index, rate in enumerate(_rates(pacing)):
        if begin is None:
            if index and rate > usual:
                begin = index
            else:
                usual = rate
        elif rate <= usual:
            found.append(Disturbance(what="peak", begin=begin, end=index))
            usual, begin = rate, None
    return found


def recovered(outcome: Outcome, seconds: Mapping[int, Second], pacing: Pacing, length: int) -> Outcome:
    """Return the outcome of a target on the time of recovery."""
    target = outcome.target
    worst = replace(outcome, observed=0.0, status=Status.MET, when="no peak, and no stall")
    for one in sorted((*peaks(pacing), *_stalls(seconds, length)), key=lambda one: one.end):
        found = _after(one, seconds, length)
        if found is None:
            return replace(outcome, status=Status.NO_DATA, when=f"nothing to compare with before the {one.what}")
        if worst.observed is not None and found < worst.observed:
            continue
        met = found != LOST and OPERATORS[target.op](found, target.limit)
        # The load ended before the time that is granted.
        unknown = found == LOST and length - SPAN - one.end < target.limit
        status = Status.MET if met else Status.INCONCLUSIVE if unknown else Status.MISSED
        worst = replace(outcome, observed=found, status=status, when=f"after the {one.what} that ended at {one.end}s")
    return worst


def _after(one: Disturbance, seconds: Mapping[int, Second], length: int) -> float | None:
    """Return how many seconds after it the server was back, `LOST` if it was not, None where no level is known."""
    before = [span for first in range(one.begin - SPAN + 1) if (span := _span(seconds, first)) and span[1]]
    if not before:
        return None
    slowest, fewest = max(average for average, _ in before), min(share for _, share in before)
    for first in range(one.end, length - SPAN + 1):
        span = _span(seconds, first)
        if span and span[0] <= slowest * _GRANTED and span[1] >= fewest:
            return float(first - one.end)
    return LOST


def _span(seconds: Mapping[int, Second], first: int) -> tuple[float, float] | None:
    """Return the average response time and the share of accepted messages of some seconds on end."""
    whole = Second()
    for index in range(first, first + SPAN):
        if index in seconds:
            whole.merge(seconds[index])
    judged = sum(count for reason, count in whole.reasons.items() if reason not in UNJUDGED)
    if not judged:
        return None
    return whole.latency.mean or 0.0, whole.reasons.get(Reason.ACCEPTED, 0) / judged


def _stalls(seconds: Mapping[int, Second], length: int) -> Iterator[Disturbance]:
    open_yet, begin = 0, None
    for index in range(length):
        second = seconds.get(index, Second())
        if second.done == 0 and open_yet:
            begin = index if begin is None else begin
        else:
            usual = _span(seconds, begin - SPAN) if begin is not None and begin >= SPAN else None
            if begin is not None and usual and index - begin >= max(_STALL, _TIMES * usual[0]):
                yield Disturbance(what="stall", begin=begin, end=index)
            begin = None
        open_yet += second.sent - second.done


def _rates(pacing: Stages) -> Iterator[float]:
    """Yield the planned rate in the middle of each second."""
    begin, index = 0.0, 0
    for stage in pacing.stages:
        while (at := index + 0.5) < begin + stage.duration:
            yield stage.first + (stage.last - stage.first) * (at - begin) / stage.duration
            index += 1
        begin += stage.duration
