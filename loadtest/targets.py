"""THE GATES: targets are text, parsed before the first byte leaves, evaluated when the load has ended.

    target  = metric [stat] op limit
    metric  = [ "sms." | "mms." ] name | "monitor." series
    name    = average min max p50 ... p99.9 success failed rate_limited refused timeouts dropped achieved_rate capacity
              (a hyphen counts as an underscore)
    stat    = min max avg last, for a monitor's series only (none: max under an upper limit, min above a lower one)
    op      = < <= > >=
    limit   = duration | percent of judged | count | rate "120/s" | number | baseline [ + | - percent ]

`baseline` is what an earlier run measured: a percent more or less of a time or rate, percentage points of a share.
A metric without data is a missed target, whatever the limit.

The generator's own delay is never the server's failure: a missed time that would be met without it is inconclusive. And
a target that is met under less load than planned proves nothing, so it is inconclusive too. Shares and counts of what
the server did wrong stand, however late the generator was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

from loadtest.scenarios import KINDS
from loadtest.series import STATS, Series, named
from loadtest.summary import LOST
from loadtest.units import (
    format_duration,
    format_ms,
    format_percent,
    format_rate,
    parse_count,
    parse_duration,
    parse_percent,
    parse_rate,
)
from loadtest.verdict import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.capacity import Capacity
    from loadtest.summary import Part, Summary

DEFAULT_TARGETS = ("average < 5s", "success > 95%", "p95 < 10s")

_TARGET = re.compile(
    r"(?P<metric>[A-Za-z][\w.\-]*)(?:\s+(?P<stat>[A-Za-z]+))?\s*(?P<op><=|>=|<|>|=+|≤|≥)\s*(?P<limit>\S.*)",
    re.ASCII | re.DOTALL,
)
_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?)", re.ASCII)
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda observed, limit: observed < limit,
    "<=": lambda observed, limit: observed <= limit,
    ">": lambda observed, limit: observed > limit,
    ">=": lambda observed, limit: observed >= limit,
}
_BASELINE = re.compile(r"baseline(?:\s*(?P<sign>[+\-])\s*(?P<percent>.*))?", re.IGNORECASE | re.DOTALL)
_WORDS = {"<": "under", "<=": "at most", ">": "above", ">=": "at least"}

_TIMES = {"average": "average response time", "min": "minimum response time", "max": "maximum response time"}
_COUNTS: dict[str, tuple[str, Callable[[Part], int]]] = {
    "success": ("success rate", lambda part: part.successful),
    "failed": ("failed share", lambda part: part.failed),
    "rate_limited": ("rate limited share", lambda part: part.count(Reason.RATE_LIMITED)),
    "refused": ("refused share", lambda part: part.count(Reason.REFUSED)),
    "timeouts": ("timed-out share", lambda part: part.count(Reason.TIMEOUT)),
}
CAPACITY = "capacity"
_WHOLE_RUN = {"dropped": "dropped share", "achieved_rate": "achieved rate", CAPACITY: CAPACITY}
_RATES = {"achieved_rate", CAPACITY}
_MONITOR = "monitor."
_STAT_WORDS = {"min": "lowest", "max": "highest", "avg": "average", "last": "last"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
METRICS = (*_TIMES, "p50", "p95", "p99", "p99.9", *_COUNTS, *_WHOLE_RUN)


class Unit(Enum):
    """What a limit is measured in."""

    SECONDS = "seconds"
    SHARE = "share"
    COUNT = "count"
    RATE = "rate"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A limit that the user set. `limit` is in seconds, a share from 0 to 1, a count, or messages per second.

    With an `offset` (a share) it is relative to a baseline, and `limit` holds only once it is evaluated.
    With a `stat`, `metric` is the name of a monitor's series (without `monitor.`), and a limit may be any number.
    """

    scenario: str = ""
    metric: str
    stat: str = ""
    op: str
    limit: float
    unit: Unit
    source: str
    offset: float | None = None

    @property
    def name(self) -> str:
        """What is measured, in words; holds no number that a run or a limit could change."""
        if self.stat:
            return f"{_STAT_WORDS[self.stat].capitalize()} {self.metric}"
        if _PERCENTILE.fullmatch(self.metric):
            words = f"{self.metric.upper()} response time"
        elif self.metric in _TIMES:
            words = _TIMES[self.metric]
        else:
            words = _COUNTS[self.metric][0] if self.metric in _COUNTS else _WHOLE_RUN[self.metric]
            if self.unit is Unit.COUNT:
                words = words.replace(" rate", " count").replace(" share", " count")
        words = f"{self.scenario.upper()} {words}" if self.scenario else words
        return words[0].upper() + words[1:]

    @property
    def limit_text(self) -> str:
        """The limit in words: `5 seconds`, `95%`, `120/s`, `baseline + 20%`."""
        if self.offset is not None:
            points = " points" if self.unit is Unit.SHARE else "%"
            return "baseline" + (
                f" {'+' if self.offset > 0 else '-'} {abs(self.offset) * 100:.10g}{points}" if self.offset else ""
            )
        if self.unit is Unit.SECONDS:
            if self.limit >= 1 and self.limit == int(self.limit):
                return f"{int(self.limit):,} second{'' if self.limit == 1 else 's'}"
            return format_duration(self.limit)
        if self.unit is Unit.SHARE:
            return f"{self.limit * 100:.10g}%"
        return f"{self.limit:,.10g}/s" if self.unit is Unit.RATE else f"{self.limit:,.10g}"

    @property
    def aim(self) -> str:
        """What is aimed at, in words: `under 5 seconds`."""
        return f"{_WORDS[self.op]} {self.limit_text}"

    def format(self, observed: float) -> str:
        """Return an observed value in this target's unit, with the digits that tell it from the limit."""
        if observed == LOST:
            return "lost (the messages timed out)"
        if self.unit is Unit.SECONDS:
            text = format_ms(observed)
            if observed != self.limit and text == format_ms(self.limit):
                return f"{observed * 1000:,.3f}ms"
            return text
        if self.unit is Unit.SHARE:
            text = format_percent(observed)
            return text if observed == self.limit or text != format_percent(self.limit) else f"{observed * 100:.6g}%"
        if self.unit is Unit.NUMBER:
            return f"{observed:,.6g}"
        return format_rate(observed) if self.unit is Unit.RATE else f"{observed:,.0f}"


