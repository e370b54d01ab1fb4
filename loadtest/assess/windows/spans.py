"""The worst window of a load, and the longest time that a limit was broken on end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loadtest.assess.summary import LOST
from loadtest.assess.target import OPERATORS, PERCENTILE, Target, Unit
from loadtest.assess.targets import Status
from loadtest.measure.histogram import rank_of
from loadtest.measure.snapshot import Second
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.sending import TWILIO_TIMEOUT
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loadtest.assess.targets import Outcome
    from loadtest.measure.snapshot import Snapshot

_REASONS = {
    "success": Reason.ACCEPTED,
    "failed": Reason.ACCEPTED,  # all but these
    "rate_limited": Reason.RATE_LIMITED,
    "refused": Reason.REFUSED,
    "unexpected": Reason.UNEXPECTED,
    "timeouts": Reason.TIMEOUT,
}
"""What seconds can tell by metric, besides times and the rate, and what is counted for it."""
_MICRO = 1_000_000
_WORSE = (Status.MET, Status.INCONCLUSIVE, Status.MISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A window: where it begins, what was observed in it, and how that came out."""

    first: int
    observed: float
    status: Status


def worst_window(outcome: Outcome, snapshot: Snapshot, length: int) -> Outcome:
    """Return the outcome of a target that every window of the load's `length` seconds must meet."""
    target, seconds = outcome.target, outcome.target.window.seconds if outcome.target.window else 1
    sign = 1 if target.op.startswith("<") else -1
    judged = list(_windows(target, snapshot, length, seconds))
    if not judged:
        return replace(outcome, status=Status.NO_DATA)
    worst = max(judged, key=lambda one: (_WORSE.index(one.status), sign * one.observed, -one.first))
    when = f"worst {format_duration(seconds)} from {worst.first}s on"
    return replace(outcome, observed=worst.observed, status=worst.status, when=when)


def longest_broken(outcome: Outcome, snapshot: Snapshot, length: int) -> Outcome:
    """Return the outcome of a target that may be broken for a while, but not for its window's time on end.

    What is observed is the longest time that it was broken, in seconds.
    """
    target, most = outcome.target, outcome.target.window.seconds if outcome.target.window else 1
    judged = list(_windows(target, snapshot, length, 1))
    if not judged:
        return replace(outcome, status=Status.NO_DATA)
    first, surely = _longest(judged, {Status.MISSED})
    perhaps, longer = _longest(judged, {Status.MISSED, Status.INCONCLUSIVE})
    status = Status.MISSED if surely >= most else Status.INCONCLUSIVE if longer >= most else Status.MET
    if status is Status.INCONCLUSIVE:
        first, surely = perhaps, longer
    when = f"from {first}s on" if surely else ""
    return replace(outcome, observed=float(surely), status=status, when=when)


def _longest(judged: list[_Judged], broken: set[Status]) -> tuple[int, int]:
    """Return where the longest stretch begins in which no second was whole, and how many seconds it lasts."""
    best, begin = (0, 0), None
    for one in judged:
        if one.status not in broken:
            begin = None
            continue
        begin = one.first if begin is None else begin
        best = max(best, (one.first - begin + 1, -begin))
    return -best[1], best[0]


def _windows(target: Target, snapshot: Snapshot, length: int, seconds: int) -> Iterator[_Judged]:
    """Yield every window of so many seconds in which something was due."""
    sliding = _Sliding()
    for index in range(length):
        sliding.add(snapshot.seconds.get(index, Second()))
        first = index + 1 - seconds
        if first < 0:
            continue
        bounds = sliding.bounds(target.metric, count=target.unit is Unit.COUNT)
        if bounds is not None:
            own = (snapshot.own[at].stall_us for at in range(first, index + 1) if at in snapshot.own)
            late = (sliding.lag_us + max(own, default=0)) / _MICRO
            yield _Judged(first=first, observed=bounds[0], status=_status(target, bounds, late))
        sliding.drop(snapshot.seconds.get(first, Second()))


def _status(target: Target, bounds: tuple[float, float], late: float) -> Status:
    """Return how a value between two bounds comes out of which our own delay may be so many seconds."""
    compare = OPERATORS[target.op]
    met = compare(bounds[0], target.limit)
    if met != compare(bounds[1], target.limit):
        return Status.INCONCLUSIVE
    if met:
        return Status.MET
    excused = target.unit is Unit.SECONDS and bounds[0] != LOST and compare(bounds[0] - late, target.limit)
    return Status.INCONCLUSIVE if excused else Status.MISSED


class _Sliding:
    """The seconds of a window, added up; one is added and one dropped as it moves."""

    def __init__(self) -> None:
        self._seconds: list[Second] = []
        self._times = Counter[float]()
        self._reasons = Counter[Reason]()

    @property
    def lag_us(self) -> int:
        return max(second.lag_us for second in self._seconds)

    def add(self, second: Second) -> None:
        self._seconds.append(second)
        self._reasons.update(second.reasons)
        for _, high, count in second.latency.buckets():
            self._times[high] += count

    def drop(self, second: Second) -> None:
        self._seconds.pop(0)
        self._reasons.subtract(second.reasons)
        for _, high, count in second.latency.buckets():
            self._times[high] -= count
            if not self._times[high]:
                del self._times[high]

    def bounds(self, metric: str, *, count: bool) -> tuple[float, float] | None:
        """Return the least and the most that the metric can be, mostly the same; None where nothing was due."""
        if metric == "achieved_rate":
            rate = sum(second.sent for second in self._seconds) / len(self._seconds)
            return (rate, rate) if any(second.due for second in self._seconds) else None
        if metric in _REASONS:
            judged = sum(number for reason, number in self._reasons.items() if reason not in UNJUDGED)
            hits = self._reasons[_REASONS[metric]]
            hits = judged - hits if metric == "failed" else hits
            value = hits if count else hits / judged if judged else 0.0
            return (value, value) if judged else None
        return self._time(metric)

    def _time(self, metric: str) -> tuple[float, float] | None:
        count, lost = self._times.total(), self._reasons[Reason.TIMEOUT]
        if not count:
            return None
        most = max(second.latency.max or 0.0 for second in self._seconds)
        if metric == "average":
            total = sum(second.latency.total for second in self._seconds)
            # What timed out sooner might have taken as long as Twilio waits.
            return total / count, (total + lost * max(0.0, TWILIO_TIMEOUT - most)) / count
        if metric == "min":
            least = min(second.latency.min for second in self._seconds if second.latency.min is not None)
            value = least if count > lost else LOST
        else:
            percentile = PERCENTILE.fullmatch(metric)
            value = self._at(rank_of(float(percentile[1]) if percentile else 100, count), count - lost, most)
        return value, value

    def _at(self, rank: int, answered: int, most: float) -> float:
        """Return the time of that rank; the slowest are those that timed out."""
        if rank > answered:
            return LOST
        seen = 0
        for high in sorted(self._times):
            seen += self._times[high]
            if seen >= rank:
                return min(high, most)
        return most
