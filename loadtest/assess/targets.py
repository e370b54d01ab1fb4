"""THE GATES: whether a load met its targets. A metric without data is a missed target, whatever the limit.

The generator's own delay is never the server's failure: a missed time that would be met without it is inconclusive. And
a target that is met under less load than planned proves nothing, so it is inconclusive too. So is an average whose
timeouts might have taken it to the other side of the limit. Shares and counts of what
the server did wrong stand, however late the generator was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

from loadtest.assess.answering import COUNTED, REPLY, counted
from loadtest.assess.intervals import change_text
from loadtest.assess.summary import LOST
from loadtest.assess.target import (
    CAPACITY,
    COMPLETED,
    COUNTS,
    OPERATORS,
    PERCENTILE,
    RATES,
    TIMES,
    WHOLE_RUN,
    WORDS,
    Target,
    Unit,
)
from loadtest.measure.series import Series, named
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.capacity import Capacity
    from loadtest.assess.intervals import Interval
    from loadtest.assess.summary import Durations, Part, Summary


class Status(Enum):
    """How a target came out. No data counts as missed."""

    MET = "met"
    MISSED = "missed"
    NO_DATA = "no data"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A target, evaluated; `observed` is in the target's unit, None without data.

    `at_least`: a lower bound. `unheld`: no baseline was there to hold it against. `interval`: where the long-run value
    lies, None where that cannot be said. `change`: where its ratio to a baseline's lies (a share: the difference).
    `when`: where in the load, in words, for a target over windows.
    """

    target: Target
    observed: float | None
    status: Status
    at_least: bool = False
    unheld: bool = False
    interval: Interval | None = None
    change: Interval | None = None
    when: str = ""

    @property
    def missed(self) -> bool:
        """Whether this outcome fails the run."""
        return self.status in {Status.MISSED, Status.NO_DATA}

    @property
    def observed_text(self) -> str:
        """What was observed, in words."""
        if self.observed is None:
            return "no data"
        when = f" ({self.when})" if self.when else ""
        return ("≥ " if self.at_least else "") + self.target.held.format(self.observed) + when

    @property
    def limit_text(self) -> str:
        """The limit in words; a relative one also as the number it came to."""
        target = self.target
        known = target.offset is not None and self.status in {Status.MET, Status.MISSED}
        return target.limit_text + (f" ({target.format(target.limit)})" if known else "")

    @property
    def margin(self) -> str:
        """How far from the limit: `35% to spare`, `78.33 points beyond`, `+31% (24 to 38), limit +20%`, or empty."""
        if self.change is not None:
            return change_text(self.change, self.target.offset or 0.0, points=self.target.unit is Unit.SHARE)
        target = self.target.held
        limit, observed = target.limit, self.observed
        if observed is None or self.status not in {Status.MET, Status.MISSED}:
            return ""
        side = "to spare" if self.status is Status.MET else "beyond"
        if observed == LOST:
            return "lost"
        if target.unit is Unit.SHARE:
            return f"{abs(observed - limit) * 100:.2f} points {side}"
        return f"{abs(observed - limit) / limit * 100:,.0f}% {side}" if limit else ""

    @property
    def sentence(self) -> str:
        """The outcome as the console and the reports say it."""
        target = self.target
        aim = f"{WORDS[target.op]} {self.limit_text}"
        if self.change is not None:
            ends = "undecided" if self.status is Status.INCONCLUSIVE else f"target {self.status.value}"
            return f"{target.name} {self.margin} ({ends})"
        if target.held is not target and self.observed:
            long = f"for {format_duration(self.observed)} on end"
            return {
                Status.MET: f"{target.name} is {aim}, but {long} at most, {self.when}",
                Status.MISSED: f"{target.name} is not {aim} {long}, {self.when} (target missed)",
            }.get(self.status, f"{target.name} may be not {aim} {long}, {self.when} (inconclusive)")
        if self.status is Status.MET:
            # The original guide's wording, which people know: only the average's line says so in brackets.
            told = "target met" if target.metric == "average" and target.in_summary else self.when
            if self.when and self.observed:
                told = f"{told}: {target.format(self.observed)}"
            return f"{target.name} is {aim}" + (f" ({told})" if told else "")
        if self.status is Status.NO_DATA:
            return f"{target.name} has no data, so it is not {aim} (target missed)"
        if self.status is Status.INCONCLUSIVE:
            is_so = "has no data" if self.observed is None else f"is {self.observed_text}"
            return f"{target.name} {is_so}; whether it is {aim} cannot be said (inconclusive)"
        return f"{target.name} is {self.observed_text}, not {aim} (target missed)"