class Status(Enum):
    """How a target came out. No data counts as missed."""

    MET = "met"
    MISSED = "missed"
    NO_DATA = "no data"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A target, evaluated; `observed` is in the target's unit, None without data. `at_least`: a lower bound."""

    target: Target
    observed: float | None
    status: Status
    at_least: bool = False

    @property
    def missed(self) -> bool:
        """Whether this outcome fails the run."""
        return self.status in {Status.MISSED, Status.NO_DATA}

    @property
    def observed_text(self) -> str:
        """What was observed, in words."""
        if self.observed is None:
            return "no data"
        return ("≥ " if self.at_least else "") + self.target.format(self.observed)

    @property
    def limit_text(self) -> str:
        """The limit in words; a relative one also as the number it came to."""
        target = self.target
        known = target.offset is not None and self.status in {Status.MET, Status.MISSED}
        return target.limit_text + (f" ({target.format(target.limit)})" if known else "")

    @property
    def margin(self) -> str:
        """How far from the limit: `35% to spare`, `78.33 points beyond`; empty where that means nothing."""
        limit, observed = self.target.limit, self.observed
        if observed is None or self.status not in {Status.MET, Status.MISSED}:
            return ""
        side = "to spare" if self.status is Status.MET else "beyond"
        if observed == LOST:
            return "lost"
        if self.target.unit is Unit.SHARE:
            return f"{abs(observed - limit) * 100:.2f} points {side}"
        return f"{abs(observed - limit) / limit * 100:,.0f}% {side}" if limit else ""

    @property
    def sentence(self) -> str:
        """The outcome as the console and the reports say it."""
        target = self.target
        aim = f"{_WORDS[target.op]} {self.limit_text}"
        if self.status is Status.MET:
            # The original guide's wording, which people know: only the average's line says so in brackets.
            return f"{target.name} is {aim}" + (" (target met)" if target.metric == "average" else "")
        if self.status is Status.NO_DATA:
            return f"{target.name} has no data, so it is not {aim} (target missed)"
        if self.status is Status.INCONCLUSIVE and self.observed is None:
            return f"{target.name} has no data; whether it is {aim} cannot be said (inconclusive)"
        if self.status is Status.INCONCLUSIVE:
            return f"{target.name} is {self.observed_text}; whether it is {aim} cannot be said (inconclusive)"
        return f"{target.name} is {self.observed_text}, not {aim} (target missed)"