def evaluate(
    targets: Sequence[Target], summary: Summary, series: Sequence[Series] = (), *, baseline: Summary | None = None
) -> tuple[Outcome, ...]:
    """Return the outcomes in the order in which they are shown: average, success, P95, then as the user wrote them.

    A target relative to the `baseline` is inconclusive without one; one over windows has no data yet.
    """
    shown_first = ["average", "success", "p95"]

    def place(target: Target) -> int:
        known = target.metric in shown_first and not target.scenario and target.in_summary
        return shown_first.index(target.metric) if known else len(shown_first)

    return tuple(
        _evaluate_series(target, series) if target.stat else _evaluate(target, summary, baseline)
        for target in sorted(targets, key=place)
    )


def monitored(targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the names of series that targets ask for."""
    return tuple(dict.fromkeys(target.metric for target in targets if target.stat))


def unmonitored(targets: Sequence[Target], series: Sequence[Series]) -> tuple[str, ...]:
    """Return, for every target whose series gives it no data, a sentence that says why."""
    sentences = []
    for target in targets:
        if not target.stat or _evaluate_series(target, series).observed is not None:
            continue
        meant = named(series, target.metric)
        if len(meant) == 1:
            why = f"{meant[0].name} has no values" if not meant[0].points else _NO_UNIT.format(name=meant[0].name)
        elif meant:
            why = f"it could mean {' or '.join(one.name for one in meant[:5])}; write one of them"
        else:
            near = get_close_matches(target.metric, [one.name for one in series], 3, 0.5)
            why = "no monitor gave such a series" + (f"; did you mean {' or '.join(near)}?" if near else "")
        sentences.append(f"Target {target.source!r} has no data: {why}")
    return tuple(sentences)


_NO_UNIT = "{name} has no unit of time; give it one behind its monitor's URL, like *Time=ms"


def _evaluate_series(target: Target, series: Sequence[Series]) -> Outcome:
    meant = named(series, target.metric)
    observed = _in_unit(meant[0], target) if len(meant) == 1 else None
    if observed is None:
        return Outcome(target=target, observed=None, status=Status.NO_DATA)
    met = OPERATORS[target.op](observed, target.limit)
    return Outcome(target=target, observed=observed, status=Status.MET if met else Status.MISSED)


def _in_unit(series: Series, target: Target) -> float | None:
    """Return the series' statistic in the target's unit."""
    value = series.stat(target.stat)
    if value is None:
        return None
    if target.unit is Unit.SHARE:
        # A ratio that never leaves 0 to 1 and is not known to be in percent is a share already.
        fraction = series.unit != "%" and max(series.values) <= 1
        return value if fraction else value / 100
    if target.unit is Unit.SECONDS:
        return {"ms": value / 1000, "s": value}.get(series.unit)
    return value


def evaluate_capacity(targets: Sequence[Target], capacity: Capacity) -> tuple[Outcome, ...]:
    """Return the outcomes of the targets that limit the capacity."""
    best = capacity.best
    observed = best.rate if best else 0.0
    outcomes = []
    for target in targets:
        if target.metric == CAPACITY:
            met = OPERATORS[target.op](observed, target.limit)
            status = Status.MET if met else Status.MISSED
            if capacity.limited and met == target.op.startswith("<"):  # a higher one, not seen, would turn it
                status = Status.INCONCLUSIVE
            outcomes.append(Outcome(target=target, observed=observed, status=status, at_least=capacity.limited))
    return tuple(outcomes)


def observe(target: Target, summary: Summary) -> float | None:
    """Return the value of the target's metric, in its unit; None without data."""
    part = _part(target, summary)
    return None if part is None else _observe(target, part, summary)


def vague(target: Target, summary: Summary) -> bool:
    """Return whether what `observe` gives is only a bound: an average with timeouts shorter than Twilio's."""
    part = _part(target, summary)
    return target.metric == "average" and part is not None and part.response_times.vague


def undecided(target: Target, summary: Summary) -> bool:
    """Return whether the two bounds of an average lie on different sides of the limit."""
    part = _part(target, summary)
    if part is None or not vague(target, summary):
        return False
    times, compare = part.response_times, OPERATORS[target.op]
    return compare(times.average or 0.0, target.limit) != compare(times.average_at_most or 0.0, target.limit)


def _part(target: Target, summary: Summary) -> Part | None:
    return summary.scenarios.get(target.scenario) if target.scenario else summary.total


def _evaluate(target: Target, summary: Summary, baseline: Summary | None) -> Outcome:
    if not target.in_summary:
        return Outcome(target=target, observed=None, status=Status.NO_DATA)
    part, observed = _part(target, summary), observe(target, summary)
    if part is None or observed is None:
        status = Status.INCONCLUSIVE if summary.too_little_load else Status.NO_DATA
        return Outcome(target=target, observed=None, status=status)
    if target.offset is not None:
        before = None if baseline is None else observe(target, baseline)
        if baseline is None or before is None or before == LOST or vague(target, baseline):
            return Outcome(target=target, observed=observed, status=Status.INCONCLUSIVE, unheld=True)
        limit = before + target.offset if target.unit is Unit.SHARE else before * (1 + target.offset)
        target = replace(target, limit=limit)
    times = part.reply_times if target.metric.startswith(REPLY) else part.response_times
    at_least = target.metric.endswith("average") and times is not None and times.at_least
    return Outcome(target=target, observed=observed, status=_status(target, observed, part, summary), at_least=at_least)


def _status(target: Target, observed: float, part: Part, summary: Summary) -> Status:
    compare = OPERATORS[target.op]
    if undecided(target, summary):
        return Status.INCONCLUSIVE
    if observed != LOST and compare(observed, target.limit):
        spoiled = summary.too_little_load and target.metric not in WHOLE_RUN
        return Status.INCONCLUSIVE if spoiled else Status.MET
    if observed == LOST:  # a timeout has its whole budget from when it was sent, however late that was
        return Status.MISSED
    if target.unit is Unit.SECONDS:
        excused = compare(observed - _own_delay(target, part, summary), target.limit)
    else:
        # More load never left because of us: whether the server would have carried it is not known.
        excused = target.metric == "achieved_rate" and compare(summary.offered_rate or 0.0, target.limit)
    return Status.INCONCLUSIVE if excused else Status.MISSED


def _own_delay(target: Target, part: Part, summary: Summary) -> float:
    """Return the same statistic of our own lag, plus that of our stalls, in seconds."""
    lag, stalls, metric = part.lag, summary.generator.stalls, target.metric.removeprefix(REPLY)
    if percentile := PERCENTILE.fullmatch(metric):
        percent = float(percentile[1])
        return (lag.percentile(percent) or 0.0) + stalls.percentile(percent)
    late = {"average": lag.mean, "min": lag.min, "max": lag.max}[metric]
    return (late or 0.0) + {"average": stalls.average, "min": stalls.min, "max": stalls.max}[metric]


def _observe(target: Target, part: Part, summary: Summary) -> float | None:
    metric = target.metric
    if metric in COUNTED:
        count, accepted = counted(metric, part.answering, summary.processed, successful=part.successful)
        return None if not accepted else count if target.unit is Unit.COUNT else count / accepted
    if _is_time(metric):
        return _time(metric.removeprefix(REPLY), part.reply_times if metric.startswith(REPLY) else part.response_times)
    if metric in RATES:
        return summary.achieved_rate if metric != CAPACITY else None
    if metric == COMPLETED:
        ended = summary.completed + summary.broken
        return None if not ended else summary.completed if target.unit is Unit.COUNT else summary.completed / ended
    if not part.judged:
        return None
    count = summary.dropped if metric == "dropped" else COUNTS[metric][1](part)
    return count if target.unit is Unit.COUNT else part.share(count)


def _is_time(metric: str) -> bool:
    statistic = metric.removeprefix(REPLY)
    return statistic in TIMES or PERCENTILE.fullmatch(statistic) is not None


def _time(statistic: str, times: Durations | None) -> float | None:
    if times is None:
        return None
    if percentile := PERCENTILE.fullmatch(statistic):
        return times.percentile(float(percentile[1]))
    return {"average": times.average, "min": times.min, "max": times.max}[statistic]