def parse_target(text: str) -> Target:
    """Return the target that `text` describes; raise `ValueError` with a sentence that names the remedy."""
    text = text.strip()
    match = _TARGET.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a target; write a metric, one of < <= > >= and a limit, like p95 < 10s")
    op = {"≤": "<=", "≥": ">="}.get(match["op"], match["op"])
    if op not in _OPERATORS:
        raise ValueError(f"{text!r} uses {op!r}; a target compares with < <= > or >=")
    if match["metric"].lower().startswith(_MONITOR):
        return _monitor_target(
            text, match["metric"][len(_MONITOR) :], (match["stat"] or "").lower(), op, match["limit"]
        )
    if match["stat"]:
        raise ValueError(
            f"{text!r}: {match['stat']!r} is not understood; min, max, avg and last follow monitor series only"
        )
    scenario, metric = _metric(text, match["metric"])
    if relative := _BASELINE.fullmatch(match["limit"].strip()):
        offset, unit = _offset(text, metric, relative), _relative_unit(metric)
        return Target(scenario=scenario, metric=metric, op=op, limit=0.0, unit=unit, source=text, offset=offset)
    limit, unit = _limit(text, metric, match["limit"])
    return Target(scenario=scenario, metric=metric, op=op, limit=limit, unit=unit, source=text)


def parse_targets(texts: Sequence[str]) -> tuple[Target, ...]:
    """Return the user's targets, and `success > 95%` unless one of them names success or failed.

    Raises:
        ValueError: with one sentence a line for every mistake.

    """
    targets: list[Target] = []
    problems: list[str] = []
    for text in texts:
        try:
            targets.append(parse_target(text))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    if not any(
        target.metric in {"success", "failed"} and not target.scenario and not target.stat for target in targets
    ):
        targets.append(parse_target("success > 95%"))
    return tuple(targets)


def evaluate(
    targets: Sequence[Target], summary: Summary, series: Sequence[Series] = (), *, baseline: Summary | None = None
) -> tuple[Outcome, ...]:
    """Return the outcomes in the order in which they are shown: average, success, P95, then as the user wrote them.

    A target relative to the `baseline` is inconclusive without one.
    """
    shown_first = ["average", "success", "p95"]

    def place(target: Target) -> int:
        known = target.metric in shown_first and not target.scenario and not target.stat
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
    met = _OPERATORS[target.op](observed, target.limit)
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


def _monitor_target(text: str, series: str, stat: str, op: str, limit: str) -> Target:
    if "." not in series.strip("."):
        raise ValueError(f"{text!r}: write a monitor and its series, like monitor.database.waitingClients max <= 10")
    if stat and stat not in STATS:
        near = {"mean": "avg", "average": "avg", "maximum": "max", "minimum": "min"}.get(stat, "")
        hint = f"did you mean {near}?" if near else f"known are {', '.join(STATS)}"
        raise ValueError(f"{text!r}: there is no statistic {stat!r} of a series; {hint}")
    value, unit = _monitor_limit(text, limit.strip())
    strictest = "max" if op.startswith("<") else "min"
    return Target(metric=series, stat=stat or strictest, op=op, limit=value, unit=unit, source=text)


def _monitor_limit(text: str, limit: str) -> tuple[float, Unit]:
    plain = limit.replace(",", "").replace("_", "")
    if _NUMBER.fullmatch(plain):
        return float(plain), Unit.NUMBER
    try:
        if limit.endswith("%"):
            return parse_percent(limit), Unit.SHARE
        if "/" in limit or " per " in limit:
            return parse_rate(limit), Unit.RATE
        return parse_duration(limit), Unit.SECONDS
    except ValueError:
        raise ValueError(
            f"{text!r}: {limit!r} is no limit of a series; write a number, a percent, a duration or a rate like 5/s"
        ) from None


def evaluate_capacity(targets: Sequence[Target], capacity: Capacity) -> tuple[Outcome, ...]:
    """Return the outcomes of the targets that limit the capacity."""
    best = capacity.best
    observed = best.rate if best else 0.0
    outcomes = []
    for target in targets:
        if target.metric == CAPACITY:
            met = _OPERATORS[target.op](observed, target.limit)
            status = Status.MET if met else Status.INCONCLUSIVE if capacity.limited else Status.MISSED
            outcomes.append(Outcome(target=target, observed=observed, status=status, at_least=capacity.limited))
    return tuple(outcomes)


def observe(target: Target, summary: Summary) -> float | None:
    """Return the value of the target's metric, in its unit; None without data."""
    part = summary.scenarios.get(target.scenario) if target.scenario else summary.total
    return None if part is None else _observe(target, part, summary)


def _evaluate(target: Target, summary: Summary, baseline: Summary | None) -> Outcome:
    part = summary.scenarios.get(target.scenario) if target.scenario else summary.total
    observed = observe(target, summary)
    if part is None or observed is None:
        status = Status.INCONCLUSIVE if summary.too_little_load else Status.NO_DATA
        return Outcome(target=target, observed=None, status=status)
    if target.offset is not None:
        before = None if baseline is None else observe(target, baseline)
        if before is None or before == LOST:
            return Outcome(target=target, observed=observed, status=Status.INCONCLUSIVE)
        limit = before + target.offset if target.unit is Unit.SHARE else before * (1 + target.offset)
        target = replace(target, limit=limit)
    at_least = target.metric == "average" and part.response_times.at_least
    return Outcome(target=target, observed=observed, status=_status(target, observed, part, summary), at_least=at_least)


def _status(target: Target, observed: float, part: Part, summary: Summary) -> Status:
    compare = _OPERATORS[target.op]
    if observed != LOST and compare(observed, target.limit):
        spoiled = summary.too_little_load and target.metric not in _WHOLE_RUN
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
    lag, stalls = part.lag, summary.generator.stalls
    if percentile := _PERCENTILE.fullmatch(target.metric):
        percent = float(percentile[1])
        return (lag.percentile(percent) or 0.0) + stalls.percentile(percent)
    late = {"average": lag.mean, "min": lag.min, "max": lag.max}[target.metric]
    return (late or 0.0) + {"average": stalls.average, "min": stalls.min, "max": stalls.max}[target.metric]


def _observe(target: Target, part: Part, summary: Summary) -> float | None:
    metric, times = target.metric, part.response_times
    if percentile := _PERCENTILE.fullmatch(metric):
        return times.percentile(float(percentile[1]))
    if metric in _TIMES:
        return {"average": times.average, "min": times.min, "max": times.max}[metric]
    if metric == CAPACITY:
        return None
    if metric == "achieved_rate":
        return summary.achieved_rate
    if not part.judged:
        return None
    count = summary.dropped if metric == "dropped" else _COUNTS[metric][1](part)
    return count if target.unit is Unit.COUNT else part.share(count)


def _metric(text: str, name: str) -> tuple[str, str]:
    metric = name.lower().replace("-", "_")
    scenario, dot, rest = metric.partition(".")
    if dot and scenario in KINDS:
        metric = rest
    else:
        scenario = ""
    if metric in _WHOLE_RUN and scenario:
        raise ValueError(f"{text!r}: {metric} is known only for the whole run; write it without {scenario}.")
    if metric in _TIMES or metric in _COUNTS or metric in _WHOLE_RUN or _is_percentile(metric):
        return scenario, metric
    near = get_close_matches(metric, [*METRICS, "p90"], 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(METRICS)}"
    raise ValueError(f"{text!r}: there is no metric {name!r}; {hint}")


def _is_percentile(metric: str) -> bool:
    match = _PERCENTILE.fullmatch(metric)
    return match is not None and 0 < float(match[1]) < 100  # noqa: PLR2004  a percentile lies between 0 and 100


def _offset(text: str, metric: str, relative: re.Match[str]) -> float:
    if relative["sign"] is None:
        return 0.0
    try:
        offset = parse_percent(relative["percent"])
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}; a baseline takes a percent, like {metric} < baseline + 20%") from None
    if relative["sign"] == "-" and offset > 1:
        raise ValueError(f"{text!r}: nothing is more than 100% below a baseline")
    return -offset if relative["sign"] == "-" else offset


def _relative_unit(metric: str) -> Unit:
    if metric in _TIMES or _is_percentile(metric):
        return Unit.SECONDS
    return Unit.RATE if metric == "achieved_rate" else Unit.SHARE


def _limit(text: str, metric: str, limit: str) -> tuple[float, Unit]:
    limit = limit.strip()
    try:
        if metric in _TIMES or _is_percentile(metric):
            return parse_duration(limit), Unit.SECONDS
        if metric in _RATES:
            return parse_rate(limit if "/" in limit or "per" in limit else f"{limit}/s"), Unit.RATE
        if limit.endswith("%"):
            share = parse_percent(limit)
            if share > 1:
                raise ValueError("a share is never above 100%")  # noqa: TRY301  one handler adds the target's text
            return share, Unit.SHARE
        return parse_count(limit), Unit.COUNT
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
